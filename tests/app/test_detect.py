"""Findings are written once, whoever finds them."""

import pytest

from cockpit.app.asking import in_place
from cockpit.app.detect import Detector
from cockpit.app.snapshot import Snapshot
from cockpit.domain.judgements import FaultDetected
from tests.kit.fakes_acting import NO_SPACE, FakeRuns
from tests.kit.metrics import NEW
from tests.kit.monitoring import Cockpit, cockpit


def failing() -> tuple[Cockpit, Snapshot]:
    """Return a cockpit whose coupon flow fails on the new version, and what it shows."""
    given = cockpit(bad_ratio=lambda moment: 0.4 if moment.version == NEW else 0.02)
    given.launch(5)
    given.clock.move(120)
    return given, given.look()


def detector(given: Cockpit) -> Detector:
    return Detector(journal=given.journal, clock=given.clock, runs=FakeRuns(), disk=in_place)


def faults(given: Cockpit) -> list[FaultDetected]:
    events = [row.entry.event for row in given.journal.rows]
    return [event for event in events if isinstance(event, FaultDetected)]


def test_two_programs_on_one_journal_write_a_fault_once() -> None:
    given, snapshot = failing()
    for _ in range(2):
        one = detector(given)
        one.take(snapshot)
        one.take(snapshot)
    assert sorted(fault.flow for fault in faults(given)) == ["checkout", "coupon"]
    assert {fault.cause for fault in faults(given)} == {"release"}
    assert {row.entry.actor for row in given.journal.rows[2:]} == {"cockpit"}


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NO_SPACE, id="no space"),
        pytest.param(RuntimeError("broken"), id="broken", marks=pytest.mark.logs_warnings),
    ],
)
def test_what_could_not_be_written_is_written_with_the_next_snapshot(error: Exception) -> None:
    given, snapshot = failing()
    one = detector(given)
    given.journal.fails = error
    one.take(snapshot)
    assert faults(given) == []
    given.journal.fails = None
    one.take(snapshot)
    assert len(faults(given)) == 2


def test_a_new_stage_may_have_its_own_fault() -> None:
    given, snapshot = failing()
    one = detector(given)
    one.take(snapshot)
    given.clock.move(1)
    given.launch(20)
    given.clock.move(60)
    one.take(given.look())
    assert len(faults(given)) == 4


def test_without_a_launch_nothing_is_found() -> None:
    given = cockpit()
    detector(given).take(given.look())
    assert given.journal.rows == []
