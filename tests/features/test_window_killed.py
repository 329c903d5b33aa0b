"""A window that is killed or closed in the middle of something: the next one says what is open."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap.window import Opening, Wanted
from cockpit.simulator.simulation import Simulation
from cockpit.ui.frame_codes import ClosingCode
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.features.home import Home, addresses_of
from tests.features.sitting import sitting
from tests.features.test_bad_journal import turn_on
from tests.kit.faulty import Behaviour, FaultyServer, Talk, faulty
from tests.kit.faulty_ways import relaying
from tests.kit.inspection import texts

pytestmark = pytest.mark.slow

FLAG = "checkout_v2"
SOON_S = 3.0
ROOT = Path(__file__).parents[2]


def sound_but_hanging(url: str) -> Behaviour:
    """Answer questions as the server does, and changes never."""
    sound = relaying(url)

    def behave(talk: Talk) -> bool:
        if talk.seen.method == "GET":
            return sound(talk)
        talk.hold()
        return False

    return behave


def changes(server: FaultyServer) -> list[str]:
    return [one.target for one in server.seen if one.method != "GET"]


@contextmanager
def victim(home: Home) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.features.window_victim", str(home.file), FLAG],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **home.env},
        cwd=ROOT,
    )
    try:
        assert process.stdin is not None
        process.stdin.write(home.given())
        process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait(30)
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def test_what_a_killed_window_left_open_is_on_the_screen_within_three_seconds_offline_too(
    home: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    turn_on(lively, FLAG)
    addresses = addresses_of(lively)
    with faulty(sound_but_hanging(addresses["flags"])) as server:
        home.change((f"url: {addresses['flags']}", f"url: {server.url}"))
        with victim(home) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"presses\n"
            until_s = time.monotonic() + 20.0
            while not changes(server) and time.monotonic() < until_s:
                time.sleep(0.02)  # noqa: TID251 - another process acts
            assert changes(server)
            process.kill()
            process.wait(30)
    # The server is gone as well, and so are the metrics.
    home.change((f"url: {addresses['metrics']}", f"url: {server.url}"))
    painted: list[float] = []

    def reached(moment: str) -> None:
        if moment == "painted":
            painted.append(time.monotonic())

    wanted = Wanted(home.file, Language.KO, "mina", given=home.secrets, reached=reached)
    with home.lived_in():
        opening = Opening(wanted)
        opening.shell.show()
        walker = Walker(opening.shell, patience_s=10.0)
        try:
            walker.until(lambda: walker.is_there("unknown.read"), "the block")
            took_s = time.monotonic() - painted[0]
            walker.pump(0.1)
            said = " ".join(texts(opening.shell))
        finally:
            opening.shell.may_close = lambda: True
            opening.shell.close()
            opening.close()
            opening.shell.deleteLater()
    print(f"the unresolved block after {took_s * 1_000:.0f} ms")
    assert took_s <= SOON_S
    assert FLAG in said


def test_closing_in_the_middle_of_a_launch_is_asked_in_place(
    home: Home, qapp: QApplication
) -> None:
    assert qapp is not None
    said = home.run("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
    assert said.status == 0, said.text
    home.say_go()
    with sitting(home) as here:
        here.until(lambda seen: seen.launch is not None, "the launch")
        shell, ask = here.shell, here.workplace.room.say(ClosingCode.ASK)
        shell.close()
        here.walker.pump(0.1)
        assert shell.isVisible()
        assert here.says(ask)
        assert QApplication.activeModalWidget() is None
        here.walker.click("closing.stay")
        assert not here.says(ask)
        shell.close()
        here.walker.pump(0.1)
        assert shell.isVisible()
        here.walker.click("closing.close")
        assert not shell.isVisible()
