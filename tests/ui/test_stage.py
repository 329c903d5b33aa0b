"""Pages are made one at a time, and only the one on the screen is shown anything."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.app.snapshot import Snapshot
from cockpit.domain.message import Message
from cockpit.ui.curtain import Curtain
from cockpit.ui.hands import Notice
from cockpit.ui.page import Room
from cockpit.ui.pages import PAGES
from cockpit.ui.places import PLACES
from cockpit.ui.stage import FIGURES_FIRST_MS, LEAST_PX, PageStack, Placeholder
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands
from tests.kit.windows import told_room


class Watched:
    """A page that keeps what it is shown and told."""

    def __init__(self, _room: Room) -> None:
        self.widget: QWidget = QLabel("page")
        self.shown: list[Snapshot] = []
        self.heard: list[Any] = []

    def show(self, snapshot: Snapshot) -> None:
        self.shown.append(snapshot)

    def hear(self, news: Any) -> None:
        self.heard.append(news)


def stack(
    qtbot: QtBot, made: list[str], *, is_live: bool = False
) -> tuple[PageStack, dict[str, Watched]]:
    pages: dict[str, Watched] = {}

    def factory(key: str) -> Any:
        def make(room: Room) -> Watched:
            made.append(key)
            pages[key] = Watched(room)
            return pages[key]

        return make

    room = replace(told_room(FakeHands()), is_live=is_live)
    given = PageStack(room, {key: factory(key) for key in ("a", "b", "c")})
    qtbot.addWidget(given)
    given.show()
    return given, pages


def test_the_other_pages_are_made_once_the_first_has_figures(qtbot: QtBot) -> None:
    made: list[str] = []
    given, _ = stack(qtbot, made)
    given.begin()
    qtbot.waitUntil(lambda: made == ["a"])
    given.show_snapshot(moments.calm())
    with qtbot.waitSignal(given.made, timeout=1_000):
        pass
    assert made == ["a", "b", "c"]


def test_figures_that_were_there_before_the_first_page_are_not_waited_for(qtbot: QtBot) -> None:
    given, _ = stack(qtbot, [])
    given.show_snapshot(moments.calm())
    given.begin()
    with qtbot.waitSignal(given.made, timeout=FIGURES_FIRST_MS // 2):
        pass


class Wrapping(QLabel):
    """Text that is as high as it is told to be."""

    def __init__(self, height: int) -> None:
        super().__init__("page")
        self.asked_count, self._height = 0, height
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def heightForWidth(self, _width: int) -> int:
        self.asked_count += 1
        return self._height


def test_only_the_page_in_front_makes_the_middle_of_the_window_scroll(qtbot: QtBot) -> None:
    low, high = Wrapping(LEAST_PX), Wrapping(2_000)
    room = told_room(FakeHands())
    pages = {"low": Watched(room), "high": Watched(room)}
    pages["low"].widget, pages["high"].widget = low, high
    given = PageStack(room, {key: lambda _room, page=page: page for key, page in pages.items()})  # type: ignore[misc]
    qtbot.addWidget(given)
    given.resize(400, 600)
    given.show()
    given.go("high")
    bar = given.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    given.go("low")
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    low.asked_count = high.asked_count = 0
    given.resize(500, 600)
    qtbot.waitUntil(lambda: low.width() > 400)
    assert high.asked_count < low.asked_count


@pytest.mark.slow
def test_pages_that_nobody_has_seen_are_rehearsed_once_there_is_something_to_show(
    qtbot: QtBot,
) -> None:
    given, pages = stack(qtbot, [], is_live=True)
    with qtbot.waitSignal(given.made):
        given.begin()
    calm, fault = moments.calm(), moments.fault()
    given.show_snapshot(calm)
    qtbot.waitUntil(lambda: pages["b"].shown == pages["c"].shown == [calm])
    assert pages["b"].widget.size() == pages["a"].widget.size()
    given.show_snapshot(fault)
    assert pages["a"].shown == [calm, fault]
    assert pages["b"].shown == [calm]


def test_where_nobody_waits_for_a_page_none_is_rehearsed(qtbot: QtBot) -> None:
    given, pages = stack(qtbot, [])
    given.show_snapshot(moments.calm())
    with qtbot.waitSignal(given.made):
        given.begin()
    qtbot.waitUntil(lambda: not given._timer.isActive())
    assert pages["b"].shown == pages["c"].shown == []


def test_while_room_is_made_for_a_page_the_one_before_is_not_laid_out_again(qtbot: QtBot) -> None:
    given, pages = stack(qtbot, [])
    given.go("a")
    given.make_way("b")
    assert not pages["a"].widget.isVisible()
    given.go("b")
    assert pages["b"].widget.isVisible()


@pytest.mark.slow
def test_pages_are_made_one_in_each_turn_the_wanted_one_first(qtbot: QtBot) -> None:
    made: list[str] = []
    given, _ = stack(qtbot, made)
    assert made == []
    given.key = "b"
    with qtbot.waitSignal(given.made):
        given.begin()
        assert made == []
    assert made == ["b", "a", "c"]


def test_a_page_that_is_wanted_early_is_made_at_once_and_once(qtbot: QtBot) -> None:
    made: list[str] = []
    given, _ = stack(qtbot, made)
    given.go("c")
    with qtbot.waitSignal(given.made):
        given.begin()
    assert made == ["c", "a", "b"]


def test_only_the_open_page_gets_snapshots_and_a_hidden_one_the_newest(qtbot: QtBot) -> None:
    given, pages = stack(qtbot, [])
    given.go("a")
    given.go("b")
    first, second = moments.calm(), moments.fault()
    given.show_snapshot(first)
    given.show_snapshot(second)
    assert pages["a"].shown == []
    assert pages["b"].shown == [first, second]
    given.go("a")
    assert pages["a"].shown == [second]
    given.go("a")
    assert pages["a"].shown == [second]


def test_all_pages_hear_news(qtbot: QtBot) -> None:
    given, pages = stack(qtbot, [])
    given.go("a")
    given.go("b")
    news = Notice(Message("x"))
    given.hear(news)
    assert pages["a"].heard == pages["b"].heard == [news]


def test_where_a_page_is_not_there_a_sentence_stands(qtbot: QtBot) -> None:
    page = Placeholder(told_room(FakeHands()))
    qtbot.addWidget(page.widget)
    page.show(moments.calm())
    page.hear(Notice(Message("x")))
    assert page.widget.layout() is not None


def test_every_page_has_a_place_in_the_rail() -> None:
    assert PAGES.keys() <= {place.key for place in PLACES}


def test_in_a_live_window_the_next_page_comes_behind_a_curtain(qtbot: QtBot) -> None:
    live = replace(told_room(FakeHands()), is_live=True)
    given = PageStack(live, dict.fromkeys(("a", "b"), Watched))
    qtbot.addWidget(given)
    given.show()
    curtain = given.findChildren(Curtain)[0]
    given.show_snapshot(moments.calm())
    given.go("a")
    assert curtain.isHidden()
    given.make_way("b")
    assert not curtain.isHidden()
    given.go("b")
    qtbot.waitUntil(curtain.isHidden)
    given.make_way("b")
    given.go("b")
    assert curtain.isHidden()
