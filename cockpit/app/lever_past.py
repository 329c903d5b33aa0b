"""How long levers have taken before, as the journal tells it: flags and rollbacks."""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cockpit.app.orders import BASELINE
from cockpit.app.snapshot import LeverView, RollbackView
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.ports.workspace import Workspace

if TYPE_CHECKING:  # rows come with the journal
    from cockpit.domain.launch import Launch
    from cockpit.domain.unresolved import Operation


SEEN = frozenset({Status.CONFIRMED, Status.REVERTED})


class LeverPast:
    """Looks through the operations again only when there are other ones."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._polls_s = {
            (lever.source, lever.flag): lever.client_poll_s for lever in workspace.levers.flags
        }
        self._operations: Mapping[str, Operation] = {}
        self._done: dict[tuple[Lever, str, str], list[Operation]] = {}

    def take(self, operations: "Mapping[str, Operation]") -> None:
        """Learn from these operations."""
        if operations is self._operations:
            return
        self._operations = operations
        self._done = {}
        for one in sorted(operations.values(), key=lambda one: one.begun_at):
            if one.status in SEEN and one.stamps.seen_at is not None:
                order = one.intent.order
                key = order.lever, order.target.source, order.target.name
                self._done.setdefault(key, []).append(one)

    def levers(self, views: tuple[LeverView, ...]) -> tuple[LeverView, ...]:
        """Return the levers with what the workspace and their past tell of their pace."""
        return tuple(
            replace(
                view,
                client_poll_s=self._polls_s[view.source, view.flag],
                usual_off_s=_usual_s(self._done.get((Lever.FLAG_OFF, view.source, view.flag), ())),
            )
            for view in views
        )

    def rollbacks(self, launch: "Launch | None") -> tuple[RollbackView, ...]:
        """Return the rollbacks of the workspace; drills count as earlier ones, and are said so."""
        found: list[RollbackView] = []
        for lever in self._workspace.levers.rollbacks:
            done = self._done.get((Lever.ROLLBACK, lever.source, lever.service), [])
            baseline = None if launch is None else launch.baseline_version
            found.append(
                RollbackView(
                    name=lever.name,
                    source=lever.source,
                    service=lever.service,
                    to_version=baseline if lever.to == BASELINE else lever.to,
                    usual_s=_usual_s(done),
                    last_done_at=done[-1].stamps.seen_at if done else None,
                    last_was_drill=done[-1].is_drill if done else False,
                )
            )
        return tuple(found)


def _usual_s(done: "Iterable[Operation]") -> float | None:
    """Return the median from the press to the effect; what was so already took no time."""
    took_s = [
        (one.stamps.seen_at - one.stamps.asked_at).total_seconds()
        for one in done
        if one.stamps.seen_at is not None and one.outcome is not None and one.outcome.attempts_count
    ]
    return median(took_s) if took_s else None
