"""One look at every source, all at the same time."""

from contextlib import ExitStack

from cockpit.app.lanes import Lane, breathe, elsewhere
from cockpit.app.one_look import one_shot
from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.cockpit import Cockpit

GRACE_S = 1.0
"""How much longer than the longest deadline of a source is waited: all of them end by then."""

LEAVE_S = 0.1


def looked(cockpit: Cockpit) -> Snapshot:
    """Return what one look shows; a source that hangs delays no other beyond its own deadline."""
    with ExitStack() as lanes:

        def lane(name: str) -> Lane:
            made = Lane(name, _logged)
            lanes.callback(made.close, LEAVE_S)
            return made

        core, disk = lane("core"), lane("disk")
        monitor = cockpit.monitor(
            _nobody,
            asks={name: elsewhere(lane(name), core) for name in cockpit.workspace.sources},
            disk=elsewhere(disk, core),
            breathe=breathe,
        )
        longest_s = max(source.timeout_s for source in cockpit.workspace.sources.values())
        return one_shot(monitor, core, longest_s + GRACE_S)


def _logged(_error: Exception) -> None:
    """Do nothing more: the lane has logged it, and what it broke is shown as unknown."""


def _nobody(_snapshot: Snapshot) -> None:
    """Publish to nobody: the one snapshot is returned."""
