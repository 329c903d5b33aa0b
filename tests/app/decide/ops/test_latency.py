"""Quantiles and shares, beside Prometheus' own tests of classic histograms.

promql/promqltest/testdata/histograms.test; the counts are those of its histograms at 50 minutes.
"""

from typing import Any

import pytest

from cockpit.app.decide.ops.latency import bucket_quantile, latency, merged_quantile, share_over
from tests.app.decide.asking import given, problem_of

POSITIVE = [[0.1, 50], [".2", 70], ["1e0", 110], ["+Inf", 120]]
NEGATIVE = [["-.2", 10], ["-0.1", 20], ["0.3", 20], ["+Inf", 30]]
EVEN = [[0, 0], [2, 10], [4, 20], [6, 30], ["+Inf", 30]]
FULL = [[0, 0], [0.1, 50], [0.2, 70], [1, 110], ["+Inf", 110]]
BELOW = [[-0.25, 0], [-0.2, 10], [-0.1, 20], [0.3, 20], ["+Inf", 20]]
MIXED = [["0.1", 10], ["0.2", 10], ["2e-1", 10], ["2.0e-1", 10], ["+Inf", 40]]
JOBS = {
    ("job1", "ins1"): [[0.1, 10], [0.2, 30], ["+Inf", 40]],
    ("job1", "ins2"): [[0.1, 20], [0.2, 50], ["+Inf", 60]],
    ("job2", "ins1"): [[0.1, 30], [0.2, 40], ["+Inf", 60]],
    ("job2", "ins2"): [[0.1, 40], [0.2, 70], ["+Inf", 90]],
}


@pytest.mark.parametrize(
    ("buckets", "q", "value_s"),
    [
        (POSITIVE, 0, 0),
        (POSITIVE, 0.2, 0.048),
        (POSITIVE, 0.5, 0.15),
        (POSITIVE, 0.8, 0.72),
        (POSITIVE, 1, 1),
        (NEGATIVE, 0, -0.2),
        (NEGATIVE, 0.2, -0.2),
        (NEGATIVE, 0.5, -0.15),
        (NEGATIVE, 0.8, 0.3),
        (NEGATIVE, 1, 0.3),
        (EVEN, 1 / 6, 1),
        (EVEN, 0.5, 3),
        (EVEN, 5 / 6, 5),
        (FULL, 0, 0),
        (FULL, 0.25, 0.055),
        (FULL, 0.5, 0.125),
        (FULL, 0.75, 0.45),
        (FULL, 1, 1),
        (BELOW, 0, -0.25),
        (BELOW, 0.25, -0.225),
        (BELOW, 0.5, -0.2),
        (BELOW, 0.75, -0.15),
        (BELOW, 1, -0.1),
        (MIXED, 0.2, 0.08),
        (MIXED, 0.5, 0.15),
        (MIXED, 0.75, 0.2),
        (JOBS["job1", "ins1"], 0.3, 0.11),
        (JOBS["job1", "ins2"], 0.3, 0.09),
        (JOBS["job2", "ins1"], 0.3, 0.06),
        (JOBS["job2", "ins2"], 0.3, 0.0675),
        (JOBS["job1", "ins1"], 0.5, 0.15),
        (JOBS["job1", "ins2"], 0.5, 0.133333333),
        (JOBS["job2", "ins1"], 0.5, 0.1),
        (JOBS["job2", "ins2"], 0.5, 0.116666667),
        ([[0.1, 10], [0.2, 8], [0.3, 20], ["+Inf", 20]], 0.5, 0.1),
    ],
)
def test_a_quantile_is_that_of_prometheus(buckets: list[Any], q: float, value_s: float) -> None:
    found = bucket_quantile(given(q=q, buckets=buckets))
    assert found["value_s"] == pytest.approx(value_s)
    assert bucket_quantile(given(q=q, buckets=buckets[::-1])) == found


@pytest.mark.parametrize(
    "buckets",
    [
        pytest.param([], id="no bucket"),
        pytest.param([["+inf", 0], ["+Inf", 0]], id="the second instance of Prometheus' mixed one"),
        pytest.param([[0.1, 0], ["+Inf", 0]], id="no event"),
        pytest.param([[0.1, 5], [0.5, 9]], id="no bound at infinity"),
        pytest.param([["+Inf", 9]], id="nothing but infinity"),
    ],
)
def test_what_is_nan_in_prometheus_is_not_known(buckets: list[Any]) -> None:
    assert bucket_quantile(given(q=0.95, buckets=buckets)) == {
        "value_s": None,
        "saturated": False,
    }


def test_above_the_highest_bound_the_quantile_is_saturated() -> None:
    found = bucket_quantile(given(q=0.95, buckets=[[0.1, 50], [0.5, 90], ["+Inf", 100]]))
    assert (found["value_s"], found["saturated"]) == (0.5, True)
    exact = bucket_quantile(given(q=0.9, buckets=[[0.1, 50], [0.5, 90], ["+Inf", 100]]))
    assert (exact["value_s"], exact["saturated"]) == (0.5, False)


@pytest.mark.parametrize(
    ("chosen", "q", "value_s"),
    [
        ("", 0.3, 0.075),
        ("", 0.5, 0.127777778),
        ("ins1", 0.3, 0.075),
        ("ins2", 0.3, 0.075),
        ("ins1", 0.5, 0.133333333),
        ("ins2", 0.5, 0.125),
        ("job1", 0.3, 0.1),
        ("job2", 0.3, 0.064285714),
        ("job1", 0.5, 0.14),
        ("job2", 0.5, 0.1125),
    ],
)
def test_histograms_are_added_by_bound_first(chosen: str, q: float, value_s: float) -> None:
    parts = [buckets for names, buckets in JOBS.items() if chosen in {"", *names}]
    found = merged_quantile(given(q=q, parts=parts))
    assert found["value_s"] == pytest.approx(value_s)
    assert found["bounds_differ"] is False


def test_histograms_with_other_bounds_are_added_and_told() -> None:
    found = merged_quantile(given(q=0.5, parts=[POSITIVE, EVEN]))
    assert found["bounds_differ"] is True


def test_no_part_is_no_data() -> None:
    found = merged_quantile(given(q=0.5, parts=[]))
    assert (found["value_s"], found["bounds_differ"]) == (None, False)


@pytest.mark.parametrize(
    ("threshold_s", "buckets", "share"),
    [  # one minus what histogram_fraction and the division by the count give there
        (4, EVEN, 1 / 3),
        (6, EVEN, 0),
        (0.2, FULL, 1 - 0.6363636363636364),
        (0.5, [[0.1, 500], [0.5, 970], [1.0, 990], ["+Inf", 1000]], 0.03),
        (1.0, [[0.1, 500], [0.5, 970], [1.0, 990], ["+Inf", 1000]], 0.01),
    ],
)
def test_the_share_over_a_bound_is_exact(
    threshold_s: float, buckets: list[Any], share: float
) -> None:
    found = share_over(given(threshold_s=threshold_s, buckets=buckets))
    assert found["share"] == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize(
    ("buckets", "total"), [([[0.5, 0], ["+Inf", 0]], 0), ([[0.5, 3]], None), ([], None)]
)
def test_without_events_or_their_number_there_is_no_share(
    buckets: list[Any], total: float | None
) -> None:
    found = share_over(given(threshold_s=0.5, buckets=buckets))
    assert (found["share"], found["total"]) == (None, total)


LE = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, "+Inf"]
QUIET = [5000, 8000, 9200, 9700, 9900, 9960, 9990, 9998, 10_000]


@pytest.mark.parametrize(
    ("new", "slow", "state"),
    [
        ([250, 400, 460, 485, 495, 498, 499, 500, 500], 5, "wait"),
        ([230, 360, 420, 440, 450, 465, 490, 498, 500], 50, "fail"),
        ([0] * 9, 0, "no_data"),
        ([25_000, 40_000, 46_000, 48_500, 49_500, 49_800, 49_950, 49_990, 50_000], 500, "pass"),
    ],
)
def test_a_slow_tail_is_judged_by_the_share_above_a_bound(
    new: list[int], slow: int, state: str
) -> None:
    found = latency(
        given(q=0.95, le=LE, old_cumulative=QUIET, new_cumulative=new, slower_than_s=0.75)
    )
    assert (found["slow_old"], found["slow_new"], found["state"]) == (100, slow, state)
    assert (found["p95_new_s"] is None) == (state == "no_data")


def test_a_saturated_quantile_says_so() -> None:
    new = [200, 300, 350, 380, 400, 410, 430, 460, 500]
    found = latency(
        given(q=0.95, le=LE, old_cumulative=QUIET, new_cumulative=new, slower_than_s=0.75)
    )
    assert (found["p95_new_s"], found["saturated_new"]) == (5, True)
    assert (found["p95_old_s"], found["saturated_old"]) == (pytest.approx(0.4), False)


@pytest.mark.parametrize(
    ("buckets", "bounds"),
    [
        ([[1.0, 5], ["2e-1", 3], [0.2, 1], ["+Inf", 9]], "[0.2, 1]"),
        ([["+Inf", 9]], "[]"),
        ([*([second, 1] for second in range(1, 30)), ["+Inf", 9]], f"{[*range(1, 17)]}"[:-1]),
    ],
)
def test_who_names_no_bound_is_told_the_bounds(buckets: list[Any], bounds: str) -> None:
    told: Any = problem_of("counter.share_over", threshold_s=0.3, buckets=buckets).value("wanted")
    assert told.value("bounds").startswith(bounds)
    assert told.value("bounds").endswith("…]") == (len(buckets) > 16)
