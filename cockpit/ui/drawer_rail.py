"""The folded drawer: a bell, the worst grade and the count."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from cockpit.domain.alert_words import AlertGrade
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.say import DASH

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


RAIL_PX = 40


class DrawerRail(QAbstractButton):
    """The folded drawer: a bell, the worst grade and the count. A click opens it."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._look, self._say = room.look, room.say
        self._told = DASH
        self._shape: Shape | None = None
        self.setObjectName("drawer.rail")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_alerts((), is_known=False)
        self._look.changed.connect(self.update)

    def show_alerts(self, alerts: "tuple[AlertView, ...]", *, is_known: bool) -> None:
        """Show how many there are; none are not known to be none before the journal is read."""
        self._told = str(len(alerts)) if alerts or is_known else DASH
        self._shape = Shape.WARN if alerts else None
        if any(one.grade is AlertGrade.ACT_NOW for one in alerts):
            self._shape = Shape.BAD
        self.setAccessibleName(self._say(DrawerCode.OPEN, alert_count=self._told))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the width of the rail."""
        return QSize(RAIL_PX, 200)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bell, mark and count."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap((RAIL_PX - 16) // 2, 16, look.icon("bell", Role.TEXT2, 16, ratio))
        if self._shape is not None:
            paint_mark(painter, look, self._shape, QRectF((RAIL_PX - 10) / 2, 48, 10, 10))
        painter.setFont(look.font(Type.NOTE, 600))
        painter.setPen(look.color(Role.TEXT1))
        flags = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 62, RAIL_PX, 16), flags, self._told)
        if self.hasFocus():
            pen = painter.pen()
            pen.setWidth(2)
            pen.setColor(look.color(Role.FOCUS))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(4, 8, RAIL_PX - 8, 76), 4, 4)
        painter.end()
