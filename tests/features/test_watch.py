"""A program that goes on: `watch` with lines typed to it, in a process of its own."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cockpit.simulator.flags.store import Author
from cockpit.simulator.simulation import Simulation
from tests.features.home import RAW_CODE, Home, home_at

pytestmark = pytest.mark.slow

SOON_S = 60.0


class Watched:
    """A `watch` in a process of its own; what it says is read while it goes on."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.said = ""
        self._selector = selectors.DefaultSelector()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            os.set_blocking(stream.fileno(), False)
            self._selector.register(stream, selectors.EVENT_READ)

    def type(self, line: str | bytes) -> None:
        """Type one line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line if isinstance(line, bytes) else f"{line}\n".encode())
        self.process.stdin.flush()

    def until(self, text: str) -> None:
        """Wait until it has said so."""
        until_s = time.monotonic() + SOON_S
        while text not in self.said:
            assert time.monotonic() < until_s, f"{text!r} was not said:\n{self.said}"
            self._read(0.2)

    def insist(self, line: str, text: str) -> None:
        """Type a line again and again until it has said so."""
        until_s = time.monotonic() + SOON_S
        while text not in self.said:
            assert time.monotonic() < until_s, f"{text!r} was not said:\n{self.said}"
            self.type(line)
            self._read(1.0)

    def ended(self) -> int:
        """Wait for its end and return its status."""
        status = self.process.wait(SOON_S)
        self._read(0.0)
        return status

    def close(self) -> None:
        self._selector.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SOON_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _read(self, patience_s: float) -> None:
        for key, _events in self._selector.select(patience_s):
            chunk = os.read(key.fd, 65_536)
            self.said += chunk.decode("utf-8", errors="replace")
            if not chunk:
                self._selector.unregister(key.fileobj)


@contextmanager
def watching(home: Home, *more: str, lang: str = "en") -> Iterator[Watched]:
    watched = Watched(home.start("watch", "--interval", "1", *more, lang=lang))
    try:
        watched.type(home.given())
        yield watched
    finally:
        watched.close()


def test_watch_obeys_what_is_typed_and_ends_when_told(lively: Simulation, tmp_path: Path) -> None:
    store = lively.flag_server.store
    store.switch("coupon_v2", "production", Author("somebody", 1), on=True)
    home = home_at(tmp_path, lively)
    assert home.run("launch", "new", "3.2.0", "--build", "320").status == 0
    home.say_go()
    with watching(home) as watched:
        watched.until("press Enter")
        watched.type("what is this \x1b[31m<b>?")
        watched.until("what is this")
        watched.type("step abc")
        watched.until("step abc")
        watched.type(b"\xff\xfe\n")
        watched.type("step 20")
        watched.until("The next step is 1 %")
        watched.until("the comparison begins with the first step")
        watched.insist("step 1", "needs a second person")  # the first figures have to come
        watched.type("step 1 jun")
        watched.until("recorded: release_3_2_0")
        watched.type("off coupon_v2")
        watched.until("recorded: coupon_v2")
        watched.until("Clients are served coupon_v2 as off")
        watched.type("quit")
        assert watched.ended() in {0, 2}
    assert "Traceback" not in watched.said
    assert not RAW_CODE.search(watched.said)
    assert "\x1b[31m" not in watched.said
    assert home.run("audit", "verify").status == 0
    assert home.run("unresolved", "list").status == 0


def test_watch_ends_by_itself_after_the_seconds_it_was_given(home: Home) -> None:
    with watching(home, "--seconds", "3", lang="ko") as watched:
        assert watched.ended() == 0
    assert "Traceback" not in watched.said


def test_ctrl_c_ends_a_watch_without_a_word_of_python(home: Home) -> None:
    with watching(home) as watched:
        watched.until("press Enter")
        watched.process.send_signal(signal.SIGINT)
        assert watched.ended() in {0, 2}
    assert "Traceback" not in watched.said
    assert "KeyboardInterrupt" not in watched.said


def test_ctrl_c_while_waiting_says_where_to_look(home: Home) -> None:
    watched = Watched(home.start("off", "checkout_v2"))
    try:
        watched.type(home.given())
        watched.until("Waiting for the metric")
        watched.process.send_signal(signal.SIGINT)
        assert watched.ended() == 2
    finally:
        watched.close()
    assert "Traceback" not in watched.said
    assert "unresolved" in watched.said
