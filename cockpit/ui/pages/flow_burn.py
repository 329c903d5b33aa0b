"""The error budget of a flow in full: a card beside its tile, by mouse or by keyboard."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.kit.escape import keeps_escape
from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_burn_text import PairText, PromiseText
from cockpit.ui.pages.flow_codes import BurnCode

WIDTH_PX, PADDING_PX, RADIUS_PX = 348, 12, 6
EDGE_PX, BELOW_PX = 8, 4
MARK_PX = 10
MOST_PROMISES, PAIRS_COUNT = 2, 4
LOUD = {Shape.BAD: Role.BAD, Shape.WARN: Role.WARN}


class BurnSpot(QWidget):
    """Holds the burn of a tile; the card is there while the mouse or the focus is."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._title = ""
        self._texts: tuple[PromiseText, ...] = ()
        self._card: BurnCard | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def card(self) -> "BurnCard | None":
        """Return the card while it is shown."""
        return None if self._card is None or self._card.isHidden() else self._card

    def show_promises(self, title: str, texts: tuple[PromiseText, ...]) -> None:
        """Show what was found of the promises of a flow."""
        if (title, texts) == (self._title, self._texts):
            return
        self._title, self._texts = title, texts
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join(one.spoken for one in texts))
        if self.card is not None:
            self._come()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the card."""
        super().enterEvent(event)
        self._come()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Take the card away, unless the keyboard holds it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._leave()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the card and the ring."""
        super().focusInEvent(event)
        self._come()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take both away."""
        super().focusOutEvent(event)
        self._leave()
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Escape while the card is there: the window would close other things by it."""
        return (self.card is not None and keeps_escape(event)) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the card away by Escape."""
        if event.key() == Qt.Key.Key_Escape and self.card is not None:
            self._leave()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Take the card away with the page."""
        super().hideEvent(event)
        self._leave()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring of the focus."""
        if self.hasFocus():
            painter = QPainter(self)
            inner = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
            paint_ring(painter, self._room.look, inner, 2)
            painter.end()

    def _come(self) -> None:
        if not self._texts:
            return
        window = self.window()
        if self._card is None or self._card.parentWidget() is not window:
            self._card = BurnCard(self._room, window)
        self._card.show_promises(self._title, self._texts)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + BELOW_PX))
        self._card.put(corner, self.mapTo(window, QPoint(0, -BELOW_PX)).y())
        self._card.show()
        self._card.raise_()

    def _leave(self) -> None:
        if self._card is not None:
            self._card.hide()


class BurnCard(QWidget):
    """A raised card that lets the mouse through: for each promise four pairs and its budget."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._within = room.look, parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._heading = Label(room.look, Type.BODY, Role.TEXT1, 600, elides=True)
        self._parts = tuple(_Promise(room) for _ in range(MOST_PROMISES))
        self._say = room.say
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING_PX, PADDING_PX - 2, PADDING_PX, PADDING_PX)
        column.setSpacing(8)
        column.addWidget(self._heading)
        for part in self._parts:
            column.addWidget(part)
        room.look.changed.connect(self.update)

    def show_promises(self, title: str, texts: tuple[PromiseText, ...]) -> None:
        """Show these promises."""
        self._heading.say(title)
        self.setAccessibleName(title)
        for number, part in enumerate(self._parts):
            part.setVisible(number < len(texts))
            if number < len(texts):
                part.show_promise(texts[number])

    def put(self, corner: QPoint, above_px: int) -> None:
        """Hang the card below `corner` by its right edge, or stand it on `above_px`."""
        within = self._within
        layout = self.layout()
        height = self.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(WIDTH_PX)
        left = max(EDGE_PX, min(corner.x() - WIDTH_PX, within.width() - WIDTH_PX - EDGE_PX))
        top = corner.y()
        if top + height > within.height() - EDGE_PX:
            top = max(EDGE_PX, min(above_px, within.height() - EDGE_PX) - height)
        self.setGeometry(left, top, WIDTH_PX, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color(Role.BORDER), 1))
        painter.setBrush(self._look.color(Role.RAISED))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.end()


class _Promise(QWidget):
    """One promise on the card."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, say = room.look, room.say
        self._say = say
        self._title = Label(look, Type.NOTE, Role.TEXT2, 600, elides=True)
        self._rows = tuple(_Row(look) for _ in range(PAIRS_COUNT))
        self._facts = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for place, code in enumerate((BurnCode.WINDOWS, BurnCode.BURNS, BurnCode.LIMIT), start=1):
            head = Label(look, Type.NOTE, Role.TEXT3)
            head.say(say(code))
            grid.addWidget(head, 0, place, _side(place))
        for number, row in enumerate(self._rows, start=1):
            for place, part in enumerate(row.parts):
                grid.addWidget(part, number, place, _side(place) | Qt.AlignmentFlag.AlignVCenter)
        for place, stretch in enumerate((0, 2, 2, 3)):
            grid.setColumnStretch(place, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(grid)
        column.addWidget(self._facts)

    def show_promise(self, text: PromiseText) -> None:
        """Show the promise."""
        self._title.say(text.title)
        for row, pair in zip(self._rows, text.pairs, strict=False):
            row.show_pair(pair)
        self._facts.say(self._say.wrapping("\n".join(text.facts)))


class _Row:
    """One pair of windows: mark, windows, burn rates and the alert's threshold."""

    def __init__(self, look: Look) -> None:
        self._mark = Mark(look, MARK_PX)
        self._texts = tuple(Label(look, Type.NOTE, Role.TEXT1) for _ in range(3))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Return what stands in the row, from left to right."""
        return (self._mark, *self._texts)

    def show_pair(self, pair: PairText) -> None:
        """Show the pair; one that fires is marked and coloured."""
        self._mark.show_shape(pair.shape)
        role = Role.TEXT1 if pair.shape is None else LOUD[pair.shape]
        for label, text in zip(self._texts, (pair.windows, pair.burns, pair.limit), strict=True):
            label.say(text)
            label.dress(role)


def _side(place: int) -> Qt.AlignmentFlag:
    """Return where the content of a column stands: numbers at the right."""
    return Qt.AlignmentFlag.AlignLeft if place <= 1 else Qt.AlignmentFlag.AlignRight
