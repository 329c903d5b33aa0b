"""Figures, ages and times as screens show them; what is missing is a dash."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.say import DASH, JOINER, MINUS, Say
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP

SEOUL = ZoneInfo("Asia/Seoul")
I18N = TOP / "resources" / "i18n"
AT = datetime(2026, 11, 17, 1, 49, 10, tzinfo=UTC)


def say(language: Language = Language.KO) -> Say:
    return Say(load(language, I18N), language, zone=SEOUL, people={"p1": "한지우"})


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_is_missing_is_a_dash_and_never_zero(nothing: float | None) -> None:
    spoken = say()
    assert {spoken.ratio(nothing), spoken.count(nothing), spoken.number(nothing)} == {DASH}
    assert {spoken.age(nothing), spoken.clock(nothing)} == {DASH}
    assert {spoken.time(None), spoken.time_s(None), spoken.day(None), spoken.person(None)} == {DASH}
    assert spoken.ago(None) == spoken.milliseconds(None) == DASH


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (0.978, "97.8"),
        (1.0, "100.0"),
        (0.0, "0.0"),
        (0.9999, "99.99"),
        (0.0004, "0.04"),
        (3e-7, "< 0.0001"),
        (1.0 - 3e-7, "> 99.9999"),
    ],
)
def test_a_ratio_is_never_rounded_to_all_or_nothing(ratio: float, shown: str) -> None:
    assert say().ratio(ratio) == shown


@pytest.mark.slow
@given(st.floats(0.0001, 0.9999))
def test_no_ratio_between_reads_as_all_or_nothing(ratio: float) -> None:
    assert float(say().ratio(ratio)) not in {0.0, 100.0}


def test_figures_have_a_real_minus_and_separators() -> None:
    assert say().ratio(-0.078) == f"{MINUS}7.8"
    assert say().count(-1_234.6) == f"{MINUS}1,235"
    assert say().number(1_234.56, 1) == "1,234.6"
    assert say().milliseconds(0.6404) == "640"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (3.2, "3초"),
        (72, "1분 12초"),
        (60, "1분"),
        (725, "12분"),
        (3_600, "1시간"),
        (4_200, "1시간 10분"),
        (200_000, "2일"),
        (-5, "0초"),
    ],
)
def test_an_age_is_in_its_largest_units(seconds: float, shown: str) -> None:
    assert say().age(seconds) == shown


def test_how_long_ago_is_said_in_the_language() -> None:
    assert say().ago(3) == "3초 전"
    assert say(Language.EN).ago(3) == "3 s ago"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(751, "12:31"), (0, "00:00"), (3_723, "1:02:03"), (-4, "00:00")]
)
def test_a_running_time_is_shown_as_on_a_clock(seconds: float, shown: str) -> None:
    assert say().clock(seconds) == shown


def test_times_are_those_of_the_window_s_zone() -> None:
    spoken = say()
    assert (spoken.time(AT), spoken.time_s(AT), spoken.day(AT)) == ("10:49", "10:49:10", "11-17")
    assert spoken.zone_name(AT) == "KST"


def test_a_time_of_another_day_names_the_day_to_whoever_looks_at_it() -> None:
    near = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # midnight in Seoul
    spoken, yesterday = say().on(near), near - timedelta(seconds=1)
    assert (spoken.time(AT), spoken.time_s(AT)) == ("10:49", "10:49:10")
    assert (spoken.time(yesterday), spoken.time_s(yesterday)) == ("11-16 23:59", "11-16 23:59")
    assert say().on(near.replace(year=2027)).time(AT) == "2026-11-17 10:49"
    assert say().time(yesterday) == "23:59"
    assert spoken.time(None) == spoken.time_s(None) == DASH


def test_of_what_is_days_away_the_day_is_enough() -> None:
    spoken = say().on(AT)
    assert spoken.rough_time(AT + timedelta(hours=47)) == "11-19 09:49"
    assert spoken.rough_time(AT + timedelta(hours=49)) == "11-19"
    assert spoken.rough_time(AT + timedelta(days=90)) == "2027-02-15"
    assert say().rough_time(AT) == "10:49"


@pytest.mark.parametrize(
    ("count", "korean", "english"),
    [
        (999_999, "999,999", "999,999"),
        (1_066_123, "107만", "1.07M"),
        (64_148_124, "6,415만", "64.1M"),
        (99_996_000, "1억", "100M"),
        (105_580_000, "1.06억", "106M"),
        (3e9, "30억", "3B"),
        (None, DASH, DASH),
    ],
)
def test_large_counts_are_short_where_there_is_little_room(
    count: float | None, korean: str, english: str
) -> None:
    assert say().short_count(count) == korean
    assert say(Language.EN).short_count(count) == english


def test_a_zone_without_a_short_name_is_an_offset() -> None:
    spoken = Say(load(Language.EN, I18N), Language.EN, zone=ZoneInfo("Asia/Dubai"))
    assert spoken.zone_name(AT) == "UTC+0400"


def test_a_person_has_a_name_and_a_stranger_an_id_that_does_no_harm() -> None:
    assert say().person("p1") == "한지우"
    assert "\n" not in say().person("x\ny")


def test_korean_breaks_at_spaces_only() -> None:
    wrapped = say().wrapping("쿠폰 실패 3.1")
    assert wrapped == f"쿠{JOINER}폰 실{JOINER}패 3.1"
    assert wrapped.replace(JOINER, "") == "쿠폰 실패 3.1"
