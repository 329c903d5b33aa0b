"""The lanes of a program that goes on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from cockpit.bootstrap.live_lanes import LiveLanes
from tests.bootstrap.desks import SOON_S
from tests.bootstrap.places import workspace_file


@pytest.fixture
def first_look() -> Event:
    return Event()


@pytest.fixture
def lanes(tmp_path: Path, first_look: Event) -> Iterator[LiveLanes]:
    def rest() -> float:
        return SOON_S

    workspace = workspace_file(tmp_path).workspace
    made = LiveLanes(workspace, first_look, tend=rest, tick=rest, work=rest)
    yield made
    made.close()


def test_a_source_that_gives_way_does_first_what_was_asked_before(
    lanes: LiveLanes, first_look: Event
) -> None:
    before, after = Event(), Event()
    lanes.io["flags"].submit(before.set)
    lanes.give_way(["flags"])
    lanes.io["flags"].submit(after.set)
    assert before.wait(SOON_S)
    assert not after.is_set()
    first_look.set()
    assert after.wait(SOON_S)


def test_no_other_lane_waits_for_the_first_look(lanes: LiveLanes, first_look: Event) -> None:
    lanes.give_way(["flags"])
    done = {name: Event() for name in ("metrics", "act", "core", "disk")}
    lanes.io["metrics"].submit(done["metrics"].set)
    for name, lane in (("act", lanes.act), ("core", lanes.core), ("disk", lanes.disk)):
        lane.submit(done[name].set)
    assert all(one.wait(SOON_S) for one in done.values())
    assert not first_look.is_set()


def test_what_was_not_asked_when_all_ends_is_not_asked(lanes: LiveLanes, first_look: Event) -> None:
    asked = Event()
    lanes.give_way(["flags"])
    lanes.io["flags"].submit(asked.set)
    lanes.close()
    assert first_look.is_set(), "nobody is left waiting for it"
    assert not asked.is_set()
