"""Launches are opened, led through their lives, listed and closed."""

from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import LaunchNote
from cockpit.app.launches import Launches, LaunchPlan, proposed_baseline
from cockpit.app.snapshot import VersionView
from cockpit.domain.events import (
    LaunchClosed,
    LaunchDeployed,
    LaunchDisputed,
    NoteAdded,
    ReasonGiven,
    StageReached,
)
from cockpit.domain.judgements import GateJudged
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from tests.kit.fakes_acting import NOON, FakeClock, FakeJournal, FakeRuns
from tests.kit.monitoring import workspace

PLAN = LaunchPlan("3.2.0", "320", "3.1.4", notes="coupons")
HOTFIX = LaunchPlan("3.2.1", "321", "3.2.0", "hotfix")


def service(journal: FakeJournal | None = None, actor: str = "mina") -> Launches:
    return Launches(
        workspace=workspace(),
        journal=journal or FakeJournal(),
        clock=FakeClock(),
        runs=FakeRuns(),
        actor=actor,
    )


def opened(launches: Launches, plan: LaunchPlan = PLAN, **how: Any) -> Launch:
    launch = launches.open(plan, **how)
    assert isinstance(launch, Launch), launch
    return launch


def climbed(launches: Launches, *exposures_pct: float) -> None:
    launch = launches.live()
    assert launch is not None
    for exposure_pct in exposures_pct:
        launches.write(StageReached(launch.launch_id, exposure_pct, f"o{exposure_pct}"))


def test_a_launch_is_opened_with_all_that_was_planned() -> None:
    given = service()
    plan = replace(
        PLAN,
        window_from=NOON.astimezone(timezone(timedelta(hours=9))),
        window_to=NOON + timedelta(hours=2),
        commit="ab12cd",
    )
    launch = opened(given, plan, is_drill=True)
    assert (launch.version, launch.build, launch.baseline_version) == ("3.2.0", "320", "3.1.4")
    assert (launch.planned_by, launch.is_drill, launch.notes) == ("mina", True, "coupons")
    assert (launch.window_from, launch.window_to) == (NOON, NOON + timedelta(hours=2))
    assert launch.window_from is not None
    assert launch.window_from.tzinfo is UTC
    assert (launch.commit, launch.release_kind, launch.parent_id) == ("ab12cd", "release", None)
    assert given.live() == launch


def test_another_process_sees_the_launch() -> None:
    journal = FakeJournal()
    opened(service(journal))
    again = service(journal).open(replace(PLAN, version="3.3.0", build="330"))
    assert isinstance(again, Message)
    assert (again.code, again.value("version")) == (LaunchNote.ALREADY_LIVE, "3.2.0")


@pytest.mark.parametrize("kind", ["hotfix", "rollback"])
def test_a_hotfix_or_a_rollback_opens_as_the_child_of_what_goes_on(kind: Any) -> None:
    given = service()
    parent = opened(given, is_drill=True)
    child = opened(given, replace(HOTFIX, release_kind=kind))
    assert (child.parent_id, child.is_drill) == (parent.launch_id, True)
    assert given.live() == child
    given.close("stopped")
    found = given.live()
    assert found is not None
    assert (found.launch_id, found.returned_at) == (parent.launch_id, NOON)


def test_a_child_may_have_a_child() -> None:
    given = service()
    opened(given)
    child = opened(given, HOTFIX)
    grandchild = opened(given, LaunchPlan("3.2.2", "322", "3.2.1", "hotfix"))
    assert grandchild.parent_id == child.launch_id


def test_a_hotfix_of_nothing_that_goes_on_has_no_parent() -> None:
    assert opened(service(), HOTFIX).parent_id is None


def test_a_hotfix_with_the_version_of_its_parent_could_not_be_told_apart() -> None:
    given = service()
    opened(given)
    refusal = given.open(replace(HOTFIX, version="3.2.0", baseline="3.1.4"))
    assert isinstance(refusal, Message)
    assert refusal.code == LaunchNote.SAME_AS_PARENT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"version": "3.2"}, LaunchNote.VERSION_SHAPE, id="version"),
        pytest.param({"version": "3.2.0 "}, LaunchNote.VERSION_SHAPE, id="blank at the end"),
        pytest.param({"build": "rc1"}, LaunchNote.BUILD_SHAPE, id="build"),
        pytest.param({"baseline": "old"}, LaunchNote.BASELINE_SHAPE, id="baseline"),
        pytest.param({"baseline": None}, LaunchNote.BASELINE_UNKNOWN, id="no baseline"),
        pytest.param({"baseline": "3.2.0"}, LaunchNote.BASELINE_SAME, id="against itself"),
        pytest.param(
            {"window_from": NOON, "window_to": NOON}, LaunchNote.WINDOW_BACKWARDS, id="no window"
        ),
    ],
)
def test_a_release_that_breaks_a_rule_is_not_opened(
    changes: dict[str, Any], code: LaunchNote
) -> None:
    journal = FakeJournal()
    refusal = service(journal).open(replace(PLAN, **changes))
    assert isinstance(refusal, Message)
    assert refusal.code == code
    assert journal.rows == []


LEADING: dict[str, Callable[[Launches], Launch | Message | None]] = {
    "deployed": lambda given: given.deployed(),
    "hold": lambda given: given.hold("latency"),
    "resume": lambda given: given.resume(),
    "take over": lambda given: given.take_over(),
    "close": lambda given: given.close("stopped"),
    "reason": lambda given: given.give_reason("o1", "why"),
}


@pytest.mark.parametrize("name", LEADING)
def test_nothing_is_led_on_without_a_launch(name: str) -> None:
    refusal = LEADING[name](service())
    assert isinstance(refusal, Message)
    assert refusal.code == LaunchNote.NONE_LIVE


def test_it_is_deployed_once() -> None:
    given = service()
    opened(given)
    launch = given.deployed()
    assert isinstance(launch, Launch)
    assert launch.deployed_at == NOON
    again = given.deployed()
    assert isinstance(again, Message)
    assert again.code == LaunchNote.DEPLOYED_ALREADY


def test_a_hold_lasts_until_somebody_resumes() -> None:
    given = service()
    opened(given)
    held = given.hold("latency")
    assert isinstance(held, Launch)
    assert held.held is not None
    assert (held.held.by, held.held.reason) == ("mina", "latency")
    again = given.hold()
    assert isinstance(again, Message)
    assert (again.code, again.value("person")) == (LaunchNote.HELD_ALREADY, "mina")
    resumed = given.resume()
    assert isinstance(resumed, Launch)
    assert resumed.held is None
    nothing = given.resume()
    assert isinstance(nothing, Message)
    assert nothing.code == LaunchNote.NOT_HELD


def test_the_window_is_taken_by_somebody_else() -> None:
    journal = FakeJournal()
    opened(service(journal))
    own = service(journal).take_over()
    assert isinstance(own, Message)
    assert own.code == LaunchNote.HOLDS_ALREADY
    taken = service(journal, "jun").take_over()
    assert isinstance(taken, Launch)
    assert taken.holder == "jun"


@pytest.mark.parametrize("exposures_pct", [(), (1,), (1, 5, 20), (100, 0)])
def test_only_at_the_top_a_launch_is_done(exposures_pct: tuple[float, ...]) -> None:
    given = service()
    opened(given)
    climbed(given, *exposures_pct)
    refusal = given.close("done")
    assert isinstance(refusal, Message)
    assert refusal.code == LaunchNote.NOT_DONE


def test_at_the_top_it_is_done_by_no_way_out() -> None:
    given = service()
    opened(given)
    climbed(given, 1, 5, 20, 100)
    closed = given.close("done", way_out="flag_off")
    assert isinstance(closed, Launch)
    assert (closed.result, closed.way_out) == ("done", None)


@pytest.mark.parametrize("exposures_pct", [(1,), (1, 0), (1, 5, 20, 100)])
def test_what_somebody_has_had_is_stopped_by_a_way_out(exposures_pct: tuple[float, ...]) -> None:
    given = service()
    launch = opened(given)
    climbed(given, *exposures_pct)
    refusal = given.close("stopped")
    assert isinstance(refusal, Message)
    assert refusal.code == LaunchNote.NO_WAY_OUT
    closed = given.close("stopped", way_out="rollback")
    assert isinstance(closed, Launch)
    assert (closed.launch_id, closed.way_out) == (launch.launch_id, "rollback")
    assert given.live() is None
    assert given.all() == (closed,)


def test_what_nobody_has_had_is_stopped_just_so() -> None:
    given = service()
    opened(given)
    closed = given.close("stopped")
    assert isinstance(closed, Launch)
    assert (closed.result, closed.way_out) == ("stopped", None)


def test_a_reason_and_a_note_are_kept_with_their_launch() -> None:
    journal = FakeJournal()
    given = service(journal)
    assert given.note("before") is None
    launch = opened(given, is_drill=True)
    assert given.note("calm so far") is None
    given.close("stopped")
    assert given.give_reason("o1", "a crash") is None
    events = [row.entry.event for row in journal.rows]
    assert NoteAdded("before") in events
    assert NoteAdded("calm so far", launch.launch_id) in events
    assert events[-1] == ReasonGiven(launch.launch_id, "o1", "a crash")
    assert [row.entry.is_drill for row in journal.rows] == [False, True, True, True, True]


def test_a_launch_that_went_out_can_be_disputed_after_its_end_with_a_reason() -> None:
    journal = FakeJournal()
    given = service(journal)
    launch = opened(given)
    refusal = given.dispute(launch.launch_id, "outside")
    assert refusal is not None
    assert refusal.code == LaunchNote.NOT_OUT
    given.write(LaunchDeployed(launch.launch_id))
    given.write(LaunchClosed(launch.launch_id, "stopped"))
    assert given.dispute(launch.launch_id, " the provider was down ") is None
    assert journal.rows[-1].entry.event == LaunchDisputed(launch.launch_id, "the provider was down")
    for launch_id, text in ((launch.launch_id, "  "), ("nowhere", "why")):
        assert given.dispute(launch_id, text) is not None


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_not_kept(text: str) -> None:
    given = service()
    opened(given)
    for refusal in (given.note(text), given.give_reason("o1", text)):
        assert refusal is not None
        assert refusal.code == LaunchNote.NO_TEXT


def test_a_row_about_a_drill_is_one_of_the_drill() -> None:
    journal = FakeJournal()
    given = service(journal)
    launch = opened(given, is_drill=True)
    given.write(GateJudged(launch.launch_id, 0, 1, is_open=True, checks=()))
    assert journal.rows[-1].entry.is_drill


def test_the_busiest_other_version_is_proposed_as_baseline() -> None:
    seen = (VersionView("3.2.0", 900, 0.6), VersionView("3.1.4", 500, 0.3))
    assert proposed_baseline((*seen, VersionView("3.0.9", 100, 0.1)), "3.2.0") == "3.1.4"
    assert proposed_baseline(seen[:1], "3.2.0") is None
