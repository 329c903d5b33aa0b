"""Stages are worked out from confirmed steps alone, however late or torn their rows are."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.ladder import Ladder, frozen_times, stage_reached
from cockpit.app.launches import Launches
from cockpit.domain.events import (
    Entry,
    Event,
    IntentRecorded,
    LaunchClosed,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.launch import Frozen, Launch, Stage
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.unresolved import Operation, changes
from cockpit.ports.journal import JournalError
from cockpit.ports.workspace import RolloutTarget
from tests.kit.fakes_acting import NO_SPACE, NOON, FakeClock, FakeJournal, FakeRuns
from tests.kit.monitoring import workspace

LAUNCH = Launch("l1", "shop-app", "3.2.0", "320", "3.1.4", NOON, "mina")
ONE = (RolloutTarget(flag="a", source="flags"),)
TWO = (*ONE, RolloutTarget(flag="b", source="flags"))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


class Past:
    """Rows of operations, as a journal keeps them."""

    def __init__(self) -> None:
        self.operations: dict[str, Operation] = {}

    def write(self, event: Event, seconds: float, *, is_late: bool = False) -> None:
        entry = Entry(at(seconds), seconds, "run", "mina", event, is_late=is_late)
        for operation in changes(self.operations, entry):
            self.operations[operation.operation_id] = operation

    def step(
        self,
        name: str,
        flag: str,
        exposure_pct: float,
        seconds: float,
        *,
        outcome: Outcome | None = Outcome.CONFIRMED,
        launch_id: str | None = "l1",
        lever: Lever = Lever.EXPOSURE,
        is_late: bool = False,
    ) -> None:
        order = Order(
            name,
            lever,
            Target("flags", "production", flag),
            at(seconds),
            launch_id=launch_id,
            exposure_pct=exposure_pct,
        )
        self.write(IntentRecorded(order), seconds, is_late=is_late)
        if outcome is not None:
            ended = OutcomeRecorded(name, outcome, Stamps(at(seconds)), Message("test.x"), "action")
            self.write(ended, seconds + 1, is_late=is_late)

    def reached(
        self, targets: tuple[RolloutTarget, ...] = ONE, launch: Launch = LAUNCH
    ) -> tuple[float, str] | None:
        found = stage_reached(launch, targets, self.operations.values())
        return None if found is None else (found.exposure_pct, found.operation_id)


def test_a_confirmed_step_of_the_only_target_is_a_stage() -> None:
    past = Past()
    past.step("o1", "a", 1, 0)
    assert past.reached() == (1, "o1")


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN, None])
def test_a_step_that_is_not_confirmed_is_no_stage(outcome: Outcome | None) -> None:
    past = Past()
    past.step("o1", "a", 1, 0, outcome=outcome)
    assert past.reached() is None


def test_of_several_targets_all_must_have_come_to_the_same_percentage() -> None:
    past = Past()
    past.step("o1", "a", 1, 0)
    assert past.reached(TWO) is None
    past.step("o2", "b", 1, 10)
    assert past.reached(TWO) == (1, "o2")
    past.step("o3", "a", 5, 20)
    assert past.reached(TWO) is None
    past.step("o4", "b", 5, 30, outcome=Outcome.UNKNOWN)
    assert past.reached(TWO) is None


def test_a_stage_that_a_row_tells_is_not_told_again() -> None:
    past = Past()
    past.step("o1", "a", 1, 0)
    told = replace(LAUNCH, stages=(Stage(1, at(2), "o1"),))
    assert past.reached(launch=told) is None


def test_a_stage_whose_row_was_lost_in_a_crash_is_found_at_the_next_start() -> None:
    past = Past()
    past.step("o1", "a", 1, 0)
    past.step("o2", "a", 5, 10)
    told = replace(LAUNCH, stages=(Stage(1, at(2), "o1"),))
    assert past.reached(launch=told) == (5, "o2")


def test_the_last_step_counts_by_when_it_began_not_by_when_its_row_came() -> None:
    past = Past()
    past.step("o2", "a", 5, 10)
    past.step("o1", "a", 1, 0, is_late=True)  # spooled while the journal could not be written
    assert past.reached() == (5, "o2")


def test_a_step_back_is_a_stage_too() -> None:
    past = Past()
    past.step("o1", "a", 5, 0)
    past.step("o2", "a", 0, 10)
    assert past.reached() == (0, "o2")


def test_steps_of_another_launch_or_lever_count_for_nothing() -> None:
    past = Past()
    past.step("o1", "a", 1, 0, launch_id="other")
    past.step("o2", "a", 1, 0, launch_id=None)
    past.step("o3", "a", 1, 0, lever=Lever.FLAG_OFF)
    past.step("o4", "c", 1, 0)
    assert past.reached() is None


def test_without_targets_there_is_no_stage() -> None:
    assert Past().reached(()) is None


# ---------------------------------------------------------------- the service


class Bench:
    """A ladder over a journal in memory."""

    def __init__(self) -> None:
        given = workspace(rollout={"targets": [{"flag": "a", "source": "flags"}]})
        self.clock, self.journal = FakeClock(), FakeJournal()
        self.launches = Launches(
            workspace=given,
            journal=self.journal,
            clock=self.clock,
            runs=FakeRuns(),
            actor="mina",
        )
        self.ladder = Ladder(workspace=given, launches=self.launches)

    def write(self, event: Event) -> None:
        self.journal.append(Entry(self.clock.now(), 0.0, "run-1", "mina", event))

    def open(self) -> None:
        self.write(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))


def operations() -> Mapping[str, Operation]:
    past = Past()
    past.step("o1", "a", 1, 0)
    return past.operations


def test_without_a_launch_no_stage_is_noted() -> None:
    made = Bench()
    assert made.ladder.note(operations()) == ()
    assert made.journal.rows == []


def test_a_stage_is_noted_once() -> None:
    made = Bench()
    made.open()
    assert made.ladder.note(operations()) == (StageReached("l1", 1, "o1"),)
    assert made.ladder.note(operations()) == ()
    assert [type(row.entry.event) for row in made.journal.rows] == [LaunchPlanned, StageReached]


def test_a_stage_of_a_parent_is_noted_while_its_child_is_followed() -> None:
    made = Bench()
    made.open()
    made.write(LaunchPlanned("l2", "shop-app", "3.2.1", "321", "3.2.0", parent_id="l1"))
    assert made.ladder.note(operations()) == (StageReached("l1", 1, "o1"),)


def test_a_launch_that_has_ended_reaches_no_stage() -> None:
    made = Bench()
    made.open()
    made.write(LaunchClosed("l1", "stopped"))
    assert made.ladder.note(operations()) == ()


def test_a_row_that_cannot_be_written_is_raised_and_written_by_the_next_note() -> None:
    made = Bench()
    made.open()
    made.journal.fails = NO_SPACE
    with pytest.raises(JournalError):
        made.ladder.note(operations())
    made.journal.fails = None
    assert made.ladder.note(operations()) == (StageReached("l1", 1, "o1"),)


def test_times_without_any_step_forward_come_from_the_workspace() -> None:
    end = NOON + timedelta(hours=1)
    given = workspace(rollout={"freeze": [{"start": NOON, "end": end, "reason": "year end"}]})
    assert frozen_times(given.rollout) == (Frozen(NOON, end, "year end"),)
