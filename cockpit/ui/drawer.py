"""The alert drawer on the right: open on the flows, a rail with a count elsewhere."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from cockpit.app.alert_view import AlertView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.alert_words import AlertGrade
from cockpit.ui.drawer_lines import REASONS, advice, in_order, title
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape, paint_mark
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs

OPEN_PX, RAIL_PX, HEADER_PX = 264, 40, 44
MOST_ALERTS, MOST_PAST = 12, 4


class AlertRow(QWidget):
    """One alert: its state, name and reason, the sentence, what to do, and its runbook."""

    runbook = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._say = room.look, room.say
        self._alert: AlertView | None = None
        self._mark = Mark(look, 12)
        self._name = Runs(look)
        self._tag = Tag(look)
        self._time = Label(look, Type.NOTE, Role.TEXT3)
        self._text = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._advice = Label(look, Type.NOTE, Role.BAD_TEXT, 600, elides=True)
        self._book = Button(look, Kind.LIGHT, room.say(DrawerCode.RUNBOOK), "book")
        self._book.clicked.connect(self._open_book)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._mark)
        first.addWidget(self._name)
        first.addWidget(self._tag)
        first.addStretch(1)
        first.addWidget(self._time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 4)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._text)
        layout.addWidget(self._advice)
        layout.addWidget(self._book, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(4)
        layout.addWidget(Line(look, role=Role.LINE2))

    def show_alert(self, alert: AlertView, *, has_book: bool) -> None:
        """Show this alert."""
        if alert == self._alert:
            return
        self._alert = alert
        say, is_urgent = self._say, alert.grade is AlertGrade.ACT_NOW
        self._mark.show_shape(Shape.BAD if is_urgent else Shape.WARN)
        self._name.show_runs((Run(title(alert, say), weight=600),))
        self._tag.say(say(REASONS[alert.reason]))
        self._time.say(say.time(alert.since_at))
        self._text.say(say.wrapping(say.text(alert.message)))
        self._advice.say(advice(alert, say))
        self._advice.dress(Role.BAD_TEXT if is_urgent else Role.WARN)
        self._book.setVisible(has_book)

    def _open_book(self) -> None:
        if self._alert is not None and self._alert.flow is not None:
            self.runbook.emit(self._alert.flow)


class PastRow(QWidget):
    """An alert that is over, and when it ended; the name gives way, never the time."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._name = Runs(look)
        self._time = Label(look, Type.NOTE, Role.TEXT3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._time)

    def show_words(self, name: Run, time: str) -> None:
        """Show these words."""
        self._name.show_runs((name,))
        self._time.say(time)


class Drawer(QWidget):
    """Alerts, act-now first, and below them those that are over.

    `runbook` is emitted with a flow. `opened` says that somebody asked for the drawer.
    """

    runbook = Signal(str)
    opened = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._look = room, room.look
        self._rows: list[AlertRow] = []
        self._shown: tuple[object, object] | None = None
        self._books = {flow.name for flow in room.workspace.flows if flow.runbook}
        self._head = Runs(self._look, Type.BODY)
        self._order = Label(self._look, Type.NOTE, Role.TEXT3)
        self._none = Label(self._look, Type.BODY, Role.TEXT3, wraps=True)
        self._none.say(room.say(DrawerCode.NONE))
        self._more = Label(self._look, Type.NOTE, Role.TEXT3)
        self._past = [PastRow(self._look) for _ in range(MOST_PAST)]
        self.rail = DrawerRail(room)
        self.rail.clicked.connect(self.opened)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._panel())
        self._stack.addWidget(self.rail)
        self.open(is_open=True)
        self._look.changed.connect(self.update)

    def open(self, *, is_open: bool) -> None:
        """Open the drawer, or fold it to its rail."""
        self._stack.setCurrentIndex(0 if is_open else 1)
        self.setFixedWidth(OPEN_PX if is_open else RAIL_PX)

    @property
    def is_open(self) -> bool:
        """Return whether the alerts can be read."""
        return self._stack.currentIndex() == 0

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show its alerts; nothing is touched when they are the same."""
        shown = (snapshot.alerts, snapshot.past_alerts)
        if shown == self._shown:
            return
        self._shown = shown
        self._show_alerts(in_order(snapshot.alerts))
        self._show_past(snapshot.past_alerts)
        self.rail.show_alerts(snapshot.alerts)

    def _show_alerts(self, alerts: tuple[AlertView, ...]) -> None:
        say = self._room.say
        count = Run(str(len(alerts)), weight=600, gap_px=6)
        self._head.show_runs((Run(say(DrawerCode.TITLE), weight=600), count))
        self._order.say(say(DrawerCode.ORDER) if alerts else "")
        self._none.setVisible(not alerts)
        shown = alerts[:MOST_ALERTS]
        while len(self._rows) < len(shown):
            row = AlertRow(self._room)
            row.runbook.connect(self.runbook)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, alert in zip(self._rows, shown, strict=False):
            row.show_alert(alert, has_book=alert.flow in self._books)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
        left = len(alerts) - len(shown)
        self._more.say(say(DrawerCode.MORE, alert_count=left))
        self._more.setVisible(left > 0)

    def _show_past(self, past: tuple[AlertView, ...]) -> None:
        say = self._room.say
        shown = past[:MOST_PAST]
        for line, alert in zip(self._past, shown, strict=False):
            name = say(DrawerCode.ENDED, name=title(alert, say))
            line.show_words(Run(name, Role.TEXT2, shape=Shape.NONE), say.time(alert.ended_at))
        if not past:
            self._past[0].show_words(Run(say(DrawerCode.PAST_NONE), Role.TEXT3), "")
        for place, line in enumerate(self._past):
            line.setVisible(place < max(1, len(shown)))

    def _panel(self) -> QWidget:
        look, panel = self._look, QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        head.addWidget(self._head, 1)
        head.addWidget(self._order)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        none = QHBoxLayout()
        none.setContentsMargins(16, 12, 16, 12)
        none.addWidget(self._none)
        self._list.addLayout(none)
        more = QHBoxLayout()
        more.setContentsMargins(16, 8, 16, 8)
        more.addWidget(self._more)
        self._list.addLayout(more)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        past = QVBoxLayout()
        past.setContentsMargins(16, 12, 12, 16)
        past.setSpacing(8)
        earlier = Label(look, Type.NOTE, Role.TEXT3)
        earlier.say(self._room.say(DrawerCode.PAST))
        past.addWidget(earlier)
        for line in self._past:
            past.addWidget(line)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(Line(look, role=Role.LINE2))
        layout.addWidget(scroll, 1)
        layout.addWidget(Line(look, role=Role.LINE2))
        layout.addLayout(past)
        return panel

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.WINDOW))
        painter.fillRect(0, 0, 1, self.height(), self._look.color(Role.LINE2))
        painter.end()


class DrawerRail(QAbstractButton):
    """The folded drawer: a bell, the worst grade and the count. A click opens it."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._look, self._say = room.look, room.say
        self._count = 0
        self._shape: Shape | None = None
        self.setObjectName("drawer.rail")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_alerts(())
        self._look.changed.connect(self.update)

    def show_alerts(self, alerts: tuple[AlertView, ...]) -> None:
        """Show how many there are."""
        self._count = len(alerts)
        self._shape = Shape.WARN if alerts else None
        if any(one.grade is AlertGrade.ACT_NOW for one in alerts):
            self._shape = Shape.BAD
        self.setAccessibleName(self._say(DrawerCode.OPEN, alert_count=self._count))
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
        painter.drawText(QRectF(0, 62, RAIL_PX, 16), flags, str(self._count))
        if self.hasFocus():
            pen = painter.pen()
            pen.setWidth(2)
            pen.setColor(look.color(Role.FOCUS))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(4, 8, RAIL_PX - 8, 76), 4, 4)
        painter.end()
