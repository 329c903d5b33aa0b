"""Where people type and choose: fields, choices and lines of text, with borders one can see."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from cockpit.ui.look import Look, Role, Type

FIELD_PX = 28


def _sheet(look: Look, kind: str) -> str:
    color = {role: look.color(role).name() for role in Role}
    return (
        f"{kind} {{ background: {color[Role.WELL]}; color: {color[Role.TEXT1]};"
        f" border: 1px solid {color[Role.INPUT_BORDER]}; border-radius: 4px; padding: 2px 9px;"
        f" selection-background-color: {color[Role.ACTIVE]};"
        f" selection-color: {color[Role.TEXT1]}; }}"
        f"{kind}:focus {{ border: 2px solid {color[Role.FOCUS]}; padding: 1px 8px; }}"
        f"{kind}:disabled {{ color: {color[Role.DISABLED]}; border-color: {color[Role.LINE]}; }}"
        f"QComboBox::drop-down {{ border: none; width: 20px; }}"
        f"QComboBox QAbstractItemView {{ background: {color[Role.RAISED]};"
        f" color: {color[Role.TEXT1]}; border: 1px solid {color[Role.BORDER]};"
        f" selection-background-color: {color[Role.ACTIVE]};"
        f" selection-color: {color[Role.TEXT1]}; outline: 0; }}"
    )


class Field(QLineEdit):
    """One line of text."""

    def __init__(self, look: Look, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(Type.BODY))
        self.setFixedHeight(FIELD_PX)
        self.hint(hint)
        self._dress()
        look.changed.connect(self._dress)

    def hint(self, text: str) -> None:
        """Say what belongs here."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)

    def _dress(self) -> None:
        self.setStyleSheet(_sheet(self._look, "QLineEdit"))


class Choice(QComboBox):
    """One of several, each with a key of its own as data."""

    def __init__(self, look: Look, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(Type.BODY))
        self.setFixedHeight(FIELD_PX)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()
        look.changed.connect(self._dress)

    def offer(self, options: "list[tuple[str, str]]") -> None:
        """Offer keys with their words, keeping the choice where it is still there."""
        before = [(self.itemData(i), self.itemText(i)) for i in range(self.count())]
        if before == options:
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
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, and an arrow of our own on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        pixmap = self._look.icon("chevron-down", Role.TEXT2, 12, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 20, (self.height() - 12) // 2, pixmap)
        painter.end()

    def _dress(self) -> None:
        self.setStyleSheet(_sheet(self._look, "QComboBox"))


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

    def _dress(self) -> None:
        self.setStyleSheet(_sheet(self._look, "QPlainTextEdit"))
