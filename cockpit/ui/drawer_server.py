"""The part of the alert drawer about the server: its alerts, and where the cockpit disagrees."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.server_view import NOTHING_HEARD, Disagreement, ServerAlertView, ServerView
from cockpit.ui.drawer_server_codes import ServerPartCode
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.runs import Run, Runs
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

MOST_ROWS, MOST_DIFFERENCES = 8, 4


class ServerPart(QWidget):
    """What the rules of the metric sources say, by flow; first where the two do not agree."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._shown: object = None
        self._at: datetime | None = None
        look = room.look
        self._head = Runs(look, Type.BODY)
        self._quiet = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._more = Label(look, Type.NOTE, Role.TEXT3)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._differences: list[_Difference] = []
        self._alerts: list[_Alert] = []
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 12, 8)
        inside.setSpacing(4)
        inside.addWidget(self._head)
        inside.addWidget(self._quiet)
        more = QVBoxLayout()
        more.setContentsMargins(16, 4, 12, 8)
        more.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Line(look, role=Role.LINE2))
        layout.addLayout(inside)
        layout.addLayout(self._rows)
        layout.addLayout(more)
        self.show_server(NOTHING_HEARD)

    def show_server(self, server: ServerView, at: datetime | None = None) -> None:
        """Show what is known `at` that time; nothing is touched when it is the same."""
        facts = (server.unknown, server.left_out_count, server.is_asked, self._room.say.day(at))
        shown = (server.alerts, server.disagreements, *facts)
        if shown == self._shown:
            return
        self._shown, self._at = shown, at
        say, alerts = self._room.say, in_groups(server.alerts)
        told = str(len(alerts)) if alerts else "" if server.is_asked else DASH
        count_runs = (Run(told, weight=600, gap_px=6),) if told else ()
        self._head.show_runs((Run(say(ServerPartCode.TITLE), weight=600), *count_runs))
        quiet = "" if alerts or not server.is_asked else say(ServerPartCode.NONE)
        if server.unknown is not None:
            quiet = say.text(server.unknown)
        self._quiet.say(say.wrapping(quiet))
        self._quiet.setVisible(bool(quiet))
        self._show_differences(server.disagreements[:MOST_DIFFERENCES])
        self._show_rows(alerts[:MOST_ROWS])
        left_count = max(0, len(alerts) - MOST_ROWS) + server.left_out_count
        self._more.say(say(ServerPartCode.MORE, alert_count=left_count))
        self._more.setVisible(left_count > 0)

    def _show_differences(self, found: tuple[Disagreement, ...]) -> None:
        while len(self._differences) < len(found):
            row = _Difference(self._room)
            self._rows.insertWidget(len(self._differences), row)
            self._differences.append(row)
        for place, row in enumerate(self._differences):
            row.setVisible(place < len(found))
        for row, one in zip(self._differences, found, strict=False):
            row.show_difference(one)

    def _show_rows(self, alerts: tuple[ServerAlertView, ...]) -> None:
        while len(self._alerts) < len(alerts):
            row = _Alert(self._room)
            self._rows.addWidget(row)
            self._alerts.append(row)
        for place, row in enumerate(self._alerts):
            row.setVisible(place < len(alerts))
        for row, one in zip(self._alerts, alerts, strict=False):
            row.show_alert(one, self._at)


class _Difference(QWidget):
    """A flow about which one pages and the other does not, and why."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._say = room.say
        self._head = Runs(room.look, Type.NOTE)
        self._text = Label(room.look, Type.NOTE, Role.TEXT2, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self._text)

    def show_difference(self, one: Disagreement) -> None:
        """Show it."""
        say = self._say
        told = say(ServerPartCode.DIFFERS, flow=one.flow)
        self._head.show_runs((Run(told, Role.WARN, 600, shape=Shape.WARN),))
        self._text.say(say.wrapping(say.text(one.message)))


class _Alert(QWidget):
    """One alert in the server's own words."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._say = room.look, room.say
        self._mark = Mark(look, 12)
        self._name = Runs(look)
        self._tag = Tag(look)
        self._time = Label(look, Type.NOTE, Role.TEXT3)
        self._text = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._mark)
        first.addWidget(self._name, 1)
        first.addWidget(self._tag)
        first.addWidget(self._time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._text)

    def show_alert(self, alert: ServerAlertView, at: datetime | None) -> None:
        """Show it to somebody who looks at it `at` that time."""
        say = self._say.on(at)
        self._mark.show_shape(shape_of(alert))
        self._name.show_runs((Run(title(alert, say), weight=600),))
        self._tag.say(say(grade_of(alert)))
        self._time.say("" if alert.since_at is None else say.time(alert.since_at))
        self._text.say(say.wrapping(words_of(alert, say)))


def in_groups(alerts: tuple[ServerAlertView, ...]) -> tuple[ServerAlertView, ...]:
    """Return the alerts so that those of a flow stand together, the gravest flow first."""
    groups: dict[tuple[str | None, str | None], list[ServerAlertView]] = {}
    for one in alerts:
        groups.setdefault((one.flow, one.kpi), []).append(one)
    return tuple(one for group in groups.values() for one in group)


def shape_of(alert: ServerAlertView) -> Shape:
    """Return the mark: bad for a page, a warning for a ticket, open while it is pending."""
    if not alert.is_firing:
        return Shape.WAIT
    return Shape.BAD if alert.is_page else Shape.WARN


def grade_of(alert: ServerAlertView) -> ServerPartCode:
    """Return how soon somebody has to look, as a word."""
    if not alert.is_firing:
        return ServerPartCode.PENDING
    return ServerPartCode.PAGE if alert.is_page else ServerPartCode.TICKET


def title(alert: ServerAlertView, say: Say) -> str:
    """Return what the alert is about: a flow, a KPI, or something else of the server's."""
    if alert.flow is not None:
        return say.name("flow", alert.flow)
    return say(ServerPartCode.OTHER) if alert.kpi is None else say.name("kpi", alert.kpi)


def words_of(alert: ServerAlertView, say: Say) -> str:
    """Return the server's sentence in the language of the window, or else the rule's name."""
    own = alert.summaries.get(say.language.value) or alert.summaries.get("")
    return safe(own or alert.name, max_length=200)
