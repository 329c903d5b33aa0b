"""There is one window: no part of a page ever appears as a window of its own, not for a moment.

A widget that is shown before it has a parent flashes up on the desktop and takes the keys away.
"""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.ui.pages import PAGES
from cockpit.ui.shell import Shell
from cockpit.ui.window import Window
from tests.kit.story.hands import FakeHands
from tests.kit.story.pages import moments_of, page_names
from tests.kit.story.states import STATES
from tests.kit.windows import told_room

OURS = (Shell, QMenu)


class Watch(QObject):
    """Notes every widget that appears as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is shown."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            self._note(watched)
        return False

    def _note(self, shown: QWidget) -> None:
        if shown.isWindow() and not isinstance(shown, OURS):
            self.seen.add(f"{type(shown).__name__} {shown.objectName()}")


@pytest.mark.slow
@pytest.mark.parametrize("name", page_names())
def test_no_part_of_a_page_appears_as_a_window(qtbot: QtBot, name: str) -> None:
    app = QApplication.instance()
    assert app is not None
    watch = Watch()
    app.installEventFilter(watch)
    try:
        hands = FakeHands()
        given = told_room(hands)
        window = Window(given, pages={name: PAGES[name]})
        hands.tell = window.hear
        shell = Shell(given.look)
        qtbot.addWidget(shell)
        window.settle(shell)
        shell.show()
        for moment in moments_of(name):
            window.show_snapshot(STATES[moment]())
            qtbot.wait(1)
    finally:
        app.removeEventFilter(watch)
    assert watch.seen == set()
