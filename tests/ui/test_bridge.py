"""What the lanes tell arrives on the window's thread: the newest snapshot, and all news."""

import threading
from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.domain.message import Message
from cockpit.ui.bridge import Bridge
from cockpit.ui.hands import Notice
from tests.kit.story import moments


def notice(number: int) -> Notice:
    return Notice(Message(f"n{number}"))


def tell_all(bridge: Bridge, count: int) -> None:
    for number in range(count):
        bridge.tell(notice(number))


def on_threads(*jobs: Callable[[], object]) -> None:
    """Run the jobs on threads of their own, and wait for their end."""
    threads = [threading.Thread(target=job) for job in jobs]  # noqa: TID251
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_snapshots_only_the_newest_is_delivered(qtbot: QtBot) -> None:
    bridge, seen = Bridge(), list[Snapshot]()
    bridge.seen.connect(seen.append)
    first = moments.calm()
    last = replace(first, at=first.at + timedelta(seconds=99))

    def flood() -> None:
        for second in range(99):
            bridge.show(replace(first, at=first.at + timedelta(seconds=second)))
        bridge.show(last)

    on_threads(flood)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(20)
    assert seen == [last]


def test_all_news_are_delivered_in_order_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    bridge, told = Bridge(), list[Notice]()
    threads = set[int]()

    def keep(news: Notice) -> None:
        told.append(news)
        threads.add(threading.get_ident())

    bridge.heard.connect(keep)
    on_threads(lambda: tell_all(bridge, 50))
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 50)
    assert told == [notice(number) for number in range(50)]
    assert threads == {threading.get_ident()}


def test_news_arrive_before_the_snapshot_that_was_told_after_them(qtbot: QtBot) -> None:
    bridge, order = Bridge(), list[str]()
    bridge.seen.connect(lambda _: order.append("seen"))
    bridge.heard.connect(lambda _: order.append("heard"))
    bridge.show(moments.calm())
    bridge.tell(notice(1))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["heard", "seen"]


def test_news_of_several_threads_all_arrive(qtbot: QtBot) -> None:
    bridge, told = Bridge(), list[Notice]()
    bridge.heard.connect(told.append)
    on_threads(
        *([lambda: tell_all(bridge, 200)] * 4),
    )
    qtbot.waitUntil(lambda: len(told) == 800)


def test_nothing_is_delivered_after_the_end(qtbot: QtBot) -> None:
    bridge, got = Bridge(), list[object]()
    bridge.seen.connect(got.append)
    bridge.heard.connect(got.append)
    bridge.show(moments.calm())
    bridge.tell(notice(1))
    bridge.close()
    bridge.show(moments.calm())
    bridge.tell(notice(2))
    qtbot.wait(30)
    assert got == []


def test_who_closes_while_hearing_hears_nothing_more(qtbot: QtBot) -> None:
    bridge, got = Bridge(), list[object]()
    bridge.heard.connect(got.append)
    bridge.heard.connect(lambda _: bridge.close())
    bridge.tell(notice(1))
    bridge.tell(notice(2))
    qtbot.waitUntil(lambda: bool(got))
    qtbot.wait(30)
    assert got == [notice(1)]
