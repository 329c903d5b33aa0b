"""From the press of `off` inside a watch to the request at the server, its intent on the disk.

Limits of the same run: a raw warm socket, alone and behind a lane as every press is; and the bare
commit that the journal's way of being durable costs on this disk.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from cockpit.app.lanes import Lane
from tests.bench.bare_disk import BareDisk
from tests.bench.figures import line, percentile, target
from tests.bench.lean_server import FLAG, Arrival, LeanServer, lean_server
from tests.bench.world import simulator, watching, workspace_in

ROUNDS = 150
CURL_EVERY = 5
TARGET_TIMES = 15.0
PATH = f"/api/admin/projects/default/features/{FLAG}/environments/production/off"
REQUEST = (
    f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: token\r\nContent-Length: 0\r\n\r\n"
).encode()


def main() -> None:
    """Measure, ways by turns, and print."""
    pauses = Random(7)  # noqa: S311 - only so that presses meet every moment of the watch
    with (
        lean_server() as server,
        simulator() as at,
        tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name,
    ):
        folder = Path(name)
        file = workspace_in(folder, at, flags_url=server.url)
        raw = socket.create_connection(("127.0.0.1", server.port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with watching(folder, file, at.secrets) as watch, raw:
            server.look_into(str(watch.journal))
            raws, laned, commits, offs, curls, durable = [], [], [], [], [], 0
            lane = Lane("raw", _raise)
            disk = BareDisk(folder / "bare.db")
            for number in range(ROUNDS):
                _pause(pauses)
                raws.append(_took(server, lambda: _send(raw))[0])
                _pause(pauses)
                laned.append(_took(server, lambda: lane.submit(lambda: _send(raw)))[0])
                _pause(pauses)
                commits.append(disk.commit_s())
                server.turn_on()
                _pause(pauses)
                took_s, arrival = _took(server, lambda: watch.live.off(FLAG))
                offs.append(took_s)
                durable += arrival.is_durable
                watch.settled()
                if number % CURL_EVERY == 0 and shutil.which("curl"):
                    curls.append(_took(server, lambda: _curl(server.url))[0])
            disk.close()
            lane.close(1.0)
    print(line("raw warm socket, request at the server", raws, pct=99))
    print(line("the same behind a lane", laned, pct=99))
    print(line("bare durable commit (SQLite, no network)", commits, pct=99))
    print(line("off inside a watch, request at the server", offs, pct=99))
    if curls:
        print(line("curl, request at the server", curls, pct=99))
        times = percentile(curls, 50) / percentile(offs, 50)
        print(f"off is {times:.1f} x as quick as curl")
    print(f"intents that were on the disk when the request arrived: {durable} of {ROUNDS}")
    off_s, raw_s, laned_s = (percentile(values, 50) for values in (offs, raws, laned))
    floor_s = percentile(commits, 50) + laned_s
    print(
        f"a bare commit and a raw request behind a lane take {floor_s / raw_s:.1f} x a raw request"
    )
    print(f"off takes {off_s / floor_s:.2f} x a bare commit and a raw request behind a lane")
    for what, limit_s in (("raw warm socket", raw_s), ("raw warm socket behind a lane", laned_s)):
        print(target(f"off against a {what}, p50", off_s / limit_s, TARGET_TIMES, "x"))


def _took(server: LeanServer, press: Callable[[], object]) -> tuple[float, Arrival]:
    began_s = time.monotonic()
    press()
    arrival = server.arrival()
    return arrival.arrived_s - began_s, arrival


def _pause(pauses: Random) -> None:
    time.sleep(pauses.uniform(0.01, 0.1))  # noqa: TID251 - presses come at any moment


def _raise(error: Exception) -> None:
    raise error


def _send(raw: socket.socket) -> None:
    raw.sendall(REQUEST)
    raw.recv(65_536)


def _curl(url: str) -> None:
    subprocess.run(["curl", "-s", "-X", "POST", f"{url}{PATH}"], check=True)  # noqa: S607 - found by which


if __name__ == "__main__":
    main()
