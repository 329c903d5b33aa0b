"""Text on one line, painted: where its baseline is, how wide it is, and what of it fits."""

from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from cockpit.ui.look import Look, Role, Type

MOST_WIDTHS = 2_000
"""Ages and figures come and go."""


class _Measure:
    """How large texts are in one font: all that write with it share what was measured once."""

    def __init__(self, font: QFont) -> None:
        self.metrics = QFontMetricsF(font)
        self.rise_px = (self.metrics.ascent() - self.metrics.descent()) / 2
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
        return width


_MEASURES: WeakKeyDictionary[Look, dict[tuple[Type, int], _Measure]] = WeakKeyDictionary()


def _measure(look: Look, size: Type, weight: int) -> _Measure:
    known = _MEASURES.setdefault(look, {})
    if (size, weight) not in known:
        known[size, weight] = _Measure(look.font(size, weight))
    return known[size, weight]


class Writing:
    """One size and weight of type, ready to measure and to write with."""

    def __init__(self, look: Look, size: Type = Type.BODY, weight: int = 400) -> None:
        self._look = look
        self.font = look.font(size, weight)
        self._measure = _measure(look, size, weight)
        self.line_px = size.value[1]
        self.rise_px = self._measure.rise_px
        """How far the baseline lies below the middle of the line."""

    def width(self, text: str) -> float:
        """Return the width of the text in pixels."""
        return self._measure.width(text)

    def fitting(self, text: str, width: float) -> str:
        """Return the text, or what fits of it with an ellipsis."""
        if not text or self.width(text) <= width:
            return text
        return self._measure.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))

    def fitting_ends(self, text: str, width: float) -> str:
        """Return the text, or its beginning and its end with an ellipsis between."""
        if not text or self.width(text) <= width:
            return text
        return self._measure.metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(0.0, width))

    def baseline(self, middle: float) -> float:
        """Return the baseline of a line whose middle is at `middle`."""
        return round(middle + self.rise_px)

    def write(self, painter: QPainter, left: float, middle: float, text: str, role: Role) -> float:
        """Write a line around `middle`; return where it ends."""
        painter.setFont(self.font)
        painter.setPen(self._look.color(role))
        painter.drawText(QPointF(left, self.baseline(middle)), text)
        return left + self.width(text)


def one_line(text: str) -> str:
    """Return the text without line breaks, whoever sent it."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def plain_tip(text: str) -> str:
    """Return the text so that a tool tip never reads it as markup: names come from servers."""
    if "<" not in text:
        return text
    from html import escape  # hardly ever needed, and it brings all names of HTML along

    return f"<span>{escape(text)}</span>"


def tip(widget: QWidget, text: str) -> None:
    """Set the tool tip of a widget to plain text."""
    shown = plain_tip(text)
    if widget.toolTip() != shown:
        widget.setToolTip(shown)
