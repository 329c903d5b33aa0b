"""The palette: find anything by typing. It goes, opens or arms; it never fires."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from cockpit.app.row_search import RowsRead, RowsWanted
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.caps import cap_px, paint_cap, paint_note
from cockpit.ui.hands import News
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.palette_items import MOST_ITEMS, Item, fitting, items, rows_found
from cockpit.ui.palette_results import EDGE_PX, ICON_PX, PALETTE_PX, Results
from cockpit.ui.panel_codes import PaletteCode

TOP_PX, FIELD_PX, FOOT_PX, RADIUS_PX = 32, 52, 36, 8
SEARCH_MS, LEAST_LETTERS, MOST_ROWS = 200, 2, 3


class Palette(QWidget):
    """Covers everything below the strip with its dim ground; the strip stays lit and usable.

    `taken` is emitted with what a row does, after the palette has gone.
    """

    taken = Signal(str)

    def __init__(self, room: Room, pages: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        look, say = room.look, room.say
        self._room, self._look, self._say, self._pages = room, look, say, pages
        self._all: tuple[Item, ...] = ()
        self._rows: tuple[Item, ...] = ()
        self._at: datetime | None = None
        self._asked = RowsWanted()
        self.setObjectName("palette")
        self.setAccessibleName(say(PaletteCode.NAME))
        self.field = QLineEdit(self)
        self.field.setObjectName("palette.field")
        self.field.setFrame(False)
        self.field.setFont(look.font(Type.HEADING))
        self.field.setPlaceholderText(say(PaletteCode.HINT))
        self.field.setAccessibleName(say(PaletteCode.HINT))
        self.field.setMaxLength(120)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.results = Results(look, say, self)
        self.results.taken.connect(self._take)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(SEARCH_MS)
        self._search.timeout.connect(self._ask_journal)
        self.setVisible(False)
        self._dress()
        look.changed.connect(self._dress)

    def come(self, snapshot: Snapshot | None) -> None:
        """Show the palette, empty, with what is true now."""
        flows = [flow.name for flow in self._room.workspace.flows]
        self._all = items(snapshot, self._say, self._pages, flows)
        self._at = None if snapshot is None else snapshot.at
        self._rows = ()
        self.field.clear()
        self._find()
        self.results.start()
        self.setVisible(True)
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Go away."""
        self._search.stop()
        self.setVisible(False)

    def hear(self, news: News | ActionEvent) -> None:
        """Take rows of the journal that were asked for here."""
        if not isinstance(news, RowsRead) or self.isHidden():
            return
        if news.wanted == self._asked:
            self._rows = rows_found(news.rows, self._say.on(self._at))
            self._find()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move, take and leave by the keys, while the focus stays in the field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self.results.move_by(1)
                case Qt.Key.Key_Up:
                    self.results.move_by(-1)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.results.take()
                case Qt.Key.Key_Escape:
                    self.leave()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away when the dim ground is clicked."""
        if not self._frame().contains(event.position()):
            self.leave()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place field and rows."""
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dim ground, the frame and its foot."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color(Role.DIM))
        frame = self._frame()
        painter.setPen(QPen(look.color(Role.BORDER), 1))
        painter.setBrush(look.color(Role.RAISED))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        icon = look.icon("search", Role.TEXT2, ICON_PX, self.devicePixelRatioF())
        top = frame.top() + (FIELD_PX - ICON_PX) / 2
        painter.drawPixmap(QPointF(frame.left() + EDGE_PX, top), icon)
        line = look.color(Role.BORDER)
        painter.fillRect(QRectF(frame.left(), frame.top() + FIELD_PX, frame.width(), 1), line)
        foot = frame.bottom() - FOOT_PX
        painter.fillRect(QRectF(frame.left(), foot, frame.width(), 1), line)
        self._paint_head(painter, frame)
        self._paint_foot(painter, frame, foot + FOOT_PX / 2)
        painter.end()

    def _paint_head(self, painter: QPainter, frame: QRectF) -> None:
        middle = frame.top() + FIELD_PX / 2
        left = paint_cap(painter, self._look, frame.right() - EDGE_PX, middle, "Esc") - 12
        count = self._say(PaletteCode.COUNT, row_count=len(self.results.items))
        paint_note(
            painter, self._look, QRectF(left - 80, middle - 10, 80, 20), count, is_right=True
        )

    def _paint_foot(self, painter: QPainter, frame: QRectF, middle: float) -> None:
        look, say = self._look, self._say
        left = frame.left() + EDGE_PX
        for caps, code in ((("↑", "↓"), PaletteCode.PICK), (("Enter",), PaletteCode.OPEN)):
            for cap in caps:
                left += cap_px(look, cap) + 4
                paint_cap(painter, look, left - 4, middle, cap)
            word = say(code)
            paint_note(painter, look, QRectF(left + 4, middle - 10, 80, 20), word)
            left += QFontMetricsF(look.font(Type.NOTE)).horizontalAdvance(word) + 20
        never = QRectF(left, middle - 10, frame.right() - EDGE_PX - left, 20)
        paint_note(painter, look, never, say(PaletteCode.NEVER), is_right=True)

    def _typed(self) -> None:
        self._rows = ()
        self._find()
        self.results.start()
        self.results.update()
        self._search.start()

    def _ask_journal(self) -> None:
        text = self.field.text().strip()
        if len(text) >= LEAST_LETTERS and not self.isHidden():
            self._asked = RowsWanted(text=text, limit=MOST_ROWS)
            self._room.hands.rows(self._asked)

    def _find(self) -> None:
        found = fitting(self._all, self.field.text())
        keep = MOST_ITEMS - len(self._rows)
        self.results.show_items((*found[:keep], *self._rows))
        self._place()
        self.update()

    def _take(self, act: str) -> None:
        self.leave()
        self.taken.emit(act)

    def _frame(self) -> QRectF:
        height = FIELD_PX + self.results.sizeHint().height() + FOOT_PX + 4
        left = (self.width() - PALETTE_PX) // 2
        return QRectF(left, TOP_PX, PALETTE_PX, min(height, self.height() - TOP_PX - 16))

    def _place(self) -> None:
        frame = self._frame().toRect()
        left = frame.left() + EDGE_PX + ICON_PX + 12
        self.field.setGeometry(left, frame.top() + 10, PALETTE_PX - 200, FIELD_PX - 20)
        room = frame.height() - FIELD_PX - FOOT_PX - 2
        self.results.setGeometry(frame.left() + 1, frame.top() + FIELD_PX + 1, PALETTE_PX - 2, room)

    def _dress(self) -> None:
        color = self._look.color(Role.TEXT1).name()
        hint = self._look.color(Role.TEXT2).name()
        self.field.setStyleSheet(
            f"QLineEdit {{ background: transparent; border: none; color: {color};"
            f" placeholder-text-color: {hint}; }}"
        )
        self.update()
