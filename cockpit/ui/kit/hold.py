"""The hold button: fires after it was kept pressed, and only what was painted when that began."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.kit.kit_codes import HoldCode
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.say import Say

FROZEN_S = 2.0
"""For so long after its target changed, a press does nothing."""

TWO_STEP_S = 5.0
"""For so long the second press of the two-step way counts."""

DROP_MS, FRAME_MS = 120, 16
FULL_PX, SMALL_PX, RADIUS_PX = 44, 28, 4
ICON_PX, SMALL_ICON_PX, PADDING_PX = 18, 16, 12
HATCH_PITCH_PX, HATCH_PX = 10, 3
QUARTERS = 4
ARMED = {AimState.ARMED, AimState.RECOMMENDED, AimState.REFUSED, AimState.UNKNOWN}
MARKS = {
    AimState.SEEN: Shape.OK,
    AimState.REFUSED: Shape.BAD,
    AimState.UNKNOWN: Shape.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Dress:
    """The roles of one state: frame, fill, text and hint; None paints nothing."""

    line: Role | None
    fill: Role | None
    text: Role
    hint: Role
    is_dashed: bool = False


LOOKS = {
    AimState.IDLE: Dress(Role.LINE, None, Role.DISABLED, Role.TEXT3),
    AimState.ARMED: Dress(Role.BORDER, None, Role.TEXT1, Role.TEXT3),
    AimState.RECOMMENDED: Dress(None, Role.ACTION, Role.ON_ACTION, Role.ON_ACTION2),
    AimState.SENT: Dress(Role.BORDER, None, Role.TEXT1, Role.TEXT3),
    AimState.SEEN: Dress(Role.OK, None, Role.TEXT1, Role.TEXT2),
    AimState.REFUSED: Dress(Role.BAD, None, Role.TEXT1, Role.TEXT2),
    AimState.UNKNOWN: Dress(Role.UNKNOWN, None, Role.TEXT1, Role.TEXT2, is_dashed=True),
}


class HoldButton(QWidget):
    """Fires `fired` with its key after `hold_s` of mouse, Space or Enter.

    Letting go, losing the focus or being hidden cancels. While pressed the aim is frozen: what
    fires is what was painted when the press began. For 2 s after the target changed a press does
    nothing and says so. A button that cannot be used tells by `explained` that somebody tried.
    With `is_two_step` a press arms and a second one within 5 s fires, without holding.
    """

    fired = Signal(str)
    explained = Signal(str)

    def __init__(
        self,
        look: Look,
        say: Say,
        *,
        hold_s: float,
        icon: str,
        is_small: bool = False,
        monotonic_s: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._say, self._hold_s, self._icon = look, say, hold_s, icon
        self._is_small = is_small
        self._now_s = monotonic_s
        self._aim: Aim | None = None
        self._next: Aim | None = None
        self._changed_s = float("-inf")
        self._began_s: float | None = None
        self._armed_s: float | None = None
        self._is_warned = False
        self.is_two_step = False
        self._drop = QElapsedTimer()
        self._drop_from = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight((SMALL_PX if is_small else FULL_PX) + 2 * MARGIN_PX)
        look.changed.connect(self.update)

    @property
    def shown(self) -> Aim | None:
        """Return the aim that is painted."""
        return self._aim

    @property
    def filled_ratio(self) -> float:
        """Return how much of the hold is done, 0 to 1."""
        if self._began_s is None:
            return 0.0
        return min(1.0, (self._now_s() - self._began_s) / self._hold_s)

    def aim(self, aim: Aim | None) -> None:
        """Aim at something else, or show how far it has come; kept back while it is pressed."""
        self._next = aim
        if self._began_s is None:
            self._take()

    @override
    def sizeHint(self) -> QSize:
        """Return the size for label and hint."""
        return QSize(160 if self._is_small else 228, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the label can be read."""
        return QSize(96 if self._is_small else 160, self.height())

    # ------------------------------------------------------------ pressing

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._press()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Cancel, unless it has fired."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._release()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin by Space or Enter; the keyboard's own repeats count for nothing."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._press()
            return
        super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Cancel, unless it has fired."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._release()
            return
        super().keyReleaseEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Cancel."""
        self._cancel()
        super().focusOutEvent(event)
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def _press(self) -> None:
        aim = self._aim
        if aim is None or self._began_s is not None:
            return
        if aim.state not in ARMED or not aim.key:
            self.explained.emit(aim.key)
            return
        now_s = self._now_s()
        if now_s - self._changed_s < FROZEN_S:
            self._is_warned = True
            self._timer.start()
            self.update()
            return
        if self.is_two_step:
            self._press_once(now_s, aim)
            return
        self._began_s = now_s
        self._timer.start()
        self.update()

    def _press_once(self, now_s: float, aim: Aim) -> None:
        if self._armed_s is not None and now_s - self._armed_s <= TWO_STEP_S:
            self._armed_s = None
            self.fired.emit(aim.key)
        else:
            self._armed_s = now_s
            self._timer.start()
        self.update()

    def _release(self) -> None:
        if self.filled_ratio >= 1.0:
            self._fire()
        else:
            self._cancel()

    def _cancel(self) -> None:
        if self._began_s is None:
            return
        self._drop_from = self.filled_ratio
        self._began_s = None
        self._drop.start()
        self._take()
        self.update()

    def _fire(self) -> None:
        aim = self._aim
        self._began_s = None
        self._drop_from = 0.0
        if aim is not None:
            self.fired.emit(aim.key)
        self._take()
        self.update()

    def _tick(self) -> None:
        now_s = self._now_s()
        if self._began_s is not None:
            if self.filled_ratio >= 1.0:
                self._fire()
            self.update()
            return
        if self._armed_s is not None and now_s - self._armed_s > TWO_STEP_S:
            self._armed_s = None
        if self._is_warned and now_s - self._changed_s >= FROZEN_S:
            self._is_warned = False
        is_moving = self._dropped_ratio() > 0 or self._is_turning
        if not is_moving and self._armed_s is None and not self._is_warned:
            self._timer.stop()
        self.update()

    def _take(self) -> None:
        aim, before = self._next, self._aim
        if aim == before:
            return
        if before is not None and before.key and (aim is None or aim.key != before.key):
            self._changed_s = self._now_s()
            self._armed_s = None
        self._aim = aim
        if self._is_turning:
            self._timer.start()
        name = "" if aim is None else aim.what
        seconds = self._say.number(self._hold_s)
        self.setAccessibleName(self._say(HoldCode.NAME, what=name, seconds=seconds))
        self.setAccessibleDescription("" if aim is None else " ".join(aim.lines))
        self.setToolTip("" if aim is None else "\n".join(filter(None, aim.lines)))
        self.update()

    @property
    def _is_turning(self) -> bool:
        is_sent = self._aim is not None and self._aim.state is AimState.SENT
        return is_sent and self.isVisible() and not self._look.is_calm

    def _dropped_ratio(self) -> float:
        if self._drop_from <= 0 or not self._drop.isValid() or self._look.is_calm:
            return 0.0
        left = 1.0 - self._drop.elapsed() / DROP_MS
        if left <= 0:
            self._drop_from = 0.0
            return 0.0
        return self._drop_from * left

    # ------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, fill, icon, label and hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        aim = self._aim
        state = AimState.IDLE if aim is None else aim.state
        filled = self._filled()
        dress = LOOKS[state]
        if filled > 0:
            dress = LOOKS[AimState.RECOMMENDED]
        self._paint_frame(painter, frame, dress, filled, state)
        if aim is not None:
            self._paint_text(painter, frame, aim, dress)
        if self.hasFocus():
            paint_ring(painter, self._look, frame, RADIUS_PX)
        painter.end()

    def _filled(self) -> float:
        ratio = self.filled_ratio or self._dropped_ratio()
        if self._look.is_calm and self._began_s is not None:
            return max(1 / QUARTERS, int(ratio * QUARTERS) / QUARTERS)
        return ratio if self._began_s is None else max(ratio, 0.001)

    def _paint_frame(
        self, painter: QPainter, frame: QRectF, dress: Dress, filled: float, state: AimState
    ) -> None:
        look = self._look
        path = QPainterPath()
        path.addRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        if filled > 0:
            painter.fillPath(path, look.color(Role.ACTION_REST))
            painter.save()
            painter.setClipPath(path)
            done = QRectF(frame.left(), frame.top(), frame.width() * filled, frame.height())
            painter.fillRect(done, look.color(Role.ACTION))
            painter.restore()
            return
        if dress.fill is not None:
            painter.fillPath(path, look.color(dress.fill))
        if state is AimState.UNKNOWN:
            self._hatch(painter, path, frame)
        if dress.line is not None:
            pen = QPen(look.color(dress.line), 1)
            if dress.is_dashed:
                pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)

    def _hatch(self, painter: QPainter, path: QPainterPath, frame: QRectF) -> None:
        painter.save()
        painter.setClipPath(path)
        color = QColor(self._look.color(Role.UNKNOWN))  # the look keeps its own
        color.setAlphaF(0.3)
        painter.setPen(QPen(color, HATCH_PX))
        left = frame.left() - frame.height()
        while left < frame.right():
            painter.drawLine(
                QPointF(left, frame.bottom()), QPointF(left + frame.height(), frame.top())
            )
            left += HATCH_PITCH_PX
        painter.restore()

    def _paint_text(self, painter: QPainter, frame: QRectF, aim: Aim, dress: Dress) -> None:
        look = self._look
        icon_px = SMALL_ICON_PX if self._is_small else ICON_PX
        middle = frame.center().y()
        left = frame.left() + PADDING_PX
        corner = QPointF(left, middle - icon_px / 2)
        if aim.state in MARKS and self._filled() <= 0:
            side = icon_px - 4
            mark = QRectF(left + 2, middle - side / 2, side, side)
            paint_mark(painter, look, MARKS[aim.state], mark)
        elif aim.state is AimState.SENT:
            self._paint_turning(painter, QRectF(corner.x(), corner.y(), icon_px, icon_px))
        else:
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(corner, look.icon(self._icon, dress.text, icon_px, ratio))
        left += icon_px + 8
        hint = self._hint(aim)
        hint_font = look.font(Type.NOTE)
        hint_width = QFontMetricsF(hint_font).horizontalAdvance(hint)
        right = frame.right() - PADDING_PX
        painter.setFont(hint_font)
        painter.setPen(look.color(dress.hint))
        box = QRectF(right - hint_width - 1, frame.top(), hint_width + 1, frame.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
        font = look.font(Type.BODY if self._is_small else Type.HEADING, 600)
        room = box.left() - 8 - left
        label = QFontMetricsF(font).elidedText(aim.label, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(look.color(dress.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, frame.top(), room, frame.height()), flags, label)

    def _paint_turning(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.color(Role.BORDER), 1.6))
        inside = rect.adjusted(2, 2, -2, -2)
        painter.drawEllipse(inside)
        painter.setPen(QPen(self._look.color(Role.TEXT1), 1.6))
        turn = 0.0 if self._look.is_calm else self._now_s() % 1.0
        painter.drawArc(inside, round((90 - 360 * turn) * 16), 90 * 16)

    def _hint(self, aim: Aim) -> str:
        say = self._say
        if self._is_warned:
            return say(HoldCode.CHANGED)
        if self._armed_s is not None:
            return say(HoldCode.ONCE_MORE)
        if self._began_s is not None:
            left_s = max(0.0, self._hold_s * (1 - self.filled_ratio))
            return say(HoldCode.LEFT, seconds=say.number(left_s))
        if aim.hint is not None:
            return aim.hint
        is_tight = self._is_small or self.width() < 216  # noqa: PLR2004 - the shorter hint fits
        code = HoldCode.HOLD_FOR_SHORT if is_tight else HoldCode.HOLD_FOR
        return say(code, seconds=say.number(self._hold_s))
