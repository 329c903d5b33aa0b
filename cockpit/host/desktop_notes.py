"""Notes on this computer's desktop, where the system has a service for them.

On Linux that is `org.freedesktop.Notifications` on the session bus (specifications.freedesktop.org,
Desktop Notifications). Elsewhere the window shows them, see `cockpit.ui.tray`.
"""

import os
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from cockpit.domain.message import message
from cockpit.host.codes import HostCode
from cockpit.ports.channels import Note, Receipt, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.errors import UnreachableError

if TYPE_CHECKING:  # read when the first note is sent: nobody waits for it at the start
    from jeepney import Message

NAME = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"
DEADLINE_S = 3.0
APP_NAME = "Release Cockpit"
SHOWN_AS_USUAL = -1
"""How long a note stays is for the desktop to say; a critical one stays until it is seen."""

MOST_TITLE, MOST_TEXT = 120, 400
URGENCY = {Urgency.NEWS: 0, Urgency.WATCH: 1, Urgency.ACT_NOW: 2}


class Bus(Protocol):
    """A connection to the session bus."""

    def send_and_get_reply(self, message: "Message", *, timeout: float | None = None) -> "Message":
        """Send a call and return its answer; raise `TimeoutError` or `OSError`."""
        ...

    def close(self) -> None:
        """Let go of the bus."""
        ...


def session_bus() -> Bus:
    """Return the bus of this session; raise `OSError` where there is none."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        msg = "no session bus"
        raise FileNotFoundError(msg)
    from jeepney.io.blocking import open_dbus_connection

    try:
        bus: Bus = open_dbus_connection("SESSION")
    except (ValueError, KeyError, RuntimeError) as error:  # an address that is none
        raise OSError(str(error)) from None
    return bus


class DesktopNotes:
    """The desktop's own notes. Called on one lane; a call ends within seconds."""

    def __init__(
        self, clock: Clock, *, name: str = "desktop", connect: Callable[[], Bus] = session_bus
    ) -> None:
        self._clock = clock
        self._name = name
        self._connect = connect
        self._shown: dict[str, int] = {}

    def send(self, note: Note) -> Receipt:
        """Show the note; one with the same key takes its place. Raises `UnreachableError`."""
        try:
            bus = self._connect()
            try:
                self._shown[note.key] = self._notify(bus, note)
            finally:
                bus.close()
        except OSError:  # a time that is up, too
            raise UnreachableError(message(HostCode.NO_DESKTOP_NOTES, channel=self._name)) from None
        return Receipt(self._clock.now())

    def shows(self, _note: Note) -> bool | None:
        """Return None: the service does not say what it shows."""
        return None

    def close(self) -> None:
        """Forget what was shown."""
        self._shown.clear()

    def _notify(self, bus: Bus, note: Note) -> int:
        text = note.text[:MOST_TEXT]
        if "body-markup" in _asked(bus, "GetCapabilities")[0]:
            text = escape(text, quote=False)
        hints = {"urgency": ("y", URGENCY[note.urgency])}
        body: tuple[Any, ...] = (
            *(APP_NAME, self._shown.get(note.key, 0), ""),
            *(note.title[:MOST_TITLE], text, [], hints, SHOWN_AS_USUAL),
        )
        return int(_asked(bus, "Notify", "susssasa{sv}i", body)[0])


def _asked(bus: Bus, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:  # noqa: ANN401 - what a bus answers
    """Return the body of the answer; raise `OSError` when the service refuses or is not there."""
    from jeepney import DBusAddress, MessageType, new_method_call

    service = DBusAddress(OBJECT, bus_name=NAME, interface=NAME)
    call = new_method_call(service, method, signature or None, body)
    reply = bus.send_and_get_reply(call, timeout=DEADLINE_S)
    if reply.header.message_type is not MessageType.method_return or not reply.body:
        msg = "the service refused"
        raise OSError(msg)
    return reply.body
