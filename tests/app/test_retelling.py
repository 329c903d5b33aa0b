"""What rests on the journal is told once it is read."""

import pytest

from cockpit.app.assess import READING_S
from cockpit.app.board_codes import BoardCode
from cockpit.app.past import Past
from cockpit.app.retelling import Judged, Retelling
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.message import message
from tests.app.test_assess import PLANNED, Office
from tests.kit.desks import Table

READING = message(BoardCode.JOURNAL_READING)


@pytest.fixture
def office() -> Office:
    return Office(Table(before_s=4_000.0))


def told(office: Office) -> Snapshot:
    return office.snapshot(journal_error=READING)


def test_while_the_journal_is_read_boards_have_figures_and_nothing_is_green(
    office: Office,
) -> None:
    office.ask()
    snapshot = told(office)
    assert snapshot.flows[0].success_ratio is not None
    assert (snapshot.state, snapshot.verdict.code) == (TileState.UNKNOWN, BoardCode.JOURNAL_UNREAD)
    assert (snapshot.journal, snapshot.safety, snapshot.alerts) == (None, None, ())


def test_the_ways_out_are_there_before_the_journal(office: Office) -> None:
    office.ask()
    snapshot = told(office)
    known = office.snapshot()
    assert snapshot.rollbacks == known.rollbacks
    assert snapshot.levers == known.levers
    assert snapshot.levers


def test_a_journal_that_does_not_come_keeps_alerts_back_for_seconds_only(office: Office) -> None:
    office.ask()
    told(office)
    office.table.clock.move(READING_S)
    assert told(office).safety is not None


def test_a_launch_is_told_with_its_verdict(office: Office) -> None:
    office.ask()
    told(office)
    snapshot = office.snapshot(PLANNED)
    assert snapshot.launch is not None
    assert snapshot.release is not None
    assert snapshot.gonogo is not None


def test_without_a_launch_there_is_nothing_to_judge(office: Office) -> None:
    retelling = Retelling(office.table.workspace, office.reads)
    assert retelling.judged(office.table.desk(), Past(), None) == Judged()
