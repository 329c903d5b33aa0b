"""The rows of the palette under their sections."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.caps import paint_cap
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.palette_items import Item
from cockpit.ui.panel_codes import PaletteCode
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign

PALETTE_PX, ROW_PX, SECTION_PX, EDGE_PX, ICON_PX = 640, 40, 28, 16, 16


class Results(QWidget):
    """The rows under their sections; one is chosen. `taken` is emitted with what it does."""

    taken = Signal(str)

    def __init__(self, look: Look, say: Say, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._say = look, say
        self._items: tuple[Item, ...] = ()
        self._index = 0
        self.setMouseTracking(True)
        look.changed.connect(self.update)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return what is shown."""
        return self._items

    @property
    def chosen(self) -> Item | None:
        """Return the chosen row; None without any."""
        return self._items[self._index] if self._items else None

    def show_items(self, found: Sequence[Item]) -> None:
        """Show these; the choice stays on the same row where it is still there."""
        kept = self.chosen
        self._items = tuple(found)
        same = [n for n, one in enumerate(self._items) if kept is not None and one == kept]
        self._index = same[0] if same else 0
        self._tell()
        self.updateGeometry()
        self.update()

    def start(self) -> None:
        """Choose the first row."""
        self._index = 0
        self._tell()

    def move_by(self, step: int) -> None:
        """Choose the next or the one before; the ends meet."""
        if self._items:
            self._index = (self._index + step) % len(self._items)
            self._tell()
            self.update()

    def take(self) -> None:
        """Do what the chosen row does."""
        if self.chosen is not None:
            self.taken.emit(self.chosen.act)

    @override
    def sizeHint(self) -> QSize:
        """Return the height of all rows and sections."""
        height = max((bottom for _, _, bottom in self._boxes()), default=float(ROW_PX))
        return QSize(PALETTE_PX, round(height) + 8)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose what is pointed at."""
        for number, top, bottom in self._boxes():
            if top <= event.position().y() < bottom and number != self._index:
                self._index = number
                self._tell()
                self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what is clicked."""
        self.mouseMoveEvent(event)
        for number, top, bottom in self._boxes():
            if top <= event.position().y() < bottom and number == self._index:
                self.take()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sections and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() - EDGE_PX
        if not self._items:
            none = QRectF(EDGE_PX, 0, wide, ROW_PX)
            font = self._look.font(Type.BODY)
            self._text(painter, none, self._say(PaletteCode.NONE), Role.TEXT2, font)
        before: PaletteCode | None = None
        for number, top, bottom in self._boxes():
            item = self._items[number]
            if item.section is not before:
                above = QRectF(EDGE_PX, top - SECTION_PX + 4, wide, SECTION_PX - 4)
                font = self._look.font(Type.NOTE)
                self._text(painter, above, self._say(item.section), Role.TEXT2, font)
                before = item.section
            self._paint_item(painter, QRectF(0, top, self.width(), bottom - top), number)
        painter.end()

    def _paint_item(self, painter: QPainter, box: QRectF, number: int) -> None:
        item, look = self._items[number], self._look
        is_chosen = number == self._index
        if is_chosen:
            painter.fillRect(box, look.color(Role.ACTIVE))
        icon = look.icon(item.icon, Role.TEXT2, ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(EDGE_PX, box.center().y() - ICON_PX / 2), icon)
        right = box.right() - EDGE_PX
        for cap in reversed(item.key.split("+") if item.key else []):
            right = paint_cap(painter, look, right, box.center().y(), cap) - 6
        if item.sign in {Sign.BAD, Sign.WARN, Sign.UNKNOWN}:
            mark = QRectF(right - 18, box.center().y() - 5, 10, 10)
            paint_mark(painter, look, Shape(str(item.sign)), mark)
            right -= 26
        left = float(EDGE_PX + ICON_PX + 12)
        title = QRectF(left, box.top(), right - left, box.height())
        font = look.font(Type.BODY, 600)
        left += self._text(painter, title, item.title, Role.TEXT1, font) + 12
        if right - left > ROW_PX:
            note = QRectF(left, box.top(), right - left, box.height())
            role = Role.TEXT1 if is_chosen else Role.TEXT2
            self._text(painter, note, item.note, role, look.font(Type.BODY))

    def _text(self, painter: QPainter, box: QRectF, text: str, role: Role, font: QFont) -> float:
        """Paint a text, elided to its box; return how wide it came out."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(self._look.color(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)

    def _boxes(self) -> list[tuple[int, float, float]]:
        """Return number, top and bottom of each row."""
        found, top = list[tuple[int, float, float]](), 0.0
        before: PaletteCode | None = None
        for number, item in enumerate(self._items):
            if item.section is not before:
                top += SECTION_PX
                before = item.section
            found.append((number, top, top + ROW_PX))
            top += ROW_PX
        return found

    def _tell(self) -> None:
        chosen = self.chosen
        self.setAccessibleName("" if chosen is None else f"{chosen.title} {chosen.note}".strip())
