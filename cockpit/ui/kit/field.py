"""Where people type or choose: a line, some lines, one of a list."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.ring import Ring
from cockpit.ui.look import Look, Role
from cockpit.ui.sheet import field_sheet

HEIGHT_PX, TALL_PX = 28, 36
_ARROW_PX = 12


class Field(QLineEdit):
    """One line of text, 28 px high; `is_tall` makes it 36."""

    def __init__(self, look: Look, *, is_tall: bool = False) -> None:
        super().__init__()
        self.setFixedHeight(TALL_PX if is_tall else HEIGHT_PX)
        _dress(self, look)
        self._ring = Ring(self, look, is_always=True)


class Lines(QPlainTextEdit):
    """Some lines of text; Tab goes on to the next control."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        _dress(self, look)
        self._ring = Ring(self, look, is_always=True)


class Choice(QComboBox):
    """One of a list that opens."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        _dress(self, look)
        self._ring = Ring(self, look, is_always=True)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(64, HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        role = Role.TEXT2 if self.isEnabled() else Role.DISABLED
        icon = self._look.icon("chevron-down", role, _ARROW_PX, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - 20, (self.height() - _ARROW_PX) // 2), icon)
        painter.end()


def _dress(field: QWidget, look: Look) -> None:
    def wear() -> None:
        field.setStyleSheet(field_sheet(look))

    wear()
    look.changed.connect(field, wear)
