"""The ring around whatever has the keyboard: 2 px wide, 2 px outside of the control's frame.

It lies over the neighbours, so a control is exactly as large as its frame and needs no margin.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from cockpit.ui.look import Look, Role

GAP_PX, WIDTH_PX = 2, 2
REACH_PX = GAP_PX + WIDTH_PX
"""How far the ring reaches beyond the frame."""

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class Ring(QObject):
    """Watches one control and rings it while it has the keyboard.

    A click alone shows no ring; the first key does. With `is_always` a click shows it as well,
    as for text fields. `radius` is that of the control's frame.
    """

    def __init__(
        self, control: QWidget, look: Look, *, radius: int = 4, is_always: bool = False
    ) -> None:
        super().__init__(control)
        self._control, self._look = control, look
        self._radius, self._is_always = radius, is_always
        self._frame: _Frame | None = None
        self._watched: list[QWidget] = []
        control.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            if self._frame is not None and self._watched:
                self._follow()
        elif watched is self._control:
            if kind == QEvent.Type.FocusIn:
                self._enter(event)
            elif kind == QEvent.Type.FocusOut:
                self._leave()
            elif kind == QEvent.Type.KeyPress and not self._watched and self._control.hasFocus():
                self._put()
        return False

    def _enter(self, event: QEvent) -> None:
        is_click = (
            isinstance(event, QFocusEvent) and event.reason() is Qt.FocusReason.MouseFocusReason
        )
        if self._is_always or not is_click:
            self._put()

    def _leave(self) -> None:
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._watched = []
        if self._frame is not None and isValid(self._frame):
            self._frame.hide()

    def _put(self) -> None:
        host = self._control
        self._leave()
        while host.parentWidget() is not None and not host.isWindow():
            host = host.parentWidget()
            self._watched.append(host)
            if isinstance(host.parentWidget(), QAbstractScrollArea):
                break
        for one in self._watched:
            one.installEventFilter(self)
        if not self._watched:
            return
        if self._frame is None or not isValid(self._frame):
            self._frame = _Frame(self._look, self._radius)
        if self._frame.parentWidget() is not host:
            self._frame.setParent(host)
        self._follow()

    def _follow(self) -> None:
        frame = self._frame
        if frame is None or not isValid(frame) or not self._watched:
            return
        host = self._watched[-1]
        place = QRect(self._control.mapTo(host, QPoint(0, 0)), self._control.size())
        frame.setGeometry(place.adjusted(-REACH_PX, -REACH_PX, REACH_PX, REACH_PX))
        if self._control.isVisible():
            frame.show()
            frame.raise_()
        else:
            frame.hide()


class _Frame(QWidget):
    """The ring itself, which lets everything through but its own paint."""

    def __init__(self, look: Look, radius: int) -> None:
        super().__init__()
        self._look, self._radius = look, radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color(Role.FOCUS), WIDTH_PX))
        inset = WIDTH_PX / 2
        around = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(around, self._radius + GAP_PX, self._radius + GAP_PX)
        painter.end()
