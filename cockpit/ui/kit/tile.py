"""Surfaces: a tile, a hairline, and what a tile holds when there is nothing to show."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.kit.button import SMALL, Button
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import ROLES, Shape
from cockpit.ui.look import Look, Role, Type

RADIUS, EDGE_PX = 6, 3
_EDGED = {Shape.BAD, Shape.WARN, Shape.UNKNOWN}
_SIDE_PX = 4
"""How much more room there is on the side of the state edge."""


class Tile(QWidget):
    """A surface on the window. The room inside is its contents margin: give its layout none.

    `padding` is that of the top, the right and the bottom; the side of the state edge has 4 px
    more, with or without an edge.
    """

    def __init__(self, look: Look, padding: int = 12) -> None:
        super().__init__()
        self._look = look
        self._edge: Shape | None = None
        left = padding + _SIDE_PX if padding else 0
        self.setContentsMargins(left, padding, padding, padding)
        look.changed.connect(self.update)

    def set_edge(self, shape: Shape | None) -> None:
        """Mark the left edge; only bad, warn and unknown are shown there."""
        edge = shape if shape in _EDGED else None
        if edge is not self._edge:
            self._edge = edge
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.SURFACE))
        box = QRectF(self.rect())
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self._edge is not None:
            whole, edge = QPainterPath(), QPainterPath()
            whole.addRoundedRect(box, RADIUS, RADIUS)
            edge.addRect(QRectF(0, 0, EDGE_PX, self.height()))
            painter.setBrush(self._look.color(ROLES[self._edge]))
            painter.drawPath(whole.intersected(edge))
        painter.end()


class Line(QWidget):
    """A hairline, lying or upright; on the window itself it has the role LINE2."""

    def __init__(self, look: Look, role: Role = Role.LINE, *, is_upright: bool = False) -> None:
        super().__init__()
        self._look, self._role = look, role
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if is_upright:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, free)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(free, fixed)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(self._role))
        painter.end()


class Empty(QWidget):
    """What is missing and what to do: a short title if there is one, a sentence, one button."""

    asked = Signal()
    """The button was pressed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._title = Label(look, Type.BODY, Role.TEXT1, 600, wraps=True)
        self._sentence = Label(look, Type.BODY, Role.TEXT3, wraps=True)
        self._button = Button(look, SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._button.clicked.connect(self.asked)
        self.say("")

    def say(self, sentence: str, action: str = "", *, title: str = "", icon: str = "") -> None:
        """Show the sentence, and a button if `action` is not empty."""
        self._title.say(title)
        self._title.setVisible(bool(title))
        self._sentence.say(sentence)
        self._button.say(action)
        self._button.bear(icon or None)
        self._button.setVisible(bool(action))


class Loading(QWidget):
    """Three bars where something will be; nothing moves but the seconds in `say`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._label = Label(look, Type.NOTE, Role.TEXT3)
        self._label.setParent(self)
        look.changed.connect(self.update)

    def say(self, text: str) -> None:
        """Show since when it is being read, above the bars on the right."""
        self._label.say(text)
        self.setAccessibleName(text)
        self._label.adjustSize()
        self._label.move(self.width() - self._label.width(), 0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, 140)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.RAISED))
        for top, height, part in ((28, 24, 0.40), (64, 12, 0.30), (88, 40, 0.94)):
            if top + height <= self.height():
                painter.drawRoundedRect(QRectF(0, top, self.width() * part, height), 3, 3)
        painter.end()
        self._label.move(self.width() - self._label.width(), 0)
