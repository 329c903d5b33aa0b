"""Rows and verdicts of a release, as short as a test wants them."""

from cockpit.app.snapshot import ComparisonView, Metric, ReleaseView, SideView
from cockpit.app.store import Mode
from cockpit.domain.message import Message
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD

SIDE = SideView(1_000.0, 20.0, 0.02, None)
TOLD = Message("test.told")


def row(
    flow: str,
    state: State,
    metric: Metric = Metric.SUCCESS,
    cause: Cause = Cause.RELEASE,
    worst_stratum: str | None = None,
) -> ComparisonView:
    """Return a row of the table."""
    return ComparisonView(
        flow=flow,
        metric=metric,
        state=state,
        message=Message("test.row", (("flow", flow),)),
        cause=cause,
        cause_message=TOLD,
        since_at=NOON,
        block_s=15.0,
        block_count=10,
        new=SIDE,
        old=SIDE,
        difference_ratio=None,
        difference=None,
        times=None,
        strata=(),
        worst_stratum=worst_stratum,
        evidence=1_000.0,
        needed_evidence=100.0,
        expected_s=None,
        age_s=1.0,
        mode=Mode.EXACT,
        rule_id="stream/1",
    )


def release_view(*rows: ComparisonView, version: str = NEW) -> ReleaseView:
    """Return a verdict with these rows; it fails with the first that does."""
    failing = [one for one in rows if one.state is State.FAIL]
    state = State.FAIL if failing else State.WAIT
    flow = failing[0].flow if failing else None
    return ReleaseView(version, OLD, state, TOLD, Cause.RELEASE, rows, flow=flow)
