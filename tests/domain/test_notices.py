"""In ten minutes people are notified once for each flow, and once more for all together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.alert_codes import AlertCode
from cockpit.domain.alert_events import AlertUnshelved
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.events import Entry, NoteAdded
from cockpit.domain.notices import EVERY, MOST_AT_ONCE, Notice, NoticeKind, Noticing
from tests.kit.alerting import OFF, WHY, at_s, ended, raised, row, shelved, unshelved


def told(*rows: Entry) -> list[Notice]:
    """Return the notices that these rows give rise to, and those that were owed meanwhile."""
    return watched(rows, at_s(0))


def watched(rows: Iterable[Entry], until: datetime, every_s: float = 1e9) -> list[Notice]:
    """Return all notices until then when somebody looks so often."""
    state, found, looked_at = Noticing(), list[Notice](), at_s(0)
    for one in rows:
        while looked_at + timedelta(seconds=every_s) < one.at:
            looked_at += timedelta(seconds=every_s)
            state, owed = state.passed(looked_at)
            found += owed
        state, owed = state.passed(one.at)
        state, notice = state.after(one)
        found += [*owed, *([] if notice is None else [notice])]
    state, owed = state.passed(until)
    return [*found, *owed]


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


def test_an_alert_that_comes_again_is_told_again_after_ten_minutes() -> None:
    again = raised(200, alert_id="coupon-2")
    assert len(told(raised(10), ended(100), again)) == 1
    assert len(told(raised(10), ended(100), raised(610, alert_id="coupon-2"))) == 2


def test_what_is_owed_is_told_when_its_time_has_come_though_no_row_comes() -> None:
    rows = [raised(10), ended(100), raised(200, alert_id="coupon-2")]
    assert len(watched(rows, at_s(609))) == 1
    found = watched(rows, at_s(3_600))
    assert [(one.alert_id, one.at) for one in found[1:]] == [("coupon-2", at_s(610))]


def test_what_is_over_before_its_time_has_come_is_not_told() -> None:
    rows = [raised(10), ended(100), raised(200, alert_id="coupon-2"), ended(300)]
    assert len(watched(rows, at_s(3_600))) == 1


def test_what_began_after_the_summary_is_in_the_next_one() -> None:
    rows = [raised(10 + place / 10, flow) for place, flow in enumerate("abcdefgh")]
    found = watched(rows, at_s(3_600))
    assert [one.kind for one in found] == [
        *[NoticeKind.RAISED] * MOST_AT_ONCE,
        NoticeKind.STORM,
        NoticeKind.STORM,
    ]
    assert found[-1].message.value("alert_count") == 4
    assert found[-1].at - found[-2].at == EVERY


def test_somebody_must_act_now_is_told_before_the_ten_minutes_once_for_all() -> None:
    calm = [raised(10, flow, grade="watch") for flow in "ab"]
    worse = [raised(100, "a", reason="version"), raised(200, "b", reason="version")]
    found = watched([*calm, *worse], at_s(3_600))
    assert [(one.kind, one.flow, one.at) for one in found[2:]] == [
        (NoticeKind.GRAVER, "a", at_s(100)),
        (NoticeKind.GRAVER, "b", at_s(610)),
    ]


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
        st.sampled_from(["raise", "raise", "raise", "watch", "end", "shelve", "unshelve"]),
        st.one_of(st.integers(0, 90), st.integers(0, 900)),
    ),
    max_size=120,
)
HOURS_S = 4 * 3_600


def storm(steps: list[tuple[str, str, int]]) -> list[Entry]:
    """Return the rows of flows that fail, heal, fail again and are put aside, over hours."""
    second, episode, rows = 0, dict.fromkeys("abcdefgh", 0), list[Entry]()
    for flow, what, gap in steps:
        second += gap
        id_ = f"{flow}-{episode[flow]}"
        match what:
            case "end":
                rows.append(ended(second, flow, alert_id=id_))
                episode[flow] += 1
            case "shelve":
                rows.append(shelved(second, second + 900, flow, alert_id=id_))
            case "unshelve":
                rows.append(row(second, AlertUnshelved(id_, f"flow:{flow}", "person")))
            case _:
                grade = "watch" if what == "watch" else "act_now"
                rows.append(raised(second, flow, alert_id=id_, grade=grade))  # type: ignore[arg-type]
    return rows


def most_within(instants: list[datetime]) -> int:
    """Return the largest number of instants in any ten minutes."""
    return max((sum(one <= at < one + EVERY for at in instants) for one in instants), default=0)


@pytest.mark.slow
@given(STEPS)
def test_in_any_ten_minutes_each_flow_is_told_once_and_all_together_once_more(
    steps: list[tuple[str, str, int]],
) -> None:
    found = watched(storm(steps), at_s(HOURS_S))
    for flow in "abcdefgh":
        own = [one for one in found if one.flow == flow]
        assert most_within([one.at for one in own if one.kind is NoticeKind.RAISED]) <= 1
        assert most_within([one.at for one in own]) <= 2
    assert most_within([one.at for one in found if one.kind is NoticeKind.STORM]) <= 1
    for begin in found:
        near = [one for one in found if begin.at <= one.at < begin.at + EVERY]
        flows = {one.flow for one in near if one.flow is not None}
        assert len(near) <= len(flows) + 1


@pytest.mark.slow
@given(STEPS, st.sampled_from([7.0, 61.0, 600.0]))
def test_whoever_looks_and_however_often_the_same_is_told(
    steps: list[tuple[str, str, int]], every_s: float
) -> None:
    rows = storm(steps)
    assert watched(rows, at_s(HOURS_S), every_s) == watched(rows, at_s(HOURS_S))


@pytest.mark.slow
@given(STEPS)
def test_nothing_that_goes_on_is_owed_for_ever(steps: list[tuple[str, str, int]]) -> None:
    rows = storm(steps)
    state = Noticing()
    for one in rows:
        state, _ = state.passed(one.at)
        state, _ = state.after(one)
    last = rows[-1].at if rows else at_s(0)
    state, _ = state.passed(last + 2 * EVERY)
    assert state.passed(last + 100 * EVERY)[1] == ()
    for key, running in state.running.items():
        assert key in state.shelved or running.told_grade is not None


@pytest.mark.slow
@given(STEPS, st.data())
def test_what_is_put_aside_is_never_told_by_itself(
    steps: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    state = Noticing()
    for one in storm(steps):
        state, owed = state.passed(one.at)
        assert not {f"flow:{notice.flow}" for notice in owed} & set(state.shelved)
        if data.draw(st.booleans()):
            state, _ = state.passed(one.at)
        state, notice = state.after(one)
        if notice is not None and notice.flow is not None:
            assert f"flow:{notice.flow}" not in state.shelved
