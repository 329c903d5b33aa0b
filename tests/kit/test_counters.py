"""The plain way of counting, on counters whose growth can be told by hand."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.counters import Increase, Sample, cleaned, increase


def samples(*pairs: tuple[float, float]) -> list[Sample]:
    return [Sample(at_s, value) for at_s, value in pairs]


def test_a_sample_at_the_left_edge_is_the_base() -> None:
    assert increase(samples((0, 10), (15, 12), (30, 17)), 0, 30).count == 7


def test_the_last_sample_before_the_window_is_the_base() -> None:
    assert increase(samples((-40, 1), (-5, 10), (15, 12)), 0, 30).count == 2


def test_a_sample_after_the_window_counts_elsewhere() -> None:
    assert increase(samples((0, 10), (15, 12), (31, 99)), 0, 30).count == 2


def test_a_restart_counts_everything_after_it() -> None:
    done = increase(samples((0, 100), (15, 104), (30, 3), (45, 5)), 0, 45)
    assert (done.count, done.reset_count) == (9, 1)


def test_a_series_born_after_the_version_started_begins_at_zero() -> None:
    done = increase(samples((240, 3), (255, 4), (300, 6)), 0, 300, born_after_s=120)
    assert (done.count, done.is_born_inside) == (6, True)


@pytest.mark.parametrize("born_after_s", [None, 240, 500])
def test_a_first_sample_that_is_no_birth_is_only_the_base(born_after_s: float | None) -> None:
    done = increase(samples((240, 3), (255, 4), (300, 6)), 0, 300, born_after_s)
    assert (done.count, done.is_born_inside) == (3, False)


def test_a_series_known_before_the_window_is_not_born_in_it() -> None:
    assert increase(samples((-15, 3), (15, 5)), 0, 30, born_after_s=-100).count == 2


@pytest.mark.parametrize(
    "given_samples", [[], samples((10, 5)), samples((-10, 5)), samples((40, 5), (50, 6))]
)
def test_without_two_samples_nothing_is_known(given_samples: list[Sample]) -> None:
    assert increase(given_samples, 0, 30) == Increase(None)


def test_a_birth_is_known_from_one_sample() -> None:
    assert increase(samples((10, 5)), 0, 30, born_after_s=0).count == 5


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, -1.0])
def test_a_value_that_no_counter_has_is_dropped_and_told(bad: float) -> None:
    done = increase(samples((0, 10), (15, bad), (30, 12)), 0, 30)
    assert (done.count, done.dropped_count, done.reset_count) == (2, 1, 0)


def test_a_sample_without_a_real_time_is_dropped_and_told() -> None:
    done = increase(samples((0, 10), (math.nan, 11), (math.inf, 11), (30, 12)), 0, 30)
    assert (done.count, done.dropped_count) == (2, 2)


def test_of_two_values_at_one_instant_the_larger_stays() -> None:
    kept, dropped_count = cleaned(samples((15, 11), (0, 10), (15, 12), (15, 11)))
    assert (kept, dropped_count) == (tuple(samples((0, 10), (15, 12))), 2)


def test_a_counter_that_stands_still_counts_zero() -> None:
    assert increase(samples((0, 10), (15, 10)), 0, 30).count == 0


counter_values = st.lists(st.integers(0, 1000), min_size=2, max_size=30)


@given(counter_values, st.randoms(use_true_random=False))
def test_the_order_of_the_samples_does_not_matter(values: list[int], chance: random.Random) -> None:
    ordered = [Sample(15.0 * number, value) for number, value in enumerate(values)]
    mixed = ordered + ordered[:1]
    chance.shuffle(mixed)
    end_s = 15.0 * len(values)
    assert increase(mixed, 0, end_s).count == increase(ordered, 0, end_s).count


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(1, 29))
def test_a_restart_loses_only_what_was_not_scraped(steps: list[int], restart: int) -> None:
    value, shown = 0, [Sample(0.0, 0)]
    for number, step in enumerate(steps, start=1):
        value = step if number == restart else value + step
        shown.append(Sample(15.0 * number, value))
    seen = increase(shown, 0.0, 15.0 * len(steps)).count
    assert seen is not None
    # A restart that grows past the old value in one scrape cannot be seen from outside.
    before = sum(steps[: restart - 1])
    hidden = before if restart <= len(steps) and steps[restart - 1] >= before else 0
    assert seen == sum(steps) - hidden
