"""An alert is put aside with a name and a reason, for a while, and rated by people."""

import math

import pytest

from cockpit.app.alert_desk import AlertDesk
from cockpit.domain.alert_codes import DeskCode
from cockpit.domain.alert_events import AlertRated, AlertShelved, AlertUnshelved
from tests.kit.alerting import at_s, ended, raised
from tests.kit.fakes_acting import FakeClock, FakeJournal, FakeRuns


@pytest.fixture
def journal() -> FakeJournal:
    made = FakeJournal()
    made.append(raised(-100))
    return made


def desk(journal: FakeJournal, person: str = "mina") -> AlertDesk:
    return AlertDesk(journal=journal, clock=FakeClock(), runs=FakeRuns(), actor=person)


def code(desk_: AlertDesk, given: str = "coupon", minutes: float = 15, reason: str = "a") -> str:
    told = desk_.shelve(given, minutes=minutes, reason=reason)
    return "" if told is None else told.code


@pytest.mark.parametrize("given", ["coupon", "flow:coupon", "coupon-1"])
def test_an_alert_is_put_aside_by_its_key_its_flow_or_its_id(
    journal: FakeJournal, given: str
) -> None:
    assert desk(journal).shelve(given, minutes=15, reason=" known ") is None
    row = journal.rows[-1].entry
    assert row.event == AlertShelved("coupon-1", "flow:coupon", at_s(900), "known")
    assert row.actor == "mina"


@pytest.mark.parametrize("minutes", [0, -1, 30.1, math.nan, math.inf])
def test_nothing_is_put_aside_for_longer_than_half_an_hour(
    journal: FakeJournal, minutes: float
) -> None:
    assert code(desk(journal), minutes=minutes) == DeskCode.TOO_LONG


@pytest.mark.parametrize(
    ("reason", "expected"), [("", DeskCode.NO_REASON), (" \n", DeskCode.NO_REASON)]
)
def test_nothing_is_put_aside_in_silence(
    journal: FakeJournal, reason: str, expected: DeskCode
) -> None:
    assert code(desk(journal), reason=reason) == expected
    assert code(desk(journal), reason="x" * 201) == DeskCode.LONG_REASON
    assert len(journal.rows) == 1


def test_only_what_goes_on_is_put_aside(journal: FakeJournal) -> None:
    assert code(desk(journal), "cart") == DeskCode.NOT_RUNNING
    journal.append(ended(-10))
    assert code(desk(journal)) == DeskCode.NONE_RUNNING


def test_what_was_put_aside_can_be_taken_back(journal: FakeJournal) -> None:
    one = desk(journal)
    told = one.unshelve("coupon")
    assert told is not None
    assert told.code == DeskCode.NOT_ASIDE
    one.shelve("coupon", minutes=30, reason="a")
    journal.append(ended(-10))
    assert one.unshelve("coupon") is None
    assert journal.rows[-1].entry.event == AlertUnshelved("", "flow:coupon", "person")
    assert one.episodes().shelved == {}


def test_a_rating_is_of_the_last_alert_there_and_may_change(journal: FakeJournal) -> None:
    journal.append(ended(-50))
    one = desk(journal)
    assert one.rate("coupon", is_useful=True) is None
    assert one.rate("coupon-1", is_useful=True) is None
    assert one.rate("flow:coupon", is_useful=False) is None
    rated = [row.entry.event for row in journal.rows[2:]]
    assert rated == [
        AlertRated("coupon-1", "flow:coupon", is_useful=True),
        AlertRated("coupon-1", "flow:coupon", is_useful=False),
    ]
    assert one.episodes().all["coupon-1"].ratings == {"mina": False}


def test_what_never_was_cannot_be_rated(journal: FakeJournal) -> None:
    told = desk(journal).rate("cart", is_useful=True)
    assert told is not None
    assert (told.code, told.value("known")) == (DeskCode.NO_SUCH_ALERT, "flow:coupon")
    told = desk(FakeJournal()).rate("cart", is_useful=True)
    assert told is not None
    assert told.code == DeskCode.NONE_EVER
