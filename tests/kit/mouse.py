"""A mouse that moves over one widget, wherever other windows lie on the screen of the tests.

`QTest.mouseMove` moves the pointer of the screen: whatever window an earlier test left there
gets the event instead, or tells the widget in the same turn that the pointer has left it.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_KEY = Qt.KeyboardModifier.NoModifier


def moves_to(
    widget: QWidget, point: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton
) -> None:
    """Move the mouse to `point` within the widget, with the button that is `held` down."""
    at, on_screen = QPointF(point), QPointF(widget.mapToGlobal(point))
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(kind, at, on_screen, none, held, NO_KEY))
