"""Rows reach the journal in their order, or wait where they can; nothing is lost on the way."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.logbook import MERGE_EVERY_S, Logbook
from cockpit.domain.events import Entry, IntentRecorded, OutcomeRecorded
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.unresolved import newest
from cockpit.ports.journal import JournalError
from tests.kit.fakes_acting import NO_SPACE, NOON, FakeClock, FakeJournal, FakeRuns, FakeSpool


class Desk:
    """A logbook with its fakes."""

    def __init__(self, *, spooled: tuple[Entry, ...] = (), is_drill: bool = False) -> None:
        self.clock, self.journal = FakeClock(), FakeJournal()
        self.spool = FakeSpool(list(spooled))
        self.told: list[Message] = []
        self.logbook = Logbook(
            journal=self.journal,
            spool=self.spool,
            runs=FakeRuns(),
            clock=self.clock,
            actor="mina",
            tell=self.told.append,
            is_drill=is_drill,
        )
        self.logbook.refresh()

    def notices(self) -> list[str]:
        return [one.code for one in self.told]

    def written(self) -> list[tuple[str, bool]]:
        """Return the operation and the lateness of each row."""
        return [
            (row.entry.event.order.operation_id, row.entry.is_late)
            for row in self.journal.rows
            if isinstance(row.entry.event, IntentRecorded)
        ]


def order(number: int) -> Order:
    target = Target("unleash", "production", "coupon_v2")
    return Order(f"op-{number}", Lever.FLAG_OFF, target, NOON)


def intent(number: int) -> IntentRecorded:
    return IntentRecorded(order(number))


@pytest.mark.parametrize("is_drill", [False, True])
def test_what_is_done_in_a_drill_is_written_as_one(is_drill: bool) -> None:
    desk = Desk(is_drill=is_drill)
    desk.logbook.record(intent(1))
    desk.journal.fails = NO_SPACE
    desk.logbook.keep(intent(2))
    (row,) = desk.journal.rows
    assert row.entry.is_drill is is_drill
    assert [one.is_drill for one in desk.spool.waiting()] == [is_drill]


def outcome(number: int, ended: Outcome) -> OutcomeRecorded:
    return OutcomeRecorded(f"op-{number}", ended, Stamps(NOON), Message("a.code"), "action")


def entry(number: int) -> Entry:
    return Entry(NOON, 0.0, "run-0", "mina", intent(number))


def test_a_row_bears_who_wrote_it_and_when() -> None:
    desk = Desk()
    desk.clock.move(3.0)
    desk.logbook.record(intent(1))
    written = desk.journal.rows[0].entry
    assert (written.actor, written.run_id, written.monotonic_s) == ("mina", "run-1", 3.0)
    assert written.at == desk.clock.now()
    assert not written.is_late


def test_what_cannot_be_recorded_is_not_known_either() -> None:
    desk = Desk()
    desk.logbook.merge()
    desk.journal.fails = NO_SPACE
    with pytest.raises(JournalError):
        desk.logbook.record(intent(1))
    assert not desk.logbook.operations


def test_what_has_to_be_kept_goes_to_the_spool_and_is_known_at_once() -> None:
    desk = Desk()
    desk.journal.fails = NO_SPACE
    desk.logbook.keep(intent(1))
    assert [one.is_late for one in desk.spool.entries] == [True]
    assert "op-1" in desk.logbook.operations
    assert desk.notices() == [ActionCode.NOT_WRITTEN]
    assert desk.told[0].value("reason") == NO_SPACE.message
    assert not desk.logbook.is_sound


@pytest.mark.logs_warnings
def test_what_no_disk_takes_stays_in_memory_until_one_does() -> None:
    desk = Desk()
    desk.journal.fails = desk.spool.fails = NO_SPACE
    desk.logbook.keep(intent(1))
    assert desk.notices() == [ActionCode.NOT_WRITTEN_ANYWHERE]
    assert desk.logbook.unkept_count == 1
    desk.journal.fails = desk.spool.fails = None
    desk.logbook.merge(is_urgent=True)
    assert desk.logbook.unkept_count == 0
    assert desk.written() == [("op-1", True)]


@pytest.mark.logs_warnings
def test_an_error_that_nobody_foresaw_does_not_keep_a_safer_action_back() -> None:
    desk = Desk()
    desk.journal.fails = RuntimeError("surprise")
    desk.logbook.keep(intent(1))
    told = desk.told[0].value("reason")
    assert isinstance(told, Message)
    assert (told.code, told.value("kind")) == (ActionCode.UNEXPECTED, "RuntimeError")


def test_rows_keep_their_order_whatever_had_to_wait() -> None:
    desk = Desk()
    desk.journal.fails = NO_SPACE
    desk.logbook.keep(intent(1))
    desk.logbook.keep(intent(2))
    desk.journal.fails = None
    desk.logbook.record(intent(3))
    assert desk.written() == [("op-1", True), ("op-2", True), ("op-3", False)]
    assert desk.spool.entries == []
    assert desk.told[-1] == Message(ActionCode.WRITTEN_LATE, (("rows_count", 2),))
    assert desk.logbook.is_sound


def test_a_merge_that_is_cut_off_is_finished_by_the_next_without_doubles() -> None:
    desk = Desk()
    desk.journal.fails = NO_SPACE
    for number in (1, 2, 3):
        desk.logbook.keep(intent(number))
    desk.journal.fails = None

    def full_after_one(_entry: Entry) -> None:
        desk.journal.fails = NO_SPACE if desk.journal.rows else None

    desk.journal.before_append = full_after_one
    desk.logbook.merge(is_urgent=True)
    assert desk.written() == [("op-1", True)]
    desk.journal.before_append, desk.journal.fails = (lambda _entry: None), None
    desk.logbook.merge(is_urgent=True)
    assert [name for name, _ in desk.written()] == ["op-1", "op-2", "op-3"]


def test_a_journal_that_takes_no_rows_is_tried_every_few_seconds_or_when_it_is_urgent() -> None:
    desk = Desk()
    desk.logbook.merge()
    desk.journal.fails = NO_SPACE
    desk.logbook.keep(intent(1))
    desk.clock.move(MERGE_EVERY_S)
    desk.logbook.merge()
    desk.journal.fails = None
    desk.clock.move(MERGE_EVERY_S / 2)
    desk.logbook.merge()
    assert desk.logbook.has_waiting
    desk.clock.move(MERGE_EVERY_S / 2)
    desk.logbook.merge()
    assert desk.written() == [("op-1", True)]


def test_what_another_process_wrote_is_taken_in() -> None:
    desk = Desk()
    desk.journal.append(entry(7))
    assert "op-7" not in desk.logbook.operations
    desk.logbook.refresh()
    assert "op-7" in desk.logbook.operations


def test_a_row_of_another_process_before_an_own_one_is_not_skipped() -> None:
    desk = Desk()
    desk.journal.append(entry(7))
    desk.logbook.record(intent(8))
    desk.logbook.refresh()
    assert set(desk.logbook.operations) == {"op-7", "op-8"}


def test_a_journal_that_cannot_be_read_leaves_what_is_known_and_is_not_sound() -> None:
    desk = Desk()
    desk.logbook.record(intent(1))
    assert desk.logbook.is_sound
    desk.journal.read_fails = NO_SPACE
    desk.logbook.refresh()
    assert ("op-1" in desk.logbook.operations, desk.logbook.is_sound) == (True, False)
    desk.journal.read_fails = None
    desk.clock.move(MERGE_EVERY_S)
    desk.logbook.refresh()
    assert desk.logbook.is_sound


def test_a_journal_that_has_just_failed_is_not_waited_for_again() -> None:
    desk = Desk()
    desk.logbook.merge()
    tried: list[Entry] = []
    desk.journal.before_append = tried.append
    desk.journal.read_fails = desk.journal.fails = NO_SPACE
    desk.logbook.refresh()
    desk.logbook.keep(intent(1))
    desk.logbook.keep(outcome(1, Outcome.CONFIRMED))
    desk.logbook.refresh()
    desk.logbook.merge()
    assert not tried
    assert len(desk.spool.entries) == 2
    assert desk.notices() == [ActionCode.NOT_WRITTEN, ActionCode.NOT_WRITTEN]
    desk.journal.read_fails = desk.journal.fails = None
    desk.clock.move(MERGE_EVERY_S)
    desk.logbook.merge()
    assert desk.written() == [("op-1", True)]
    assert desk.notices()[-1] == ActionCode.WRITTEN_LATE


def test_what_is_riskier_is_tried_for_all_that() -> None:
    desk = Desk()
    desk.journal.read_fails = NO_SPACE
    desk.logbook.refresh()
    desk.logbook.record(intent(1))
    assert desk.written() == [("op-1", False)]


def test_what_an_earlier_run_left_in_the_spool_counts_from_the_start_and_is_merged() -> None:
    desk = Desk(spooled=(entry(5),))
    assert "op-5" in desk.logbook.operations
    assert not desk.logbook.is_sound
    desk.logbook.merge()
    assert desk.written() == [("op-5", True)]
    assert desk.logbook.is_sound


def test_what_is_unresolved_and_what_is_newest_is_known_without_going_through_the_journal() -> None:
    desk = Desk()
    for number in range(3):
        desk.logbook.record(intent(number))
        desk.clock.move(1.0)
    desk.logbook.record(outcome(0, Outcome.CONFIRMED))
    desk.logbook.record(outcome(1, Outcome.UNKNOWN))
    assert list(desk.logbook.unresolved) == ["op-2", "op-1"]
    assert desk.logbook.newest == newest(desk.logbook.operations)
    desk.logbook.record(IntentRecorded(order(3), supersedes=("op-1", "op-2")))
    assert list(desk.logbook.unresolved) == ["op-3"]
    desk.logbook.record(outcome(3, Outcome.FAILED))
    assert set(desk.logbook.unresolved) == {"op-1", "op-2"}
    assert desk.logbook.newest == newest(desk.logbook.operations)


def test_a_row_that_comes_late_does_not_become_the_newest() -> None:
    desk = Desk(spooled=(entry(1),))
    desk.clock.move(1.0)
    desk.logbook.keep(intent(2))
    desk.logbook.merge(is_urgent=True)
    assert [one.operation_id for one in desk.logbook.newest.values()] == ["op-2"]
