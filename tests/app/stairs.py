"""A workspace whose release goes out by a flag of its own, and a launch that may go on."""

from typing import Any

from msgspec.structs import replace

from cockpit.app.launch_view import GateView, LaunchView
from cockpit.app.launches import Launches
from cockpit.app.signoffs import SignOffs
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import Event, LaunchDeployed, SignedOff
from cockpit.ports.workspace import Workspace
from tests.kit.fakes_acting import FakeFlag, FakeRuns
from tests.kit.metrics import NEW
from tests.kit.monitoring import Cockpit, cockpit, workspace

FLAG = "release"
PEOPLE = [
    {"id": "mina", "name": "Mina", "roles": ["pm"]},
    {"id": "jun", "name": "Jun"},
    {"id": "sora", "name": "Sora"},
]
GO = SignedOff("l1", "pm", is_go=True, version=NEW, build="320")


def stairs_workspace(people: Any = PEOPLE, targets: Any = None, **rollout: Any) -> Workspace:
    """Return a workspace with the flag `release` as the one that carries the exposure."""
    carried = [{"flag": FLAG, "source": "flags"}] if targets is None else targets
    return workspace(people=people, rollout={"targets": carried, **rollout})


class Stairs:
    """A monitor, a launch `l1`, and the flag of the release standing where the launch does."""

    def __init__(self, given: Workspace | None = None, *, actor: str = "mina", **shop: Any) -> None:
        self.workspace = given or stairs_workspace()
        self.room: Cockpit = cockpit(self.workspace, actor=actor, **shop)
        self.clock, self.journal, self.flags = self.room.clock, self.room.journal, self.room.flags
        self.actor = actor
        self.launches = Launches(
            workspace=self.workspace,
            journal=self.journal,
            clock=self.clock,
            runs=FakeRuns(),
            actor=actor,
        )
        self.signoffs = SignOffs(
            workspace=self.workspace,
            launches=self.launches,
            journal=self.journal,
            clock=self.clock,
            runs=FakeRuns(),
            actor=actor,
        )
        self.put(0.0)

    def put(self, pct: float, *, enabled: bool = True, flag: str = FLAG) -> None:
        """Let the flag stand there, for its server and for clients."""
        self.flags.flags[flag] = FakeFlag(enabled, pct, True, enabled, pct)

    def launch(self, *exposures_pct: float, is_ready: bool = True) -> None:
        """Open the launch, ready to go on if wanted, with these steps taken."""
        self.room.launch()
        if is_ready:
            refusal = self.signoffs.sign("pm", as_person="mina", seen=self.look())
            assert refusal is None, refusal
            self.write(LaunchDeployed("l1"))
        self.room.steps(*exposures_pct)
        if exposures_pct:
            self.put(exposures_pct[-1])

    def write(self, *events: Event) -> None:
        """Put events into the journal."""
        for event in events:
            self.room.write(event)

    def look(self) -> Snapshot:
        """Ask everything once."""
        return self.room.look()

    def seen(self) -> LaunchView:
        """Return the launch as one look shows it."""
        launch = self.look().launch
        assert launch is not None
        return launch

    def told(self, kind: type[Any]) -> list[Any]:
        """Return the events of this kind, oldest first."""
        return [row.entry.event for row in self.journal.rows if isinstance(row.entry.event, kind)]


def with_gate(snapshot: Snapshot, **changes: Any) -> Snapshot:
    """Return the snapshot with a gate that is otherwise."""
    launch = snapshot.launch
    assert launch is not None
    assert launch.gate is not None
    gate: GateView = replace(launch.gate, **changes)
    return replace(snapshot, launch=replace(launch, gate=gate))
