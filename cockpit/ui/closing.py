"""Whether somebody should be asked before the window closes."""

from cockpit.app.snapshot import Snapshot
from cockpit.domain.standings import LaunchPhase, Status
from cockpit.ui.aim import going_out

_OPEN = frozenset({Status.OPEN, Status.UNKNOWN})


def has_unresolved(snapshot: Snapshot | None) -> bool:
    """Return whether an operation is open or unknown."""
    return snapshot is not None and any(one.status in _OPEN for one in snapshot.operations)


def must_ask(snapshot: Snapshot | None) -> bool:
    """Return whether people depend on what is going on: a live launch, or something unresolved."""
    launch = None if snapshot is None else going_out(snapshot)
    is_live = launch is not None and launch.phase is not LaunchPhase.PLANNED
    return is_live or has_unresolved(snapshot)
