"""Alerts are written once, whoever sees them, and whoever wrote one tells people."""

import pytest
from msgspec.structs import replace

from cockpit.app.alert_log import AlertLog
from cockpit.app.asking import in_place
from cockpit.app.snapshot import Snapshot
from cockpit.domain.alert_events import AlertEnded, AlertRaised, AlertUnshelved
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.events import Event
from cockpit.domain.notices import Notice, NoticeKind
from tests.app.test_alerts import BAD
from tests.kit.alerting import WHY, at_s, ended, raised, shelved
from tests.kit.fakes_acting import NO_SPACE, FakeClock, FakeJournal, FakeRuns

RAISED = AlertRaised("", "flow:coupon", "slo", "watch", "slo", at_s(-10), WHY, "coupon")
ENDED = AlertEnded("coupon-1", "flow:coupon", at_s(-60))
BACK = AlertUnshelved("coupon-1", "flow:coupon", "time")


def owing(*events: AlertRaised | AlertEnded | AlertUnshelved) -> Snapshot:
    return replace(BAD, owed=events)


class Told:
    """An alert log over a journal, and what it notified of."""

    def __init__(self, journal: FakeJournal, run_id: str = "run") -> None:
        self.notices: list[Notice] = []
        self.journal = journal
        self.clock = FakeClock()
        self.log = AlertLog(
            journal=journal,
            clock=self.clock,
            runs=FakeRuns(run_id),
            disk=in_place,
            notify=self.notices.append,
        )

    @property
    def events(self) -> list[Event]:
        return [row.entry.event for row in self.journal.rows]


@pytest.fixture
def journal() -> FakeJournal:
    return FakeJournal()


def test_a_new_alert_is_written_with_an_id_and_told(journal: FakeJournal) -> None:
    told = Told(journal)
    told.log.take(owing(RAISED))
    (event,) = told.events
    assert isinstance(event, AlertRaised)
    assert event.alert_id
    assert replace(event, alert_id="") == RAISED
    assert [(one.kind, one.flow, one.grade) for one in told.notices] == [
        (NoticeKind.RAISED, "coupon", AlertGrade.WATCH)
    ]


def test_two_programs_on_one_journal_write_an_alert_once_and_tell_it_once(
    journal: FakeJournal,
) -> None:
    here, there = Told(journal, "here"), Told(journal, "there")
    for one in (here, there, here):
        one.log.take(owing(RAISED))
    assert len(here.events) == 1
    assert (len(here.notices), len(there.notices)) == (1, 0)
    there.log.take(owing(replace(RAISED, grade="act_now")))
    here.log.take(owing(replace(RAISED, grade="act_now")))
    assert len(here.events) == 2
    assert [one.kind for one in there.notices] == [NoticeKind.GRAVER]
    assert len(here.notices) == 1


def test_an_end_and_a_return_are_written_once(journal: FakeJournal) -> None:
    for entry in (raised(-900), shelved(-800, -1)):
        journal.append(entry)
    told = Told(journal, "new")
    for _ in range(2):
        told.log.take(owing(BACK))
        told.log.take(owing(ENDED))
    assert told.events[2:] == [BACK, ENDED]
    assert told.notices == []


def test_what_came_back_graver_is_said_beside_it(journal: FakeJournal) -> None:
    journal.append(raised(-900))
    told = Told(journal)
    graver = AlertUnshelved("coupon-1", "flow:coupon", "graver")
    told.log.take(owing(graver))
    assert told.events[1:] == [graver]


def test_a_return_is_not_written_before_its_time(journal: FakeJournal) -> None:
    for entry in (raised(-900), shelved(-800, 100)):
        journal.append(entry)
    told = Told(journal)
    told.log.take(owing(BACK))
    assert len(told.events) == 2


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NO_SPACE, id="no space"),
        pytest.param(RuntimeError("broken"), id="broken", marks=pytest.mark.logs_warnings),
    ],
)
def test_what_could_not_be_written_is_written_with_the_next_snapshot(
    journal: FakeJournal, error: Exception
) -> None:
    told = Told(journal)
    journal.fails = error
    told.log.take(owing(RAISED))
    assert told.events == []
    journal.fails = None
    told.log.take(owing(RAISED))
    assert len(told.events) == 1


def test_people_hear_once_of_what_cannot_be_written(journal: FakeJournal) -> None:
    told = Told(journal)
    journal.fails = NO_SPACE
    for _ in range(5):
        told.log.take(owing(RAISED))
        told.log.take(owing(ENDED))
    assert len(told.notices) == 1
    told.log.take(owing(replace(RAISED, grade="act_now")))
    assert len(told.notices) == 2
    journal.fails = None
    told.log.take(owing(replace(RAISED, grade="act_now")))
    assert len(told.events) == 1
    assert len(told.notices) == 2


def test_nothing_old_is_told_again_after_a_restart(journal: FakeJournal) -> None:
    for entry in (raised(-900), ended(-500), raised(-300, "cart")):
        journal.append(entry)
    told = Told(journal, "new")
    told.log.take(owing(RAISED))
    assert [one.flow for one in told.notices] == ["coupon"]
