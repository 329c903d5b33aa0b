"""Send notes to a notification service of our own on a real bus, and print what arrived.

Run it as `dbus-run-session -- python -m tests.kit.real.desktop_notes`: a line of JSON for each note
as the service got it, and for each receipt.
"""

import json
import threading

from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from cockpit.host.clock import SystemClock
from cockpit.host.desktop_notes import NAME, DesktopNotes
from tests.kit.notes import note


def serve(bus: DBusConnection, notes_count: int) -> None:
    """Answer calls until so many notes have come."""
    while notes_count:
        call = bus.receive(timeout=10)
        if call.header.message_type is not MessageType.method_call:
            continue
        if call.header.fields[HeaderFields.member] == "GetCapabilities":
            bus.send(new_method_return(call, "as", (["body", "body-markup"],)))
        else:
            notes_count -= 1
            print(json.dumps(call.body, ensure_ascii=False), flush=True)
            bus.send(new_method_return(call, "u", (9,)))


def main() -> None:
    """Serve on one connection and send on another."""
    bus = open_dbus_connection("SESSION")
    bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=5)
    server = threading.Thread(target=serve, args=(bus, 2))  # noqa: TID251 - a server in a test
    server.start()
    desktop = DesktopNotes(SystemClock())
    for title in ("쿠폰 <b>실패</b>", "나았습니다"):
        desktop.send(note(title, text="a < b"))
    server.join(10)
    bus.close()


if __name__ == "__main__":
    main()
