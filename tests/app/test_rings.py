"""The samples of one series: in order, once in memory, never changed below who looks at them."""

from bisect import bisect_right

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.rings import MOST_SAMPLES, SLACK, Ring, interval_s
from cockpit.domain.blocks import Track

AT_S = st.integers(0, 300).map(float)
ANSWERS = st.lists(st.dictionaries(AT_S, st.integers(0, 50).map(float), max_size=40), max_size=12)


def filled(*points: tuple[float, float]) -> Ring:
    ring = Ring(())
    for at_s, value in points:
        ring.take((at_s,), (value,))
    return ring


def copied(track: Track) -> tuple[list[float], list[float]]:
    return track.at_s.tolist(), track.value.tolist()


def test_an_answer_without_order_is_put_in_order() -> None:
    ring = Ring(())
    ring.take((3.0, 1.0, 3.0, 2.0), (1.0, 5.0, 2.0, 4.0))
    assert copied(ring.track()) == ([1.0, 2.0, 3.0], [5.0, 4.0, 2.0])


def test_an_empty_ring_has_no_times() -> None:
    ring = Ring(())
    assert (ring.newest_at_s, ring.oldest_at_s, len(ring)) == (None, None, 0)
    assert not ring.forget_before(5.0)
    assert copied(ring.track()) == ([], [])


@given(ANSWERS, st.lists(st.integers(-10, 320).map(float), max_size=12))
def test_answers_in_any_order_leave_the_same_samples_and_no_track_ever_changes(
    answers: list[dict[float, float]], forgotten: list[float]
) -> None:
    ring, known = Ring(()), dict[float, float]()
    seen: list[tuple[Track, tuple[list[float], list[float]]]] = []
    for number, answer in enumerate(answers):
        ring.take(sorted(answer), [answer[at_s] for at_s in sorted(answer)])
        known = {
            at_s: max(known.get(at_s, 0.0), answer.get(at_s, 0.0)) for at_s in {*known, *answer}
        }
        if number < len(forgotten):
            times = sorted(known)
            old_count = bisect_right(times, forgotten[number]) - 1
            if ring.forget_before(forgotten[number]):
                known = {at_s: known[at_s] for at_s in times[old_count:]}
            else:
                assert old_count <= SLACK
        track = ring.track()
        seen.append((track, copied(track)))
        assert copied(track) == (sorted(known), [known[at_s] for at_s in sorted(known)])
        assert len(ring) == len(known)
        assert (ring.oldest_at_s, ring.newest_at_s) == (
            min(known, default=None),
            max(known, default=None),
        )
    assert all(copied(track) == before for track, before in seen)


def test_a_track_is_a_view_of_what_is_kept_and_cannot_be_written() -> None:
    ring = Ring(())
    ring.take([float(n) for n in range(1_000)], [1.0] * 1_000)
    first = ring.track()
    ring.take((1_000.0,), (1.0,))
    assert np.shares_memory(first.at_s, ring.track().at_s)
    with pytest.raises(ValueError, match="read-only"):
        first.value[0] = 2.0


def test_a_ring_holds_no_more_than_its_most_samples() -> None:
    ring = Ring(())
    times = [float(n) for n in range(MOST_SAMPLES + SLACK)]
    ring.take(times, times)
    ring.forget_before(0.0)
    assert len(ring) == MOST_SAMPLES
    assert (ring.oldest_at_s, ring.newest_at_s) == (SLACK, MOST_SAMPLES + SLACK - 1)


def test_of_two_values_at_one_instant_the_larger_stays() -> None:
    ring = filled((1.0, 5.0))
    first = ring.track()
    ring.take((1.0,), (4.0,))
    assert ring.track() is first, "no news"
    ring.take((1.0,), (6.0,))
    assert ring.track().value.tolist() == [6.0]
    assert first.value.tolist() == [5.0]


def test_the_interval_is_the_usual_step_between_samples() -> None:
    ring = filled(*((at_s, 1.0) for at_s in (0.0, 5.0, 10.0, 15.0, 45.0, 50.0)))
    assert interval_s([ring.track()]) == 5.0
    assert interval_s([]) is None
