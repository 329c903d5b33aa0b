import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cockpit.domain.intervals import Interval, contrast, lower_bound, newcombe, wilson
from cockpit.domain.outcomes import NOTHING, Outcomes, Pair

counted = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(counted)
def test_wilson_agrees_with_scipy(outcomes: tuple[int, int]) -> None:
    total, bad = outcomes
    expected = stats.binomtest(bad, total).proportion_ci(method="wilson")
    found = wilson(Outcomes(total, bad))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(counted)
def test_the_lower_bound_agrees_with_scipy(outcomes: tuple[int, int]) -> None:
    total, bad = outcomes
    test = stats.binomtest(bad, total, alternative="greater")
    expected = test.proportion_ci(confidence_level=0.95, method="exact").low
    assert lower_bound(Outcomes(total, bad)) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("new", "old", "low", "high"),
    [  # Newcombe 1998, table II, method 10, rows (a) to (h)
        ((70, 56), (80, 48), 0.0524, 0.3339),
        ((10, 9), (10, 3), 0.1705, 0.8090),
        ((7, 6), (7, 2), 0.0582, 0.8062),
        ((56, 5), (29, 0), -0.0381, 0.1926),
        ((10, 0), (20, 0), -0.1611, 0.2775),
        ((10, 0), (10, 0), -0.2775, 0.2775),
        ((10, 10), (20, 0), 0.6791, 1.0),
        ((10, 10), (10, 0), 0.6075, 1.0),
    ],
)
def test_newcombes_published_examples_are_met(
    new: tuple[int, int], old: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(Pair(Outcomes(*new), Outcomes(*old)))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_one_failure_in_five_releases_is_between_3_6_and_62_pct() -> None:
    found = wilson(Outcomes(5, 1))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0362, 0.6245), abs=5e-5)


def test_without_events_nothing_is_known() -> None:
    assert wilson(NOTHING) is None
    assert lower_bound(NOTHING) is None
    alone = contrast(Pair(Outcomes(10, 1), NOTHING))
    assert (alone.old, alone.difference_ratio, alone.difference) == (None, None, None)
    assert alone.new is not None
    assert newcombe(Pair(NOTHING, Outcomes(10, 1))) is None


def test_a_contrast_tells_difference_and_times() -> None:
    found = contrast(Pair(Outcomes(100, 10), Outcomes(1000, 20)))
    assert found.difference_ratio == pytest.approx(0.08)
    assert found.times == pytest.approx(5.0)


def test_times_of_nothing_are_not_known() -> None:
    assert contrast(Pair(Outcomes(100, 10), Outcomes(1000, 0))).times is None


@pytest.mark.parametrize(("bad", "edge"), [(0, "low"), (7, "high")])
def test_an_interval_ends_exactly_at_none_and_all(bad: int, edge: str) -> None:
    found = wilson(Outcomes(7, bad))
    assert isinstance(found, Interval)
    assert getattr(found, edge) == (0.0 if edge == "low" else 1.0)


@pytest.mark.parametrize(
    ("total", "bad", "off_ratio"),
    [
        (20_000, 20_000, 1e-9),
        (20_000, 19_999, 1e-9),
        (1_000_000, 20_000, 1e-9),
        (10**15, 1_000_000, 1e-9),
        (2**53, 9_999_999, 1e-9),
        (2**53, 10_000_000, 1e-6),
        (2**53, 2**53, 1e-6),
    ],
)
def test_the_lower_bound_of_many_failures_is_as_good_as_exact(
    total: int, bad: int, off_ratio: float
) -> None:
    exact = stats.beta.ppf(0.05, bad, total - bad + 1)
    assert lower_bound(Outcomes(total, bad)) == pytest.approx(exact, rel=off_ratio)
