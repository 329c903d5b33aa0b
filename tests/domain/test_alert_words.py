"""An alert speaks of the gravest, and is called by what it is about."""

import pytest

from cockpit.domain.alert_words import AlertGrade, AlertReason, about, key_of, leading
from cockpit.domain.message import Message
from tests.kit.alerting import finding

WATCH, ACT = AlertGrade.WATCH, AlertGrade.ACT_NOW


def test_the_release_leads_then_what_asks_for_a_hand_then_the_rest() -> None:
    own = finding("version:success", ACT, AlertReason.VERSION)
    outside = finding("version:slow", WATCH, AlertReason.VERSION)
    broken, burning = finding("slo", ACT), finding("latency_slo", WATCH)
    assert leading((outside, burning, broken, own)) is own
    assert leading((outside, burning, broken)) is broken
    assert leading((outside, burning)) is burning
    assert leading((outside,)) is outside


def test_of_equals_the_first_leads() -> None:
    first, second = finding("slo"), finding("latency_slo")
    assert leading((first, second)) is first
    assert leading((second, first)) is second


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("flow:coupon", ("alert.about_flow", "flow", "coupon")),
        ("kpi:a:b", ("alert.about_kpi", "kpi", "a:b")),
        ("crashes", ("alert.about_flow", "flow", "")),
    ],
)
def test_a_key_has_a_name(key: str, values: tuple[str, str, str]) -> None:
    code, name, value = values
    assert about(key) == Message(code, ((name, value),))


def test_a_key_may_be_given_by_the_name_alone() -> None:
    keys = ["flow:coupon", "kpi:clicks", "crashes"]
    assert [key_of(one, keys) for one in ("coupon", "kpi:clicks", "clicks", "crashes", "x")] == [
        "flow:coupon",
        "kpi:clicks",
        "kpi:clicks",
        "crashes",
        None,
    ]
