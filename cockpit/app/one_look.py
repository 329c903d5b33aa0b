"""One look at every source, for who waits for it."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import Snapshot


class Lane(Protocol):
    """A thread that runs what is submitted, in order."""

    def submit(self, task: Callable[[], None]) -> None:
        """Run the task after those submitted before."""
        ...


def one_shot(monitor: Monitor, core: Lane, timeout_s: float) -> Snapshot:
    """Return what one look at every source shows; called from outside the core lane.

    What has not answered in time is shown as not asked yet: a source that hangs keeps the others
    from nobody's eyes.
    """
    found: SimpleQueue[Snapshot] = SimpleQueue()
    core.submit(lambda: monitor.look(found.put))
    try:
        return found.get(timeout=timeout_s)
    except Empty:
        core.submit(lambda: found.put(monitor.snapshot()))
        return found.get()
