"""Verdicts as scripts ask for them; how often they are right is simulated for the domain."""

from typing import Any

import pytest

from cockpit.app.decide.ops.judge import cause, strata, stream
from cockpit.domain.verdict import Verdict
from tests.app.decide.asking import given

EQUAL, BROKEN, OUTAGE = [500, 10, 4500, 90], [500, 250, 4500, 90], [500, 250, 4500, 2250]


def first_fail(*blocks: Any, **more: Any) -> object:
    return stream(given(blocks=list(blocks), **more))["first_fail_block"]


def test_the_first_block_that_proves_it_is_told() -> None:
    assert first_fail(EQUAL, EQUAL, BROKEN, EQUAL) == 2
    assert first_fail(*[EQUAL] * 30, *[OUTAGE] * 10) is None


def test_what_is_not_known_proves_nothing() -> None:
    assert first_fail(None, [None, 250, 4500, 90], EQUAL) is None
    assert first_fail([0, 0, 0, 0], [0, 0, 4500, 90]) is None
    assert first_fail() is None


def test_a_stricter_alpha_asks_for_more() -> None:
    worse = [500, 31, 4500, 90]
    assert first_fail(worse, alpha=0.05) == 0
    assert first_fail(worse, alpha=1e-6) is None


@pytest.mark.parametrize(
    ("blocks", "state"),
    [
        ([BROKEN], "fail"),
        ([EQUAL] * 20, "pass"),
        ([EQUAL], "wait"),
        ([], "no_data"),
        ([None], "no_data"),
    ],
)
def test_a_stream_ends_in_one_of_four_states(blocks: list[Any], state: str) -> None:
    found = stream(given(blocks=blocks))
    assert found["state"] == state
    assert isinstance(found["verdict"], Verdict)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"ios": {"new": [500, 250], "old": [4500, 90]}}, "fail"),
        ({"ios": {"new": [5000, 100], "old": [45_000, 900]}}, "pass"),
        ({"ios": {"new": [500, 10], "old": [4500, 90]}}, "wait"),
        ({"ios": {"new": [0, 0], "old": [4500, 90]}}, "no_data"),
        ({"ios": {"new": [500, 10], "old": [0, 0]}}, "no_data"),
        ({}, "no_data"),
        (  # a version that is common on the worse platform is not worse for it
            {
                "ios": {"new": [9000, 450], "old": [36_000, 1800]},
                "android": {"new": [5000, 50], "old": [154_000, 1540]},
            },
            "pass",
        ),
        (  # one platform without proof holds it, unless hardly any user of the new version is there
            {
                "ios": {"new": [9000, 450], "old": [36_000, 1800]},
                "web": {"new": [1000, 0], "old": [9000, 5]},
            },
            "wait",
        ),
        (
            {
                "ios": {"new": [9000, 450], "old": [36_000, 1800]},
                "web": {"new": [100, 0], "old": [9000, 5]},
            },
            "pass",
        ),
        (  # evidence of several platforms adds up
            {name: {"new": [500, 19], "old": [4500, 90]} for name in ("a", "b", "c")},
            "fail",
        ),
        ({"a": {"new": [500, 19], "old": [4500, 90]}}, "wait"),
    ],
    ids=str,
)
def test_a_single_look_compares_inside_each_stratum(told: dict[str, Any], state: str) -> None:
    assert strata(given(strata=told))["state"] == state


@pytest.mark.parametrize(
    ("before", "old", "new", "after_step", "expected"),
    [
        ((20_000, 400), (20_000, 400), (1000, 150), None, "release"),
        ((20_000, 400), (20_000, 4000), (1000, 200), None, "external"),
        ((20_000, 400), (20_000, 4000), (1000, 200), True, "external_or_shared"),
        ((20_000, 400), (20_000, 4000), (1000, 700), None, "both"),
        ((20_000, 400), (20_000, 400), (300, 6), None, "ok"),
        ((20_000, 400), (20_000, 400), (299, 6), False, "wait"),
        ((20_000, 400), (20_000, 400), (0, 0), None, "no_data"),
        ((20_000, 400), (0, 0), (20_000, 3000), None, "release_or_external"),
        ((20_000, 400), (0, 0), (20_000, 400), None, "wait"),
    ],
)
def test_the_cause_is_told_with_both_comparisons(
    before: tuple[int, int],
    old: tuple[int, int],
    new: tuple[int, int],
    after_step: bool | None,
    expected: str,
) -> None:
    counts = {
        name: {"n": n, "bad": bad}
        for name, (n, bad) in (("old_before", before), ("old_now", old), ("new_now", new))
    }
    found = cause(given(**counts, after_step=after_step))
    assert found["cause"] == expected
    assert isinstance(found["new_against_old"], Verdict)
    assert isinstance(found["now_against_before"], Verdict)
