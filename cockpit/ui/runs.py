"""One painted line of text in several weights and colours, with marks between."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Look, Role, Type

MARK_PX = 10
MARK_GAP_PX = 8


class Run(Struct, frozen=True):
    """A piece of a line: a mark, a text or both, `gap_px` after what stands before it."""

    text: str = ""
    role: Role = Role.TEXT1
    weight: int = 400
    gap_px: int = 0
    shape: Shape | None = None
    size: Type | None = None
    mark_px: int = MARK_PX


class Runs(QWidget):
    """A line of runs on one baseline. What does not fit is elided, and stands in the tooltip.

    `is_right` sets it to the right edge.
    """

    def __init__(self, look: Look, size: Type = Type.BODY, *, is_right: bool = False) -> None:
        super().__init__()
        self._look, self._size, self._is_right = look, size, is_right
        self._runs: tuple[Run, ...] = ()
        self._natural_px = 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(size.value[1])
        look.changed.connect(self.update)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show these pieces; nothing is painted when they are the same."""
        if tuple(runs) == self._runs:
            return
        self._runs = tuple(runs)
        self._natural_px = round(sum(self._width(run) for run in runs) + 1.0)
        self.setAccessibleName(self.text)
        self._tip()
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """Return the whole line as plain text."""
        return " ".join(run.text for run in self._runs if run.text)

    @property
    def natural_px(self) -> int:
        """Return how wide the line is when nothing is left out."""
        return self._natural_px

    @override
    def sizeHint(self) -> QSize:
        """Return the natural size."""
        return QSize(self.natural_px, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return that the line may be elided to nothing."""
        return QSize(0, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole in the tooltip when it no longer fits."""
        super().resizeEvent(event)
        self._tip()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pieces from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = max(0.0, self.width() - self.natural_px) if self._is_right else 0.0
        baseline = self._baseline()
        for run in self._runs:
            left += run.gap_px
            if left >= self.width():
                break
            if run.shape is not None:
                top = baseline - QFontMetricsF(self._font(run)).capHeight() / 2 - run.mark_px / 2
                box = QRectF(round(left), round(top), run.mark_px, run.mark_px)
                paint_mark(painter, self._look, run.shape, box)
                left += run.mark_px + (MARK_GAP_PX if run.text else 0)
            left += self._paint_text(painter, run, left, baseline)
        painter.end()

    def _paint_text(self, painter: QPainter, run: Run, left: float, baseline: float) -> float:
        if not run.text:
            return 0.0
        font = self._font(run)
        metrics = QFontMetricsF(font)
        width, free = metrics.horizontalAdvance(run.text), self.width() - left
        shown = run.text
        if width > free + 0.5:
            shown = metrics.elidedText(run.text, Qt.TextElideMode.ElideRight, max(0.0, free))
        painter.setFont(font)
        painter.setPen(self._look.color(run.role))
        painter.drawText(
            QRectF(left, baseline - metrics.ascent(), free + 1, metrics.height()), 0, shown
        )
        return width

    def _width(self, run: Run) -> float:
        mark = 0 if run.shape is None else run.mark_px + (MARK_GAP_PX if run.text else 0)
        text = QFontMetricsF(self._font(run)).horizontalAdvance(run.text) if run.text else 0.0
        return run.gap_px + mark + text

    def _font(self, run: Run) -> QFont:
        return self._look.font(run.size or self._size, run.weight)

    def _baseline(self) -> float:
        metrics = QFontMetricsF(self._look.font(self._size))
        return round((self.height() + metrics.capHeight()) / 2)

    def _tip(self) -> None:
        tip(self, self.text if self.natural_px > self.width() + 1 else "")
