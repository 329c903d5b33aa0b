"""The window: band, launch strip, rail, the page, the drawer, and the panels over them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused, LogbookNotice
from cockpit.domain.standings import LaunchPhase
from cockpit.ui.aim import going_out
from cockpit.ui.band import Band, Environment
from cockpit.ui.bars import ClosingBar, NoticeBar
from cockpit.ui.closing import has_unresolved, must_ask
from cockpit.ui.drawer import Drawer
from cockpit.ui.dress import dress
from cockpit.ui.frame_codes import NoticeCode
from cockpit.ui.hands import Granted, News, Notice, Refused, Wish
from cockpit.ui.keys import Act, entries
from cockpit.ui.look import Role, Theme
from cockpit.ui.menus import Menus
from cockpit.ui.names import Name
from cockpit.ui.overlays import Overlays
from cockpit.ui.page import Page, Room
from cockpit.ui.pages import PAGES
from cockpit.ui.place_signs import place_signs
from cockpit.ui.places import PLACES
from cockpit.ui.rail import Rail
from cockpit.ui.shell import LEAST_SIZE, Shell
from cockpit.ui.stage import PageStack
from cockpit.ui.strip import Strip
from cockpit.ui.turns import Turns
from cockpit.ui.unknown import UnknownBlocks

NARROW_BELOW_PX = 1_280
TICK_MS = 1_000


class Window(QWidget):
    """Everything inside of the shell. Called on the window's thread.

    `show_snapshot` and `hear` are connected to the bridge. `settle` puts it into its shell.
    """

    left = Signal()
    """Somebody asked to quit."""

    def __init__(
        self,
        room: Room,
        environment: Environment = Environment.PROD,
        *,
        pages: Mapping[str, Callable[[Room], Page]] = PAGES,
    ) -> None:
        super().__init__()
        self._room = room
        self._snapshot: Snapshot | None = None
        self._since = QElapsedTimer()
        self._is_closing = False
        self._turns = Turns(self, is_live=room.is_live)
        self._going = Turns(self, is_live=room.is_live)
        places = [place for place in PLACES if place.key in pages]
        name = room.say.name("service", room.workspace.service.name)
        self.band = Band(room.look, room.say, environment, name)
        self.strip = Strip(room)
        self.rail = Rail(room, places)
        self.stack = PageStack(room, pages)
        self.drawer = Drawer(room)
        self.closing = ClosingBar(room)
        self.notice = NoticeBar(room)
        self.unknown = UnknownBlocks(room)
        keys = frozenset(pages)
        self.overlays = Overlays(room, keys, self, self._take)
        self.menus = Menus(self.band.menu, self, room, entries(keys), self.do)
        self._lay_out()
        self._connect()
        self._dress()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.rail.choose(self.stack.key)
        self.unknown.show_place(self.rail.word(self.stack.key))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.begin()

    def settle(self, shell: Shell) -> None:
        """Take the place of the skeleton, and be asked before the shell closes."""
        shell.may_close = self.may_close
        self.closing.answered.connect(shell.close)
        self.left.connect(shell.close)
        shell.fill(self)

    # ------------------------------------------------------------ what arrives

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this everywhere: around the page first, and on the page in the next turn."""
        self._snapshot = snapshot
        self._since.start()
        around, page = self._show_around, self.stack.show_snapshot
        self._turns.take((lambda: around(snapshot), lambda: page(snapshot)))

    def _show_around(self, snapshot: Snapshot) -> None:
        self.strip.show_snapshot(snapshot)
        self.rail.show_signs(place_signs(snapshot))
        self.drawer.show_snapshot(snapshot)
        self._show_aims()
        self._show_unknown()
        self._weigh_closing()
        launch = going_out(snapshot)
        is_go = launch is not None and launch.phase is LaunchPhase.GO
        self.menus.actions[Act.DEPLOYED].setEnabled(is_go)
        self._show_time()

    def hear(self, news: News | ActionEvent) -> None:
        """Take news, and hand it on to the pages."""
        match news:
            case ActionProgress() | ActionRefused():
                self.strip.hear(news)
                self._show_aims()
                self._show_unknown()
            case LogbookNotice(notice=told) | Notice(message=told):
                self.notice.say(self._room.say.text(told, self._now))
            case Refused(wish=Wish.OFF, reason=reason):
                self.strip.refuse(Name.OFF, reason)
            case Refused(wish=Wish.ROLLBACK, reason=reason):
                self.strip.refuse(Name.ROLLBACK, reason)
            case Refused(wish=Wish.DEPLOYED, reason=reason):
                why = self._room.say.text(reason, self._now)
                self.notice.say(self._room.say(NoticeCode.REFUSED, why=why))
            case Refused(wish=Wish.SHELVE | Wish.UNSHELVE | Wish.RATE, reason=reason):
                self.drawer.refuse(reason)
                self.notice.say(self._room.say.text(reason, self._now))
            case Granted(wish=Wish.SHELVE):
                self.drawer.close_form()
            case _:
                pass
        self.overlays.hear(news)
        self.stack.hear(news)

    # ------------------------------------------------------------ deeds

    def go(self, key: str) -> None:
        """Show a page: make room for it, and fill it in the next turn."""
        self._going.take((lambda: self._make_way(key), lambda: self.stack.go(key)))

    def _make_way(self, key: str) -> None:
        self.overlays.leave_contacts()
        self.stack.make_way(key)
        self._fit()
        self.rail.choose(key)
        self.unknown.show_place(self.rail.word(key))

    def do(self, act: str) -> None:
        """Do what a menu or a key stands for."""
        room, deeds = self._room, self._deeds
        if act in deeds:
            deeds[act]()
        elif act == Act.READ_NOW:
            room.hands.read_now()
        elif act == Act.DEPLOYED:
            room.hands.deployed()
        else:
            self.go(act)

    def arm(self, key: str) -> None:
        """Aim the button of this way out and give it the focus. Nothing is sent."""
        exit_ = self.strip.aim_at(key)
        exit_.hold.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def may_close(self) -> bool:
        """Return whether the window may close; ask in place when people depend on it."""
        if self._is_closing or not must_ask(self._snapshot):
            return True
        self._is_closing = True
        self.closing.ask(has_unresolved=has_unresolved(self._snapshot))
        return False

    def _stay(self) -> None:
        self._is_closing = False
        self.closing.withdraw()

    def _weigh_closing(self) -> None:
        """Ask what is true by now; nothing any more once nobody depends on the window."""
        if self._is_closing and must_ask(self._snapshot):
            self.closing.tell(has_unresolved=has_unresolved(self._snapshot))
        elif self._is_closing:
            self._stay()

    def _take(self, act: str) -> None:
        """Do what a row of the palette stands for."""
        from cockpit.ui import palette_items  # read with the palette

        kind, _, what = act.partition(":")
        match f"{kind}:":
            case palette_items.PAGE:
                self.go(what)
            case palette_items.RUNBOOK:
                self.overlays.help(what)
            case _:
                self.arm(what)

    def _toggle_theme(self) -> None:
        look = self._room.look
        look.switch(Theme.LIGHT if look.theme is Theme.DARK else Theme.DARK)

    def _toggle_drawer(self) -> None:
        self.drawer.open(is_open=not self.drawer.is_open)

    def _escape(self) -> None:
        """Close what lies on top; a question is answered with what changes nothing."""
        if self.overlays.leave_top():
            return
        if self._is_closing:
            self._stay()
        else:
            self.drawer.close_form()

    def _pull(self, key: str) -> None:
        """Pull a way out from wherever it was held; there is one path for all of them."""
        self.strip.pull(key)
        self._show_aims()

    def _show_aims(self) -> None:
        if (given := self.strip.given) is not None:
            self.drawer.show_aims(given)

    # ------------------------------------------------------------ time

    @property
    def _now(self) -> datetime | None:
        """Return the instant that is shown: that of the snapshot and what has passed since."""
        if self._snapshot is None:
            return None
        return self._snapshot.at + timedelta(milliseconds=self._since.elapsed())

    def _tick(self) -> None:
        now = self._now
        if now is not None:
            self.strip.tick(now)
            self._show_aims()
            self._show_unknown()
            self._show_time()

    def _show_time(self) -> None:
        now = self._now
        if now is not None:
            say, here = self._room.say, self._room.say.local(now)
            date = QDate(here.year, here.month, here.day)
            self.band.show_time(date, say.time_s(now), say.zone_name(now))

    def _show_unknown(self) -> None:
        given, was_hidden = self.strip.given, self.unknown.isHidden()
        if given is not None:
            self.unknown.show_given(given)
        if self.unknown.isHidden() is not was_hidden:
            self._fit()

    # ------------------------------------------------------------ places

    def _connect(self) -> None:
        room = self._room
        self._deeds: dict[str, Callable[[], object]] = {
            Act.QUIT: self.left.emit,
            Act.FIND: lambda: self.overlays.find(self._snapshot),
            Act.THEME: self._toggle_theme,
            Act.ALERTS: self._toggle_drawer,
            Act.ARM_OFF: lambda: self.strip.off.hold.setFocus(Qt.FocusReason.ShortcutFocusReason),
            Act.ARM_BACK: lambda: self.strip.back.hold.setFocus(Qt.FocusReason.ShortcutFocusReason),
            Act.CONTACTS: self._show_contacts,
            Act.KEYS: self.overlays.list_keys,
        }
        self.band.found.connect(lambda: self.do(Act.FIND))
        self.rail.chosen.connect(self.go)
        self.strip.went.connect(self.go)
        self.unknown.fired.connect(self.strip.pull)
        self.drawer.opened.connect(self._toggle_drawer)
        self.drawer.runbook.connect(self.overlays.help)
        self.drawer.fired.connect(self._pull)
        self.stack.made.connect(self.overlays.make)
        self.closing.stay.clicked.connect(self._stay)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self._escape)
        room.look.changed.connect(self._dress)

    def _show_contacts(self) -> None:
        from cockpit.ui.contacts_lines import flow_in_question

        self.overlays.help(flow_in_question(self._snapshot, self._room.workspace))

    def _dress(self) -> None:
        dress(self, self._room.look)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        for part in (self.closing, self.notice, self.unknown):
            middle.addWidget(part)
        middle.addWidget(self.stack, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        body.addWidget(self.drawer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.band)
        whole.addWidget(self.strip)
        whole.addLayout(body, 1)

    def _fit(self) -> None:
        """Shrink in the order of the tokens: drawer, rail, exits; then the board by itself."""
        is_narrow = self.width() < NARROW_BELOW_PX
        has_room = not is_narrow and self.unknown.isHidden()
        is_open = self.stack.key == "flow" and has_room
        if is_open is not self.drawer.is_open:
            self.drawer.open(is_open=is_open)
            if (layout := self.layout()) is not None:
                layout.activate()  # what is laid out next has its width from the beginning
        self.rail.make_narrow(is_narrow)
        self.strip.make_narrow(is_narrow)
        self.unknown.make_narrow(is_narrow)
        self.stack.scroll_across(self.width() < LEAST_SIZE.width())
        self.overlays.place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Take the focus, so that no key of the first moment meets a button that acts."""
        super().showEvent(event)
        self.setFocus()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the page."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._room.look.color(Role.WINDOW))
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the parts to the width."""
        super().resizeEvent(event)
        self._fit()
