"""The pages of the window, as they are found, and the moments that tell most about each."""

from collections.abc import Mapping
from importlib.util import find_spec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.ui.dress import dress
from cockpit.ui.look import Look
from cockpit.ui.page import Page, Room
from cockpit.ui.pages import PAGES
from cockpit.ui.stage import Placeholder
from cockpit.ui.window import Window
from tests.kit.story.hands import FakeHands
from tests.kit.story.states import STATES

USUAL_SIZE = (1216, 736)
"""What the window leaves a page at 1440×900, with the drawer closed."""

SETTLING_COUNT = 3
"""Layouts within layouts need some turns of the event loop until they lie still."""

EVERYWHERE = ("empty", "loading", "calm", "fault", "stale", "error", "storm", "hostile", "many")

TELLING: Mapping[str, tuple[str, ...]] = {
    "flow": ("no_launch", "unknown", "healed", "breaking", "overnight"),
    "release": ("no_launch", "deployed", "gate_open", "healed", "unsplit", "opened"),
    "safety": ("no_launch", "healed"),
    "gonogo": (
        "no_launch",
        "just_planned",
        "planned",
        "pm_asked",
        "no_go",
        "go_given",
        "overnight",
    ),
    "journal": ("overnight",),
    "sources": ("overnight",),
    "rollout": (
        "no_launch",
        "planned",
        "go_given",
        "deployed",
        "gate_open",
        "weighed",
        "guarded",
        "held",
        "overnight",
        "unknown",
        "healed",
        "watching",
        "closed",
        "opened",
    ),
}
"""Which moments, besides those for all, a page is looked at in."""


def page_names() -> tuple[str, ...]:
    """Return the pages that there are, in the window's order."""
    return tuple(name for name in PAGES if find_spec(f"cockpit.ui.pages.{name}") is not None)


class Stage(QWidget):
    """A page alone, on the ground that the window gives it."""

    def __init__(self, page: Page, look: Look) -> None:
        super().__init__()
        self.page = page
        dress(self, look)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page.widget)


def moments_of(page: str) -> tuple[str, ...]:
    """Return the names of the moments in which a page is looked at, in the order of the story."""
    wanted = {*EVERYWHERE, *TELLING.get(page, ())}
    return tuple(name for name in STATES if name in wanted)


def opened(
    page: str,
    room: Room,
    hands: FakeHands,
    snapshot: Snapshot,
    size: tuple[int, int] = USUAL_SIZE,
) -> Stage:
    """Return the page showing the snapshot; what it asks is answered at once."""
    made = PAGES[page](room)
    hands.tell = made.hear
    stage = Stage(made, room.look)
    stage.resize(*size)
    stage.show()
    stage.setFocus()
    made.show(snapshot)
    for _ in range(SETTLING_COUNT):
        QApplication.processEvents()
    return stage


def opened_window(
    page: str, room: Room, hands: FakeHands, snapshot: Snapshot, size: tuple[int, int]
) -> Window:
    """Return the whole window with this page in it, showing the snapshot; others stay empty."""
    pages = {name: PAGES[name] if name == page else Placeholder for name in page_names()}
    window = Window(room, pages=pages)
    hands.tell = window.hear
    window.resize(*size)
    window.show()
    window.show_snapshot(snapshot)
    window.go(page)
    for _ in range(SETTLING_COUNT):
        QApplication.processEvents()
    return window
