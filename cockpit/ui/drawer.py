"""The alert drawer on the right: open on the flows, a rail with a count elsewhere."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.episodes import LIMIT_COUNT
from cockpit.domain.message import Message
from cockpit.ui.aim import Aiming
from cockpit.ui.drawer_codes import BesideCode, ShelveCode
from cockpit.ui.drawer_lines import listed
from cockpit.ui.drawer_past import AsideRow, PastRow
from cockpit.ui.drawer_rail import RAIL_PX, DrawerRail
from cockpit.ui.drawer_row import AlertRow
from cockpit.ui.drawer_seen import Seen
from cockpit.ui.drawer_server import ServerPart
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs
from cockpit.ui.say import DASH

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


OPEN_PX = 264
MOST_ALERTS, MOST_PAST = 12, 3


class Drawer(QWidget):
    """Alerts, act-now first, those that were put aside, those of the server, and what is over.

    `runbook` is emitted with a flow, `fired` with the key of a way out that was held. `opened`
    says that somebody asked for the drawer. `beep` makes the one sound of the program, once for
    each alert that asks for a hand.
    """

    runbook = Signal(str)
    fired = Signal(str)
    opened = Signal()

    def __init__(self, room: Room, beep: Callable[[], None] = QApplication.beep) -> None:
        super().__init__()
        self._room, self._look, self._beep = room, room.look, beep
        self._rows: dict[str, AlertRow] = {}
        self._asides: list[AsideRow] = []
        self._seen = Seen()
        self._shown: object = None
        self._at: datetime | None = None
        self._aiming: Aiming | None = None
        self._books = {flow.name for flow in room.workspace.flows if flow.runbook}
        self._head = Runs(self._look, Type.BODY)
        self._order = Label(self._look, Type.NOTE, Role.TEXT3)
        self._none = Label(self._look, Type.BODY, Role.TEXT3, wraps=True)
        self._more = Label(self._look, Type.NOTE, Role.TEXT3)
        self._aside_head = Label(self._look, Type.NOTE, Role.TEXT3)
        self._often = Label(self._look, Type.NOTE, Role.TEXT3, elides=True)
        self._past = [PastRow(room) for _ in range(MOST_PAST)]
        for row in self._past:
            row.rated.connect(self._rate)
        self._server = ServerPart(room)
        self.rail = DrawerRail(room)
        self.rail.clicked.connect(self.opened)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._panel())
        _show(self._none, is_shown=False)  # nothing is known yet
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
        self._server.show_server(snapshot.server, snapshot.at)
        alerts, past, seen = snapshot.alerts, snapshot.past_alerts, self._seen
        seen.take(alerts, past, snapshot.at, is_looked_at=self._is_looked_at)
        if seen.is_sound_due(alerts, snapshot.at):
            self._beep()
        latched = seen.latched(past)
        new = frozenset(one.key for one in alerts if seen.is_new(one))
        asides, heard_count = snapshot.shelved_alerts, snapshot.alerts_heard_count
        is_known = snapshot.journal is not None  # it tells which are put aside
        day = self._room.say.day(snapshot.at)
        blind_count = sum(one.state is TileState.UNKNOWN for one in snapshot.flows)
        shown = (alerts, past, asides, heard_count, latched, new, is_known, day, blind_count)
        if shown == self._shown:
            return
        self._shown, self._at = shown, snapshot.at
        self._say_none(blind_count)
        self._show_alerts(alerts, latched, new, is_known=is_known)
        self._show_asides(asides)
        self._show_past(tuple(one for one in past if one not in latched), is_known=is_known)
        self._show_often(heard_count)
        self._often.setVisible(is_known)
        self.rail.show_alerts(alerts, is_known=is_known)
        if self._aiming is not None:
            self.show_aims(self._aiming)

    def show_aims(self, aiming: Aiming) -> None:
        """Show at every way out what holding it would do, and how far it has come."""
        self._aiming = aiming
        for row in self._rows.values():
            row.show_aim(aiming)

    def refuse(self, reason: Message) -> None:
        """Say where it was asked for why an alert was not put aside."""
        for row in self._rows.values():
            if row.form is not None:
                row.form.complain(self._room.say.text(reason))

    def close_form(self) -> None:
        """Close what is being asked."""
        for row in self._rows.values():
            row.close_form()

    @property
    def _is_looked_at(self) -> bool:
        return self.is_open and self.isVisible() and self.isActiveWindow()

    def _say_none(self, blind_count: int) -> None:
        """Say that there is none, and of how many flows nobody could tell."""
        say = self._room.say
        told = say(DrawerCode.NONE)
        if blind_count:
            told = say(DrawerCode.NONE_BLIND, flow_count=blind_count)
        self._none.say(say.wrapping(told))

    def _show_alerts(
        self,
        alerts: "tuple[AlertView, ...]",
        latched: "tuple[AlertView, ...]",
        new: frozenset[str],
        *,
        is_known: bool,
    ) -> None:
        say = self._room.say
        told = str(len(alerts)) if alerts or is_known else DASH
        count = Run(told, weight=600, gap_px=6)
        self._head.show_runs((Run(say(DrawerCode.TITLE), weight=600), count))
        self._order.say(say(DrawerCode.ORDER) if alerts else "")
        shown, left_count = listed(alerts, latched, MOST_ALERTS)
        _show(self._none, is_shown=is_known and not shown)
        keys = {one.key for one in shown}
        for key in [key for key in self._rows if key not in keys]:
            gone = self._rows.pop(key)
            self._list.removeWidget(gone)
            gone.setVisible(False)
            gone.deleteLater()
        for place, alert in enumerate(shown):
            row = self._rows.get(alert.key) or self._made(alert.key)
            is_new = alert.key in new or alert.ended_at is not None
            row.show_alert(alert, self._at, has_book=alert.flow in self._books, is_new=is_new)
            if self._list.indexOf(row) != place:
                self._list.removeWidget(row)
                self._list.insertWidget(place, row)
            row.setVisible(True)
        self._more.say(say(DrawerCode.MORE, alert_count=left_count))
        _show(self._more, is_shown=left_count > 0)

    def _made(self, key: str) -> AlertRow:
        """Return a new row, which stays with its alert wherever that moves in the list."""
        row = AlertRow(self._room)
        row.setParent(self._inside)
        row.runbook.connect(self.runbook)
        row.fired.connect(self.fired)
        row.shelved.connect(self._room.hands.shelve)
        self._rows[key] = row
        return row

    def _show_asides(self, asides: "tuple[AlertView, ...]") -> None:
        while len(self._asides) < len(asides):
            row = AsideRow(self._room)
            row.taken_back.connect(self._room.hands.unshelve)
            self._aside_list.addWidget(row)
            self._asides.append(row)
        for row, alert in zip(self._asides, asides, strict=False):
            row.show_alert(alert, self._at)
        for place, row in enumerate(self._asides):
            row.setVisible(place < len(asides))
        self._aside_head.say(self._room.say(ShelveCode.HEAD, alert_count=len(asides)))
        _show(self._aside_head, is_shown=bool(asides))

    def _show_past(self, past: "tuple[AlertView, ...]", *, is_known: bool) -> None:
        shown = past[:MOST_PAST]
        for line, alert in zip(self._past, shown, strict=False):
            line.show_alert(alert, self._at)
        if not shown:
            self._past[0].show_none()
        for place, line in enumerate(self._past):
            line.setVisible(place < max(1 if is_known else 0, len(shown)))

    def _show_often(self, heard_count: int) -> None:
        say = self._room.say
        self._often.say(say(BesideCode.OFTEN, alert_count=heard_count, limit_count=LIMIT_COUNT))
        self._often.dress(Role.WARN if heard_count > LIMIT_COUNT else Role.TEXT3)

    def _rate(self, alert_id: str, is_useful: bool) -> None:  # noqa: FBT001 - from a signal
        self._room.hands.rate(alert_id, is_useful=is_useful)

    def _panel(self) -> QWidget:
        look, panel = self._look, QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        head.addWidget(self._head, 1)
        head.addWidget(self._order)
        self._inside = inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        for part in (self._none, self._more, self._aside_head):
            self._list.addWidget(_padded(part))
        self._aside_list = QVBoxLayout()
        self._aside_list.setSpacing(4)
        self._list.addLayout(self._aside_list)
        self._list.addWidget(self._server)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setViewport(QWidget())  # see `PageStack`
        inside.setMinimumWidth(1)  # a word that is too long is cut, and never moves the rest away
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setAutoFillBackground(False)
        past = QVBoxLayout()
        past.setContentsMargins(16, 12, 12, 12)
        past.setSpacing(0)
        earlier = Label(look, Type.NOTE, Role.TEXT3)
        earlier.say(self._room.say(DrawerCode.PAST))
        past.addWidget(earlier)
        for line in self._past:
            past.addWidget(line)
        past.addSpacing(6)
        past.addWidget(self._often)
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


def _padded(label: Label) -> QWidget:
    """Return a part of the list with the label in it; both are hidden together."""
    part = QWidget()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(16, 12, 16, 8)
    layout.addWidget(label)
    return part


def _show(label: Label, *, is_shown: bool) -> None:
    if (part := label.parentWidget()) is not None:
        part.setVisible(is_shown)
