"""Running comparisons: the same as comparing all blocks anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.stage import (
    BEFORE_S,
    LEAST_REACH_S,
    MOST_REACH_S,
    Sides,
    Span,
    block_s,
    reach_s,
    span,
)
from cockpit.app.trials import (
    SLICE_BLOCKS,
    STEP_BLOCKS,
    TOLD_S,
    Trials,
    outcomes,
)
from cockpit.domain.comparison import Comparison
from cockpit.domain.launch import Launch
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule
from tests.kit.fakes_acting import NOON

SIDES = Sides("new", "old")
RULE = Rule(block_s=15.0)
BLOCK = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 40), st.integers(0, 40))


def blocks(rows: list[tuple[int, int, int, int] | None], platform: str = "ios") -> PartBlocks:
    """Return blocks of (new bad, old bad, new good, old good); None where nothing is known."""
    nan = float("nan")
    counts = np.array(
        [
            [nan] * 4 if row is None else [row[0] + row[2], row[0], row[1] + row[3], row[1]]
            for row in rows
        ],
        dtype=float,
    ).reshape(-1, 4)
    new, old = Cell("new", platform), Cell("old", platform)
    return PartBlocks(
        {new: counts[:, 0], old: counts[:, 2]}, {new: counts[:, 1], old: counts[:, 3]}
    )


def compared(
    trials: Trials, rows: list[tuple[int, int, int, int] | None], first: int = 0
) -> Comparison:
    part = Span(0.0, 15.0, first, len(rows) - first)
    return trials.compared("k", SIDES, RULE, part, lambda _bounds_s: blocks(rows[first:]))


def anew(rows: list[tuple[int, int, int, int] | None]) -> Comparison:
    return compared(Trials(), rows)


@given(st.lists(BLOCK, min_size=1, max_size=25), st.data())
def test_going_on_gives_the_same_as_comparing_all_anew(
    rows: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    trials, whole = Trials(), list[tuple[int, int, int, int] | None](rows)
    for end in sorted(data.draw(st.sets(st.integers(1, len(rows)), max_size=4))):
        compared(trials, whole[:end])
    assert compared(trials, whole) == anew(whole)


@pytest.mark.slow
@given(st.lists(BLOCK, min_size=2, max_size=15), st.data())
def test_a_block_that_was_told_late_is_taken_back_and_compared_again(
    rows: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    trials = Trials()
    place = data.draw(st.integers(0, len(rows) - 1))
    early = list[tuple[int, int, int, int] | None](rows)
    early[place] = data.draw(st.one_of(BLOCK, st.none()))
    compared(trials, early)
    whole = list[tuple[int, int, int, int] | None](rows)
    assert compared(trials, whole) == anew(whole)


def test_blocks_that_the_store_has_forgotten_stay_in() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * 8
    trials = Trials()
    compared(trials, rows[:6])
    assert compared(trials, rows, first=4) == anew(rows)


def test_what_changes_long_after_is_compared_again_from_a_state_before_it() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * 90
    trials = Trials()
    compared(trials, rows)
    for changed in (80, 41, 3):
        rows[changed] = (5, 1, 10, 90)
        assert compared(trials, rows) == anew(rows)


def test_only_a_few_states_of_the_past_are_kept() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * 480
    trials, breaths = Trials(lambda: breaths.append(1)), list[int]()
    compared(trials, rows)
    (running,) = trials._running.values()
    assert len(running.stands) < 2 * STEP_BLOCKS + 5
    assert len(breaths) == 480 // SLICE_BLOCKS


def test_the_course_of_the_evidence_is_told_block_by_block() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(3, 1, 10, 90)] * 40
    trials = Trials()
    assert trials.course("k") is None
    compared(trials, rows[:30])
    rows[25] = (0, 1, 10, 90)
    last = compared(trials, rows, first=10)
    course = trials.course("k")
    assert course is not None
    assert course.at_s.tolist() == [15.0 * (number + 1) for number in range(40)]
    assert course.log_evidence[-1] == last.log_evidence
    assert course.log_evidence.tolist() == [anew(rows[: end + 1]).log_evidence for end in range(40)]


def test_the_course_reaches_back_as_far_as_a_board_shows_it() -> None:
    length = round(TOLD_S / 15.0)
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * (length + 30)
    trials = Trials()
    compared(trials, rows)
    course = trials.course("k")
    assert course is not None
    assert course.at_s.size == length
    assert course.at_s[-1] == 15.0 * len(rows)


def test_after_a_hole_the_comparison_begins_anew() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * 9
    trials = Trials()
    compared(trials, rows[:2])
    assert compared(trials, rows, first=7).block_count == 2


def test_a_new_rule_begins_anew_and_other_comparisons_are_forgotten() -> None:
    rows: list[tuple[int, int, int, int] | None] = [(2, 1, 10, 90)] * 3
    trials = Trials()
    compared(trials, rows)
    part = Span(0.0, 15.0, 0, 3)
    other = Rule(block_s=15.0, alpha=0.001)
    found = trials.compared("k", SIDES, other, part, lambda _bounds_s: blocks(rows))
    assert (found.rule, found.block_count) == (other, 3)
    trials.forget_others(frozenset())
    assert compared(trials, rows) == anew(rows)


def test_a_version_that_was_not_yet_seen_has_no_users_and_unknown_blocks_stay_unknown() -> None:
    nan = float("nan")
    new, old = Cell("new", "ios"), Cell("old", "ios")
    part = PartBlocks(
        {new: np.array([nan, 5.0, nan]), old: np.array([9.0, 9.0, 9.0])},
        {new: np.array([nan, 1.0, nan]), old: np.array([0.0, 0.0, 0.0])},
    )
    found = Trials().compared("k", SIDES, RULE, Span(0.0, 15.0, 0, 3), lambda _bounds_s: part)
    assert found.counts == Pair(Outcomes(5.0, 1.0), Outcomes(18.0, 0.0))
    assert [one.is_current for one in found.strata] == [False]


def test_the_begin_of_a_stage_does_not_waver_with_the_measured_clock() -> None:
    trials = Trials()
    assert trials.start_s("metrics", NOON, 100.0) == 100.0
    assert trials.start_s("metrics", NOON, 100.9) == 100.0


def test_known_blocks_are_summed() -> None:
    nan = float("nan")
    found = outcomes(np.array([5.0, nan, 3.0]), np.array([1.0, 0.0, nan]))
    assert found == Outcomes(5.0, 1.0)


@pytest.mark.parametrize(
    ("interval_s", "is_estimated", "wanted_s"),
    [
        pytest.param(1.0, False, 15.0, id="often"),
        pytest.param(7.5, False, 15.0, id="twice a block"),
        pytest.param(15.02, False, 30.0, id="Prometheus' default, never quite on time"),
        pytest.param(60.0, False, 120.0, id="rare"),
        pytest.param(900.0, False, 300.0, id="hardly ever"),
        pytest.param(5.0, True, 60.0, id="the server's estimates"),
    ],
)
def test_blocks_are_long_enough_for_their_samples(
    interval_s: float, is_estimated: bool, wanted_s: float
) -> None:
    assert block_s(interval_s, is_estimated=is_estimated) == wanted_s


def test_only_complete_blocks_that_are_covered_are_counted() -> None:
    assert span(100.0, 15.0, 90.0, 129.0) == Span(100.0, 15.0, 0, 1)
    assert span(100.0, 15.0, 101.0, 160.0) == Span(100.0, 15.0, 1, 3)
    assert span(100.0, 15.0, 90.0, 114.0) is None
    minutes = span(100.0, 60.0, 0.0, 300.0)
    assert minutes is not None
    assert minutes.bounds_s == (120.0, 180.0, 240.0, 300.0)


def test_samples_reach_back_over_the_stage_and_the_quiet_time_before() -> None:
    launch = Launch("l", "shop", "2", "2", "1", NOON, "mina")
    assert reach_s(None, NOON) == LEAST_REACH_S
    assert reach_s(launch, NOON) == BEFORE_S
    later = NOON.replace(hour=13)
    assert reach_s(launch, later) == 3_600.0 + BEFORE_S
    assert reach_s(launch, NOON.replace(hour=23)) == MOST_REACH_S


def test_what_was_made_is_made_anew_only_on_another_basis() -> None:
    trials, made = Trials(), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [trials.remembered("k", basis, make) for basis in ("a", "a", "b", "a")] == [1, 1, 2, 3]
    assert trials.remembered("other", "a", make) == 4
    trials.forget_others(frozenset({"k"}))
    assert trials.remembered("k", "a", make) == 3
    assert trials.remembered("other", "a", make) == 5
