import math

import pytest

from cockpit.domain.codes import CountCode
from cockpit.domain.doubts import about_bound
from cockpit.domain.histogram import Bucket
from cockpit.domain.message import message

BUCKETS = [Bucket(0.5, 90), Bucket(1.0, 95), Bucket(math.inf, 100)]


def test_a_bound_that_no_bucket_has_is_told_with_the_nearest() -> None:
    told = about_bound(0.7, BUCKETS)
    assert told == message(CountCode.NO_SUCH_BOUND, bound_s=0.7, nearest_s=0.5)


@pytest.mark.parametrize("buckets", [BUCKETS, [], [Bucket(math.inf, 100)]])
def test_a_fitting_bound_or_none_at_all_needs_no_doubt(buckets: list[Bucket]) -> None:
    assert about_bound(1.0, buckets) is None
