"""A panel over the page: raised, in place, closed by Escape, never in the way of the strip."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Look, Role, Type

RADIUS_PX, PADDING_PX = 8, 16


class Panel(QWidget):
    """A raised ground with a heading and a button that closes; `content` is filled by its owner."""

    closed = Signal()

    def __init__(self, look: Look, title: str, close: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(title)
        heading = Label(look, Type.HEADING, Role.TEXT1, 600)
        heading.say(title)
        self.close_it = Button(look, Kind.LIGHT, icon="close")
        self.close_it.setAccessibleName(close)
        self.close_it.setToolTip(close)
        self.close_it.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.close_it)
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, 12, PADDING_PX, PADDING_PX)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self.content, 1)
        self.setVisible(False)
        look.changed.connect(self.update)

    def come(self) -> None:
        """Show the panel above everything, and take the focus."""
        self.setVisible(True)
        self.raise_()
        self.close_it.setFocus()

    def leave(self) -> None:
        """Go away."""
        if not self.isHidden():
            self.setVisible(False)
            self.closed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.color(Role.WINDOW))
        painter.setPen(QPen(self._look.color(Role.BORDER), 1))
        painter.setBrush(self._look.color(Role.RAISED))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.end()
