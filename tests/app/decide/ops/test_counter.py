"""How much counters grew, beside Prometheus' own tests.

`increase(metric[…] anchored)` of Prometheus counts from the last sample at or before the left edge
and extrapolates nothing, as we do: promql/promqltest/testdata/extended_vectors.test. Where it takes
a first sample for a base without knowing what came before, we say that it is not known.
"""

from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from cockpit.app.decide.ops.counter import increase
from tests.app.decide.asking import given
from tests.kit.counters import Sample
from tests.kit.counters import increase as plainly

FOLDED = [[15 * number, value] for number, value in enumerate([1, 2, 3, 4, 5, 9, 10, 11, 12, 13])]
WITH_GAP = [sample for sample in FOLDED if sample[0] not in {45, 60}]
RESET = [[60 * number, value] for number, value in enumerate([1, 2, 3, 4, 5] * 2)]


@pytest.mark.parametrize(
    ("samples", "eval_at", "count"),
    [
        (FOLDED, 20, 1),
        (FOLDED, 35, 2),
        (FOLDED, 50, 3),
        (FOLDED, 65, 4),
        (FOLDED, 80, 7),
        (FOLDED, 95, 7),
        (FOLDED, 110, 7),
        (FOLDED, 125, 7),
        (WITH_GAP, 20, 1),
        (WITH_GAP, 35, 2),
        (WITH_GAP, 50, 2),
        (WITH_GAP, 65, 2),
        (WITH_GAP, 80, 7),
        (WITH_GAP, 95, 7),
        (WITH_GAP, 110, 8),
        (WITH_GAP, 125, 9),
    ],
)
def test_growth_is_that_of_an_anchored_increase(
    samples: list[list[int]], eval_at: int, count: int
) -> None:
    fields = {"samples": samples, "eval_at": eval_at, "range_s": 60}
    assert increase(given(**fields)) == {"count": count}


@pytest.mark.parametrize(
    ("samples", "eval_at", "range_s", "count"),
    [
        (RESET, 90, 60, 1),
        (RESET, 300, 300, 5),
        (RESET, 540, 540, 9),
        ([[0, 3], [60, 2], [120, 4]], 90, 60, 2),
        ([[0, 5], [60, 8], [120, 11], [180, 3], [240, 6]], 180, 180, 9),
        # functions.test: 3 2 counts as 3 0 1 2
        ([[300 * number, one] for number, one in enumerate([0, 1, 2, 3, 2, 3, 4])], 1800, 1800, 7),
        ([[300 * number, 10 * number] for number in range(11)], 3000, 3000, 100),
        (
            [[300 * n, 18 * n] for n in range(6)] + [[300 * (n + 6), 18 * n] for n in range(6)],
            3000,
            3000,
            90 + 72,
        ),
    ],
)
def test_a_restart_counts_in_full(
    samples: list[list[int]], eval_at: int, range_s: int, count: int
) -> None:
    fields = {"samples": samples, "eval_at": eval_at, "range_s": range_s}
    assert increase(given(**fields)) == {"count": count}


@pytest.mark.parametrize(
    ("samples", "started", "count"),
    [
        pytest.param([[240, 3], [300, 6]], 120, 6, id="born after the version"),
        pytest.param([[240, 3], [300, 6]], 240, 3, id="seen when it started"),
        pytest.param([[240, 3], [300, 6]], 250, 3, id="older than the version"),
        pytest.param([[240, 3], [300, 6]], None, 3, id="nobody knows"),
        pytest.param([[0, 2], [240, 3], [300, 6]], -60, 4, id="a base on the left edge"),
        pytest.param([[-5, 2], [240, 3], [300, 6]], -60, 4, id="a base before it"),
        pytest.param([[-5, 2], [240, 1], [300, 6]], -60, 6, id="a restart after the base"),
        pytest.param([[300, 6]], 120, 6, id="born and seen once"),
        pytest.param([[300, 6]], None, None, id="seen once, nobody knows"),
        pytest.param([[1, 0], [300, 6], [301, 9]], None, 6, id="the future is left alone"),
        pytest.param([[0, 6]], 0, None, id="nothing in the range"),
        pytest.param([[301, 6]], 0, None, id="nothing yet"),
        pytest.param([], 0, None, id="no sample"),
        pytest.param([[10, 6], [300, 6]], None, 0, id="stood still"),
        pytest.param([[10, 6], [10, 6], [300, 7]], None, 1, id="told twice alike"),
        pytest.param([[300, 7], [10, 6]], None, 1, id="in another order"),
    ],
)
def test_births_bases_and_silence(
    samples: list[list[int]], started: float | None, count: float | None
) -> None:
    fields: dict[str, Any] = {"samples": samples, "eval_at": 300, "range_s": 300}
    if started is not None:
        fields["version_started"] = started
    assert increase(given(**fields)) == {"count": count}


def test_an_edge_that_was_worked_out_is_still_an_edge() -> None:
    fields = {"samples": [[0.1, 1], [0.2, 3], [0.3, 7]], "eval_at": 0.3, "range_s": 0.1}
    assert increase(given(**fields)) == {"count": 4}


@each(
    st.dictionaries(st.integers(-60, 400), st.integers(0, 500), max_size=30),
    st.integers(0, 400),
    st.integers(1, 400),
    st.none() | st.integers(-60, 400),
)
def test_growth_is_that_of_counting_step_by_step(
    shown: dict[int, int], end_s: int, range_s: int, started: int | None
) -> None:
    found = increase(
        given(
            samples=[[at_s, value] for at_s, value in shown.items()],
            eval_at=end_s,
            range_s=range_s,
            version_started=started,
        )
    )
    samples = [Sample(at_s, value) for at_s, value in shown.items()]
    assert found["count"] == plainly(samples, end_s - range_s, end_s, started).count
