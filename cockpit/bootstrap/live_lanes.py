"""The lanes of a program that goes on."""

from collections.abc import Callable, Iterable
from threading import Event

from cockpit.app.calls_out import CallsOut
from cockpit.app.lanes import Lane, elsewhere
from cockpit.ports.workspace import Workspace

CLOSE_S, LEAVE_S = 2.0, 0.3
"""How long lanes get that write or may have sent something, and those that only ask."""

FIRST_LOOK_S = 1.0
"""How long others give way to the first figures at most, where these do not come."""

ASKING_WIDTH = 4
"""How many calls of the act lane may wait for the outside at once; one that hangs delays none."""

Idle = Callable[[], float | None]


class LiveLanes:
    """One lane for the disk, one that thinks, one that acts, and one for each source and channel.

    `tend`, `tick` and `work` are what those three do while nothing else is to be done. `to_disk`,
    `to_sources` and `to_channels` are ways of asking from the lane that thinks, `calls` from the
    one that acts. `first_look` is set once the first figures are on the screen.
    """

    def __init__(
        self, workspace: Workspace, first_look: Event, *, tend: Idle, tick: Idle, work: Idle
    ) -> None:
        self._first_look = first_look
        self.disk = Lane("disk", no_more, idle=tend)
        self.core = Lane("core", no_more, idle=tick)
        self.io = {name: Lane(f"io {name}", no_more) for name in workspace.sources}
        self._asking = Lane("act io", no_more, width=ASKING_WIDTH)
        self.act = Lane("act", no_more, idle=work)
        channels = workspace.alerts.channels
        self._telling = {name: Lane(f"channel {name}", no_more) for name in channels}
        self.to_disk = elsewhere(self.disk, self.core)
        self.to_sources = {name: elsewhere(one, self.core) for name, one in self.io.items()}
        self.to_channels = {name: elsewhere(one, self.core) for name, one in self._telling.items()}
        self.calls = CallsOut(elsewhere(self._asking, self.act))

    def give_way(self, sources: Iterable[str]) -> None:
        """Let the lanes of these sources do what they have to, and then wait for the first look."""
        for name in sources:
            self.io[name].submit(lambda: self._first_look.wait(FIRST_LOOK_S))

    def close(self) -> None:
        """End all of them; what hangs is left behind, and what was not asked yet is not asked."""
        for wait_s in (0.0, LEAVE_S):  # all are told first, so that they end side by side
            for lane in self.io.values():
                lane.close(wait_s, drops=True)
            self._first_look.set()
            for lane in self._telling.values():
                lane.close(wait_s)
        for lane in (self.act, self._asking, self.core, self.disk):
            lane.close(CLOSE_S)


def no_more(_error: Exception) -> None:
    """Say nothing: the lane has logged it, and what it broke shows as unknown."""
