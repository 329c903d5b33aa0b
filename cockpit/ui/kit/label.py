"""Plain text in one of the sizes and roles; never rich text, whatever it says."""

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.writing import Writing, one_line, tip
from cockpit.ui.look import Look, Role, Type

USUAL_WRAP_PX = 240
"""The width that wrapping text asks for before a layout has given it one."""

LEAST_PX = 8
"""The width that cut text can live with."""

MOST_WIDTHS = 20
"""Widths for which the number of lines is kept: a layout asks about many in passing."""

_BREAK = "\u2028"


class Label(QLabel):
    """Text; each line is as high as its type says.

    `elides` cuts what is too long and keeps the whole as tool tip. Korean that `wraps` is passed
    through `say.wrapping` before.
    """

    def __init__(
        self,
        look: Look,
        size: Type = Type.BODY,
        role: Role = Role.TEXT1,
        weight: int = 400,
        *,
        wraps: bool = False,
        elides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._size, self._role, self._weight = look, size, role, weight
        self._wraps, self._elides = wraps, elides
        self._writing = Writing(look, size, weight)
        self._shown = ""
        self._broken: tuple[int, QTextLayout] | None = None
        self._counts: dict[int, int] = {}
        self._across = Qt.AlignmentFlag.AlignLeft
        self._is_top = self._is_bottom = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        across = QSizePolicy.Policy.Ignored if elides else QSizePolicy.Policy.Preferred
        # A fixed height would be that of the size hint, and cut what wraps to more lines than that.
        up = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(across, up)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
        if not wraps:
            self.setFixedHeight(self._writing.line_px)
        look.changed.connect(self.update)

    @property
    def said(self) -> str:
        """Return the whole text."""
        return self.text()

    def say(self, text: str) -> None:
        """Show the text."""
        plain = text if self._wraps else one_line(text)
        if plain != self.text():
            self._forget_lines()
            self.setText(plain)
            self._fit()

    def dress(self, role: Role, weight: int | None = None) -> None:
        """Take another role, and another weight where one is given."""
        if weight is not None and weight != self._weight:
            self._weight = weight
            self._writing = Writing(self._look, self._size, weight)
            self._forget_lines()
            self._fit()
            self.updateGeometry()
            self.update()
        if role is not self._role:
            self._role = role
            self.update()

    @override
    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Align the text, which is laid out anew."""
        super().setAlignment(alignment)
        flags = Qt.AlignmentFlag
        self._is_top = bool(alignment & flags.AlignTop)
        self._is_bottom = bool(alignment & flags.AlignBottom)
        across = (one for one in (flags.AlignRight, flags.AlignHCenter) if alignment & one)
        self._across = next(across, flags.AlignLeft)
        self._forget_lines()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        margins = self.contentsMargins()
        beside = margins.left() + margins.right()
        width = math.ceil(self._writing.width(self.text())) + beside
        if self._wraps and width > USUAL_WRAP_PX:
            return QSize(USUAL_WRAP_PX, self.heightForWidth(USUAL_WRAP_PX))
        return QSize(width, self._writing.line_px)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return what is needed; text that is cut or wraps needs next to nothing."""
        if self._wraps or self._elides:
            return QSize(LEAST_PX, self._writing.line_px)
        return self.sizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return self._wraps

    @override
    def heightForWidth(self, width: int) -> int:
        if not self._wraps:
            return self._writing.line_px
        margins = self.contentsMargins()
        return self._count(width - margins.left() - margins.right()) * self._writing.line_px

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines; a single one stands on the base line of its type."""
        if not self.text():
            return
        painter = QPainter(self)
        if self._wraps:
            self._paint_lines(painter)
        else:
            left = self._left(self._writing.width(self._shown))
            self._writing.write(painter, left, self._middle(), self._shown, self._painted_role)
        painter.end()

    @property
    def _painted_role(self) -> Role:
        return self._role if self.isEnabled() else Role.DISABLED

    def _fit(self) -> None:
        text = self.text()
        if not self._elides:
            self._shown = text
            return
        self._shown = self._writing.fitting(text, self.contentsRect().width())
        tip(self, "" if self._shown == text else text)

    def _middle(self) -> float:
        place, half = self.contentsRect(), self._writing.line_px / 2
        if self._is_top:
            return place.top() + half
        if self._is_bottom:
            return place.top() + place.height() - half
        return place.top() + place.height() / 2

    def _left(self, width: float) -> float:
        place = self.contentsRect()
        spare = place.width() - width
        if self._across is Qt.AlignmentFlag.AlignRight:
            return place.left() + spare
        if self._across is Qt.AlignmentFlag.AlignHCenter:
            return place.left() + round(spare / 2)
        return place.left()

    def _count(self, width: int) -> int:
        """Return how many lines of that width the text takes."""
        if width not in self._counts:
            if len(self._counts) >= MOST_WIDTHS:
                self._counts.clear()
            self._counts[width] = max(1, self._laid_out(width).lineCount())
        return self._counts[width]

    def _forget_lines(self) -> None:
        self._broken = None
        self._counts.clear()

    def _laid_out(self, width: int) -> QTextLayout:
        """Return the text in lines of that width."""
        if self._broken is not None and self._broken[0] == width:
            return self._broken[1]
        layout = QTextLayout(self.text().replace("\n", _BREAK), self._writing.font)
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            middle = (count + 0.5) * self._writing.line_px
            line.setPosition(QPointF(0, self._writing.baseline(middle) - line.ascent()))
            count += 1
        layout.endLayout()
        self._broken = width, layout
        return layout

    def _paint_lines(self, painter: QPainter) -> None:
        place = self.contentsRect()
        layout, count = self._laid_out(place.width()), self._count(place.width())
        spare = place.height() - count * self._writing.line_px
        is_middle = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter) and spare > 0
        painter.setPen(self._look.color(self._painted_role))
        layout.draw(painter, QPointF(place.left(), place.top() + (spare // 2 if is_middle else 0)))
