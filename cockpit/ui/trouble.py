"""What keeps the window from opening: sentences, and a button to try again."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.look import Look, Role, Type

WIDTH_PX, PADDING_PX, RADIUS_PX, BUTTON_PX = 720, 32, 6, 32
MOST_SENTENCES = 20


class Trouble(QWidget):
    """Made of Qt's own parts: it has to appear even when ours cannot be loaded."""

    again = Signal()

    def __init__(self, look: Look, title: str, sentences: Sequence[str], again: str) -> None:
        super().__init__()
        self._look = look
        panel = QWidget(self)
        panel.setFixedWidth(WIDTH_PX)
        column = QVBoxLayout(panel)
        column.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        column.setSpacing(12)
        column.addWidget(self._text(title, Type.FIGURE, Role.TEXT1, 700))
        for sentence in sentences[:MOST_SENTENCES]:
            column.addWidget(self._text(sentence, Type.BODY, Role.TEXT2, 400))
        button = QPushButton(again)
        button.setObjectName("trouble.again")
        button.setAccessibleName(again)
        button.setMinimumHeight(BUTTON_PX)
        button.setStyleSheet(_flat(look))
        button.clicked.connect(self.again)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addWidget(panel, 0, Qt.AlignmentFlag.AlignCenter)
        self._panel = panel
        button.setFocus()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the panel."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.WINDOW))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.SURFACE))
        painter.drawRoundedRect(QRectF(self._panel.geometry()), RADIUS_PX, RADIUS_PX)
        painter.end()

    def _text(self, text: str, size: Type, role: Role, weight: int) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(self._look.font(size, weight))
        label.setStyleSheet(f"color: {self._look.color(role).name()}")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _flat(look: Look) -> str:
    """Return the sheet of the button: flat as all others, framed when it has the focus."""
    ground, text = look.color(Role.ACTION).name(), look.color(Role.ON_ACTION).name()
    pressed, ring = look.color(Role.ACTION_REST).name(), look.color(Role.TEXT3).name()
    return (
        f"QPushButton {{ background: {ground}; color: {text}; padding: 0 14px;"
        f" border: 2px solid {ground}; border-radius: 4px; outline: none }}"
        f"QPushButton:focus {{ border-color: {ring} }}"
        f"QPushButton:pressed {{ background: {pressed} }}"
    )
