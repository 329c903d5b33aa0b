"""Where people type and choose: fields, choices and lines of text, with borders one can see.

Like every control they leave room around their frame for the ring of the focus.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.sheet import field_sheet

FIELD_PX, RADIUS_PX = 28, 4
ARROW_PX, ARROW_AWAY_PX = 12, 8
LEAST_CHOICE_PX = 72


def _paint_ring(field: QWidget, look: Look) -> None:
    if field.hasFocus():
        painter = QPainter(field)
        frame = QRectF(field.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        paint_ring(painter, look, frame, RADIUS_PX)
        painter.end()


class Field(QLineEdit):
    """One line of text."""

    def __init__(self, look: Look, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(Type.BODY))
        self.setFixedHeight(FIELD_PX + 2 * MARGIN_PX)
        self.hint(hint)
        self._dress()
        look.changed.connect(self._dress)

    def hint(self, text: str) -> None:
        """Say what belongs here."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, and the ring around it."""
        super().paintEvent(event)
        _paint_ring(self, self._look)

    def _dress(self) -> None:
        self.setStyleSheet(field_sheet(self._look))


class Choice(QComboBox):
    """One of several, each with a key of its own as data."""

    def __init__(self, look: Look, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(Type.BODY))
        self.setFixedHeight(FIELD_PX + 2 * MARGIN_PX)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._dress()
        look.changed.connect(self._dress)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer keys with their words, keeping the choice where it is still there."""
        before = [(self.itemData(i), self.itemText(i)) for i in range(self.count())]
        if before == list(options):
            return
        kept = self.key
        self.blockSignals(True)
        self.clear()
        for key, word in options:
            self.addItem(word, key)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.blockSignals(False)

    @property
    def key(self) -> str:
        """Return the key that is chosen; "" when there is none."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least width at which a word can be read."""
        return QSize(LEAST_CHOICE_PX, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, and an arrow of our own on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        role = Role.TEXT2 if self.isEnabled() else Role.DISABLED
        pixmap = self._look.icon("chevron-down", role, ARROW_PX, self.devicePixelRatioF())
        left = self.width() - MARGIN_PX - ARROW_AWAY_PX - ARROW_PX
        painter.drawPixmap(left, (self.height() - ARROW_PX) // 2, pixmap)
        painter.end()
        _paint_ring(self, self._look)

    def _dress(self) -> None:
        self.setStyleSheet(field_sheet(self._look))


class Lines(QPlainTextEdit):
    """Several lines of text; Tab leaves."""

    def __init__(self, look: Look, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(Type.BODY))
        self.setTabChangesFocus(True)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._dress()
        look.changed.connect(self._dress)

    @override
    def event(self, event: QEvent) -> bool:
        """Paint the ring on the frame around the text."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.Paint:
            _paint_ring(self, self._look)
        return is_done

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _dress(self) -> None:
        self.setStyleSheet(field_sheet(self._look))
