"""What was judged once is judged alike again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.again import (
    Stood,
    bake_again,
    check_again,
    is_open,
    sample_again,
    settled,
    verdict_again,
)
from cockpit.domain.block_text import packed, unpacked
from cockpit.domain.comparison import Comparison
from cockpit.domain.gate import CheckName, judge_gate
from cockpit.domain.judge import judge
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import Rule, State
from cockpit.domain.weighing import Compared, weighed
from tests.domain.test_gate import facts
from tests.domain.test_weighing import COMPARED

RULE = Rule(alpha=0.001, block_s=15.0)
PAIRS = st.builds(
    lambda new, bad, old, old_bad: Pair(Outcomes(new + bad, bad), Outcomes(old + old_bad, old_bad)),
    *(st.integers(0, most).map(float) for most in (50, 20, 500, 20)),
)
ROWS = st.lists(st.tuples(st.none() | PAIRS, st.none() | PAIRS), max_size=30)
STOOD = Stood(False, False, 600.0, 120.0, seen_count=500, least_count=300)


@pytest.mark.slow
@given(ROWS, st.none() | st.floats(0, 1e5), st.booleans())
def test_a_verdict_comes_out_of_its_kept_blocks_again(
    rows: list[tuple[Pair | None, Pair | None]], stale_s: float | None, is_incomplete: bool
) -> None:
    comparison = Comparison(RULE)
    for android, ios in rows:
        comparison = comparison.after({"android": android, "ios": ios})
    columns = zip(*rows, strict=True) if rows else ((), ())
    strata = {
        name: unpacked(packed(blocks))
        for name, blocks in zip(("android", "ios"), columns, strict=True)
    }
    once = judge(comparison, stale_s=stale_s, is_incomplete=is_incomplete)
    again = verdict_again(strata, RULE, stale_s=stale_s, is_incomplete=is_incomplete)
    assert again.state is once.state
    assert again.log_evidence == pytest.approx(once.log_evidence, abs=1e-12)
    assert again.first_fail_block == once.first_fail_block


@pytest.mark.parametrize(
    ("state", "stood", "expected"),
    [
        (State.PASS, STOOD, State.PASS),
        (State.PASS, Stood(False, False, 119.0, 120.0, 500, 300), State.WAIT),
        (State.PASS, Stood(False, False, 600.0, 120.0, 299, 300), State.WAIT),
        (State.FAIL, Stood(False, False, 1.0, 120.0, 1, 300), State.FAIL),
        (State.NO_DATA, Stood(True, False, 600.0, 120.0, 500, 300), State.FAIL),
        (State.NO_DATA, STOOD, State.NO_DATA),
        (State.PASS, Stood(False, True, 600.0, 120.0, 500, 300), State.NO_DATA),
        (State.FAIL, Stood(False, True, 600.0, 120.0, 500, 300), State.FAIL),
    ],
)
def test_what_failed_stays_and_what_passes_too_early_waits(
    state: State, stood: Stood, expected: State
) -> None:
    assert settled(state, stood) is expected


@given(COMPARED)
def test_a_check_comes_out_again(compared: Compared) -> None:
    assert check_again(compared) is weighed(compared).state


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.none() | st.integers(0, 1_000))
def test_bake_time_and_sample_come_out_as_the_gate_has_them(
    unseen_s: float, needed_s: float, count: int | None
) -> None:
    given_facts = facts(unseen_s=unseen_s, bake_needed_s=needed_s, event_count=count)
    elapsed_s = (given_facts.now - given_facts.launch.since_at).total_seconds()
    checks = {one.check: one.state for one in judge_gate(given_facts).checks}
    assert checks[CheckName.BAKE] is bake_again(elapsed_s, unseen_s, needed_s)
    assert checks[CheckName.SAMPLE] is sample_again(count, given_facts.minimum_events)


def test_a_gate_without_a_check_is_not_open() -> None:
    assert not is_open(())
    assert is_open((CheckState.PASS, CheckState.EXCEPTED))
    assert not is_open((CheckState.PASS, CheckState.UNKNOWN))
