"""The hold button: fires after it was kept pressed, and only what was painted when that began."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.kit.hold_paint import FULL, RADIUS_PX, SMALL, Drawing, HoldPaint
from cockpit.ui.kit.kit_codes import HoldCode
from cockpit.ui.kit.press import Begun, Press
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Look
from cockpit.ui.say import Say

FULL_PX = FULL.height
DROP_S = 0.12
FRAME_MS, TURN_MS, COUNT_MS = 16, 40, 200
QUARTERS = 4
PRESSES = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
ARMED = {AimState.ARMED, AimState.RECOMMENDED, AimState.REFUSED, AimState.UNKNOWN}
"""States in which a press counts: the safe direction is never blocked."""


class HoldButton(QAbstractButton):
    """Fires `fired` with its key after `hold_s` of mouse, Space or Enter.

    Letting go, leaving with the pointer, losing the focus or being hidden cancels. While pressed
    the aim is frozen: what fires is what was painted when the press began. For 2 s after the
    target changed a press does nothing and says so. A button that cannot be used tells by
    `explained` that somebody tried. With `is_two_step` a press prepares and a second one within
    5 s fires, without holding; so does a press of a screen reader, which cannot hold.
    """

    fired = Signal(str)
    explained = Signal(str)

    def __init__(
        self,
        look: Look,
        say: Say,
        hold_s: float,
        icon: str,
        *,
        is_small: bool = False,
        monotonic_s: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._say, self._hold_s, self._icon = look, say, hold_s, icon
        self._measures = SMALL if is_small else FULL
        self._paint = HoldPaint(look, self._measures)
        self._now_s = monotonic_s
        self._press = Press(hold_s)
        self._aim: Aim | None = None
        self._next: Aim | None = None
        self._last_key = ""
        self._down_by: int | Qt.MouseButton | None = None
        self._is_warned = False
        self._dropped: tuple[float, float] | None = None
        self.is_two_step = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._measures.height + 2 * MARGIN_PX)
        self.clicked.connect(self._press_unheld)
        look.changed.connect(self.update)

    @property
    def shown(self) -> Aim | None:
        """Return the aim that is painted."""
        return self._aim

    @property
    def filled_ratio(self) -> float:
        """Return how much of the hold is done, 0 to 1."""
        return self._press.ratio

    @property
    def is_frozen(self) -> bool:
        """Return whether the target has only just changed, so that a press would do nothing."""
        return self._press.is_frozen(self._now_s())

    @property
    def hint(self) -> str:
        """Return the hint that is painted on the right."""
        width = self.width() - 2 * MARGIN_PX
        label = "" if self._aim is None else self._aim.label
        return self._paint.hint_for(label, self._hints(), width)

    def aim(self, aim: Aim | None) -> None:
        """Aim at something else, or show how far it has come; kept back while it is pressed."""
        self._next = aim
        if not self._press.is_held:
            self._take()

    @override
    def sizeHint(self) -> QSize:
        """Return the size for label and hint."""
        return QSize(160 if self._measures is SMALL else 228 + 2 * MARGIN_PX, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the label can be read."""
        return QSize(96 if self._measures is SMALL else 160, self.height())

    # ------------------------------------------------------------ pressing

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(Qt.MouseButton.LeftButton)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Cancel when the pointer leaves the button."""
        is_ours = self._down_by is Qt.MouseButton.LeftButton
        if is_ours and not self.rect().contains(event.position().toPoint()):
            self._let_go()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Cancel, unless it has fired."""
        if event.button() is self._down_by:
            self._let_go()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin by Space or Enter; the keyboard's own repeats count for nothing."""
        key = event.key()
        if key in PRESSES:
            if not event.isAutoRepeat():
                self._begin(key)
        elif key == Qt.Key.Key_Escape and self._down_by is not None:
            self._let_go()
        else:
            event.ignore()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Cancel, unless it has fired."""
        if not event.isAutoRepeat() and event.key() == self._down_by:
            self._let_go()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Cancel."""
        self._let_go()
        self._press.forget()
        super().focusOutEvent(event)
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Cancel when it is taken out of use."""
        super().changeEvent(event)
        if not self.isEnabled():
            self._let_go()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Cancel: nothing fires that cannot be seen."""
        self._let_go()
        self._press.forget()
        super().hideEvent(event)
        self._pace()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Go on turning."""
        super().showEvent(event)
        self._pace()

    def _begin(self, by: int | Qt.MouseButton) -> None:
        if self._down_by is None:
            self._down_by = by
            self._start(is_two_step=self.is_two_step)

    def _press_unheld(self) -> None:
        if self._down_by is None:
            self._start(is_two_step=True)

    def _start(self, *, is_two_step: bool) -> None:
        aim = self._aim
        if aim is None:
            return
        if aim.state not in ARMED or not aim.key or not self.isEnabled():
            self.explained.emit(aim.key)
            return
        begun = self._press.begin(aim.key, self._now_s(), is_two_step=is_two_step)
        self._is_warned = begun is Begun.FROZEN
        self._dropped = None
        if begun is Begun.FIRED:
            self.fired.emit(self._press.key)
        self._pace()
        self.update()

    def _let_go(self) -> None:
        if self._down_by is None:
            return
        self._down_by = None
        done = self._press.end()
        if done > 0 and not self._look.is_calm:
            self._dropped = (done, self._now_s())
        self._take()
        self._pace()
        self.update()

    # ------------------------------------------------------------ time

    def _tick(self) -> None:
        now_s = self._now_s()
        if self._press.tick(now_s):
            self.fired.emit(self._press.key)
            self._take()
        if self._is_warned and not self._press.is_frozen(now_s):
            self._is_warned = False
        if self._dropped is not None and now_s - self._dropped[1] >= DROP_S:
            self._dropped = None
        self._pace()
        self.update()

    def _pace(self) -> None:
        """Let the timer run as fast as something moves, and not at all when nothing does."""
        wanted_ms = 0
        if self._is_warned or self._press.again_s(self._now_s()) > 0:
            wanted_ms = COUNT_MS
        if self._is_turning:
            wanted_ms = TURN_MS
        if self._press.is_held or self._dropped is not None:
            wanted_ms = FRAME_MS
        if not wanted_ms:
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != wanted_ms:
            self._timer.start(wanted_ms)

    @property
    def _is_turning(self) -> bool:
        is_sent = self._aim is not None and self._aim.state is AimState.SENT
        return is_sent and self.isVisible() and not self._look.is_calm

    def _take(self) -> None:
        aim = self._next
        if aim == self._aim:
            return
        self._aim = aim
        if aim is not None and aim.key and aim.key != self._last_key:
            if self._last_key:
                self._press.retarget(self._now_s())
            self._last_key = aim.key
        self._name()
        self._pace()
        self.update()

    def _name(self) -> None:
        aim = self._aim
        seconds = self._say.number(self._hold_s)
        what = "" if aim is None else aim.what
        lines = () if aim is None else tuple(filter(None, (aim.hint, *aim.lines)))
        self.setAccessibleName(self._say(HoldCode.NAME, what=what, seconds=seconds))
        self.setAccessibleDescription(" ".join(lines))
        tip(self, "" if aim is None else "\n".join(filter(None, (aim.label, aim.hint, *aim.lines))))

    # ------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the state, and the ring around it."""
        painter = QPainter(self)
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        aim, now_s = self._aim, self._now_s()
        is_able = aim is not None and self.isEnabled()
        state = AimState.IDLE if aim is None or not is_able else aim.state
        if state in ARMED and self._press.again_s(now_s) > 0:
            state = AimState.RECOMMENDED
        drawing = Drawing(
            state=state,
            label="" if aim is None else aim.label,
            hints=self._hints(),
            icon=self._icon,
            filled=self._filled(now_s),
            turn=0.0 if self._look.is_calm else now_s % 1.0,
        )
        self._paint.paint(painter, frame, drawing)
        if self.hasFocus():
            paint_ring(painter, self._look, frame, RADIUS_PX)
        painter.end()

    def _filled(self, now_s: float) -> float | None:
        """Return how far the fill reaches; None when there is none to paint."""
        if self._press.is_held:
            ratio = self._press.ratio
            return int(ratio * QUARTERS) / QUARTERS if self._look.is_calm else ratio
        if self._dropped is None:
            return None
        done, at_s = self._dropped
        return max(0.0, done * (1.0 - (now_s - at_s) / DROP_S))

    def _hints(self) -> tuple[str, ...]:
        """Return what may stand on the right, from long to short."""
        say, aim = self._say, self._aim
        again_s = self._press.again_s(self._now_s())
        if aim is None:
            return ("",)
        if self._is_warned:
            return (say(HoldCode.CHANGED),)
        if again_s > 0:
            return (say(HoldCode.ONCE_MORE, seconds=say.count(math.ceil(again_s))),)
        if self._press.is_held:
            return (say(HoldCode.LEFT, seconds=say.number(self._press.left_s)), "")
        if aim.hint is None and not self.is_two_step:
            seconds = say.number(self._hold_s)
            short = say(HoldCode.HOLD_FOR_SHORT, seconds=seconds)
            return (say(HoldCode.HOLD_FOR, seconds=seconds), short, "")
        return (say(HoldCode.PREPARE) if aim.hint is None else aim.hint, "")
