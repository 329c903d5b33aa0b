"""Long work is spread over the turns of the event loop."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cockpit.ui.turns import Turns


def adding(done: list[str], pieces: str) -> list[Callable[[], None]]:
    return [partial(done.append, piece) for piece in pieces]


def test_the_first_piece_is_done_at_once_and_the_others_in_turn(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    turns = Turns(owner, is_live=True)
    turns.take(adding(done, "abc"))
    assert done == ["a"]
    assert not turns.is_done
    qtbot.waitUntil(lambda: done == ["a", "b", "c"])
    assert turns.is_done
    qtbot.wait(20)
    assert done == ["a", "b", "c"]


def test_what_is_left_of_an_older_task_is_dropped_by_a_new_one(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    turns = Turns(owner, is_live=True)
    turns.take(adding(done, "ab"))
    turns.take(adding(done, "xy"))
    qtbot.waitUntil(lambda: done[-1] == "y")
    assert done == ["a", "x", "y"]
    turns.take(adding(done, "12"))
    turns.take([])
    qtbot.wait(20)
    assert done == ["a", "x", "y", "1"]


def test_without_an_event_loop_everything_is_done_at_once() -> None:
    owner, done = QObject(), list[str]()
    Turns(owner, is_live=False).take(adding(done, "abc"))
    assert done == ["a", "b", "c"]


def test_a_piece_may_begin_another_task(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    turns = Turns(owner, is_live=True)
    again = adding(done, "xy")
    turns.take([partial(turns.take, again), *adding(done, "z")])
    qtbot.waitUntil(lambda: done == ["x", "y"])
    qtbot.wait(20)
    assert done == ["x", "y"]
