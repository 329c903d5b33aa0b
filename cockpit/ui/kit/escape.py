"""Escape for the widget that has the focus, before the window closes other things by it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps_escape(event: QEvent) -> bool:
    """Take Escape from the shortcuts of the window, and return whether that is what was asked.

    Qt asks the widget with the focus before it looks for a shortcut; the key itself comes after.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_escape = event.key() == Qt.Key.Key_Escape
    if is_escape:
        event.accept()
    return is_escape
