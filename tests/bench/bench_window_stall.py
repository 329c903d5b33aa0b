"""The longest moment in which the window does not answer, while everything goes on.

A timer beats every 5 ms in the window's event loop. Its longest gap is compared with the longest
one of an empty loop in the same run, half of it before and half of it after. The window looks at
a simulator and shows another page every two seconds; then it looks at servers that hang, drip or
answer garbage. `--seconds N` plays each part for so long, `--who` says what held the loop up.
"""

import argparse
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QTimer

from cockpit.ui.application import application
from cockpit.ui.pages import PAGES
from cockpit.ui.window import Window
from cockpit.words.language import Language
from tests.bench.beat import Beat, Witness, wait
from tests.bench.figures import percentile, target
from tests.bench.seat import opened
from tests.bench.world import Addresses, simulator, workspace_in
from tests.kit.faulty import Behaviour, Talk, faulty, http
from tests.kit.faulty_ways import deep, dripping_body, hanging, vector, wide

SECONDS = 60.0
FAULTY_SHARE = 1 / 3
SETTLE_S = 6.0
SWITCH_EVERY_MS = 2_000
LEAST_LIMIT_MS, LIMIT_TIMES = 16.0, 3.0
MOST_PLACES = 12


def garbage() -> Behaviour:
    """Return a behaviour that answers something else every time, and nothing of use."""
    answers = cycle(
        (
            http(b"<html>busy</html>", kind="text/html"),
            http(deep(20_000)),
            http(wide(20_000)),
            http(vector({"metric": {}, "value": ["x", "y"]})),
            http(b"\xff\xfe" * 5_000),
        )
    )

    def behave(talk: Talk) -> bool:
        talk.send(next(answers))
        return True

    return behave


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--who", action="store_true")
    told = asked.parse_known_args()[0]
    ways = {"hang": hanging, "drip": dripping_body, "answer garbage": garbage()}
    with ExitStack() as stack:
        at = stack.enter_context(simulator())
        urls = {name: stack.enter_context(_server(behave)) for name, behave in ways.items()}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cockpit-bench-")))
        application(Language.KO)
        empty = Beat().run(told.seconds / 2)
        found = {"sources answer": _watched(folder / "live", at, told.seconds, is_asked=told.who)}
        for name, url in urls.items():
            bad = Addresses(url, url, url, at.secrets)
            seconds = told.seconds * FAULTY_SHARE
            place = folder / name.replace(" ", "-")
            found[f"sources {name}"] = _watched(place, bad, seconds, is_asked=told.who)
        empty.run(told.seconds / 2)
    limit_ms = max(LEAST_LIMIT_MS, LIMIT_TIMES * empty.longest_ms)
    _print("an empty loop", empty)
    for name, beat in found.items():
        _print(f"the window, {name}", beat)
    for name, beat in found.items():
        print(target(f"longest gap, {name}", beat.longest_ms, limit_ms, "ms"))


def _watched(folder: Path, at: Addresses, seconds: float, *, is_asked: bool) -> Beat:
    """Return how it beats while a window is open and its pages are shown by turns."""
    folder.mkdir()
    with opened(workspace_in(folder, at), at.secrets) as window:
        wait(SETTLE_S)
        switching = _switching(window)
        beat = Beat()
        if is_asked:
            with Witness(beat) as witness:
                beat.run(seconds)
            _tell(folder.name, witness.seen)
        else:
            beat.run(seconds)
        switching.stop()
    return beat


def _switching(window: Window) -> QTimer:
    """Return a timer that shows the next page, as a key does."""
    pages = cycle(PAGES)
    timer = QTimer(window)
    timer.setInterval(SWITCH_EVERY_MS)
    timer.timeout.connect(lambda: window.do(next(pages)))
    timer.start()
    return timer


def _print(what: str, beat: Beat) -> None:
    gaps = beat.gaps_ms
    middle, high = percentile(gaps, 50), percentile(gaps, 99.9)
    print(
        f"{what:<34} p50 {middle:5.2f}  p99.9 {high:6.2f}  longest {beat.longest_ms:6.2f} ms,"
        f" own work {max(beat.busy_ms):6.2f} ms  over a frame {beat.late_count} of {len(gaps)}"
    )


def _tell(what: str, seen: Counter[str]) -> None:
    print(f"what held the loop up, {what} (samples of 2 ms):")
    for place, count in seen.most_common(MOST_PLACES):
        print(f"  {count:5}  {place}")


@contextmanager
def _server(behave: Behaviour) -> Iterator[str]:
    """Run a server that misbehaves in a process of its own, and lend its address."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, behave), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection, behave: Behaviour) -> None:
    with faulty(behave) as server:
        pipe.send(server.url)
        pipe.recv()  # until it is killed


if __name__ == "__main__":
    main()
