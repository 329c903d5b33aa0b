"""Escape is kept for a widget when Qt asks about it, and nothing else is."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from cockpit.ui.kit.escape import keeps_escape

NONE = Qt.KeyboardModifier.NoModifier
ASKED = QEvent.Type.ShortcutOverride


@pytest.mark.parametrize(
    ("event", "is_kept"),
    [
        (QKeyEvent(ASKED, Qt.Key.Key_Escape, NONE), True),
        (QKeyEvent(ASKED, Qt.Key.Key_1, NONE), False),
        (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NONE), False),
        (QEvent(QEvent.Type.Enter), False),
    ],
    ids=["escape", "a page", "the key itself", "no key"],
)
def test_only_escape_is_kept_and_only_when_it_is_asked_about(event: QEvent, is_kept: bool) -> None:
    event.ignore()
    assert keeps_escape(event) is is_kept
    assert event.isAccepted() is is_kept
