"""From the press on the button of the strip to the request at the server, its intent on the disk.

The button is held by a real press in the live window; the clock starts at the moment it fires.
The limit of the same run is a raw warm socket that the handler of a clicked button sends on, in
the same event loop. `--rounds N` presses so often.
"""

import argparse
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.bare_disk import BareDisk
from tests.bench.bench_off_request import PATH, REQUEST
from tests.bench.figures import line, percentile, target
from tests.bench.lean_server import FLAG, LeanServer, lean_server
from tests.bench.seat import opened, until
from tests.bench.world import simulator, workspace_in

from PySide6.QtCore import Qt  # isort: skip  # after the platform was chosen
from PySide6.QtTest import QTest  # isort: skip
from PySide6.QtWidgets import QPushButton  # isort: skip

from cockpit.ui.aim import AimState
from cockpit.ui.heard import off_key
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.window import Window
from tests.bench.beat import wait

ROUNDS = 30
PAUSE_S = 0.1
MOST_TIMES, MOST_SHARE = 15.0, 0.5
READY = frozenset({AimState.ARMED, AimState.RECOMMENDED})
CONFIRMED = frozenset({AimState.SEEN, AimState.IDLE})
LEFT = Qt.MouseButton.LeftButton


def main() -> None:
    """Measure, ways by turns, and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = asked.parse_known_args()[0].rounds
    raws: list[float] = []
    offs: list[float] = []
    curls: list[float] = []
    commits: list[float] = []
    durable = 0
    with (
        lean_server() as server,
        simulator() as at,
        tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name,
    ):
        file = workspace_in(Path(name), at, flags_url=server.url)
        with opened(file, at.secrets) as window, _connected(server) as raw:
            server.look_into(str(_journal(window)))
            window.arm(off_key(FLAG))
            pressed, disk = Pressed(window.strip.off.hold), BareDisk(Path(name) / "bare.db")
            for _round in range(rounds):
                raws.append(_clicked_s(server, lambda: _send(raw)))
                if shutil.which("curl"):
                    curls.append(_clicked_s(server, lambda: _curl(server.url)))
                commits.append(disk.commit_s())
                server.turn_on()
                window.do("read_now")
                fired_s = pressed.fired_s()
                arrival = server.arrival()
                offs.append(arrival.arrived_s - fired_s)
                durable += arrival.is_durable
                pressed.settle()
            disk.close()
    print(line("raw warm socket from a click", raws, pct=95))
    print(line("bare durable commit (SQLite, no network)", commits, pct=95))
    print(line("the window's button, from firing", offs, pct=95))
    print(f"intents that were on the disk when the request arrived: {durable} of {rounds}")
    off_s = percentile(offs, 50)
    floor_s = percentile(commits, 50) + percentile(raws, 50)
    print(f"the button takes {off_s / floor_s:.2f} x a bare commit and a raw request")
    print(target("the button / a raw socket, p50", off_s / percentile(raws, 50), MOST_TIMES, "x"))
    if curls:
        print(line("curl from a click", curls, pct=95))
        print(target("the button / curl, p50", off_s / percentile(curls, 50), MOST_SHARE, "x"))


class Pressed:
    """Presses a button as a hand does, and knows when it fired."""

    def __init__(self, hold: HoldButton) -> None:
        self._hold = hold
        self._fired_s: float | None = None
        self._tick = hold._press.tick
        hold._press.tick = self._ticked  # type: ignore[method-assign]

    def fired_s(self) -> float:
        """Hold the button until it fires, and return when that was, on the monotonic clock."""
        hold, self._fired_s = self._hold, None
        until(
            lambda: hold.shown is not None and hold.shown.state in READY, "the button to be ready"
        )
        until(lambda: not hold._press.is_frozen(time.monotonic()), "the target to stand still")
        QTest.mousePress(hold, LEFT)
        until(lambda: self._fired_s is not None, "the button to fire")
        QTest.mouseRelease(hold, LEFT)
        assert self._fired_s is not None
        return self._fired_s

    def settle(self) -> None:
        """Wait until it shows what came of the press."""
        hold = self._hold
        until(lambda: hold.shown is not None and hold.shown.state in CONFIRMED, "the outcome")

    def _ticked(self, now_s: float) -> bool:
        has_fired = self._tick(now_s)
        if has_fired:
            self._fired_s = time.monotonic()
        return has_fired


def _clicked_s(server: LeanServer, send: Callable[[], object]) -> float:
    """Return how long a request took that the handler of a click sends, from the click on."""
    button = QPushButton()
    button.clicked.connect(send)
    button.show()
    wait(PAUSE_S)
    began_s = time.monotonic()
    QTest.mouseClick(button, LEFT)
    arrival = server.arrival()
    button.close()
    return arrival.arrived_s - began_s


def _connected(server: LeanServer) -> socket.socket:
    raw = socket.create_connection(("127.0.0.1", server.port))
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return raw


def _journal(window: Window) -> Path:
    live = window._room.hands._live  # type: ignore[attr-defined]  # the seat of this window
    file: Path = live.cockpit.places.journal_file
    return file


def _send(raw: socket.socket) -> None:
    raw.sendall(REQUEST)
    raw.recv(65_536)


def _curl(url: str) -> None:
    subprocess.run(["curl", "-s", "-X", "POST", f"{url}{PATH}"], check=True)  # noqa: S607 - found by which


if __name__ == "__main__":
    main()
