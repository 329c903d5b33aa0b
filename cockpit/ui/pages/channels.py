"""The ways to people away from the window, on the page of connections: their state, and a test."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cockpit.app.channel_view import ChannelState, ChannelView
from cockpit.domain.channel_events import ChannelTested
from cockpit.ports.workspace_channels import Channel
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import HEADER_PX, TALL_ROW_PX, Align, Cell, Column, Row, Table
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.news import ChannelTried
from cockpit.ui.page import Room
from cockpit.ui.pages.channels_codes import CarriesWord, ChannelsUiCode, ChannelWord
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

MOST_ROWS = 3
MOST_NAME = 24

STATES = {
    ChannelState.FAILING: (ChannelWord.FAILING, Shape.BAD),
    ChannelState.ELSEWHERE: (ChannelWord.ELSEWHERE, Shape.WAIT),
    ChannelState.OK: (ChannelWord.TOLD, Shape.OK),
}
PROOFS = {
    True: (ChannelWord.PROVED, Shape.OK),
    False: (ChannelWord.NOT_PROVED, Shape.BAD),
    None: (ChannelWord.IN_DOUBT, Shape.UNKNOWN),
}


class ChannelsTile(Tile):
    """Shows every channel; a test is asked for by its button or by Enter."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._views: tuple[ChannelView, ...] = ()
        self._at: datetime | None = None
        self._tried: dict[str, ChannelTried | None] = {}
        look, say = room.look, room.say
        columns = (
            Column(say(ChannelsUiCode.STATE), 124),
            Column(say(ChannelsUiCode.NAME), 220),
            Column(say(ChannelsUiCode.TOLD), 112, Align.RIGHT),
            Column(say(ChannelsUiCode.CARRIES), 296, least_px=1_000),
            Column(say(ChannelsUiCode.ERROR)),
            Column(say(ChannelsUiCode.TESTED), 200, Align.RIGHT, least_px=700),
        )
        self._table = Table(look, columns, row_px=TALL_ROW_PX, name=say(ChannelsUiCode.TITLE))
        title = Label(look, weight=600)
        title.say(say(ChannelsUiCode.TITLE))
        self._none = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._none.say(say.wrapping(say(ChannelsUiCode.NONE)))
        self._test_one = Button(look, Kind.PLAIN, say(ChannelsUiCode.TEST, channel=DASH), "bell")
        self._test_one.setObjectName("channels.test")
        self._test_one.clicked.connect(lambda: self._test(self._table.key))
        self._table.setObjectName("channels.rows")
        self._table.chosen.connect(lambda _key: self._say_trouble())
        self._table.pressed.connect(self._test)
        self._trouble = Label(look, Type.BODY, Role.TEXT1, wraps=True)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._test_one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self._none, self._table, self._trouble):
            column.addWidget(part)
        self.setAccessibleName(say(ChannelsUiCode.TITLE))
        count = len(room.workspace.alerts.channels)
        self._none.setVisible(not count)
        self._table.setVisible(bool(count))
        self._test_one.setVisible(bool(count))
        self._table.setFixedHeight(HEADER_PX + TALL_ROW_PX * min(MOST_ROWS, max(1, count)))
        self._trouble.setVisible(False)

    def show_channels(self, views: Sequence[ChannelView], at: datetime | None = None) -> None:
        """Show the channels as they are `at` that time.

        Before anything is known, they are as nobody tried them.
        """
        channels = self._room.workspace.alerts.channels
        known = {one.name: one for one in views}
        self._views = tuple(
            known.get(name) or ChannelView(name, one.kind, ChannelState.UNTRIED)
            for name, one in channels.items()
        )
        self._at = at
        self._show_rows()

    def hear(self, tried: ChannelTried) -> None:
        """Take what came of a test."""
        self._tried[tried.channel] = tried
        self._show_rows()

    def _show_rows(self) -> None:
        self._table.show_rows([self._row(one) for one in self._views])
        if self._views and not self._table.key:
            self._table.choose(self._views[0].name)
        self._say_trouble()

    def _row(self, view: ChannelView) -> Row:
        say = self._room.say
        channel = self._room.workspace.alerts.channels[view.name]
        word, shape = standing(view, self._proof(view))
        host = urlsplit(channel.url or "").netloc.rpartition("@")[2]
        is_fine = shape is Shape.OK
        kind = say.name("channel_kind", view.kind)
        return Row(
            (
                Cell(
                    say(word),
                    Role.TEXT1 if is_fine else Role.UNKNOWN_TEXT,
                    shape=shape,
                    size=Type.NOTE,
                ),
                Cell(
                    safe(view.name), weight=600, note=" · ".join(filter(None, (kind, safe(host))))
                ),
                Cell(
                    DASH if view.told_at is None else say.on(self._at).time_s(view.told_at),
                    weight=600,
                ),
                Cell(carries(say, channel), Role.TEXT2),
                Cell(
                    DASH if view.message is None else say.text(view.message),
                    Role.TEXT3 if view.message is None else Role.TEXT1,
                    note=self._queue(view),
                ),
                Cell(self._tested(view), Role.TEXT3, size=Type.NOTE),
            ),
            key=view.name,
        )

    def _queue(self, view: ChannelView) -> str:
        say = self._room.say
        notes = []
        if view.waiting_count:
            notes.append(say(ChannelsUiCode.QUEUE, waiting_count=view.waiting_count))
        if view.lost_count:
            notes.append(say(ChannelsUiCode.LOST, lost_count=view.lost_count))
        return " · ".join(notes)

    def _proof(self, view: ChannelView) -> ChannelTested | None:
        tried = self._tried.get(view.name)
        return view.tested if tried is None else tried.event

    def _tested(self, view: ChannelView) -> str:
        say = self._room.say
        tried = self._tried.get(view.name)
        if view.name in self._tried and tried is None:
            return say(ChannelsUiCode.TESTING)
        event, at = self._proof(view), view.tested_at if tried is None else tried.at
        if event is None or at is None:
            return say(ChannelsUiCode.NOT_TESTED)
        code = ChannelsUiCode.TEST_SHOWN if event.is_shown else ChannelsUiCode.TEST_TAKEN
        if not event.is_proved:
            is_known = event.is_proved is False
            code = ChannelsUiCode.TEST_FAILED if is_known else ChannelsUiCode.TEST_IN_DOUBT
        return say(code, time=say.on(self._at).time_s(at))

    def _say_trouble(self) -> None:
        """Say in full what the chosen row cuts: why its test failed, else why it is in trouble."""
        say, key = self._room.say, self._table.key
        name = safe(key, max_length=MOST_NAME) if key else DASH
        self._test_one.say(say(ChannelsUiCode.TEST, channel=name))
        told = None
        for one in self._views:
            if one.name == key:
                proof = self._proof(one)
                told = one.message
                told = proof.told if proof is not None and not proof.is_proved else told
        tried = self._tried.get(key)
        if tried is not None and tried.error is not None:
            told = tried.error
        self._trouble.setVisible(told is not None)
        if told is not None:
            self._trouble.say(say.wrapping(say.text(told)))

    def _test(self, name: str) -> None:
        if name:
            self._tried[name] = None
            self._show_rows()
            self._room.hands.test_channel(name)


def standing(view: ChannelView, proof: ChannelTested | None) -> tuple[ChannelWord, Shape]:
    """Return the word and the shape of a channel; only what arrived is good."""
    if view.state in STATES:
        return STATES[view.state]
    if proof is None:
        return ChannelWord.UNTRIED, Shape.UNKNOWN
    return PROOFS[proof.is_proved]


def carries(say: Say, channel: Channel) -> str:
    """Return what the channel carries, in a few words."""
    words = {
        CarriesWord.ACT_NOW: channel.alerts == "act_now",
        CarriesWord.WATCH: channel.alerts == "watch",
        CarriesWord.SUMMARIES: channel.summaries and channel.alerts != "none",
        CarriesWord.LAUNCH_LOG: channel.launch_log,
        CarriesWord.DRILLS: channel.drills,
    }
    found = [say(word) for word, is_carried in words.items() if is_carried]
    return " · ".join(found) or say(CarriesWord.NOTHING)
