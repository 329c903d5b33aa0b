"""The alerts of the metrics servers beside ours, once the boards have their first figures."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cockpit.app.snapshot import Snapshot
from cockpit.ports.clock import Clock

if TYPE_CHECKING:  # read when it begins
    from cockpit.app.server_alerts import ServerAlerts

BEGIN_S = 0.5
"""By then the first figures are on the screen: to read the rules of alerts keeps none of them."""


class ServerWatch:
    """Asks for nothing before `BEGIN_S` after the first figures. On the core lane.

    `begin` returns what asks the servers.
    """

    def __init__(self, clock: Clock, begin: "Callable[[], ServerAlerts]") -> None:
        self._clock, self._begin = clock, begin
        self._begin_s: float | None = None
        self._server: ServerAlerts | None = None

    def tick(self, note: Callable[[], None]) -> None:
        """Ask for what is due; to be called from the first figures on."""
        now_s = self._clock.monotonic_s()
        if self._begin_s is None:
            self._begin_s = now_s + BEGIN_S
        if self._server is None and now_s >= self._begin_s:
            self._server = self._begin()
        if self._server is not None:
            self._server.tick(note)

    def beside(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot with the servers' alerts, and where they say otherwise."""
        if self._server is None:
            return snapshot
        from cockpit.app.disagreeing import with_server

        return with_server(snapshot, self._server.view(snapshot.at))
