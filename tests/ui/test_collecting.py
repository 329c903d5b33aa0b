"""Garbage is collected by the window's timer, and given back to Python at the end."""

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cockpit.ui import collecting
from cockpit.ui.collecting import Collecting


@pytest.fixture
def started(qtbot: QtBot) -> Iterator[Collecting]:
    one = Collecting()
    one.start()
    yield one
    one.stop()


class Loop:
    """A thing that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


def loops() -> int:
    return sum(isinstance(one, Loop) for one in gc.get_objects())


def test_python_collects_nothing_by_itself_any_more(started: Collecting) -> None:
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_a_heap_of_young_things_is_collected(started: Collecting) -> None:
    for _ in range(collecting.YOUNG_COUNT + 1):
        Loop()
    started.collect()
    assert loops() == 0


def test_little_is_left_alone(started: Collecting) -> None:
    gc.collect()
    Loop()
    started.collect()
    assert loops() == 1


def test_at_the_end_python_collects_again(qtbot: QtBot) -> None:
    gc.enable()
    one = Collecting()
    one.start()
    one.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_where_python_was_told_not_to_collect_it_never_does(qtbot: QtBot) -> None:
    gc.disable()
    try:
        one = Collecting()
        one.start()
        one.stop()
        assert not gc.isenabled()
    finally:
        gc.enable()
