"""Surfaces: tiles, hairlines, and what a tile shows when there is nothing to show."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import ROLES, Shape
from cockpit.ui.look import Look, Role, Type

RADIUS_PX, EDGE_PX = 6, 3
LOUD = {Shape.BAD, Shape.WARN, Shape.UNKNOWN}


class Tile(QFrame):
    """A surface on the window, with a coloured left edge while its state is a loud one."""

    def __init__(
        self,
        look: Look,
        padding: int = 12,
        *,
        role: Role = Role.SURFACE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._role = look, role
        self._edge: Shape | None = None
        self.setContentsMargins(padding + 4, padding, padding, padding)
        look.changed.connect(self.update)

    @property
    def edge(self) -> Shape | None:
        """Return the state that the edge shows."""
        return self._edge

    def set_edge(self, shape: Shape | None) -> None:
        """Show a loud state at the left edge; quiet ones leave it away."""
        edge = shape if shape in LOUD else None
        if edge is not self._edge:
            self._edge = edge
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        painter.fillPath(path, self._look.color(self._role))
        if self._edge is not None:
            edge = QPainterPath()
            edge.addRect(QRectF(0, 0, EDGE_PX, self.height()))
            painter.fillPath(path.intersected(edge), self._look.color(ROLES[self._edge]))
        painter.end()


class Line(QWidget):
    """A hairline; `is_upright` turns it."""

    def __init__(
        self,
        look: Look,
        *,
        is_upright: bool = False,
        role: Role = Role.LINE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._role = look, role
        if is_upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(self._role))
        painter.end()


class Empty(QWidget):
    """One sentence about what is missing, and one small button that helps."""

    pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Label(look, Type.BODY, Role.TEXT1, 600, wraps=True, parent=self)
        self._body = Label(look, Type.BODY, Role.TEXT3, wraps=True, parent=self)
        self._button = Button(look, Kind.SMALL, parent=self)
        self._button.clicked.connect(self.pressed)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for one in (self._head, self._body):
            layout.addWidget(one)
        layout.addLayout(row)
        layout.addStretch(1)

    def say(self, head: str, body: str = "", button: str = "") -> None:
        """Say what is missing, why, and what to press; "" leaves a part away."""
        self._head.say(head)
        self._head.setVisible(bool(head))
        self._body.say(body)
        self._body.setVisible(bool(body))
        self._button.say(button)
        self._button.setVisible(bool(button))


class Loading(QWidget):
    """Three raised bars where figures will be; nothing that moves."""

    BARS = ((0.40, 24), (0.30, 12), (0.94, 40))
    """The part of the width, and the height in pixels, of each bar."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setMinimumHeight(36)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars that have room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.RAISED))
        top = 0
        for share, height in self.BARS:
            if top + height <= self.height():
                across = round(self.width() * share)
                painter.drawRoundedRect(QRectF(0, top, across, height), 3, 3)
            top += height + 12
        painter.end()
