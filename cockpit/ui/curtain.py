"""What keeps the paint of a whole page from stalling the window: it is shown part by part."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.look import Look, Role

PARTS_COUNT = 3
"""A page comes in so many turns of the event loop, within two frames of a screen."""


class Curtain(QWidget):
    """The ground of the window over another widget; it rises from top to bottom.

    What lies behind it is laid out, takes presses and keys, and is not painted. So making
    room for a page takes one turn of the event loop, filling it another, and painting it the next
    ones.
    """

    NAME = "curtain"

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName(self.NAME)
        self._look, self._over = look, over
        self._part = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._show_part)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)

    def fall(self) -> None:
        """Cover everything until it is told to rise."""
        self._timer.stop()
        self._part = 0
        self._put()
        self.raise_()
        self.show()

    def rise(self) -> None:
        """Rise in the turns that follow, if it has fallen."""
        if not self.isHidden():
            self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._put()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.color(Role.WINDOW))
        painter.end()

    def _show_part(self) -> None:
        self._part += 1
        if self._part < PARTS_COUNT:
            self._put()
        else:
            self._timer.stop()
            self.hide()

    def _put(self) -> None:
        top = self._over.height() * self._part // PARTS_COUNT
        self.setGeometry(0, top, self._over.width(), self._over.height() - top)
