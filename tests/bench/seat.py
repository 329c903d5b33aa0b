"""A window that is opened as `cockpit open` does it, offscreen, in the process of a measurement."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from cockpit.bootstrap.window import Opening, Wanted
from cockpit.ui.application import application
from cockpit.ui.window import Window
from cockpit.words.language import Language
from tests.bench.beat import wait

PATIENCE_S = 60.0
SIZE = (1440, 900)
PERSON = "mina"


@contextmanager
def opened(file: Path, secrets: Mapping[str, str]) -> Iterator[Window]:
    """Lend the window once it is connected and all of its pages are made."""
    application(Language.KO)
    reached: list[str] = []
    opening = Opening(
        Wanted(file, Language.KO, person=PERSON, given=secrets, reached=reached.append)
    )
    opening.shell.show()
    opening.shell.resize(*SIZE)
    until(lambda: "connected" in reached, "the window to be connected")
    assert opening.workplace is not None
    window = opening.workplace.window
    is_made: list[bool] = []
    window.stack.made.connect(lambda: is_made.append(True))
    until(lambda: bool(is_made), "all pages")
    try:
        yield window
    finally:
        opening.shell.may_close = lambda: True
        opening.shell.close()
        opening.close()
        opening.shell.deleteLater()
        QApplication.processEvents()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Let the event loop run until it is so; raise `TimeoutError` when that takes too long."""
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > ends_s:
            raise TimeoutError(what)
        wait(0.02)
