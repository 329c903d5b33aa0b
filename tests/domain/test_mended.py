"""What counts as back in band: chance, the promise, and the tenth of a harm that may be left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.mended import band_limit, is_surely_above, is_surely_below
from cockpit.domain.outcomes import Outcomes

MANY = 1e8
RATIOS = st.floats(0.0, 1.0)
COUNTS = st.integers(1, 10**9).map(float)


def limit(count: float, **given: object) -> float | None:
    known = {"promised_ratio": None, "compared": (), "faulty_ratio": 0.0, **given}
    return band_limit(count, **known)  # type: ignore[arg-type]


def healthy(ratio: float, count: float = 10_000.0) -> Outcomes:
    return Outcomes(count, ratio * count)


def test_chance_widens_a_promise_by_what_so_few_events_may_show() -> None:
    # three in a hundred, and 1.645 standard errors of 1.7 in a hundred
    assert limit(100.0, promised_ratio=0.03) == pytest.approx(0.0581, abs=1e-4)


def test_among_many_events_a_tenth_of_the_harm_may_be_left() -> None:
    found = limit(MANY, compared=(healthy(0.01),), faulty_ratio=0.06)
    assert found == pytest.approx(0.015)


@pytest.mark.parametrize(
    ("old_ratio", "expected"),
    [
        pytest.param(0.01, 0.03, id="what is left would break a promise that the others keep"),
        pytest.param(0.04, 0.076, id="the others break it themselves"),
    ],
)
def test_what_is_left_is_weighed_against_the_promise(old_ratio: float, expected: float) -> None:
    found = limit(MANY, promised_ratio=0.03, compared=(healthy(old_ratio),), faulty_ratio=0.4)
    assert found == pytest.approx(expected, abs=1e-4)


def test_without_a_promise_or_anybody_to_compare_with_nothing_is_healthy() -> None:
    assert limit(MANY) is None
    assert limit(MANY, compared=(healthy(0.01, 29.0),)) is None
    assert limit(0.0, promised_ratio=0.03) is None


@given(COUNTS, RATIOS, RATIOS, RATIOS)
def test_a_limit_is_a_share_and_no_stricter_than_the_promise_and_the_others(
    count: float, promised: float, old: float, faulty: float
) -> None:
    found = limit(count, promised_ratio=promised, compared=(healthy(old),), faulty_ratio=faulty)
    assert found is not None
    assert min(1.0, max(promised, old)) - 1e-9 <= found <= 1.0


@given(COUNTS, COUNTS, RATIOS, RATIOS)
def test_more_events_never_make_a_limit_wider(
    one: float, other: float, old: float, faulty: float
) -> None:
    known = {"compared": (healthy(old),), "faulty_ratio": faulty}
    wide, narrow = limit(min(one, other), **known), limit(max(one, other), **known)
    assert wide is not None
    assert narrow is not None
    assert narrow <= wide + 1e-12


@pytest.mark.parametrize(("bad_count", "is_below"), [(2.0, True), (8.0, False)])
def test_a_share_is_below_only_when_its_interval_is(bad_count: float, is_below: bool) -> None:
    assert is_surely_below(Outcomes(100.0, bad_count), 0.1) is is_below


def test_of_no_events_nothing_is_sure() -> None:
    assert not is_surely_below(Outcomes(0.0, 0.0), 1.0)


@given(RATIOS, RATIOS, COUNTS)
def test_no_share_is_surely_above_and_surely_below_another(
    own: float, other: float, count: float
) -> None:
    seen = Outcomes(count, float(round(own * count)))
    assert not (is_surely_above(seen, other) and is_surely_below(seen, other))
    assert not is_surely_above(seen, seen.bad_count / count)


def test_three_in_a_hundred_are_no_proof_of_more_than_two_and_thirty_are() -> None:
    assert not is_surely_above(healthy(0.03, 100.0), 0.02)
    assert is_surely_above(healthy(0.30, 100.0), 0.02)
    assert not is_surely_above(Outcomes(0.0, 0.0), 0.02)
