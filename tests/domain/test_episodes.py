"""Alerts as the journal tells them."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.episodes import Episodes
from cockpit.domain.events import NoteAdded
from tests.kit.alerting import (
    OFF,
    WHY,
    at_s,
    ended,
    raised,
    rated,
    row,
    shelved,
    unshelved,
)

NONE = Episodes()


def test_an_alert_goes_on_from_its_row_until_its_end() -> None:
    then = NONE.after([raised(10)])
    (one,) = then.running.values()
    assert (one.key, one.flow, one.raised_at, one.since_at) == (
        "flow:coupon",
        "coupon",
        at_s(10),
        at_s(0),
    )
    assert (one.finding.told, one.finding.advice, one.launch_id) == (WHY, OFF, "l1")
    assert then.running_ids == {"coupon-1"}
    over = then.after([ended(100)])
    assert over.running == {}
    assert over.is_over("coupon-1")
    assert [(one.alert_id, one.ended_at) for one in over.last_over(9)] == [("coupon-1", at_s(40))]


def test_rows_about_other_things_change_nothing() -> None:
    then = NONE.after([raised(10)])
    assert then.after([row(20, NoteAdded("a"))]) is then
    assert not then.is_over("coupon-1")
    assert not then.is_over("another")


def test_a_second_row_says_that_it_got_graver_and_never_that_it_is_calmer() -> None:
    calm = raised(10, grade="watch")
    then = NONE.after([calm, raised(20), raised(30, grade="watch")])
    (one,) = then.running.values()
    assert one.finding.grade is AlertGrade.ACT_NOW
    assert one.raised_at == at_s(10)
    worse = then.after([raised(40, reason="version")])
    assert worse.running["flow:coupon"].finding.reason is AlertReason.VERSION


def test_two_processes_that_tell_of_the_same_at_once_tell_of_one_alert() -> None:
    then = NONE.after([raised(10), raised(10.1, alert_id="other")])
    assert len(then.all) == 1
    assert then.of("other") is then.of("coupon-1")
    assert then.after([ended(100, alert_id="other")]).running == {}


def test_an_alert_that_is_over_can_come_again() -> None:
    then = NONE.after([raised(10), ended(100), raised(200, alert_id="coupon-2")])
    assert list(then.all) == ["coupon-1", "coupon-2"]
    assert then.running_ids == {"coupon-2"}
    assert [one.alert_id for one in then.after([ended(300, alert_id="coupon-2")]).last_over(9)] == [
        "coupon-2",
        "coupon-1",
    ]


def test_ends_that_nothing_began_and_second_ends_are_left_alone() -> None:
    assert NONE.after([ended(10)]).all == {}
    then = NONE.after([raised(10), ended(100), ended(200)])
    assert then.all["coupon-1"].ended_at == at_s(40)


def test_what_is_put_aside_says_by_whom_until_when_and_why() -> None:
    then = NONE.after([raised(10), shelved(20, 920)])
    shelving = then.shelved["flow:coupon"]
    assert (shelving.by, shelving.until_at, shelving.reason) == ("mina", at_s(920), "known")
    assert shelving.is_on(at_s(919), gravity=1)
    assert not shelving.is_on(at_s(920), gravity=1)
    assert not shelving.is_on(at_s(19), gravity=1)
    assert not shelving.is_on(at_s(100), gravity=2)
    assert then.after([unshelved(30)]).shelved == {}


def test_nothing_is_put_aside_that_does_not_go_on() -> None:
    assert NONE.after([shelved(20, 920)]).shelved == {}


def test_putting_aside_outlasts_the_alert_and_not_a_graver_one() -> None:
    aside = NONE.after([raised(10), shelved(20, 920), ended(100)])
    again = aside.after([raised(200, alert_id="coupon-2")])
    assert "flow:coupon" in again.shelved
    assert not again.all["coupon-2"].was_heard
    worse = again.after([raised(300, alert_id="coupon-2", reason="version")])
    assert worse.shelved == {}
    later = aside.after([raised(1_000, alert_id="coupon-2")])
    assert later.shelved == {}
    assert later.all["coupon-2"].was_heard


def test_the_last_word_of_each_person_counts() -> None:
    then = NONE.after(
        [
            raised(10),
            rated(20, "mina", is_useful=False),
            ended(100),
            rated(200, "jun", is_useful=False),
            rated(300, "mina", is_useful=True),
            rated(310, "mina", is_useful=True, alert_id="nobody's"),
        ]
    )
    assert then.all["coupon-1"].ratings == {"mina": True, "jun": False}


def test_alerts_of_the_last_ten_minutes_are_counted_and_those_put_aside_are_not() -> None:
    rows = [
        raised(10),
        shelved(20, 900),
        ended(100),
        raised(200, alert_id="coupon-2"),
        raised(300, "cart"),
    ]
    then = NONE.after(rows)
    assert then.heard_count(at_s(300)) == 2
    assert then.heard_count(at_s(610)) == 1
    assert then.heard_count(at_s(900)) == 0


FLOWS = st.sampled_from(["coupon", "cart"])
ROWS = st.one_of(
    st.builds(
        lambda flow, id_, grade: raised(0, flow, alert_id=f"{flow}-{id_}", grade=grade),
        FLOWS,
        st.integers(1, 3),
        st.sampled_from(["act_now", "watch"]),
    ),
    st.builds(lambda flow, id_: ended(0, flow, alert_id=f"{flow}-{id_}"), FLOWS, st.integers(1, 3)),
    st.builds(lambda flow: shelved(0, 900, flow), FLOWS),
    st.just(unshelved(0)),
)


@given(st.lists(ROWS, max_size=30), st.integers(0, 30))
def test_rows_read_in_two_pages_tell_the_same_as_in_one(rows: list, cut: int) -> None:  # type: ignore[type-arg]
    timed = [replace(one, at=at_s(second)) for second, one in enumerate(rows)]
    assert NONE.after(timed[:cut]).after(timed[cut:]) == NONE.after(timed)


@given(st.lists(ROWS, max_size=30))
def test_a_flow_has_at_most_one_alert_that_goes_on(rows: list) -> None:  # type: ignore[type-arg]
    then = NONE.after(rows)
    going_on = [one.key for one in then.all.values() if one.ended_at is None]
    assert len(going_on) == len(set(going_on))
    assert set(going_on) == set(then.running)
