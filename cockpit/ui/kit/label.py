"""Plain text in the look's type: one line, a line that may be cut, or lines that wrap."""

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from cockpit.ui.kit.writing import Writing, one_line, tip
from cockpit.ui.look import Look, Role, Type

_WRAP_WIDTH_PX = 240
_FAR = 16_777_215


class Label(QLabel):
    """Text that is never read as markup. Cut text has its whole as tool tip.

    Each line is as high as its type says. Korean that wraps is passed through `say.wrapping`.
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
    ) -> None:
        super().__init__()
        self._look, self._size, self._role, self._weight = look, size, role, weight
        self._wraps, self._elides = wraps, elides
        self._writing = Writing(look, size, weight)
        self._shown = ""
        self._layout: tuple[int, QTextLayout, int] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if wraps:
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def say(self, text: str) -> None:
        """Show the text."""
        plain = text if self._wraps else one_line(text)
        if plain != self.text():
            self._layout = None
            self.setText(plain)
            self._fit()

    def dress(self, role: Role, weight: int | None = None) -> None:
        """Change the colour, and the weight if one is given."""
        if weight is not None and weight != self._weight:
            self._weight = weight
            self._writing = Writing(self._look, self._size, weight)
            self._layout = None
            self._fit()
            self.updateGeometry()
            self.update()
        if role is not self._role:
            self._role = role
            self.update()

    @override
    def sizeHint(self) -> QSize:
        width = math.ceil(self._writing.width(self.text()))
        if self._wraps and width > _WRAP_WIDTH_PX:
            return QSize(_WRAP_WIDTH_PX, self.heightForWidth(_WRAP_WIDTH_PX))
        return QSize(width, self._writing.line_px)

    @override
    def minimumSizeHint(self) -> QSize:
        if self._wraps or self._elides:
            return QSize(0, self._writing.line_px)
        return self.sizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return self._wraps

    @override
    def heightForWidth(self, width: int) -> int:
        if not self._wraps:
            return self._writing.line_px
        return max(1, self._laid_out(width)[1]) * self._writing.line_px

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        painter = QPainter(self)
        if self._wraps:
            self._paint_lines(painter)
        else:
            left = self._left(self._writing.width(self._shown))
            self._writing.write(painter, left, self._middle(), self._shown, self._role)
        painter.end()

    def _fit(self) -> None:
        text = self.text()
        self._shown = self._writing.fitting(text, self.width()) if self._elides else text
        if self._elides:
            tip(self, "" if self._shown == text else text)

    def _middle(self) -> float:
        line = self._writing.line_px
        if self.alignment() & Qt.AlignmentFlag.AlignTop:
            return line / 2
        if self.alignment() & Qt.AlignmentFlag.AlignBottom:
            return self.height() - line / 2
        return self.height() / 2

    def _left(self, width: float) -> float:
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            return self.width() - width
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return round((self.width() - width) / 2)
        return 0.0

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        if self._layout is None or self._layout[0] != width:
            layout = QTextLayout(self.text().replace("\n", "\u2028"), self._writing.font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            count = 0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width if width > 0 else _FAR)
                rise = self._writing.rise_px - line.ascent()
                line.setPosition(QPointF(0, round((count + 0.5) * self._writing.line_px + rise)))
                count += 1
            layout.endLayout()
            self._layout = (width, layout, count)
        return self._layout[1], self._layout[2]

    def _paint_lines(self, painter: QPainter) -> None:
        layout, count = self._laid_out(self.width())
        spare = self.height() - count * self._writing.line_px
        painter.setPen(self._look.color(self._role))
        is_middle = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter) and spare > 0
        layout.draw(painter, QPointF(0, spare // 2 if is_middle else 0))
