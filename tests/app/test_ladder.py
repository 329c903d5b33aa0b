"""Stages are worked out from confirmed steps alone, however late or torn their rows are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cockpit.app.ladder import Ladder, stage_reached
from cockpit.app.launches import Launches
from cockpit.domain.events import (
    Entry,
    Event,
    IntentRecorded,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.unresolved import Operation, changes
from cockpit.ports.journal import JournalError
from cockpit.ports.workspace import RolloutTarget, Workspace
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

    def __init__(self, given: Workspace) -> None:
        self.clock, self.journal = FakeClock(), FakeJournal()
        self.launches = Launches(
            workspace=given,
            journal=self.journal,
            clock=self.clock,
            runs=FakeRuns(),
            actor="mina",
        )
        self.ladder = Ladder(
            workspace=given, launches=self.launches, clock=self.clock, record=self.write
        )

    def write(self, event: Event) -> None:
        self.journal.append(Entry(self.clock.now(), 0.0, "run-1", "mina", event))

    def open(self) -> None:
        self.write(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))

    def refusal(self, exposure_pct: float) -> str | None:
        told = self.ladder.why_not(exposure_pct)
        return None if told is None else told.code


def bench(**rollout: object) -> Bench:
    targets = [{"flag": "a", "source": "flags"}]
    return Bench(workspace(rollout={"targets": targets, **rollout}))


def operations() -> Mapping[str, Operation]:
    past = Past()
    past.step("o1", "a", 1, 0)
    return past.operations


def test_without_a_launch_no_step_may_be_taken_and_none_is_noted() -> None:
    made = bench()
    assert made.refusal(1) == LadderCode.NO_LAUNCH
    assert made.ladder.note(operations()) is None
    assert made.journal.rows == []


def test_only_the_next_rung_may_be_taken() -> None:
    made = bench()
    made.open()
    assert made.refusal(1) is None
    assert made.refusal(5) == LadderCode.NOT_NEXT
    assert made.refusal(3) == LadderCode.NOT_ON_LADDER
    assert made.refusal(float("nan")) == LadderCode.NOT_ON_LADDER
    assert made.refusal(0) is None


def test_a_freeze_holds_steps_forward_and_no_step_back() -> None:
    frozen = {"start": NOON, "end": NOON + timedelta(hours=1), "reason": "year end"}
    made = bench(freeze=[frozen])
    made.open()
    assert made.refusal(1) == LadderCode.FROZEN
    assert made.refusal(0) is None
    made.clock.move(3_600.0)
    assert made.refusal(1) is None


def test_a_stage_is_noted_once_and_opens_the_next_rung() -> None:
    made = bench()
    made.open()
    assert made.ladder.note(operations()) == StageReached("l1", 1, "o1")
    assert made.ladder.note(operations()) is None
    assert [type(row.entry.event) for row in made.journal.rows] == [LaunchPlanned, StageReached]
    assert made.refusal(5) is None


def test_a_row_that_cannot_be_written_is_raised_and_written_by_the_next_note() -> None:
    made = bench()
    made.open()
    made.journal.fails = NO_SPACE
    with pytest.raises(JournalError):
        made.ladder.note(operations())
    made.journal.fails = None
    assert made.ladder.note(operations()) == StageReached("l1", 1, "o1")
