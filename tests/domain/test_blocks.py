import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.blocks import (
    PART_COUNT,
    Track,
    block_counts,
    counted_after,
    grouped,
)
from tests.kit.counters import Sample, increase


def track(*pairs: tuple[float, float]) -> Track:
    return Track(np.array([at_s for at_s, _ in pairs]), np.array([value for _, value in pairs]))


def row(given_track: Track, *bounds_s: float, born_after_s: float | None = None) -> list[object]:
    counts = block_counts([given_track], bounds_s, born_after_s).counts[0]
    return [None if math.isnan(count) else count for count in counts]


def test_what_happens_between_two_blocks_counts_in_the_later_one() -> None:
    steady = track((-5, 10), (10, 11), (50, 15), (70, 18), (110, 20))
    assert row(steady, 0, 60, 120) == [5, 5]


def test_a_sample_on_the_bound_belongs_to_the_block_that_ends_there() -> None:
    assert row(track((0, 10), (60, 13), (120, 14)), 0, 60, 120) == [3, 1]


def test_a_block_without_a_sample_is_not_known_and_its_events_come_later() -> None:
    assert row(track((0, 10), (30, 12), (130, 20)), 0, 60, 120, 180) == [2, None, 8]


def test_a_counter_that_stands_still_is_zero_and_not_unknown() -> None:
    assert row(track((0, 10), (30, 10), (90, 10)), 0, 60, 120) == [0, 0]


def test_a_birth_counts_in_its_block() -> None:
    assert row(track((70, 3), (90, 5)), 0, 60, 120, born_after_s=0) == [None, 5]


def test_a_first_sample_that_is_no_birth_tells_nothing_by_itself() -> None:
    assert row(track((30, 3), (90, 5)), 0, 60, 120) == [None, 2]


def test_a_restart_inside_a_block_counts_in_full() -> None:
    assert row(track((0, 100), (20, 104), (40, 3), (50, 5)), 0, 60) == [9]


def test_samples_after_the_last_block_are_left_alone() -> None:
    assert row(track((0, 1), (30, 2), (61, 9)), 0, 60) == [1]


def test_unusable_samples_are_dropped_and_told() -> None:
    spoilt = track((0, 1), (15, math.nan), (30, -4), (45, math.inf), (50, 3), (50, 2))
    done = block_counts([spoilt], (0, 60))
    assert (done.counts.tolist(), done.dropped_count) == ([[2.0]], 4)


@pytest.mark.parametrize("tracks", [[], [track()], [track((5, math.nan))]])
def test_without_samples_nothing_is_known(tracks: list[Track]) -> None:
    counts = block_counts(tracks, (0, 60, 120)).counts
    assert counts.shape == (len(tracks), 2)
    assert np.isnan(counts).all()


@pytest.mark.parametrize("bounds_s", [[], [0.0], [0.0, 0.0], [60.0, 0.0]])
def test_bounds_that_do_not_rise_are_refused(bounds_s: list[float]) -> None:
    with pytest.raises(ValueError, match="rise"):
        block_counts([], bounds_s)


def test_times_and_values_must_belong_together() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        Track(np.zeros(2), np.zeros(3))


def test_many_series_are_counted_like_each_alone() -> None:
    chance = np.random.default_rng(7)
    tracks = [
        Track(chance.permutation(np.arange(0.0, 300.0, 15.0)), chance.permutation(np.arange(20.0)))
        for _ in range(PART_COUNT + 3)
    ]
    bounds_s = (30.0, 90.0, 150.0, 290.0)
    together = block_counts(tracks, bounds_s, 20.0).counts
    alone = np.concatenate([block_counts([one], bounds_s, 20.0).counts for one in tracks])
    np.testing.assert_array_equal(together, alone)


values = st.one_of(st.integers(0, 500), st.sampled_from([math.nan, math.inf, -3.0]))
shown = st.lists(st.tuples(st.integers(-60, 400), values), max_size=40)
cuts = st.lists(st.integers(-10, 390), min_size=2, max_size=12, unique=True).map(sorted)


@given(shown, cuts, st.one_of(st.none(), st.integers(-60, 300)))
def test_blocks_add_up_to_the_whole_exactly(
    pairs: list[tuple[int, float]], bounds_s: list[int], born_after_s: int | None
) -> None:
    blocks = block_counts([track(*pairs)], bounds_s, born_after_s)
    listed = [Sample(at_s, value) for at_s, value in pairs]
    whole = increase(listed, bounds_s[0], bounds_s[-1], born_after_s)
    known = blocks.counts[~np.isnan(blocks.counts)]
    assert blocks.dropped_count == whole.dropped_count
    assert (float(known.sum()) if known.size else None) == whole.count


@given(shown, cuts, st.one_of(st.none(), st.integers(-60, 300)))
def test_what_is_needed_of_the_past_counts_like_all_of_it(
    pairs: list[tuple[int, float]], bounds_s: list[int], born_after_s: int | None
) -> None:
    whole = track(*sorted(dict(pairs).items()))
    needed = counted_after(whole, bounds_s[0])
    np.testing.assert_array_equal(
        block_counts([needed], bounds_s, born_after_s).counts,
        block_counts([whole], bounds_s, born_after_s).counts,
    )


def test_of_a_long_past_only_the_base_is_needed() -> None:
    needed = counted_after(track(*[(at_s, at_s) for at_s in range(100)]), 89.5)
    assert needed.at_s.tolist() == list(range(89, 100))


def test_groups_add_up_and_know_what_any_member_knows() -> None:
    counts = np.array([[1.0, math.nan], [2.0, 3.0], [math.nan, math.nan]])
    totals = grouped(counts, [0, 0, 1], 3)
    np.testing.assert_array_equal(totals, [[3.0, 3.0], [math.nan, math.nan], [math.nan, math.nan]])
