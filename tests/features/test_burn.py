"""Budgets tell of trouble before sales do: a slow burn, and a fault in one per cent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import TileState
from cockpit.bootstrap.demo import PAST_S
from cockpit.bootstrap.demo_scenarios import (
    FAULTS,
    HIGH_LEVEL,
    TIGHT_SPEED,
    USUAL_LEVEL,
    USUAL_SPEED,
    Scenario,
)
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.slo import SloState
from cockpit.domain.standings import Cause
from cockpit.domain.way_out import Advice, WayOut
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

FIRST_TIME = 'flow="coupon",try="first"'
KPI = "checkout_completion"
CHECKOUT_OFF = Advice(WayOut.FLAG_OFF, "checkout_v2")
MOVED_RATIO = 0.01
"""A KPI that has lost a point of its share has moved, whoever has noticed."""

LEAST_AHEAD_S = 240.0
MORNING = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)
LOOK_S = 120.0


def healthy(rollout_pct: int, *, past_s: float = 0.0) -> SimulationSettings:
    given = shop(history_s=3_600.0)
    return replace(
        given,
        start_at=MORNING,
        traffic=replace(given.traffic, faults=()),
        metrics=replace(given.metrics, past_s=past_s),
        flags=FlagSettings(client_delay_s=0.0, rollout_pct=rollout_pct),
    )


@pytest.fixture
def everywhere(tmp_path: Path) -> Iterator[Stepped]:
    """Lend the team of the demo, and a shop in which everybody has the new version already."""
    changes = ((USUAL_SPEED, TIGHT_SPEED), (USUAL_LEVEL, HIGH_LEVEL))
    with (
        Simulation(healthy(100, past_s=PAST_S)) as simulation,
        stepped(tmp_path, simulation, *changes) as made,
    ):
        yield made


def test_the_slow_burn_of_the_demo_is_alerted_before_sales_move(
    everywhere: Stepped, qtbot: QtBot
) -> None:
    everywhere.launch(100.0)
    assert everywhere.until(lambda _seen: False, 960.0, 2 * LOOK_S) is None
    usual_ratio = everywhere.kpi(KPI).ratio
    assert usual_ratio is not None
    assert everywhere.flow("checkout").state is TileState.OK
    assert everywhere.newest.alerts == ()

    everywhere.simulation.inject(replace(FAULTS[Scenario.SLOW_BURN], at_exposure_ratio=None))
    seen = everywhere.until(lambda seen: bool(seen.alerts), 3_600.0, LOOK_S)
    assert seen is not None
    (alert,) = seen.alerts
    speed = everywhere.flow("checkout").latency_slo
    assert speed is not None
    assert (alert.flow, alert.reason) == ("checkout", AlertReason.SLO)
    assert (alert.grade, alert.advice) == (AlertGrade.ACT_NOW, CHECKOUT_OFF)
    assert (alert.message, speed.state) == (speed.reasons[0], SloState.BAD)
    assert alert.message.code == BoardCode.SPEED_BURNS_FAST
    assert seen.release is not None
    assert seen.release.cause is Cause.RELEASE_OR_EXTERNAL
    assert seen.verdict.value("told") == alert.message
    assert {one.state for one in seen.kpis} <= {TileState.OK, TileState.UNKNOWN}
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
        LOOK_S,
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
