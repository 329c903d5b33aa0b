"""Launches are opened, listed and closed."""

import pytest

from cockpit.app.board_codes import LaunchNote
from cockpit.app.launches import Launches, proposed_baseline
from cockpit.app.snapshot import VersionView
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from tests.kit.fakes_acting import FakeClock, FakeJournal, FakeRuns
from tests.kit.monitoring import workspace


def service(journal: FakeJournal | None = None) -> Launches:
    return Launches(
        workspace=workspace(),
        journal=journal or FakeJournal(),
        clock=FakeClock(),
        runs=FakeRuns(),
        actor="mina",
    )


def test_a_launch_is_opened_followed_and_closed() -> None:
    given = service()
    opened = given.open("3.2.0", "320", baseline="3.1.4", notes="coupons", is_drill=True)
    assert isinstance(opened, Launch)
    assert (opened.version, opened.planned_by, opened.is_drill) == ("3.2.0", "mina", True)
    assert given.live() == opened

    closed = given.close("stopped", way_out="flag_off")
    assert isinstance(closed, Launch)
    assert (closed.launch_id, closed.result) == (opened.launch_id, "stopped")
    assert given.live() is None
    assert given.all() == (closed,)


def test_another_process_sees_the_launch() -> None:
    journal = FakeJournal()
    service(journal).open("3.2.0", "320", baseline="3.1.4")
    again = service(journal).open("3.3.0", "330", baseline="3.2.0")
    assert isinstance(again, Message)
    assert (again.code, again.value("version")) == (LaunchNote.ALREADY_LIVE, "3.2.0")


@pytest.mark.parametrize(
    ("version", "build", "baseline", "code"),
    [
        pytest.param("3.2", "320", "3.1.4", LaunchNote.VERSION_SHAPE, id="version"),
        pytest.param("3.2.0 ", "320", "3.1.4", LaunchNote.VERSION_SHAPE, id="blank at the end"),
        pytest.param("3.2.0", "rc1", "3.1.4", LaunchNote.BUILD_SHAPE, id="build"),
        pytest.param("3.2.0", "320", "old", LaunchNote.BASELINE_SHAPE, id="baseline"),
        pytest.param("3.2.0", "320", None, LaunchNote.BASELINE_UNKNOWN, id="no baseline"),
        pytest.param("3.2.0", "320", "3.2.0", LaunchNote.BASELINE_SAME, id="against itself"),
    ],
)
def test_a_release_that_breaks_the_numbering_rule_is_not_opened(
    version: str, build: str, baseline: str | None, code: LaunchNote
) -> None:
    journal = FakeJournal()
    refusal = service(journal).open(version, build, baseline=baseline)
    assert isinstance(refusal, Message)
    assert refusal.code == code
    assert journal.rows == []


def test_nothing_is_closed_without_a_launch() -> None:
    refusal = service().close("done")
    assert isinstance(refusal, Message)
    assert refusal.code == LaunchNote.NONE_LIVE


def test_the_busiest_other_version_is_proposed_as_baseline() -> None:
    seen = (VersionView("3.2.0", 900, 0.6), VersionView("3.1.4", 500, 0.3))
    assert proposed_baseline((*seen, VersionView("3.0.9", 100, 0.1)), "3.2.0") == "3.1.4"
    assert proposed_baseline(seen[:1], "3.2.0") is None
