"""KPIs of the demo's shop: four weeks teach what is usual, and a payment outage is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.app.board_codes import BoardCode
from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import KpiView, Snapshot, TileState
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.demo import World, demo_world
from cockpit.bootstrap.demo_stage import PERSON
from cockpit.simulator.shop.faults import Fault, FaultKind

pytestmark = pytest.mark.long

TICK_S, CALM_TICK_S = 0.5, 10.0
MOST_TICKS = 800


class Watch:
    """Watches the demo's shop as the window does; time moves when the test says so."""

    def __init__(self, world: World, cockpit: Cockpit) -> None:
        self.world = world
        self.seen: list[Snapshot] = []
        self.monitor: Monitor = cockpit.monitor(self.seen.append)

    def pass_s(self, seconds: float, tick_s: float = CALM_TICK_S) -> None:
        for _ in range(round(seconds / tick_s)):
            self.world.simulation.advance(tick_s)
            self.monitor.tick()
            del self.seen[:-1]

    def until_taught(self) -> None:
        for _ in range(MOST_TICKS):
            self.pass_s(TICK_S, TICK_S)
            if self.seen and all(kpi.basis is None for kpi in self.kpis()):
                return
        pytest.fail(f"not taught: {[kpi.basis for kpi in self.kpis()]}")

    def kpis(self) -> tuple[KpiView, ...]:
        return self.seen[-1].kpis

    def kpi(self, name: str) -> KpiView:
        return next(one for one in self.kpis() if one.name == name)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with (
        demo_world(tmp_path, 1) as world,
        Cockpit(world.file, PERSON, world.surroundings, lambda _told: None) as cockpit,
    ):
        yield Watch(world, cockpit)


def test_four_weeks_teach_and_a_payment_outage_is_told_of_one_kpi_alone(watch: Watch) -> None:
    watch.pass_s(3.0, TICK_S)
    early = watch.kpis()
    assert early  # figures come before the weeks do
    watch.until_taught()
    for kpi in watch.kpis():
        assert kpi.state is TileState.OK
        assert kpi.expected is not None
        assert kpi.ratio is not None
        assert kpi.expected.low < kpi.ratio < kpi.expected.high
        assert kpi.expected.high - kpi.expected.low < 0.1 * kpi.ratio
    watch.pass_s(900.0)
    assert {kpi.state for kpi in watch.kpis()} == {TileState.OK}

    watch.world.simulation.inject(Fault(FaultKind.PAYMENT_OUTAGE))
    watch.pass_s(420.0)
    fallen = watch.kpi("checkout_completion")
    assert (fallen.state, [one.code for one in fallen.messages]) == (
        TileState.WARN,
        [BoardCode.KPI_LOW],
    )
    assert watch.kpi("search_conversion").state is TileState.OK
