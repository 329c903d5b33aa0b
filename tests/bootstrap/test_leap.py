"""A clock that leaps: time passes on the core lane, and one snapshot tells what came of it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.app.snapshot import Snapshot
from tests.bootstrap.desks import SOON_S, Desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


def test_a_leap_hands_on_what_is_shown_once_time_has_passed(desk: Desk) -> None:
    heard: list[str] = []
    told: list[Snapshot] = []
    done = threading.Event()

    def then(seen: Snapshot) -> None:
        heard.append("told")
        told.append(seen)
        done.set()

    with desk.live() as live:
        live.leap(lambda: heard.append("passed"), then)
        assert done.wait(SOON_S)
        shown = desk.until(lambda one: isinstance(one, Snapshot) and one.at >= told[0].at)
    assert heard == ["passed", "told"]
    assert shown.at == told[0].at
