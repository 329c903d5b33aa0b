import math

import pytest

from cockpit.domain.codes import CountCode
from cockpit.domain.doubts import about_bound, about_dropped, about_outcomes
from cockpit.domain.histogram import Bucket
from cockpit.domain.message import message

BUCKETS = [Bucket(0.5, 90), Bucket(1.0, 95), Bucket(math.inf, 100)]


def test_left_out_samples_are_told() -> None:
    assert about_dropped(3) == message(CountCode.DROPPED, dropped_count=3)
    assert about_dropped(0) is None


@pytest.mark.parametrize(("total", "bad"), [(5.0, 6.0), (-1.0, 0.0), (math.nan, 0.0)])
def test_counts_that_cannot_both_be_true_are_told(total: float, bad: float) -> None:
    told = about_outcomes(total, bad)
    assert told is not None
    assert told.code == CountCode.IMPOSSIBLE
    assert told.value("bad_count") == bad


@pytest.mark.parametrize(("total", "bad"), [(5.0, 2.0), (None, 2.0), (5.0, None)])
def test_counts_that_can_be_or_are_missing_need_no_doubt(
    total: float | None, bad: float | None
) -> None:
    assert about_outcomes(total, bad) is None


def test_a_bound_that_no_bucket_has_is_told_with_the_nearest() -> None:
    told = about_bound(0.7, BUCKETS)
    assert told == message(CountCode.NO_SUCH_BOUND, bound_s=0.7, nearest_s=0.5)


@pytest.mark.parametrize("buckets", [BUCKETS, [], [Bucket(math.inf, 100)]])
def test_a_fitting_bound_or_none_at_all_needs_no_doubt(buckets: list[Bucket]) -> None:
    assert about_bound(1.0, buckets) is None
