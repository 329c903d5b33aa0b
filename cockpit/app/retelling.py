"""The parts of a snapshot that rest on the journal: the launch, operations, alerts."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.completing import Completing
from cockpit.app.doubts import Desk
from cockpit.app.gating import Sight
from cockpit.app.gonogo import gonogo_view
from cockpit.app.harm import with_harm
from cockpit.app.kpi_comparing import KpiWatch
from cockpit.app.launching import launch_view
from cockpit.app.mending import operations
from cockpit.app.past import Past
from cockpit.app.reading import FlagReads
from cockpit.app.release import release
from cockpit.app.safety import Safety
from cockpit.app.sights import Sights
from cockpit.app.snapshot import FlowView, OperationView, ReleaseView, Snapshot
from cockpit.app.splitting import steady_ratio
from cockpit.app.trials import Trials
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from cockpit.ports.workspace import Workspace


class Judged(Struct, frozen=True):
    """The verdict on the launch, None without one, and what has been pressed."""

    release: ReleaseView | None = None
    operations: tuple[OperationView, ...] = ()


class Retelling:
    """Remembers comparisons under way, and what would be worked out again. On the core lane."""

    def __init__(
        self,
        workspace: Workspace,
        reads: FlagReads,
        *,
        breathe: Callable[[], None] = lambda: None,
        actor: str = "",
    ) -> None:
        self._workspace = workspace
        self._reads = reads
        self._breathe = breathe
        self._actor = actor
        self._trials = Trials(breathe)
        self._sights = Sights()
        self._kpi_watch = KpiWatch(breathe)
        self._safety = Safety(workspace.service.name, breathe)
        self._completing = Completing(workspace)

    def judged(self, desk: Desk, past: Past, launch: Launch | None) -> Judged:
        """Judge the launch, and look at what operations have come to."""
        view = None if launch is None else self._release(desk, past, launch)
        done = operations(desk, past)
        self._breathe()
        view = with_harm(desk, launch, view, done)
        if view is not None and launch is not None:
            view = replace(view, kpis=self._kpi_watch.rows(desk, past, launch))
        self._breathe()
        return Judged(view, done)

    def completed(
        self, drawn: Snapshot, past: Past, flows: Sequence[FlowView], error: Message | None
    ) -> Snapshot:
        """Return the snapshot with all that follows from it and from the journal.

        `flows` are those of the snapshot without their charts. `error` says what is wrong with the
        journal.
        """
        drawn = replace(drawn, safety=self._safety.view(past, drawn.at))
        drawn = self._completing.completed(drawn, past, error)
        launch = past.live(drawn.service)
        if launch is None:
            return drawn
        sheet = gonogo_view(self._workspace, launch, drawn, past)
        self._breathe()
        sight = Sight(
            self._workspace,
            past,
            drawn.at,
            drawn.release,
            flows,
            drawn.versions,
            self._reads.read,
            is_go_void=not sheet.is_go,
            actor=self._actor,
        )
        return replace(drawn, launch=launch_view(launch, sight), gonogo=sheet)

    def _release(self, desk: Desk, past: Past, launch: Launch) -> ReleaseView:
        served_ratio = steady_ratio(self._workspace.rollout, launch, self._reads.read)
        self._sights.begin()
        return release(
            desk,
            self._trials,
            past,
            launch,
            self._breathe,
            served_ratio=served_ratio,
            sights=self._sights,
        )
