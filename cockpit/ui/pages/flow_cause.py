"""One cause of failures: its name, a word when it has come or grown, its share as a bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.pages.flow_text import CauseText
from cockpit.ui.say import Say

ROW_PX = 28
TEXT_PX, BAR_PX, GAP_PX = 20, 2, 8
WORD_ROLE = {Shape.BAD: Role.BAD_TEXT, Shape.WARN: Role.WARN}
BAR_ROLE = {Shape.BAD: Role.BAD, Shape.WARN: Role.WARN}


class CauseRow(QWidget):
    """Paints one cause; nothing while there is none."""

    def __init__(self, look: Look, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._say = look, say
        self._cause: CauseText | None = None
        self._shape: Shape | None = None
        self._is_first = False
        look.changed.connect(self.update)

    def show_cause(self, cause: CauseText | None, shape: Shape | None, *, is_first: bool) -> None:
        """Show a cause; `shape` is the state of the flow, which colours what is new."""
        if (cause, shape, is_first) == (self._cause, self._shape, self._is_first):
            return
        self._cause, self._shape, self._is_first = cause, shape, is_first
        share = "" if cause is None else f"{self._say.ratio(cause.share_ratio, 0)} %"
        name = "" if cause is None else " ".join(filter(None, (cause.name, cause.word, share)))
        self.setAccessibleName(name)
        tip(self, name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of a row."""
        return QSize(166, ROW_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, word, share and bar."""
        cause = self._cause
        if cause is None:
            return
        painter = QPainter(self)
        color, width = self._look.color, float(self.width())
        is_loud = cause.is_loud and bool(cause.word) and self._shape in BAR_ROLE
        body = self._look.font(Type.BODY)
        share = self._say.ratio(cause.share_ratio, 0)
        unit_width = QFontMetricsF(body).horizontalAdvance(" %")
        share_width = QFontMetricsF(body).horizontalAdvance(share)
        left = width - unit_width - share_width
        painter.setFont(body)
        painter.setPen(color(Role.TEXT3))
        painter.drawText(_box(width - unit_width, unit_width), _FLAGS, " %")
        painter.setPen(color(Role.TEXT1))
        painter.drawText(_box(left, share_width), _FLAGS, share)
        if cause.word:
            note = self._look.font(Type.NOTE, 600)
            word_width = QFontMetricsF(note).horizontalAdvance(cause.word)
            left -= word_width + GAP_PX
            role = WORD_ROLE[self._shape] if is_loud and self._shape else Role.TEXT2
            painter.setFont(note)
            painter.setPen(color(role))
            painter.drawText(_box(left, word_width), _FLAGS, cause.word)
        font = self._look.font(Type.BODY, 600) if self._is_first else body
        room = left - GAP_PX
        name = QFontMetricsF(font).elidedText(cause.name, Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(font)
        painter.setPen(color(Role.TEXT1 if self._is_first else Role.TEXT2))
        painter.drawText(_box(0, room), _FLAGS, name)
        bar = BAR_ROLE[self._shape] if is_loud and self._shape else Role.DISABLED
        top = min(TEXT_PX + 3, self.height() - BAR_PX - 1)
        painter.fillRect(QRectF(0, top, width, BAR_PX), color(Role.LINE))
        filled = width * min(max(cause.share_ratio, 0.0), 1.0)
        painter.fillRect(QRectF(0, top, filled, BAR_PX), color(bar))


_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _box(left: float, width: float) -> QRectF:
    return QRectF(left, 0, width + 1, TEXT_PX)
