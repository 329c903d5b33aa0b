"""A computer that lacks something: font, icons, a screen of the usual size, a keyring."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.window import Opening, Wanted
from cockpit.host.secret_store import DEADLINE_S
from cockpit.simulator.simulation import Simulation
from cockpit.ui.look import FONT_FILE, Look
from cockpit.ui.names import Name
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.features.home import RAW_CODE, Home
from tests.features.sitting import Pulse, Sitting, sitting
from tests.kit.inspection import texts

pytestmark = pytest.mark.slow

SMALL = (800, 600)
OPENING_GAP_MS = 2_000.0
"""While pages are made turns are long; a keyring that is waited for would cost five seconds."""

KEYRING_S = 7.0
"""Five seconds for a keyring that does not answer, once, and what else an opening takes."""


def all_fine(seen: Snapshot) -> bool:
    return bool(seen.flows) and all(one.state is TileState.OK for one in seen.flows)


@pytest.mark.logs_warnings
def test_without_fonts_and_icons_the_window_opens_and_says_everything(
    home: Home, qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    bare = tmp_path / "resources"
    shutil.copytree(resources_folder() / "theme", bare / "theme")
    (bare / "fonts").mkdir()
    (bare / "fonts" / FONT_FILE).write_bytes(b"no font")
    with sitting(home, look=Look(bare)) as here:
        here.until(all_fine, "figures")
        for page in ("release", "gonogo", "rollout", "journal", "sources", "flow"):
            here.workplace.window.go(page)
            here.walker.pump(0.05)
        assert here.says("98.0")
        assert here.is_green


def test_on_a_tiny_screen_strip_and_exits_stay_and_pages_scroll(
    home: Home, qapp: QApplication
) -> None:
    assert qapp is not None
    with sitting(home, size=SMALL) as here:
        here.until(all_fine, "figures")
        here.shell.setMinimumSize(*SMALL)
        here.shell.resize(*SMALL)
        here.walker.pump(0.1)
        window = here.workplace.window
        assert (here.shell.width(), here.shell.height()) == SMALL
        for page in ("flow", "release", "safety", "gonogo", "rollout", "journal", "sources"):
            window.go(page)
            here.walker.pump(0.05)
            for name in (Name.OFF, Name.ROLLBACK):
                button = here.walker.find(name)
                spot = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
                assert window.rect().contains(spot)
            assert window.strip.isVisibleTo(window)
            assert can_be_reached(here)


def can_be_reached(here: Sitting) -> bool:
    """Return whether what the page cuts off can be scrolled to."""
    stack = here.workplace.window.stack
    page, seen = stack.widget(), stack.viewport()
    assert page is not None
    across = page.width() <= seen.width() or stack.horizontalScrollBar().isVisibleTo(stack)
    down = page.height() <= seen.height() or stack.verticalScrollBar().isVisibleTo(stack)
    return across and down


# ------------------------------------------------------------ keyrings


class Locked(KeyringBackend):
    """A keyring that nobody unlocks, under the name of a real one."""

    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


class Silent(KeyringBackend):
    """A keyring that waits for a person for ever, under the name of a real one."""

    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"
    ends = Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.ends.wait(60)
        return None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.ends.wait(60)


for made in (Locked, Silent):  # the library lists every subclass, and others must not find them
    KeyringBackend._classes.discard(made)


@contextmanager
def with_keyring(backend: KeyringBackend) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)


@contextmanager
def opened_with(backend: KeyringBackend, home: Home) -> Iterator[tuple[Opening, Walker]]:
    """Open the window on a computer with this keyring, and close it again without being asked."""
    with with_keyring(backend), home.lived_in():
        opening = Opening(Wanted(home.file, Language.KO, "mina"))
        opening.shell.show()
        try:
            yield opening, Walker(opening.shell, patience_s=12.0)
        finally:
            Silent.ends.set()
            opening.shell.may_close = lambda: True
            opening.shell.close()
            opening.close()
            opening.shell.deleteLater()
            Silent.ends.clear()


@pytest.mark.logs_warnings
def test_figures_of_a_source_without_a_secret_do_not_wait_for_a_keyring_that_is_silent(
    home: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    assert lively is not None
    with opened_with(Silent(), home) as (opening, walker):
        walker.until(lambda: opening.workplace is not None, "the window")
        began_s = time.monotonic()
        walker.until(lambda: has_figures(opening), "the source that needs no secret")
        took_s = time.monotonic() - began_s
    assert took_s < DEADLINE_S


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "backend", [NoKeyring, Locked, Silent], ids=["missing", "locked", "silent"]
)
def test_whatever_the_keyring_does_the_window_opens_says_so_and_answers(
    home: Home, lively: Simulation, qapp: QApplication, backend: type[KeyringBackend]
) -> None:
    assert qapp is not None
    assert lively is not None
    pulse = Pulse()
    with opened_with(backend(), home) as (opening, walker):
        try:
            walker.until(lambda: opening.workplace is not None, "the window")
            pulse.begin()
            began_s = time.monotonic()
            workplace = opening.workplace
            assert workplace is not None
            window = workplace.window
            walker.until(lambda: not window.notice.isHidden(), "why")
            took_s = time.monotonic() - began_s
            walker.until(lambda: has_figures(opening), "the source that needs no secret")
            gap_ms = pulse.longest_ms
            window.go("sources")
            walker.pump(0.1)
            text = " ".join(texts(opening.shell)).replace("\u2060", "")
        finally:
            pulse.stop()
    print(f"said after {took_s:.1f} s, longest gap {gap_ms:.0f} ms")
    assert took_s < KEYRING_S
    assert gap_ms < OPENING_GAP_MS
    assert "키링" in text
    assert not RAW_CODE.search(text)


def has_figures(opening: Opening) -> bool:
    given = None if opening.workplace is None else opening.workplace.window.strip.given
    return given is not None and all_fine(given.snapshot)
