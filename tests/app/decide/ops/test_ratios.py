"""Ratios beside published tables and scipy."""

from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from scipy import stats

from cockpit.app.decide.ops.ratios import difference, proportion, users_split
from tests.app.decide.asking import given


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # R. G. Newcombe, the same volume, 873-890: what his differences rest on
        (0, 10, 0.0000, 0.2775),
        (10, 10, 0.7225, 1.0000),
        (1, 5, 0.0362, 0.6245),
    ],
)
def test_a_share_has_wilsons_interval(k: int, n: int, low: float, high: float) -> None:
    assert proportion(given(n=n, k=k))["wilson95"] == pytest.approx([low, high], abs=6e-5)


@pytest.mark.parametrize(
    ("new", "old", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_has_newcombes_interval(
    new: tuple[int, int], old: tuple[int, int], low: float, high: float
) -> None:
    found = difference(given(new={"bad": new[0], "n": new[1]}, old={"bad": old[0], "n": old[1]}))
    assert found["difference"] == pytest.approx(new[0] / new[1] - old[0] / old[1])
    assert found["newcombe95"] == pytest.approx([low, high], abs=6e-5)


def test_without_events_nothing_is_made_up() -> None:
    assert proportion(given(n=0, k=0)) == {"ratio": None, "wilson95": None}
    found = difference(given(new={"n": 0, "bad": 0}, old={"n": 5, "bad": 1}))
    assert (found["difference"], found["newcombe95"], found["times"]) == (None, None, None)
    assert users_split(given(users=[0, 0], weights=[1, 1])) == {"p": None, "mismatch": False}


def test_exactly_one_in_a_thousand_is_no_mismatch_and_less_is_one() -> None:
    assert users_split(given(users=[5200, 4800], weights=[0.5, 0.5]))["mismatch"] is True
    assert users_split(given(users=[5160, 4840], weights=[0.5, 0.5]))["mismatch"] is False
    assert users_split(given(users=[9900, 100], weights=[99, 1]))["p"] == 1.0


spreads = st.integers(2, 5).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(0, 100_000), min_size=size, max_size=size),
        st.lists(st.integers(1, 100), min_size=size, max_size=size),
    )
)


@each(spreads)
def test_a_split_agrees_with_scipy(spread: tuple[list[int], list[int]]) -> None:
    users, weights = spread
    found: Any = users_split(given(users=users, weights=weights))
    if sum(users) == 0:
        assert found["p"] is None
        return
    expected = [sum(users) * weight / sum(weights) for weight in weights]
    p = stats.chisquare(users, expected).pvalue
    assert found["p"] == pytest.approx(p, rel=1e-6, abs=1e-300)
    assert found["mismatch"] == (p < 0.001)
