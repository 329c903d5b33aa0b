"""The lives of launches, folded from the journal."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.events import (
    Entry,
    Event,
    LaunchClosed,
    LaunchDeployed,
    LaunchHeld,
    LaunchPlanned,
    LaunchResumed,
    NoteAdded,
    ReasonGiven,
    SignedOff,
    StageReached,
    StepApproved,
    WindowTaken,
)
from cockpit.domain.judgements import CheckResult, GateJudged
from cockpit.domain.launch import Launch, Said
from cockpit.domain.launch_life import Numbered, is_of_a_life, launches
from cockpit.domain.message import Message
from tests.domain.lives import (
    GO,
    HOTFIX,
    NO_GO,
    NOON,
    PLANNED,
    lived,
    minute,
    rows,
    told,
)

CHECKS = (CheckResult("bake", "pass", Message("gate.baked")),)
OPEN = GateJudged("l1", 1.0, 5.0, is_open=True, checks=CHECKS)
APPROVED = StepApproved("l1", 5.0, "jun", is_self_declared=True, typed_pct=5.0)


def test_a_plan_tells_all_that_is_known_of_a_launch() -> None:
    plan = replace(
        PLANNED, release_kind="rollback", window_from=minute(0), window_to=minute(60), commit="ab12"
    )
    (launch,) = told(plan)
    assert (launch.release_kind, launch.commit) == ("rollback", "ab12")
    assert (launch.window_from, launch.window_to) == (minute(0), minute(60))
    assert (launch.planned_by, launch.holder, launch.notes) == ("mina", "mina", "first try")


def test_a_step_that_was_recorded_late_takes_its_place_by_time() -> None:
    entries = [
        Numbered(1, Entry(NOON, 0.0, "run", "mina", PLANNED)),
        Numbered(2, Entry(minute(9), 0.0, "run", "mina", StageReached("l1", 5, "o5"))),
        Numbered(3, Entry(minute(3), 0.0, "run", "mina", StageReached("l1", 1, "o1"))),
    ]
    assert [stage.exposure_pct for stage in launches(entries)[0].stages] == [1, 5]


def test_a_closed_launch_is_closed_once_and_takes_no_more_steps() -> None:
    launch = lived(
        LaunchClosed("l1", "stopped", "flag_off"),
        StageReached("l1", 20, "o20"),
        LaunchHeld("l1"),
        GO,
        LaunchClosed("l1", "done"),
    )
    assert not launch.is_live
    assert (launch.result, launch.way_out) == ("stopped", "flag_off")
    assert (launch.stages, launch.held, launch.go) == ((), None, None)
    assert launch.closed_at == minute(1)


def test_a_step_from_before_the_end_that_was_recorded_after_it_counts() -> None:
    entries = [
        *rows(PLANNED, LaunchClosed("l1", "stopped", "rollback")),
        Numbered(3, Entry(minute(0.5), 0.0, "run", "mina", StageReached("l1", 1, "o1"))),
    ]
    assert launches(entries)[0].was_exposed


def test_events_of_unknown_launches_and_a_second_opening_change_nothing() -> None:
    again = LaunchPlanned("l1", "shop", "9.9.9", "999", "3.2.0")
    found = told(StageReached("lost", 5, "o"), LaunchClosed("lost", "done"), PLANNED, again)
    assert [one.version for one in found] == ["3.2.0"]


@pytest.mark.parametrize(
    ("event", "is_go"),
    [
        pytest.param(GO, True, id="the product owner, this build"),
        pytest.param(replace(GO, role="qa"), False, id="another role"),
        pytest.param(replace(GO, build="319"), False, id="another build"),
        pytest.param(replace(GO, version="3.1.9"), False, id="another version"),
        pytest.param(replace(GO, launch_id="l9"), False, id="another launch"),
    ],
)
def test_only_the_product_owner_s_go_to_this_very_build_counts(
    event: SignedOff, is_go: bool
) -> None:
    launch = lived(event)
    assert launch.go == (Said(minute(1), "mina", 2) if is_go else None)


@pytest.mark.parametrize("role", ["pm", "qa", "devops", ""])
def test_a_no_go_of_anybody_ends_the_go_and_a_new_go_begins_it_again(role: str) -> None:
    stopped = lived(GO, replace(NO_GO, role=role))
    assert stopped.go is None
    assert stopped.no_go == Said(minute(2), "mina", 3, "too slow")
    again = lived(GO, replace(NO_GO, role=role), GO)
    assert again.go == Said(minute(3), "mina", 4)
    assert again.no_go is None


def test_a_no_go_to_another_build_stops_as_well() -> None:
    assert lived(GO, replace(NO_GO, build="319")).go is None


def test_it_is_deployed_when_that_was_said_first() -> None:
    assert lived(LaunchDeployed("l1"), LaunchDeployed("l1")).deployed_at == minute(1)


def test_whoever_takes_the_window_holds_it() -> None:
    entry = Entry(minute(1), 0.0, "run", "jun", WindowTaken("l1"))
    (launch,) = launches([*rows(PLANNED), Numbered(2, entry)])
    assert (launch.holder, launch.planned_by) == ("jun", "mina")


def test_a_hold_stays_with_who_was_first_until_it_is_resumed() -> None:
    held = lived(LaunchHeld("l1", "latency"), LaunchHeld("l1", "me too"))
    assert held.held == Said(minute(1), "mina", 2, "latency")
    assert lived(LaunchHeld("l1"), LaunchResumed("l1")).held is None


def test_a_reason_that_is_given_afterwards_belongs_to_the_row_it_names() -> None:
    held = lived(LaunchHeld("l1"), ReasonGiven("l1", "2", "latency"))
    assert held.held == Said(minute(1), "mina", 2, "latency")
    silent_no_go = replace(NO_GO, reason="")
    stopped = lived(silent_no_go, ReasonGiven("l1", "2", "a crash"))
    assert stopped.no_go == Said(minute(1), "mina", 2, "a crash")


@pytest.mark.parametrize("about", ["3", "o1", ""])
def test_a_reason_for_something_else_changes_neither_hold_nor_no_go(about: str) -> None:
    before = (LaunchHeld("l1"), NO_GO)
    assert lived(*before, ReasonGiven("l1", about or "x", "why")).held == lived(*before).held


def test_gates_that_were_open_and_who_stood_by_the_step_are_kept() -> None:
    launch = lived(replace(OPEN, is_open=False), OPEN, APPROVED)
    assert [(one.at, one.by, one.judged) for one in launch.gates] == [(minute(2), "mina", OPEN)]
    (approval,) = launch.approvals
    assert (approval.by, approval.second_person, approval.exposure_pct) == ("mina", "jun", 5.0)


def test_a_parent_goes_on_when_its_child_is_closed_and_is_judged_anew_from_then_on() -> None:
    parent, child = told(
        PLANNED, StageReached("l1", 5, "o5"), HOTFIX, LaunchClosed("l2", "stopped")
    )
    assert (child.parent_id, child.is_live) == ("l1", False)
    assert parent.is_live
    assert parent.exposure_pct == 5
    assert parent.since_at == minute(3)


def test_a_stage_that_begins_after_the_return_is_counted_from_its_own_begin() -> None:
    parent, _child = told(
        PLANNED, HOTFIX, LaunchClosed("l2", "stopped"), StageReached("l1", 1, "o1")
    )
    assert parent.since_at == minute(3)


def test_a_child_of_a_parent_that_is_not_known_is_a_launch_like_any_other() -> None:
    (child,) = told(HOTFIX, LaunchClosed("l2", "done"))
    assert child.result == "done"


def test_what_happens_to_a_child_leaves_its_parent_as_it_was() -> None:
    before, _ = told(PLANNED, HOTFIX)
    after, _ = told(PLANNED, HOTFIX, LaunchHeld("l2"), StageReached("l2", 1, "c1"))
    assert after == before


def test_rows_that_tell_of_something_else_are_no_part_of_a_life() -> None:
    assert not is_of_a_life(NoteAdded("hello"))
    assert is_of_a_life(PLANNED)


LIFE: tuple[Event, ...] = (
    GO,
    NO_GO,
    LaunchDeployed("l1"),
    LaunchHeld("l1"),
    LaunchResumed("l1"),
    WindowTaken("l1"),
    StageReached("l1", 1, "o1"),
    StageReached("l1", 0, "o0"),
    StageReached("l1", 100, "o100"),
    HOTFIX,
    LaunchHeld("l2"),
    LaunchClosed("l2", "done"),
    LaunchClosed("l1", "stopped"),
    OPEN,
    APPROVED,
)


@given(st.lists(st.sampled_from(LIFE), max_size=20))
def test_a_journal_that_goes_on_never_changes_what_a_shorter_one_told_of_the_end(
    events: list[Event],
) -> None:
    lives: list[Launch] = [told(PLANNED, *events[:n])[0] for n in range(len(events) + 1)]
    for before, after in pairwise(lives):
        if not before.is_live:
            assert (after.closed_at, after.result) == (before.closed_at, before.result)
        assert before.launch_id == after.launch_id
        assert (after.go is None) or (after.no_go is None)
