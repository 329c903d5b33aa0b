"""The page of connections: what each is like, what it is for, and a test of it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cockpit.app.snapshot import Snapshot, SourceState, SourceView
from cockpit.app.underway import ActionEvent
from cockpit.ports.workspace import Workspace
from cockpit.ui.codes import UnitCode
from cockpit.ui.hands import News
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice, Field
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import shape_of
from cockpit.ui.kit.table import HEADER_PX, TALL_ROW_PX, Align, Cell, Column, Row, Table
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.news import ChannelTried, SecretPut, SourceTested
from cockpit.ui.page import Room
from cockpit.ui.pages.channels import ChannelsTile
from cockpit.ui.pages.sources_codes import SourcesCode, StateWord
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

FINE = {SourceState.OK, SourceState.SLOW}
SEEN_SKEW_S = 0.05
MOST_NAME = 24
MOST_SHOWN = 3
"""So many rows are always in view; the page scrolls before they do."""


class SourcesPage:
    """Shows every source; a test is asked for by its button, by Enter, or for all at once."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._tests: dict[str, SourceTested | None] = {}
        self._sources: tuple[SourceView, ...] = ()
        self._channels = ChannelsTile(room)
        self._kinds = kinds_of(room.workspace, room.say)
        self._table = Table(room.look, (), row_px=TALL_ROW_PX, name=room.say(SourcesCode.NAME))
        self._build()

    @property
    def widget(self) -> QWidget:
        """Return what stands in the middle of the window."""
        return self._widget

    def show(self, snapshot: Snapshot) -> None:
        """Show the sources as they are now."""
        self._sources = snapshot.sources
        states = [one.state for one in snapshot.sources]
        fine = sum(1 for one in states if one in FINE)
        unasked = states.count(SourceState.WAITING)
        self._summary.say(
            self._room.say(
                SourcesCode.SUMMARY,
                all=str(len(states)),
                fine=str(fine),
                troubled=str(len(states) - fine - unasked),
                unasked=str(unasked),
            )
        )
        self._show_rows()
        self._channels.show_channels(snapshot.channels, snapshot.at)

    def hear(self, news: News | ActionEvent) -> None:
        """Take tests and secrets."""
        match news:
            case SourceTested(source=source):
                self._tests[source] = news
                self._show_rows()
            case SecretPut():
                self._put(news)
            case ChannelTried():
                self._channels.hear(news)
            case _:
                pass

    # ------------------------------------------------------------ rows

    def _show_rows(self) -> None:
        self._table.show_rows([self._row(one) for one in self._sources])
        is_known = bool(self._sources)
        self._test_all.setEnabled(is_known)
        self._test_one.setEnabled(is_known)
        if is_known and not self._table.key:
            self._table.choose(self._sources[0].name)
        self._say_test()

    def _row(self, view: SourceView) -> Row:
        say = self._room.say
        source = self._room.workspace.sources.get(view.name)
        host = "" if source is None else urlsplit(source.url).netloc.rpartition("@")[2]
        is_fine = view.state is SourceState.OK
        kind = self._kinds.get(view.name) or safe(view.kind)
        age_s = view.data_age_s if view.data_age_s is not None else view.age_s
        return Row(
            (
                Cell(
                    say(self._word(view)),
                    Role.TEXT1 if is_fine else Role.UNKNOWN_TEXT,
                    shape=shape_of(view.state),
                    size=Type.NOTE,
                ),
                Cell(
                    " · ".join(filter(None, (safe(view.name), kind))), weight=600, note=safe(host)
                ),
                Cell(say.age(age_s), weight=600),
                Cell(skew(say, view.skew_s), Role.TEXT2),
                Cell(self._can(view.name), Role.TEXT2),
                Cell(
                    self._error(view),
                    Role.TEXT1 if is_troubled(view) else Role.TEXT3,
                    note=self._retry(view),
                ),
                Cell(self._tested(view.name), Role.TEXT3, size=Type.NOTE),
            ),
            key=view.name,
        )

    def _word(self, view: SourceView) -> StateWord:
        """Return what its state is called: a deploy server rests until it has something to do."""
        levers = self._room.workspace.levers.rollbacks
        is_deploy = any(one.source == view.name for one in levers)
        if view.state is SourceState.WAITING and is_deploy:
            return StateWord.AT_REST
        return StateWord[view.state.name]

    def _can(self, name: str) -> str:
        tested = self._tests.get(name)
        if tested is None or not tested.can:
            return DASH
        return " · ".join(self._room.say.text(one) for one in tested.can)

    def _error(self, view: SourceView) -> str:
        say = self._room.say
        if view.state is SourceState.WAITING:
            return DASH
        if not is_troubled(view):
            return say(SourcesCode.NO_ERROR)
        return say.text(view.message)

    def _retry(self, view: SourceView) -> str:
        if view.retry_in_s is None:
            return ""
        return self._room.say(
            SourcesCode.RETRY,
            age=self._room.say.age(view.retry_in_s),
            failures_count=view.failures_count,
        )

    def _tested(self, name: str) -> str:
        say = self._room.say
        if name not in self._tests:
            return say(SourcesCode.NOT_TESTED)
        tested = self._tests[name]
        if tested is None:
            return say(SourcesCode.TESTING)
        time = say.time_s(tested.at)
        if tested.trouble is not None:
            return say(SourcesCode.TEST_FAILED, time=time)
        took = f"{say.milliseconds(tested.took_s)} ms"
        return say(SourcesCode.TESTED, time=time, took=took)

    # ------------------------------------------------------------ wishes

    def _test(self, name: str) -> None:
        if name:
            self._tests[name] = None
            self._show_rows()
            self._room.hands.test_source(name)

    def _test_every(self) -> None:
        for one in self._sources:
            self._test(one.name)

    def _say_test(self) -> None:
        """Say in full what the chosen row cuts: why its test failed, else why it is in trouble."""
        say, key = self._room.say, self._table.key
        name = safe(key, max_length=MOST_NAME) if key else DASH
        self._test_one.say(say(SourcesCode.TEST, source=name))
        tested = self._tests.get(key)
        told = None if tested is None else tested.trouble
        for one in self._sources:
            if told is None and one.name == key and is_troubled(one):
                told = one.message
        self._trouble.setVisible(told is not None)
        if told is not None:
            self._trouble.say(say.wrapping(say.text(told)))

    def _save(self) -> None:
        text = self._secret.text()
        self._secret.clear()
        self._room.hands.put_secret(self._which.key, text)

    def _put(self, put: SecretPut) -> None:
        say = self._room.say
        told = say(SourcesCode.SECRET_KEPT, secret=put.secret)
        self._kept.say(say.wrapping(told if put.error is None else say.text(put.error)))

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._widget = QWidget()
        title = Label(look, Type.HEADING, weight=600)
        title.say(say(SourcesCode.TITLE))
        self._summary = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._test_one = Button(look, Kind.PLAIN, say(SourcesCode.TEST, source=DASH), "refresh")
        self._test_one.setObjectName("sources.test")
        self._test_one.clicked.connect(lambda: self._test(self._table.key))
        self._test_all = Button(look, Kind.PLAIN, say(SourcesCode.TEST_ALL), "refresh")
        self._test_all.setObjectName("sources.test_all")
        self._test_all.clicked.connect(self._test_every)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self._summary, 1)
        head.addWidget(self._test_one)
        head.addWidget(self._test_all)
        columns = (
            Column(say(SourcesCode.STATE), 124),
            Column(say(SourcesCode.NAME), 220),
            Column(say(SourcesCode.AGE), 96, Align.RIGHT),
            Column(say(SourcesCode.SKEW), 88, Align.RIGHT, least_px=1_000),
            Column(say(SourcesCode.CAN), 200, least_px=860),
            Column(say(SourcesCode.LAST_ERROR)),
            Column(say(SourcesCode.LAST_TEST), 168, Align.RIGHT, least_px=1_100),
        )
        self._table.retitle(columns)
        self._table.setObjectName("sources.rows")
        self._table.chosen.connect(lambda _key: self._say_test())
        self._table.pressed.connect(self._test)
        shown_count = min(MOST_SHOWN, len(self._room.workspace.sources))
        self._table.setMinimumHeight(HEADER_PX + TALL_ROW_PX * shown_count)
        self._trouble = Label(look, Type.BODY, Role.TEXT1, wraps=True)
        tile = Tile(look, 8)
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table, 1)
        column.addWidget(self._trouble)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._built_secret(), 3)
        below.addWidget(self._built_promise(), 2)
        layout = QVBoxLayout(self._widget)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(tile, 1)
        layout.addWidget(self._channels)
        layout.addLayout(below)

    def _built_secret(self) -> Tile:
        look, say = self._room.look, self._room.say
        head = Label(look, weight=600)
        head.say(say(SourcesCode.SECRET_HEAD))
        self._kept = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self._kept.say(say.wrapping(say(SourcesCode.SECRET_BODY)))
        self._which = Choice(look, say(SourcesCode.SECRET_WHICH))
        self._which.setObjectName("sources.secret_which")
        self._which.offer([(name, name) for name in secrets_of(self._room.workspace)])
        self._secret = Field(look, say(SourcesCode.SECRET_FIELD))
        self._secret.setObjectName("sources.secret")
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.returnPressed.connect(self._save)
        save = Button(look, Kind.PRIMARY, say(SourcesCode.SECRET_SAVE))
        save.setObjectName("sources.save")
        save.clicked.connect(self._save)
        has_any = bool(secrets_of(self._room.workspace))
        for control in (self._which, self._secret, save):
            control.setEnabled(has_any)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._which, 1)
        row.addWidget(self._secret, 2)
        row.addWidget(save)
        tile = Tile(look)
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (head, self._kept):
            column.addWidget(part)
        column.addLayout(row)
        return tile

    def _built_promise(self) -> Tile:
        look, say = self._room.look, self._room.say
        tile = Tile(look)
        head = Label(look, weight=600)
        head.say(say(SourcesCode.PROMISE_HEAD))
        body = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        body.say(say.wrapping(say(SourcesCode.PROMISE_BODY)))
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(head)
        column.addWidget(body)
        column.addStretch(1)
        tile.setAccessibleName(say(SourcesCode.PROMISE_HEAD))
        tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return tile


def is_troubled(view: SourceView) -> bool:
    """Return whether something has to be said about the source."""
    return view.state not in {SourceState.OK, SourceState.WAITING}


def skew(say: Say, skew_s: float | None) -> str:
    """Return the clock's distance as `+0.2` with its unit; a dash when nobody can tell."""
    if skew_s is None:
        return DASH
    shown = 0.0 if abs(skew_s) < SEEN_SKEW_S else skew_s
    sign = "+" if shown > 0 else ""
    return say(UnitCode.SECONDS, number=f"{sign}{say.number(shown)}")


def kinds_of(workspace: Workspace, say: Say) -> Mapping[str, str]:
    """Return what each source is for, in one word."""
    metrics = {one.source for one in workspace.flows} | {one.source for one in workspace.kpis}
    levers, targets = workspace.levers.flags, workspace.rollout.targets
    flags = {one.source for one in levers} | {one.source for one in targets}
    rollbacks = {one.source for one in workspace.levers.rollbacks}
    found: dict[str, str] = {}
    for names, code in (
        (metrics, SourcesCode.KIND_METRICS),
        (flags, SourcesCode.KIND_FLAGS),
        (rollbacks, SourcesCode.KIND_ROLLBACKS),
    ):
        for name in names:
            found[name] = say(code)
    return found


def secrets_of(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the secrets that sources and channels name, each once."""
    return tuple(dict.fromkeys(name for name, _url in workspace.secrets))
