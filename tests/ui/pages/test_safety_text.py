"""What change safety says: figures with what they rest on, and no trend out of a few."""

import re

import pytest
from msgspec.structs import replace

from cockpit.app.safety_view import MeasureKind, MeasureView, MemberResult, SafetyView
from cockpit.domain.dora import Undoing
from cockpit.domain.intervals import Interval
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.safety_rows import columns, prevented_columns, prevented_row, row
from cockpit.ui.pages.safety_text import (
    FEW_COUNT,
    PREVENTED,
    RESULTS,
    MeasureText,
    chosen_members,
    measure_text,
    named,
    prevented_text,
    running,
    summary,
    title,
    where,
)
from cockpit.ui.say import DASH
from cockpit.words.language import Language
from tests.kit.story.safety import nothing_yet, safety
from tests.kit.story.setting import say

KO, EN = say(), say(Language.EN)
VIEW = safety()


def measure(kind: MeasureKind, view: SafetyView = VIEW) -> MeasureView:
    return next(one for one in view.measures if one.kind is kind)


def told(kind: MeasureKind) -> MeasureText:
    return measure_text(measure(kind), 90, KO)


def changed(kind: MeasureKind, **values: object) -> SafetyView:
    measures = tuple(replace(one, **values) if one.kind is kind else one for one in VIEW.measures)
    return replace(VIEW, measures=measures)


def test_the_usefulness_of_alerts_comes_with_counts_and_interval() -> None:
    found = told(MeasureKind.ALERT_USEFULNESS)
    assert (found.value, found.unit) == ("77.8", "%")
    assert found.note == "7 / 9 평가 · 95 % 45–94 %"
    assert found.before == "앞선 90일 50.0 % (n 8)"


def test_the_failure_rate_comes_with_counts_interval_and_history() -> None:
    found = told(MeasureKind.CHANGE_FAIL_RATE)
    assert (found.value, found.unit) == ("23.1", "%")
    assert found.note == "3 / 13 릴리즈 · 95 % 8–50 %"
    assert found.before == "앞선 90일 30.8 % (n 13)"
    alone = replace(measure(MeasureKind.CHANGE_FAIL_RATE), interval=None)
    assert measure_text(alone, 90, KO).note == "3 / 13 릴리즈"


def test_times_are_medians_with_their_range() -> None:
    found = told(MeasureKind.DETECT_TO_OFF)
    assert (found.value, found.unit) == ("6:38", "분:초")
    assert found.note == "중앙값 · n 3 · 6:15–9:05"
    assert found.before == "앞선 90일 11:20 (n 4)"
    assert told(MeasureKind.RELEASE_TO_MITIGATION).note.endswith("17:28–1:36:02")


def test_the_frequency_is_a_rate_of_weeks() -> None:
    found = told(MeasureKind.FREQUENCY)
    assert (found.value, found.unit) == ("1.0", "회/주")
    assert found.note == "13회 · 13주"
    assert found.before == "앞선 90일 1.0 회/주 (n 13)"


def test_a_long_time_names_its_hours() -> None:
    long = replace(measure(MeasureKind.DETECT_TO_OFF), value=5_762.0)
    found = measure_text(long, 90, KO)
    assert (found.value, found.unit) == ("1:36:02", "시:분:초")


@pytest.mark.parametrize("given", nothing_yet().measures)
def test_without_members_a_measure_is_a_dash_and_never_zero(given: MeasureView) -> None:
    found = measure_text(given, 90, KO)
    assert (found.value, found.unit, found.note) == (DASH, "", "아직 없음")
    assert not found.is_known
    assert found.before == "앞선 90일 없음"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "0:00"), (65.0, "1:05"), (1_048.0, "17:28"), (None, DASH)]
)
def test_times_are_told_as_people_read_them(seconds: float | None, shown: str) -> None:
    assert running(seconds, KO) == shown


def test_no_trend_is_claimed_from_a_few() -> None:
    assert summary(VIEW, KO).count("n이 작아 모름") == 2
    assert summary(nothing_yet(), KO) == ""


def test_a_rate_outside_of_its_interval_is_a_trend() -> None:
    sure = changed(MeasureKind.CHANGE_FAIL_RATE, interval=Interval(0.01, 0.2))
    assert summary(sure, KO).startswith("변경 실패 30.8 → 23.1 % · ")
    unproved = changed(MeasureKind.CHANGE_FAIL_RATE, interval=None)
    assert summary(unproved, KO).startswith("변경 실패 30.8 → 23.1 % (n이")


def test_times_of_many_are_a_trend() -> None:
    view = changed(MeasureKind.DETECT_TO_OFF, count=FEW_COUNT, before_count=FEW_COUNT)
    assert summary(view, KO).endswith("끄기까지 11:20 → 6:38")


def test_without_an_earlier_window_there_is_nothing_to_compare() -> None:
    measures = tuple(replace(one, before=None) for one in VIEW.measures)
    assert "비교할" in summary(replace(VIEW, measures=measures), KO)
    assert summary(replace(VIEW, measures=()), KO) == summary(replace(VIEW, measures=measures), KO)


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_every_measure_opens_exactly_its_members(kind: MeasureKind) -> None:
    found = chosen_members(VIEW, kind.value)
    assert {one.launch_id for one in found} == set(measure(kind).members)
    assert title(kind.value, KO).endswith("든 릴리즈")


def test_what_was_prevented_opens_too() -> None:
    assert chosen_members(VIEW, PREVENTED) == VIEW.prevented
    assert title(PREVENTED, KO) == "막아낸 사고"
    assert chosen_members(VIEW, "nothing") == ()


def test_a_failed_release_says_by_what_where_and_how_long() -> None:
    failed = next(one for one in VIEW.members if one.version == "3.2.0")
    cells = row(failed, KO).cells
    assert [one.text for one in cells] == [
        "3.2.0 (320)",
        "11-17",
        "실패",
        "플래그 끄기",
        "쿠폰 Android",
        "6:38",
        "17:28",
        "5",
        "84",
    ]
    assert cells[2].shape is Shape.BAD
    assert len(cells) == len(columns(KO))


def test_a_fine_release_leaves_empty_what_did_not_happen() -> None:
    fine = next(one for one in VIEW.members if one.result is MemberResult.FINE)
    assert [one.text for one in row(fine, KO).cells[3:]] == [""] * 6


@pytest.mark.parametrize("result", list(MemberResult))
def test_every_result_has_a_shape_and_a_word(result: MemberResult) -> None:
    shape, code = RESULTS[result]
    assert KO(code) != code.value
    assert (shape is Shape.OK) == (result is MemberResult.FINE)


@pytest.mark.parametrize("way", list(Undoing))
def test_every_way_out_has_a_name(way: Undoing) -> None:
    member = replace(VIEW.members[0], way_out=way.value)
    assert row(member, KO).cells[3].text != way.value


def test_a_release_without_platform_or_build_is_named_by_what_there_is() -> None:
    member = replace(VIEW.members[0], platform=None, build="")
    assert (where(member, KO), named(member)) == ("쿠폰", "3.2.0")
    nowhere = replace(member, flow=None, stopped_at_pct=None)
    assert where(nowhere, KO) == ""
    assert prevented_text(nowhere, KO) == f"{DASH}: {DASH} %에서 멈춤"


def test_a_prevented_release_says_where_it_stopped() -> None:
    found = prevented_row(VIEW.prevented[0], KO)
    assert found.cells[0].note == "쿠폰: 5 %에서 멈춤"
    assert found.cells[2].text == "84"
    assert len(found.cells) == len(prevented_columns(KO))
    uncounted = replace(VIEW.prevented[0], failed_count=None)
    assert prevented_row(uncounted, KO).cells[2].text == ""


def test_short_texts_leave_out_words_and_no_figures() -> None:
    for measure in safety().measures:
        told = measure_text(measure, 90, EN)
        for whole, short in ((told.note, told.note_short), (told.before, told.before_short)):
            assert len(short) <= len(whole)
            figures = re.findall(r"\d[\d:.]*", whole.replace("90 days", ""))
            assert [one for one in figures if one not in short] == []
