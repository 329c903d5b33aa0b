"""Budgets tell of trouble before sales do: a slow burn, and a fault in one per cent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cockpit.app.alert_view import AlertView
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.slo import SloState
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.simulator.simulation import Simulation
from cockpit.ui.drawer import OPEN_PX, Drawer
from tests.features.conftest import shop
from tests.features.stepped import Stepped, stepped
from tests.kit.painting import texts
from tests.kit.story.hands import FakeHands
from tests.kit.windows import told_room

pytestmark = pytest.mark.slow

SPEED = (
    "latency_slo: {target: 0.95, faster_than_s: 1}",
    "latency_slo: {target: 0.99, faster_than_s: 0.75}",
)
FIRST_TIME = 'flow="coupon",try="first"'
KPI = "checkout_completion"
A_MINUTE = 0.01
"""So much of the usual time checkout takes longer after each minute."""

MOVED_RATIO = 0.01
"""A KPI that has lost a point of its share has moved, whoever has noticed."""


def healthy(rollout_pct: int) -> SimulationSettings:
    given = shop(history_s=3_600.0)
    return replace(
        given,
        start_at=MORNING,
        traffic=replace(given.traffic, faults=()),
        flags=FlagSettings(client_delay_s=0.0, rollout_pct=rollout_pct),
    )


LEAST_AHEAD_S = 900.0
MORNING = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)
LONG_S = 240.0


@pytest.fixture
def everywhere(tmp_path: Path) -> Iterator[Stepped]:
    """Lend a shop in which everybody has the new version already."""
    with Simulation(healthy(100)) as simulation, stepped(tmp_path, simulation, SPEED) as made:
        yield made


def alert_of(seen: Snapshot, flow: str) -> AlertView | None:
    mine = (one for one in seen.alerts if one.flow == flow and one.reason is AlertReason.SLO)
    return next(mine, None)


def test_a_slow_burn_is_alerted_before_sales_move(everywhere: Stepped, qtbot: QtBot) -> None:
    everywhere.launch(100.0)
    assert everywhere.until(lambda _seen: False, 960.0, LONG_S) is None
    usual_ratio = everywhere.kpi(KPI).ratio
    assert usual_ratio is not None
    assert everywhere.flow("checkout").state is TileState.OK
    assert alert_of(everywhere.newest, "checkout") is None

    everywhere.simulation.inject(Fault(FaultKind.SLOW_BURN, strength=A_MINUTE))
    seen = everywhere.until(lambda seen: alert_of(seen, "checkout") is not None, 7_200.0, LONG_S)
    assert seen is not None
    alert = alert_of(seen, "checkout")
    speed = everywhere.flow("checkout").latency_slo
    assert alert is not None
    assert speed is not None
    assert speed.state in {SloState.WARNING, SloState.BAD}
    assert alert.message in speed.reasons
    assert not any(one.kpi == KPI for one in seen.alerts)
    assert everywhere.kpi(KPI).ratio == pytest.approx(usual_ratio, abs=MOVED_RATIO)

    room = told_room(FakeHands())
    drawer = Drawer(room)
    drawer.resize(OPEN_PX, 700)
    qtbot.addWidget(drawer)
    drawer.show()
    drawer.show_snapshot(seen)
    assert room.say.text(alert.message) in " ".join(texts(drawer))

    moved = everywhere.until(
        lambda _seen: (everywhere.kpi(KPI).ratio or 1.0) < usual_ratio - MOVED_RATIO,
        3_600.0,
        LONG_S,
    )
    assert moved is not None
    assert (moved.at - seen.at).total_seconds() >= LEAST_AHEAD_S


def test_what_fails_in_one_per_cent_is_told_as_what_it_would_burn_for_everybody(
    tmp_path: Path,
) -> None:
    coupons = (FIRST_TIME, f'{FIRST_TIME},coupon_type="new_customer"')
    with Simulation(healthy(1)) as simulation, stepped(tmp_path, simulation, coupons) as made:
        simulation.inject(Fault(FaultKind.COUPON_NPE, strength=1.0))
        made.launch(1.0)
        seen = made.until(
            lambda _seen: (
                (slo := made.flow("coupon").slo) is not None
                and slo.at_full is not None
                and slo.at_full.breaks
            ),
            600.0,
        )
        assert seen is not None
        slo = made.flow("coupon").slo
        assert slo is not None
        assert slo.at_full is not None
        assert (slo.at_full.short_burn or 0.0) > 14.4
        assert (slo.burns[0].long_burn or 0.0) < 2.0
        assert not slo.burns[0].is_firing
