"""The business figures, the crash-free sessions and the versions in the traffic."""

from datetime import datetime

from cockpit.app.board_codes import DataCode
from cockpit.app.snapshot import CrashFreeView, KpiView, TileState, VersionView
from cockpit.domain.intervals import Interval
from cockpit.domain.message import message
from tests.kit.story.charts import spark
from tests.kit.story.flows import FINE, SLOWLY
from tests.kit.story.times import STAGE_5

KPI_S = 600.0


def kpis(now: datetime, *, has_warning: bool = False) -> tuple[KpiView, ...]:
    """Return the three business figures; checkout completion may lie below what is expected."""
    low = TileState.WARN if has_warning else TileState.OK
    completion = 0.688 if has_warning else 0.716
    bends = ((STAGE_5, 0.688),) if has_warning else ()
    return (
        _kpi("search_conversion", TileState.OK, 0.0341, 88_214.0, (0.0330, 0.0352), now=now),
        _kpi(
            "checkout_completion", low, completion, 42_906.0, (0.700, 0.730), now=now, bends=bends
        ),
        _kpi("recommendation_clicks", TileState.OK, 0.058, 142_908.0, (0.055, 0.061), now=now),
    )


def _kpi(
    name: str,
    state: TileState,
    ratio: float,
    count: float,
    band: tuple[float, float],
    *,
    now: datetime,
    bends: tuple[tuple[datetime, float], ...] = (),
) -> KpiView:
    middle, width = sum(band) / 2.0, band[1] - band[0]
    drawn = spark(name, middle, width / 7.0, now, *bends)
    told = (FINE,) if state is TileState.OK else (SLOWLY,)
    expected = Interval(*band)
    return KpiView(name, state, told, ratio, count, KPI_S, 72.0, expected=expected, line=drawn)


def empty_kpi(name: str) -> KpiView:
    """Return a figure of which nothing is known yet."""
    told = (message(DataCode.NOT_ASKED, source="metrics"),)
    return KpiView(name, TileState.UNKNOWN, told, None, None, KPI_S, None)


KPI_NAMES = ("search_conversion", "checkout_completion", "recommendation_clicks")

CRASH_FREE = (
    CrashFreeView("3.1.4", 0.9992, 84_920.0, KPI_S),
    CrashFreeView("3.2.0", 0.9989, 2_810.0, KPI_S),
)


def versions(new_share: float) -> tuple[VersionView, ...]:
    """Return the versions in the traffic of now."""
    total = 118_931.0
    old = VersionView("3.1.4", total * (1.0 - new_share), 1.0 - new_share)
    return (old, VersionView("3.2.0", total * new_share, new_share)) if new_share else (old,)
