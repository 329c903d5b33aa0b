"""The rows of the comparison: what is worse, how sure that is, and when the answer comes."""

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import ComparisonView, Metric, Snapshot, TileState
from cockpit.domain.intervals import Interval
from cockpit.domain.verdict import State
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.release_text import (
    LineText,
    between,
    key_of,
    kpi_key,
    lines,
    margin_times,
    points,
)
from cockpit.ui.say import DASH, MINUS
from cockpit.words.language import Language
from tests.kit.story.doubts import stale
from tests.kit.story.hostile import many
from tests.kit.story.moments import calm, deployed, fault, no_launch
from tests.kit.story.setting import say

KO, EN = say(), say(Language.EN)


def line(snapshot: Snapshot, key: str) -> LineText:
    return next(one for one in lines(snapshot, KO) if one.key == key)


def with_row(row: ComparisonView) -> Snapshot:
    given = fault()
    assert given.release is not None
    return replace(given, release=replace(given.release, rows=(row,)), kpis=())


def first_row() -> ComparisonView:
    given = fault()
    assert given.release is not None
    return given.release.rows[0]


def test_rows_follow_the_workspace_with_platforms_below_what_fails_and_figures_last() -> None:
    keys = [one.key for one in lines(fault(), KO)]
    assert keys[:5] == [
        "crash:",
        "success:coupon",
        "success:coupon:android",
        "success:coupon:ios",
        "slow:coupon",
    ]
    assert keys[-3:] == [kpi_key(one) for one in fault().kpis]
    assert len(set(keys)) == len(keys)


def test_only_what_fails_shows_its_platforms() -> None:
    assert not any(one.is_part for one in lines(calm(), KO))


def test_with_many_rows_what_fails_comes_first() -> None:
    found = lines(many(), KO)
    firsts = [one.is_bad for one in found if not one.is_part and one.is_compared]
    assert firsts == sorted(firsts, reverse=True)
    assert firsts[0]


def test_a_failing_row_says_both_values_and_the_difference_with_its_interval() -> None:
    row = line(fault(), "success:coupon")
    assert (row.new.value, row.new.count) == ("91.1", "574")
    assert (row.old.value, row.old.count) == ("98.0", "17,445")
    assert row.difference == f"{MINUS}6.9"
    assert row.between == f"[{MINUS}9.5, {MINUS}4.9]"
    assert (row.shape, row.word) == (Shape.BAD, "나쁨")
    assert row.answer == "판정 한도의 85배"


def test_the_worst_platform_is_named_and_the_others_are_for_reference() -> None:
    android, ios = (line(fault(), f"success:coupon:{one}") for one in ("android", "ios"))
    assert (android.name, android.new.value, android.is_bad) == ("Android", "90.2", True)
    assert (ios.name, ios.word, ios.is_bad) == ("iOS", "", False)
    assert android.answer != ios.answer


def test_a_slow_share_rises_when_it_is_worse_and_names_its_limit() -> None:
    row = line(fault(), "slow:coupon")
    assert (row.new.value, row.old.value, row.note) == ("5.6", "5.5", "> 600 ms")
    assert row.difference == "+0.1"
    assert (row.shape, row.answer) == (Shape.OK, "답 나옴")


def test_a_limit_of_whole_seconds_is_told_in_seconds() -> None:
    given = fault()
    flows = tuple(replace(one, slow_limit_s=2.0) for one in given.flows)
    assert line(replace(given, flows=flows), "slow:coupon").note == "> 2초"


def test_crash_free_sessions_have_two_decimals() -> None:
    row = line(fault(), "crash:")
    assert (row.new.value, row.old.value, row.difference) == ("99.89", "99.92", f"{MINUS}0.03")


def test_what_waits_says_when_the_answer_comes() -> None:
    assert line(fault(), "success:checkout").answer == "10:59 · 9분 더"
    late = replace(first_row(), state=State.WAIT, expected_s=14 * 3_600.0)
    assert lines(with_row(late), KO)[0].answer == "11-18 00:50"
    later = replace(late, expected_s=3 * 86_400.0)
    assert lines(with_row(later), KO)[0].answer == "11-20 · 3일 더"
    row = replace(first_row(), state=State.WAIT, expected_s=None)
    assert lines(with_row(row), KO)[0].answer == "알 수 없음"


@pytest.mark.parametrize(
    ("new_count", "old_count", "answer"),
    [(0.0, 10.0, "새 버전 0건"), (10.0, 0.0, "이전 버전 0건"), (10.0, 10.0, "판정을 미룸")],
)
def test_what_cannot_be_judged_says_whose_events_are_missing(
    new_count: float, old_count: float, answer: str
) -> None:
    row = first_row()
    row = replace(
        row,
        state=State.NO_DATA,
        new=replace(row.new, event_count=new_count),
        old=replace(row.old, event_count=old_count),
    )
    found = lines(with_row(row), KO)[0]
    assert (found.answer, found.shape, found.word) == (answer, Shape.UNKNOWN, "자료 없음")


def test_counts_of_large_shops_are_short() -> None:
    row = first_row()
    row = replace(row, old=replace(row.old, event_count=1_691_123.0))
    assert lines(with_row(row), KO)[0].old.count == "169만"


def test_evidence_beyond_all_doubt_is_told_without_its_figures() -> None:
    row = replace(first_row(), state=State.FAIL, evidence=1.3e17, needed_evidence=720.0)
    assert lines(with_row(row), KO)[0].answer == "한도의 100만 배 이상"
    assert lines(with_row(row), EN)[0].answer == "over 1M× the limit"


def test_a_failure_on_record_claims_no_evidence_of_now() -> None:
    row = replace(first_row(), state=State.FAIL, evidence=0.4, strata=())
    assert lines(with_row(row), KO)[0].answer == "답 나옴"
    assert lines(with_row(replace(row, needed_evidence=0.0)), KO)[0].answer == "답 나옴"


def test_without_new_events_there_is_no_value_and_no_whisker() -> None:
    for one in lines(deployed(), KO):
        if one.is_compared:
            assert (one.new.value, one.difference, one.whisker) == (DASH, DASH, None)
            assert one.shape is Shape.UNKNOWN


def test_a_figure_is_measured_in_all_versions_against_what_is_expected() -> None:
    given = fault()
    assert given.release is not None
    given = replace(given, release=replace(given.release, kpis=()))
    row = line(given, "kpi:checkout_completion")
    assert (row.new.value, row.old.value) == ("68.8", DASH)
    assert "70.0–73.0" in row.between
    assert (row.shape, row.word) == (Shape.WARN, "주의")
    assert row.answer.startswith("전체")
    unbanded = replace(given, kpis=(replace(given.kpis[0], expected=None),))
    assert "모름" in lines(unbanded, KO)[-1].between


def test_unknown_figures_have_no_whisker() -> None:
    figures = [one for one in lines(stale(), KO) if not one.is_compared]
    assert figures
    assert all(one.whisker is None and one.word == "모름" for one in figures)


def test_without_a_release_there_are_no_rows() -> None:
    assert lines(no_launch(), KO) == ()


def test_nothing_unknown_is_ever_called_fine() -> None:
    for one in lines(stale(), KO):
        assert one.shape is Shape.UNKNOWN


def test_the_margin_is_wider_for_the_first_stage() -> None:
    assert margin_times(calm()) == 2.0
    assert margin_times(fault()) == 1.5
    assert margin_times(no_launch()) == 2.0


def test_differences_have_signs_and_no_minus_zero() -> None:
    assert points(0.0776, KO) == "+7.8"
    assert points(-0.0776, KO) == f"{MINUS}7.8"
    assert points(-0.0001, KO) == "0.0"
    assert points(None, KO) == DASH
    assert between(None, KO) == ""
    assert between(Interval(-0.01, 0.02), EN) == f"[{MINUS}1.0, +2.0]"


def test_keys_tell_metrics_of_one_flow_apart() -> None:
    row = first_row()
    assert key_of(replace(row, flow="a", metric=Metric.SLOW)) != key_of(
        replace(row, flow="a", metric=Metric.SUCCESS)
    )


def test_a_figure_that_is_unknown_keeps_its_last_value() -> None:
    given = fault()
    assert given.release is not None
    kpi = replace(given.kpis[0], state=TileState.UNKNOWN)
    alone = replace(given.release, kpis=())
    found = lines(replace(given, release=alone, kpis=(kpi,)), KO)[-1]
    assert (found.new.value, found.word) == ("3.41", "모름")


def test_a_figure_that_tells_the_version_is_compared_like_the_other_rows() -> None:
    row = line(fault(), "kpi:search_conversion")
    assert (row.new.value, row.old.value) == ("3.37", "3.41")
    assert row.difference == f"{MINUS}0.04"
    assert row.between.startswith("[")
    assert (row.word, row.shape) == ("대기", Shape.WAIT)
    assert row.whisker is not None


def test_where_higher_is_worse_a_rise_is_shown_as_a_rise() -> None:
    given = fault()
    evil = tuple(replace(one, is_worse_low=False) for one in given.kpis)
    row = line(replace(given, kpis=evil), "kpi:checkout_completion")
    assert (row.new.value, row.old.value) == ("32.0", "31.2")
    assert row.difference == "+0.8"


def test_a_figure_without_events_of_the_new_version_has_no_data() -> None:
    row = line(fault(), "kpi:recommendation_clicks")
    assert (row.new.value, row.new.count, row.shape) == (DASH, "0", Shape.UNKNOWN)
    assert row.old.value == "5.8"
