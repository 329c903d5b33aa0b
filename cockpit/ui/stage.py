"""The middle of the window: pages in a stack, each made when there is time for it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.curtain import Curtain
from cockpit.ui.frame_codes import PlaceCode
from cockpit.ui.hands import News
from cockpit.ui.kit.tile import Empty
from cockpit.ui.page import Page, Room

FIGURES_FIRST_MS = 1_500
"""How long the pages that nobody sees yet give way to the first figures, and to the journal."""

PAINTED_MS = 50
"""By then what was shown has been painted."""

LEAST_PX = 504
"""How high a page is at least; what pushes it down makes it scroll and not shrink."""


class Placeholder:
    """What stands where a page is not there."""

    def __init__(self, room: Room) -> None:
        self.widget: QWidget = QWidget()
        empty = Empty(room.look)
        empty.say(room.say(PlaceCode.MISSING))
        layout = QVBoxLayout(self.widget)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(empty)

    def show(self, snapshot: Snapshot) -> None:
        """Show nothing."""

    def hear(self, news: News | ActionEvent) -> None:
        """Hear nothing."""


class _Pages(QStackedWidget):
    """Pages of which one is seen: only that one says how high they have to be.

    Qt would lay out the text of all of them anew, each time that the window gets another width,
    and let a low page scroll for as long as a high one needs.
    """

    @override
    def heightForWidth(self, width: int) -> int:
        """Return what the page in front needs."""
        page = self.currentWidget()
        return -1 if page is None else page.heightForWidth(width)


class PageStack(QScrollArea):
    """Shows one page. Only that one gets snapshots; a hidden one gets the newest when it comes.

    Pages are made one in each turn of the event loop: the one that is wanted at once, the others
    when that one has something to show. Each of those is rehearsed in the next turn, out of sight:
    the first time a page is laid out and painted takes three times as long as any other, and
    somebody would have to wait for it. Where no event loop goes on, nobody does. `made` is emitted
    when all of them are there.
    """

    made = Signal()

    def __init__(self, room: Room, pages: Mapping[str, Callable[[Room], Page]]) -> None:
        super().__init__()
        self._room, self._factories = room, dict(pages)
        self._pages: dict[str, Page] = {}
        self._snapshot: Snapshot | None = None
        self._seen: dict[str, Snapshot] = {}
        self._unrehearsed: list[str] = []
        self.key = next(iter(pages))
        self._stack = _Pages()
        self._stack.setMinimumHeight(LEAST_PX)
        self._blank = QWidget()
        self._stack.addWidget(self._blank)
        ground = QWidget()
        self.setViewport(ground)  # to name the kind of Qt's own, PySide reads all kinds: 13 ms
        self.setWidget(self._stack)
        self.setWidgetResizable(True)
        self.scroll_across(is_needed=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.setAutoFillBackground(False)
        self._curtain = Curtain(room.look, ground)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one)

    def begin(self) -> None:
        """Make the pages, one in each turn from now on."""
        self._timer.start()

    def go(self, key: str) -> None:
        """Show this page, made now if it was not."""
        self.key = key
        page = self._made(key)
        self._stack.setCurrentWidget(page.widget)
        self.verticalScrollBar().setValue(0)
        self._refresh()
        self._curtain.rise()

    def make_way(self, key: str) -> None:
        """Have this page be the next one; the one in front is seen and laid out no more."""
        if key != self.key:
            self.key = key
            if self._room.is_live and self._seen:
                self._curtain.fall()
            self._stack.setCurrentWidget(self._blank)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this on the page that is open."""
        self._snapshot = snapshot
        self._refresh()
        if self._unrehearsed and not self._timer.isActive():
            self._timer.start(PAINTED_MS)
        if self._timer.isActive() and self._timer.interval() > PAINTED_MS and is_settled(snapshot):
            self._timer.setInterval(PAINTED_MS)

    def hear(self, news: News | ActionEvent) -> None:
        """Tell the pages that are there."""
        for page in self._pages.values():
            page.hear(news)

    def scroll_across(self, is_needed: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Let pages that are cut at the right be scrolled: on screens that are too small."""
        policies = Qt.ScrollBarPolicy
        wanted = policies.ScrollBarAsNeeded if is_needed else policies.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(wanted)

    @property
    def page(self) -> Page | None:
        """Return the page that is open; None until it is made."""
        return self._pages.get(self.key)

    def _refresh(self) -> None:
        snapshot, page = self._snapshot, self.page
        if page is None or snapshot is None or self._seen.get(self.key) is snapshot:
            return
        self._seen[self.key] = snapshot
        page.show(snapshot)

    def _make_one(self) -> None:
        if self.key not in self._pages:
            self.go(self.key)
            is_told = self._snapshot is not None and is_settled(self._snapshot)
            self._timer.setInterval(PAINTED_MS if is_told else FIGURES_FIRST_MS)
            return
        self._timer.setInterval(0)
        left = [key for key in self._factories if key not in self._pages]
        if left:
            self._made(left[0])
            self._unrehearsed.append(left[0])
            if len(left) == 1:
                self.made.emit()
        elif self._room.is_live and self._unrehearsed and self._snapshot is not None:
            self._rehearse(self._unrehearsed.pop())
        else:
            self._timer.stop()

    def _rehearse(self, key: str) -> None:
        """Have a page that nobody sees shown, laid out and painted once."""
        page, snapshot = self._pages[key], self._snapshot
        if key == self.key or snapshot is None:
            return
        page.show(snapshot)
        page.widget.resize(self._stack.size())
        page.widget.grab()

    def _made(self, key: str) -> Page:
        if key not in self._pages:
            page = self._factories[key](self._room)
            page.widget.setObjectName(f"page.{key}")
            self._pages[key] = page
            self._stack.addWidget(page.widget)
        return self._pages[key]


def is_settled(snapshot: Snapshot) -> bool:
    """Return whether a source and the journal have told something: reading them is over."""
    has_figures = any(source.age_s is not None for source in snapshot.sources)
    return has_figures and snapshot.journal is not None
