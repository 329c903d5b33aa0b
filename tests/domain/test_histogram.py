import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.histogram import (
    Bucket,
    Quantile,
    quantile,
    quantiles,
    slow_outcomes,
)
from cockpit.domain.outcomes import Outcomes

INF = math.inf


def buckets(*pairs: tuple[float, float]) -> list[Bucket]:
    return [Bucket(le_s, count) for le_s, count in pairs]


POSITIVE = buckets((0.1, 50), (0.2, 70), (1.0, 110), (INF, 120))
NEGATIVE = buckets((-0.2, 10), (-0.1, 20), (0.3, 20), (INF, 30))
EVEN = buckets((0, 0), (2, 10), (4, 20), (6, 30), (INF, 30))


@pytest.mark.parametrize(
    ("given_buckets", "q", "value_s"),
    [  # the rules that promql/promqltest/testdata/histograms.test of Prometheus checks
        (POSITIVE, 0, 0.0),
        (POSITIVE, 0.2, 0.048),
        (POSITIVE, 0.5, 0.15),
        (POSITIVE, 0.8, 0.72),
        (POSITIVE, 1, 1.0),
        (NEGATIVE, 0, -0.2),
        (NEGATIVE, 0.5, -0.15),
        (NEGATIVE, 0.8, 0.3),
        (EVEN, 1 / 6, 1.0),
        (EVEN, 0.5, 3.0),
        (EVEN, 5 / 6, 5.0),
    ],
)
def test_a_quantile_is_that_of_prometheus(
    given_buckets: list[Bucket], q: float, value_s: float
) -> None:
    found = quantile(q, reversed(given_buckets))
    assert found is not None
    assert found.value_s == pytest.approx(value_s)


@pytest.mark.parametrize(
    "given_buckets",
    [
        pytest.param([], id="no bucket"),
        pytest.param(buckets((0.1, 0), (INF, 0)), id="no event"),
        pytest.param(buckets((0.1, 5), (0.5, 9)), id="no bound at infinity"),
        pytest.param(buckets((INF, 9)), id="one bound"),
        pytest.param(buckets((0.1, math.nan), (INF, 9)), id="NaN"),
        pytest.param(buckets((0.1, -1), (INF, 9)), id="negative"),
        pytest.param(buckets((math.nan, 1), (INF, 9)), id="no bound"),
    ],
)
def test_no_data_are_never_zero_seconds(given_buckets: list[Bucket]) -> None:
    assert quantile(0.95, given_buckets) is None


def test_the_lower_end_of_an_empty_first_bucket_is_not_told() -> None:
    assert quantile(0, buckets((0.1, 0), (0.2, 5), (INF, 5))) is None


def test_above_the_highest_bound_only_at_least_can_be_said() -> None:
    found = quantile(0.95, buckets((0.1, 50), (0.5, 90), (INF, 100)))
    assert found == Quantile(0.5, 0.5, INF, is_saturated=True)


def test_a_quantile_tells_its_resolution() -> None:
    found = quantile(0.5, POSITIVE)
    assert found is not None
    assert (found.low_s, found.high_s, found.is_saturated) == (0.1, 0.2, False)


def test_counts_that_fall_are_held_up() -> None:
    fallen = quantile(0.5, buckets((0.1, 10), (0.2, 8), (0.3, 20), (INF, 20)))
    held = quantile(0.5, buckets((0.1, 10), (0.2, 10), (0.3, 20), (INF, 20)))
    assert fallen == held


def test_one_bound_written_twice_is_one_bound() -> None:
    assert quantile(0.2, buckets((0.1, 10), (0.2, 10), (0.2, 20), (INF, 40))) == quantile(
        0.2, buckets((0.1, 10), (0.2, 30), (INF, 40))
    )


@pytest.mark.parametrize("q", [-0.1, 1.01, math.nan])
def test_a_quantile_outside_0_and_1_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(q, POSITIVE)


def test_the_slow_share_at_a_bound_is_exact() -> None:
    found = slow_outcomes(0.5, buckets((0.1, 500), (0.5, 970), (1.0, 990), (INF, 1000)))
    assert found == Outcomes(1000, 30)


@pytest.mark.parametrize("slower_than_s", [0.3, INF])
def test_the_slow_share_at_no_bound_is_not_known(slower_than_s: float) -> None:
    assert slow_outcomes(slower_than_s, POSITIVE) is None


def test_the_slow_share_of_broken_counts_is_not_known() -> None:
    assert slow_outcomes(0.1, buckets((0.1, 500))) is None


counts = st.lists(st.integers(0, 100), min_size=3, max_size=8).filter(any)


@given(counts, st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_higher_quantile_is_never_faster(steps: list[int], q: float, other: float) -> None:
    total, shown = 0, []
    for number, step in enumerate(steps, start=1):
        total += step
        shown.append(Bucket(number * 0.1 if number < len(steps) else INF, total))
    low, high = quantile(min(q, other), shown), quantile(max(q, other), shown)
    assert low is not None
    assert high is not None
    assert low.value_s <= high.value_s + 1e-12


@given(
    q=st.floats(0, 1),
    bounds=st.lists(st.floats(-10, 100), min_size=0, max_size=6, unique=True),
    data=st.data(),
)
def test_many_histograms_at_once_have_the_quantiles_of_each(
    q: float, bounds: list[float], data: st.DataObject
) -> None:
    bounds_s = [*sorted(bounds), INF]
    counts = data.draw(
        st.lists(
            st.lists(
                st.one_of(st.integers(0, 1_000), st.sampled_from([math.nan, -1.0, INF])),
                min_size=len(bounds_s),
                max_size=len(bounds_s),
            ),
            min_size=1,
            max_size=4,
        )
    )
    found = quantiles(q, np.array(bounds_s), np.array(counts, dtype=np.float64).T)
    for value, column in zip(found, counts, strict=True):
        one = quantile(q, buckets(*zip(bounds_s, column, strict=True)))
        if one is None:
            assert math.isnan(value)
        else:
            assert value == pytest.approx(one.value_s, rel=1e-9, abs=1e-9)


def test_many_histograms_without_a_bound_at_infinity_have_no_quantiles() -> None:
    assert np.isnan(quantiles(0.5, np.array([1.0, 2.0]), np.ones((2, 3)))).all()
