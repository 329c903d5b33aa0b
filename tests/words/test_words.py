"""Messages become sentences."""

import errno
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.message import Message, Value, from_mapping
from cockpit.words.language import Language
from cockpit.words.words import Words, load

I18N = Path(__file__).parents[2] / "resources" / "i18n"
SEOUL = ZoneInfo("Asia/Seoul")
CATALOGUE = {
    "flow.fail": "{flow:이} 나빠졌습니다: {bad_ratio}",
    "flow.why": "{flow}: {why}",
    "word.unknown": "모름",
}


def words(language: Language = Language.KO) -> Words:
    return load(language, I18N, zone=SEOUL)


def told(code: str, **values: Value) -> Message:
    return from_mapping(code, values)


@pytest.mark.parametrize(
    ("name", "value", "korean", "english"),
    [
        ("bad_ratio", 0.0981, "9.8 %", "9.8 %"),
        ("exposure_pct", 5, "5 %", "5 %"),
        ("age_s", 12, "12초", "12 s"),
        ("age_s", 200.0, "3분 20초", "3 min 20 s"),
        ("left_s", float("inf"), "끝없음", "without end"),
        ("p95_ms", 1_640, "1,640 ms", "1,640 ms"),
        ("max_bytes", 2**20, "1 MiB", "1 MiB"),
        ("total_count", 12_410, "12,410", "12,410"),
        ("bad_ratio", float("inf"), "∞", "∞"),
        ("bad_ratio", float("nan"), "모름", "unknown"),
        ("bad_ratio", None, "모름", "unknown"),
        ("is_kept", True, "예", "yes"),
        ("is_kept", False, "아니요", "no"),
        (
            "seen_off_at",
            datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC),
            *["2026-11-21 10:02:03 KST"] * 2,
        ),
        ("flag", "coupon\u202e_v2\n", "coupon\\u202e_v2 ", "coupon\\u202e_v2 "),
    ],
)
def test_a_value_is_written_by_the_unit_that_its_name_tells(
    name: str, value: Value, korean: str, english: str
) -> None:
    assert words(Language.KO).value(name, value) == korean
    assert words(Language.EN).value(name, value) == english


def test_a_sentence_takes_its_values_and_the_fitting_particle() -> None:
    sentence = Words(CATALOGUE).text(told("flow.fail", flow="쿠폰", bad_ratio=0.0981))
    assert sentence == "쿠폰이 나빠졌습니다: 9.8 %"
    assert Words(CATALOGUE).text(told("flow.fail", flow="결제", bad_ratio=1)).startswith("결제가")


def test_a_message_may_stand_inside_a_message() -> None:
    inner = told("flow.fail", flow="쿠폰", bad_ratio=0.02)
    assert Words(CATALOGUE).text(told("flow.why", flow="coupon", why=inner)) == (
        "coupon: 쿠폰이 나빠졌습니다: 2.0 %"
    )


def test_messages_nested_without_end_are_cut() -> None:
    nested = told("flow.why", flow="a")
    for _ in range(5_000):
        nested = told("flow.why", flow="a", why=nested)
    assert Words(CATALOGUE).text(nested).endswith("…")


def test_a_code_without_a_sentence_shows_itself_and_its_values() -> None:
    assert Words({}).text(told("new.code\x1b", age_ratio=0.5, who="mina")) == (
        "new.code\\x1b (age_ratio=50.0 %, who=mina)"
    )
    assert Words({}).text(told("new.code")) == "new.code"


@pytest.mark.parametrize(("stratum", "called"), [("android", "Android"), ("tv", "tv")])
def test_a_stratum_is_called_as_the_platform_that_it_is(stratum: str, called: str) -> None:
    told_in = told("judge.fail_in", stratum=stratum, new_ratio=0.158, old_ratio=0.019)
    assert f"({called}: 실패 15.8 %" in words().text(told_in)


def test_a_value_that_was_not_given_is_unknown() -> None:
    assert words().text(told("words.minutes")) == "모름분"


def test_braces_in_a_value_are_no_placeholder() -> None:
    assert Words(CATALOGUE).text(told("flow.why", flow="{why}", why="{flow}")) == "{why}: {flow}"


def test_read_on_their_day_instants_are_times_in_messages_inside_messages_too() -> None:
    at = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
    given = Words({"gate.go": "Go: {told}", "gate.at": "{at}"}, zone=SEOUL)
    message = told("gate.go", told=told("gate.at", at=at))
    assert given.read_at(at).text(message) == "Go: 10:02"
    assert given.text(message) == "Go: 2026-11-21 10:02:03 KST"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says it in its own language")
@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EIO, errno.EISDIR, errno.ENOENT, errno.ENOSPC, errno.EROFS]
)
def test_why_a_system_refuses_is_said_in_korean_too(number: int) -> None:
    reason = os.strerror(number)
    assert load(Language.EN, I18N).value("reason", reason) == reason
    assert re.search("[가-힣]", load(Language.KO, I18N).value("reason", reason))


def test_a_reason_that_no_system_gives_stays_as_it_was_typed() -> None:
    assert load(Language.KO, I18N).value("reason", "점심 시간") == "점심 시간"
