"""People are notified once for each flow, and once for all in a storm."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.alert_codes import AlertCode
from cockpit.domain.alert_events import AlertRaised
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.events import Entry, NoteAdded
from cockpit.domain.notices import MOST_AT_ONCE, Notice, NoticeKind, Noticing
from tests.kit.alerting import OFF, WHY, at_s, ended, raised, row, shelved, unshelved


def told(*rows: Entry) -> list[Notice]:
    """Return the notices that these rows give rise to."""
    state, found = Noticing(), []
    for one in rows:
        state, notice = state.after(one)
        found += [] if notice is None else [notice]
    return found


def kinds(*rows: Entry) -> list[tuple[NoticeKind, str | None]]:
    return [(one.kind, one.flow) for one in told(*rows)]


def test_an_alert_is_told_with_its_way_out() -> None:
    (notice,) = told(raised(10))
    assert notice == Notice(
        kind=NoticeKind.RAISED,
        at=at_s(10),
        message=WHY,
        grade=AlertGrade.ACT_NOW,
        alert_id="coupon-1",
        reason=AlertReason.SLO,
        flow="coupon",
        advice=OFF,
        launch_id="l1",
    )


def test_a_drill_says_so() -> None:
    (notice,) = told(replace(raised(10), is_drill=True))
    assert notice.is_drill


def test_the_same_alert_is_told_once_whoever_wrote_it() -> None:
    assert kinds(raised(10), raised(11, alert_id="other"), raised(12), row(13, NoteAdded("a"))) == [
        (NoticeKind.RAISED, "coupon")
    ]


def test_what_was_to_be_watched_is_told_again_when_somebody_must_act() -> None:
    calm = raised(10, grade="watch")
    assert kinds(calm, raised(100), raised(200, reason="version")) == [
        (NoticeKind.RAISED, "coupon"),
        (NoticeKind.GRAVER, "coupon"),
    ]


def test_an_alert_that_comes_again_is_told_again() -> None:
    again = raised(200, alert_id="coupon-2")
    assert len(told(raised(10), ended(100), again)) == 2


def test_what_is_put_aside_is_not_told() -> None:
    rows = [raised(10), shelved(20, 900), ended(100), raised(200, alert_id="coupon-2")]
    assert len(told(*rows)) == 1


def test_what_comes_back_and_was_never_told_is_told_then() -> None:
    rows = [raised(10), shelved(20, 900), ended(100), raised(200, alert_id="coupon-2")]
    found = told(*rows, unshelved(900))
    assert [(one.kind, one.alert_id) for one in found[1:]] == [(NoticeKind.RAISED, "coupon-2")]
    assert len(told(raised(10), shelved(20, 900), unshelved(900))) == 1
    assert told(unshelved(10), shelved(20, 900)) == []


def test_what_gets_graver_comes_back_by_itself() -> None:
    rows = [raised(10, grade="watch"), shelved(20, 900), raised(300)]
    assert kinds(*rows)[1:] == [(NoticeKind.GRAVER, "coupon")]


def test_an_alert_after_the_time_is_told_though_nobody_wrote_that_it_is_over() -> None:
    rows = [raised(10), shelved(20, 900), ended(100), raised(1_000, alert_id="coupon-2")]
    assert len(told(*rows)) == 2


def test_a_storm_is_told_by_one_summary() -> None:
    flows = ["a", "b", "c", "d", "e", "f"]
    found = told(*(raised(10 + place / 10, flow) for place, flow in enumerate(flows)))
    assert [one.kind for one in found] == [NoticeKind.RAISED] * MOST_AT_ONCE + [NoticeKind.STORM]
    storm = found[-1]
    assert (storm.message.code, storm.message.value("alert_count")) == (AlertCode.STORM, 4)
    assert (storm.grade, storm.flow, storm.advice) == (AlertGrade.ACT_NOW, None, OFF)


def test_a_storm_of_what_is_to_be_watched_asks_for_no_hand() -> None:
    found = told(*(raised(10, flow, grade="watch") for flow in "abcd"))
    assert found[-1].grade is AlertGrade.WATCH


def test_after_the_storm_one_flow_is_told_by_itself_again() -> None:
    rows = [raised(10, flow) for flow in "abcd"]
    assert kinds(*rows, raised(100, "e"))[-1] == (NoticeKind.RAISED, "e")


def test_a_second_storm_within_ten_minutes_has_no_second_summary() -> None:
    first = [raised(10, flow) for flow in "abcd"]
    second = [raised(300, flow) for flow in "efgh"]
    third = [raised(700, flow) for flow in "ijkl"]
    storms = [one for one in told(*first, *second, *third) if one.kind is NoticeKind.STORM]
    assert [one.at for one in storms] == [at_s(10), at_s(700)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"),
        st.sampled_from(["raise", "raise", "raise", "watch", "end", "shelve"]),
        st.integers(0, 200),
    ),
    max_size=60,
)


@given(STEPS)
def test_no_flow_is_told_twice_in_one_alert_but_when_it_gets_graver(
    steps: list[tuple[str, str, int]],
) -> None:
    state, second, episode = Noticing(), 0, dict.fromkeys("abcdefgh", 0)
    notices: list[Notice] = []
    for flow, what, gap in steps:
        second += gap
        id_ = f"{flow}-{episode[flow]}"
        match what:
            case "end":
                entry, episode[flow] = ended(second, flow, alert_id=id_), episode[flow] + 1
            case "shelve":
                entry = shelved(second, second + 900, flow, alert_id=id_)
            case _:
                grade = "watch" if what == "watch" else "act_now"
                entry = raised(second, flow, alert_id=id_, grade=grade)  # type: ignore[arg-type]
        was_aside = flow in state.shelved
        state, notice = state.after(entry)
        if notice is not None:
            assert isinstance(entry.event, AlertRaised)
            assert not (was_aside and flow in state.shelved)
            notices.append(notice)
    single = [(one.alert_id, one.kind) for one in notices if one.kind is not NoticeKind.STORM]
    assert len(single) == len(set(single))
    storms = [one.at for one in notices if one.kind is NoticeKind.STORM]
    ten = timedelta(minutes=10)
    assert all(later - sooner >= ten for sooner, later in pairwise(storms))
