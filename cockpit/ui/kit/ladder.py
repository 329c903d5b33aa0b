"""The ladder 1 → 5 → 20 → 100 as the strip shows it, and the track of one target."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.domain.standings import StageState
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.say import Say

if TYPE_CHECKING:  # there is no launch to see before the journal is read
    from cockpit.app.launch_view import StageView


STEP_PX, LINK_PX, RADIUS_PX, FLAG_PX = 24, 28, 4, 11
LINK_GAP_PX, LINK_WIDTH_PX = 4, 2
WIDTHS_PX = {1: 40, 2: 44, 3: 52}
"""The width of a step by its digits."""

BAR_PX, TICK_PX, DOT_PX = 4, 14, 8

TOP_PX = 5
"""Room above the steps for the mark of a gate that failed."""


class Ladder(QWidget):
    """Steps with the current one filled and those behind raised; a failing gate has a mark."""

    def __init__(self, look: Look, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._say = look, say
        self._plain, self._strong = Writing(look, Type.BODY), Writing(look, Type.BODY, 600)
        self._stages: tuple[StageView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_stages(self, stages: "tuple[StageView, ...]") -> None:
        """Show these steps."""
        if stages == self._stages:
            return
        is_other = [one.exposure_pct for one in stages] != [
            one.exposure_pct for one in self._stages
        ]
        self._stages = stages
        current = next((one for one in stages if one.state in _CURRENT), None)
        shown = "" if current is None else self._percent(current)
        self.setAccessibleName(" → ".join(self._percent(one) for one in stages))
        self.setAccessibleDescription(shown)
        if is_other:
            self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of all steps and links."""
        count = len(self._stages)
        width = sum(self._width(one) for one in self._stages) + LINK_PX * max(0, count - 1)
        return QSize(width + 1 + TOP_PX, STEP_PX + 2 * TOP_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint steps and links."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 0.5, TOP_PX + STEP_PX / 2
        for place, stage in enumerate(self._stages):
            if place:
                self._paint_link(painter, left, middle, self._stages[place - 1])
                left += LINK_PX
            frame = QRectF(left, TOP_PX + 0.5, self._width(stage) - 1, STEP_PX - 1)
            self._paint_step(painter, frame, stage)
            left += self._width(stage)
        painter.end()

    def _paint_link(
        self, painter: QPainter, left: float, middle: float, stage: "StageView"
    ) -> None:
        """Paint the way on from a stage; that from the current one as far as it has baked."""
        start, end = left + LINK_GAP_PX, left + LINK_PX - LINK_GAP_PX
        done = start + (end - start) * _left_behind(stage)
        top = middle - LINK_WIDTH_PX / 2
        if done < end:
            rest = QRectF(start, top, end - start, LINK_WIDTH_PX)
            painter.fillRect(rest, self._look.color(Role.BORDER))
        role = Role.TEXT2 if stage.state is StageState.DONE else Role.TEXT1
        painter.fillRect(QRectF(start, top, done - start, LINK_WIDTH_PX), self._look.color(role))

    def _paint_step(self, painter: QPainter, frame: QRectF, stage: "StageView") -> None:
        look, is_current = self._look, stage.state in _CURRENT
        painter.setPen(Qt.PenStyle.NoPen)
        text = Role.TEXT3
        if is_current:
            painter.setBrush(look.color(Role.ACTION))
            text = Role.ON_ACTION
        elif stage.state is StageState.DONE:
            painter.setBrush(look.color(Role.ACTIVE))
            text = Role.TEXT1
        else:
            painter.setPen(QPen(look.color(Role.BORDER), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        writing = self._plain if stage.state is StageState.AHEAD else self._strong
        words = self._percent(stage)
        place = round(frame.center().x() - writing.width(words) / 2)
        writing.write(painter, place, frame.center().y(), words, text)
        if stage.state is StageState.FAILED:
            corner = QRectF(frame.right() - FLAG_PX / 2 - 1, 0, FLAG_PX, FLAG_PX)
            painter.fillRect(corner.adjusted(-2, -2, 2, 2), look.color(Role.SURFACE))
            paint_mark(painter, look, Shape.BAD, corner)

    def _percent(self, stage: "StageView") -> str:
        return f"{stage.exposure_pct:g} %"

    def _width(self, stage: "StageView") -> int:
        digits = len(f"{stage.exposure_pct:g}")
        return WIDTHS_PX.get(digits, 52 + 8 * max(0, digits - 3))


def _left_behind(stage: "StageView") -> float:
    """Return how much of the way to the next stage is done, 0 to 1."""
    if stage.state is StageState.DONE:
        return 1.0
    if stage.state is StageState.AHEAD or stage.bake_elapsed_s is None:
        return 0.0
    needed_s = stage.bake_needed_s
    return min(1.0, stage.bake_elapsed_s / needed_s) if needed_s > 0 else 1.0


_CURRENT = {StageState.CURRENT, StageState.FAILED}


class Track(QWidget):
    """One target: ▼ what the policy says, the bar what is set, the dot what users really have.

    The rungs stand at equal distances, so that 1 % and 5 % can be told apart.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._ladder_pct: tuple[float, ...] = (1, 5, 20, 100)
        self._figures: tuple[float | None, float | None, float | None] = (None, None, None)
        self._is_adrift = False
        self.setMinimumWidth(120)
        self.setFixedHeight(32)
        look.changed.connect(self.update)

    def show_target(
        self,
        ladder_pct: tuple[float, ...],
        *,
        policy_pct: float | None,
        set_pct: float | None,
        effective_pct: float | None,
        is_adrift: bool,
    ) -> None:
        """Show where the target stands; None is not known and is not drawn."""
        shown = (ladder_pct, (policy_pct, set_pct, effective_pct), is_adrift)
        if shown != (self._ladder_pct, self._figures, self._is_adrift):
            self._ladder_pct, self._figures, self._is_adrift = shown
            self.update()

    @staticmethod
    def place(pct: float, ladder_pct: tuple[float, ...]) -> float:
        """Return where a percentage stands on the track, 0 to 1."""
        rungs = (0.0, *ladder_pct)
        for index, (low, high) in enumerate(pairwise(rungs)):
            if pct <= high:
                share = (max(pct, low) - low) / (high - low) if high > low else 0.0
                return (index + share) / (len(rungs) - 1)
        return 1.0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, rungs, bar, dot and policy."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, left, right, y = self._look, 6.0, self.width() - 6.0, 20.0
        across = right - left
        policy_pct, set_pct, effective_pct = self._figures
        loud = Role.WARN if self._is_adrift else Role.TEXT2

        def x_of(pct: float) -> float:
            return left + across * self.place(pct, self._ladder_pct)

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Role.ACTIVE))
        painter.drawRoundedRect(QRectF(left - 2, y - 2, across + 4, BAR_PX), 2, 2)
        for pct in (0.0, *self._ladder_pct):
            tick = QRectF(round(x_of(pct)), y - TICK_PX / 2, 1, TICK_PX)
            painter.fillRect(tick, look.color(Role.BORDER))
        if set_pct is not None:
            painter.setBrush(look.color(loud))
            painter.drawRoundedRect(QRectF(left - 2, y - 2, x_of(set_pct) - left + 4, BAR_PX), 2, 2)
        if effective_pct is not None:
            middle = QPointF(x_of(effective_pct), y)
            painter.setBrush(look.color(Role.SURFACE))
            painter.drawEllipse(middle, DOT_PX / 2 + 1.5, DOT_PX / 2 + 1.5)
            painter.setBrush(look.color(Role.WARN if self._is_adrift else Role.TEXT1))
            painter.drawEllipse(middle, DOT_PX / 2, DOT_PX / 2)
        if policy_pct is not None:
            x = x_of(policy_pct)
            painter.setBrush(look.color(Role.TEXT1))
            painter.drawPolygon(
                QPolygonF([QPointF(x - 4.5, 5), QPointF(x + 4.5, 5), QPointF(x, 11)])
            )
        painter.end()
