"""Findings are written once, whoever finds them."""

import pytest
from msgspec.structs import replace

from cockpit.app.asking import in_place
from cockpit.app.board_codes import BoardCode
from cockpit.app.detect import Detector
from cockpit.app.snapshot import MendView, Metric, OperationView, Snapshot
from cockpit.domain.events import BackInBand
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from tests.kit.fakes_acting import NO_SPACE, NOON, FakeRuns
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


def mend(metric: Metric, bad_ratio: float, *, is_back: bool) -> MendView:
    return MendView("coupon", NEW, None, 90.0, 2.0, bad_ratio, 0.05, is_back, "band/2", metric)


@pytest.mark.parametrize("is_fast_again", [True, False])
def test_a_flow_is_back_once_everything_of_it_that_had_failed_is(is_fast_again: bool) -> None:
    given = cockpit()
    slow_ratio = 0.04 if is_fast_again else 0.3
    mends = (
        mend(Metric.SUCCESS, 0.02, is_back=True),
        mend(Metric.SLOW, slow_ratio, is_back=is_fast_again),
    )
    told = message(BoardCode.MENDING, target="coupon_v2", operation_id="op1")
    stamps = (NOON, NOON, NOON, None)
    off = OperationView("op1", Lever.FLAG_OFF, "coupon_v2", Status.CONFIRMED, told, *stamps, mends)
    detector(given).take(replace(given.look(), operations=(off,)))
    events = [row.entry.event for row in given.journal.rows]
    assert any(isinstance(event, BackInBand) for event in events) is is_fast_again
