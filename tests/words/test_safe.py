"""Hostile text loses its teeth."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.words.safe import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("쿠폰 coupon_v2", "쿠폰 coupon_v2"),
        ("", ""),
        ("한글도 그대로, 日本語 é", "한글도 그대로, 日本語 é"),
        ("one\r\ntwo\tthree\u2028four\u3000five", "one  two three four five"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("safe\u202egnp.exe", "safe\\u202egnp.exe"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("filler\u3164", "filler\\u3164"),
        ("lone\ud800", "lone\\ud800"),
        ("no-break\xa0space", "no-break space"),
        ("z\u0301\u0302\u0303\u0304algo", "z\u0301\u0302algo"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert safe("a" * 120) == "a" * 120
    assert safe("a" * 121) == "a" * 119 + "…"


def test_five_million_characters_cost_no_more_than_a_line() -> None:
    assert len(safe("나" * 5_000_000)) == 120


@given(st.text(max_size=400), st.integers(10, 200))
def test_no_text_hides_turns_round_or_floods_a_line(text: str, max_length: int) -> None:
    shown = safe(text, max_length=max_length)
    assert len(shown) <= max_length
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
