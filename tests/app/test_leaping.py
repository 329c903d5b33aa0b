"""A clock that leaps: time passes on the core lane, and all that comes of it is shown at once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.app.snapshot import Snapshot
from cockpit.bootstrap.live import Live
from cockpit.domain.events import IntentRecorded, NoteAdded
from tests.bootstrap.desks import SOON_S, Desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


def leapt(live: Live, heard: list[str]) -> Snapshot:
    """Let the clock leap, and return what is shown after it."""
    told: list[Snapshot | None] = []
    done = threading.Event()

    def then(seen: Snapshot | None) -> None:
        heard.append("told")
        told.append(seen)
        done.set()

    live.leap(lambda: heard.append("passed"), then)
    assert done.wait(SOON_S)
    (seen,) = told
    assert seen is not None
    return seen


def test_a_leap_hands_on_what_is_shown_once_time_has_passed(desk: Desk) -> None:
    heard: list[str] = []
    with desk.live() as live:
        seen = leapt(live, heard)
        shown = desk.until(lambda one: isinstance(one, Snapshot) and one.at >= seen.at)
    assert heard == ["passed", "told"]
    assert shown.at == seen.at


def test_what_was_done_before_a_leap_is_written_and_read_when_it_is_over(desk: Desk) -> None:
    with desk.live() as live:
        leapt(live, [])
        live.off("coupon_v2")
        live.note("before the leap")
        seen = leapt(live, [])
        assert (len(desk.rows(IntentRecorded)), len(desk.rows(NoteAdded))) == (1, 1)
        assert seen.journal is not None
        assert seen.journal.seq == len(desk.rows(object))


def test_charts_are_drawn_without_any_time(desk: Desk) -> None:
    done = threading.Event()
    with desk.live() as live:
        leapt(live, [])
        live.draw(lambda seen: done.set() if seen is not None else None)
        assert done.wait(SOON_S)
