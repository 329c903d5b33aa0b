"""Buckets as lines write them; wrong ones stand in the table of bad input."""

import math

from cockpit.app.decide.buckets import bounds_s, cumulative, pairs, rising
from cockpit.app.decide.fields import Place
from cockpit.domain.histogram import Bucket


def test_buckets_come_in_pairs_and_any_order() -> None:
    told = Place([["+Inf", 9], ["0.5", 5], [0.1, 2]], "in")
    assert pairs(told) == [Bucket(math.inf, 9), Bucket(0.5, 5), Bucket(0.1, 2)]


def test_rounding_errors_are_no_fall_and_two_spellings_are_one_bound() -> None:
    told = [["+Inf", 40], ["0.2", 10], ["2e-1", 25], [0.1, 30], [0.05, 30.000000000000004]]
    assert rising(Place(told, "in")) == pairs(Place(told, "in"))


def test_bounds_and_counts_come_in_two_lists() -> None:
    le_s = bounds_s(Place([0.1, 0.5, "+Inf"], "in.le"))
    assert le_s == [0.1, 0.5, math.inf]
    assert cumulative(Place([2, 2, 9], "in.new"), le_s) == [
        Bucket(0.1, 2),
        Bucket(0.5, 2),
        Bucket(math.inf, 9),
    ]
