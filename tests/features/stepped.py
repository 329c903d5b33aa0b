"""The program without a window over the real connectors and the simulator, a step at a time."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cockpit.app.asking import in_place
from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import FlowView, KpiView, Snapshot
from cockpit.bootstrap.demo import DemoClock
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.simulator import running
from cockpit.bootstrap.sources import connected
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.events import Entry, LaunchPlanned, StageReached
from cockpit.ports.metrics import MetricSource
from cockpit.ports.workspace import Workspace
from cockpit.simulator.simulation import Simulation
from tests.features.home import home_at
from tests.kit.fakes_acting import FakeJournal
from tests.kit.metrics import NEW, OLD

INTERVAL_S, STEP_S = 15.0, 60.0


@dataclass
class Stepped:
    """A monitor whose time is that of the simulation; `seen` are its snapshots."""

    simulation: Simulation
    clock: DemoClock
    journal: FakeJournal
    workspace: Workspace
    monitor: Monitor = field(init=False)
    seen: list[Snapshot] = field(default_factory=list)

    @property
    def newest(self) -> Snapshot:
        return self.seen[-1]

    def launch(self, exposure_pct: float) -> None:
        """Write down that the release has been taken to this exposure now."""
        for event in (
            LaunchPlanned("l1", "shop-app", NEW, "320", OLD),
            StageReached("l1", exposure_pct, "o1"),
        ):
            now = self.clock.now()
            self.journal.append(Entry(now, self.clock.monotonic_s(), "run", "mina", event))

    def until(
        self, is_so: Callable[[Snapshot], bool], most_s: float, step_s: float = STEP_S
    ) -> Snapshot | None:
        """Let time pass in steps until a snapshot shows it; None when it never does."""
        for _ in range(round(most_s / step_s)):
            self.simulation.advance(step_s)
            for _ in range(3):
                self.monitor.tick()
            if self.seen and is_so(self.newest):
                return self.newest
        return None

    def flow(self, name: str) -> FlowView:
        return next(one for one in self.newest.flows if one.name == name)

    def kpi(self, name: str) -> KpiView:
        return next(one for one in self.newest.kpis if one.name == name)


@contextmanager
def stepped(
    folder: Path,
    simulation: Simulation,
    *changes: tuple[str, str],
    through: Callable[[MetricSource], MetricSource] = lambda source: source,
) -> Iterator[Stepped]:
    """Lend a monitor of the simulation; `changes` are made to the workspace file before.

    It asks its metrics `through` what may stand between.
    """
    home = home_at(folder, simulation)
    home.change(*changes)
    file = opened_workspace(home.file, root=folder)
    secrets = session_store(file.workspace, dict(running(simulation).secrets))
    clock = DemoClock(simulation)
    with closing(connected(file.workspace, home.workspace, secrets, clock)) as sources:
        made = Stepped(simulation, clock, FakeJournal(), file.workspace)
        made.monitor = Monitor(
            workspace=file.workspace,
            metrics={name: through(one) for name, one in sources.metrics.items()},
            flags=sources.flags,
            journal=made.journal,
            clock=clock,
            asks=dict.fromkeys(file.workspace.sources, in_place),
            disk=in_place,
            publish=made.seen.append,
            interval_s=INTERVAL_S,
            jitter=lambda: 0.5,
        )
        yield made
