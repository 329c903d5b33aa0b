"""Parts of the unknown block: the five stamps, and one fact in a row."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.runs import Run, Runs
from cockpit.ui.sign import Sign
from cockpit.ui.unknown_facts import Fact, Stamp

STAMPS_PX, DOT_PX, MARK_PX, FACT_PX, ABOUT_PX = 88, 12, 16, 32, 112


class Stamps(QWidget):
    """The five stamps on one line: full where known, hatched where not, hollow where not yet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._stamps: tuple[Stamp, ...] = ()
        self.setFixedHeight(STAMPS_PX)
        look.changed.connect(self.update)

    def show_stamps(self, stamps: tuple[Stamp, ...]) -> None:
        """Show these stamps."""
        if stamps != self._stamps:
            self._stamps = stamps
            self.setAccessibleName(", ".join(f"{one.name} {one.time}" for one in stamps))
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, marks and words."""
        if not self._stamps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self.width() / len(self._stamps)
        for number, stamp in enumerate(self._stamps):
            left = number * pitch
            if number + 1 < len(self._stamps):
                self._paint_link(painter, left, pitch, self._stamps[number + 1])
            self._paint_mark(painter, left, stamp)
            self._paint_words(painter, left, pitch, stamp)
        painter.end()

    def _paint_link(self, painter: QPainter, left: float, pitch: float, after: Stamp) -> None:
        is_known = after.sign is Sign.OK
        pen = QPen(self._look.color(Role.TEXT1 if is_known else Role.TEXT3), 1.6)
        if not is_known:
            pen.setDashPattern([1.5, 2.5])
        painter.setPen(pen)
        middle = MARK_PX / 2
        painter.drawLine(QPointF(left + MARK_PX + 4, middle), QPointF(left + pitch - 4, middle))

    def _paint_mark(self, painter: QPainter, left: float, stamp: Stamp) -> None:
        box = QRectF(left, 0, MARK_PX, MARK_PX)
        if stamp.sign is Sign.OK:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(Role.TEXT1))
            painter.drawEllipse(box.adjusted(2, 2, -2, -2))
            return
        shape = Shape.UNKNOWN if stamp.sign is Sign.UNKNOWN else Shape.NONE
        box = box if shape is Shape.UNKNOWN else box.adjusted(2, 2, -2, -2)
        paint_mark(painter, self._look, shape, box)

    def _paint_words(self, painter: QPainter, left: float, pitch: float, stamp: Stamp) -> None:
        is_soon = stamp.sign is Sign.NONE
        role = Role.TEXT3 if is_soon else Role.TEXT1
        for top, text, size, weight, shown in (
            (20, stamp.name, Type.BODY, 600, role),
            (40, stamp.time, Type.BODY, 400, Role.TEXT3 if is_soon else Role.TEXT2),
            (62, stamp.note, Type.NOTE, 400, Role.TEXT3),
        ):
            font = self._look.font(size, weight)
            painter.setFont(font)
            painter.setPen(self._look.color(shown))
            elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, pitch - 8)
            box = QRectF(left, top, pitch, size.value[1])
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)


class FactRow(QWidget):
    """What about, what, and a note at the right, above a hairline."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._about, self._text = Runs(look), Runs(look)
        self._note = Runs(look, Type.NOTE, is_right=True)
        for line in (self._about, self._text, self._note):
            line.setParent(self)
        self.setFixedHeight(FACT_PX)

    def show_fact(self, fact: Fact) -> None:
        """Show this fact."""
        self._about.show_runs((Run(fact.about, Role.TEXT3),))
        shape = None if fact.sign in {None, Sign.OK} else Shape(str(fact.sign))
        self._text.show_runs((Run(fact.text, Role.TEXT1, shape=shape, mark_px=12),))
        self._note.show_runs((Run(fact.note, Role.TEXT3),))
        self._place()

    @override
    def resizeEvent(self, event: object) -> None:
        """Place the parts."""
        self._place()

    def _place(self) -> None:
        width = self.width()
        note = min(self._note.natural_px, width // 3)
        self._about.setGeometry(0, 6, ABOUT_PX - 8, 20)
        self._text.setGeometry(ABOUT_PX, 6, max(0, width - ABOUT_PX - note - 8), 20)
        self._note.setGeometry(width - note, 8, note, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline on top."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._look.color(Role.LINE2))
        painter.end()
