"""The band on top: where we are, the menu, whose workspace, and what time it is."""

from enum import StrEnum

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenuBar, QWidget
from typing_extensions import override

from cockpit.ui.caps import paint_cap
from cockpit.ui.frame_codes import BandCode
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.say import DASH, Say

BAND_PX, BLOCK_PX = 32, 152
STRIPE_PX, DOT_PITCH_PX = 12, 12
ICON_PX, EDGE_PX, GAP_PX = 16, 16, 24


class Environment(StrEnum):
    """Whether what happens here happens to people."""

    PROD = "prod"
    DRILL = "drill"
    DEMO = "demo"


_WORDS = {
    Environment.PROD: BandCode.PROD,
    Environment.DRILL: BandCode.DRILL,
    Environment.DEMO: BandCode.DEMO,
}
_ICONS = {Environment.PROD: "monitor", Environment.DRILL: "drill", Environment.DEMO: "play"}


class Band(QWidget):
    """The environment by word and texture, the menu bar, and the clock.

    `found` is emitted when the hint of the palette is clicked.
    """

    found = Signal()

    def __init__(self, look: Look, say: Say, environment: Environment, name: str) -> None:
        super().__init__()
        self._look, self._say, self._name = look, say, name
        self._environment = environment
        self._date, self._time, self._zone = "", DASH, ""
        self._find_box = QRectF()
        self.setFixedHeight(BAND_PX)
        self.setAccessibleName(say(_WORDS[environment]))
        self.menu = QMenuBar(self)
        self.menu.setNativeMenuBar(False)
        self.menu.setFixedHeight(BAND_PX)
        self.menu.move(BLOCK_PX + 4, 0)
        look.changed.connect(self.update)

    def show_time(self, date: QDate, time: str, zone: str) -> None:
        """Show the date and the time of the window's zone."""
        locale = QLocale(self._say.language.value)
        shown = locale.toString(date, self._say(BandCode.DATE))
        if (shown, time, zone) != (self._date, self._time, self._zone):
            self._date, self._time, self._zone = shown, time, zone
            self.update(self.width() // 2, 0, self.width() - self.width() // 2, BAND_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the menu its own width."""
        super().resizeEvent(event)
        self.menu.resize(self.menu.sizeHint().width() + 8, BAND_PX)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the palette where its hint stands."""
        if self._find_box.contains(event.position()):
            self.found.emit()
        super().mouseReleaseEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the texture, the block and the right side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.color(Role.BAND))
        self._paint_texture(painter)
        self._paint_block(painter)
        self._paint_right(painter)
        painter.end()

    def _paint_texture(self, painter: QPainter) -> None:
        start = self.menu.geometry().right() + EDGE_PX
        room = QRectF(start, 0, max(0, self.width() - start - 480), BAND_PX)
        if self._environment is Environment.DRILL:
            _stripes(painter, room, self._look)
        if self._environment is Environment.DEMO:
            _dots(painter, QRectF(start, 0, self.width() - start, BAND_PX), self._look)

    def _paint_block(self, painter: QPainter) -> None:
        look = self._look
        block = QRectF(0, 0, BLOCK_PX, BAND_PX)
        is_prod = self._environment is Environment.PROD
        painter.fillRect(block, look.color(Role.ACTION if is_prod else Role.RAISED))
        role = Role.ON_ACTION if is_prod else Role.TEXT1
        if self._environment is Environment.DRILL:
            _stripes(painter, block, look)
            painter.fillRect(block.adjusted(8, 4, -8, -4), look.color(Role.RAISED))
        icon = look.icon(_ICONS[self._environment], role, ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap(EDGE_PX, (BAND_PX - ICON_PX) // 2, icon)
        painter.setFont(look.font(Type.BODY, 600))
        painter.setPen(look.color(role))
        text = QRectF(EDGE_PX + ICON_PX + 8, 0, BLOCK_PX, BAND_PX)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._say(_WORDS[self._environment]))

    def _paint_right(self, painter: QPainter) -> None:
        """Paint from the right edge: zone, time, date, the hint, the workspace."""
        right = self.width() - float(EDGE_PX)
        right = self._text_left_of(painter, right, self._zone, Role.TEXT3) - 16
        right = self._text_left_of(painter, right, self._time, Role.TEXT1, 600) - 40
        right = self._text_left_of(painter, right, self._date, Role.TEXT2) - GAP_PX
        end = right
        for cap in ("K", "Ctrl"):
            right = paint_cap(painter, self._look, right, BAND_PX / 2, cap) - 6
        find = self._say(BandCode.FIND)
        right = self._text_left_of(painter, right - 2, find, Role.TEXT3)
        self._find_box = QRectF(right, 0, end - right, BAND_PX)
        left = self.menu.geometry().right() + EDGE_PX
        if right - GAP_PX > left:
            self._text_left_of(painter, right - GAP_PX, self._name, Role.TEXT3, least=left)

    def _text_left_of(
        self,
        painter: QPainter,
        right: float,
        text: str,
        role: Role,
        weight: int = 400,
        *,
        least: float = 0.0,
    ) -> float:
        font = self._look.font(Type.BODY, weight)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - least)
        left = right - metrics.horizontalAdvance(text)
        if self._environment is Environment.DEMO:
            box = QRectF(left - 6, 0, right - left + 12, BAND_PX)
            painter.fillRect(box, self._look.color(Role.BAND))
        painter.setFont(font)
        painter.setPen(self._look.color(role))
        painter.drawText(
            QRectF(left, 0, right - left + 1, BAND_PX), Qt.AlignmentFlag.AlignVCenter, text
        )
        return left


def _stripes(painter: QPainter, room: QRectF, look: Look) -> None:
    """Paint stripes of 12 and 12 px, leaning like 135 degrees."""
    painter.save()
    painter.setClipRect(room)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(Role.STRIPE))
    left = room.left() - BAND_PX
    while left < room.right():
        top, bottom = room.top(), room.bottom()
        lean = room.height()
        corners = [
            QPointF(left, bottom),
            QPointF(left + STRIPE_PX, bottom),
            QPointF(left + STRIPE_PX + lean, top),
            QPointF(left + lean, top),
        ]
        painter.drawPolygon(QPolygonF(corners))
        left += 2 * STRIPE_PX
    painter.restore()


def _dots(painter: QPainter, room: QRectF, look: Look) -> None:
    """Paint dots with a pitch of 12 px."""
    color = look.color(Role.STRIPE)
    top = room.top() + DOT_PITCH_PX / 2
    while top < room.bottom():
        left = room.left() + DOT_PITCH_PX / 2
        while left < room.right():
            painter.fillRect(QRectF(left - 1, top - 1, 2, 2), color)
            left += DOT_PITCH_PX
        top += DOT_PITCH_PX
