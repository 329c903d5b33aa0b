"""Bake time is time that was seen."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.gate import CheckName, judge_gate
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.standings import CheckState
from tests.domain.test_gate import NOW, check, facts


def test_time_without_data_is_no_bake_time() -> None:
    blind = facts(unseen_s=1_200.0, bake_needed_s=3_000.0)
    elapsed_s = (NOW - blind.launch.since_at).total_seconds()
    (bake,) = [one for one in judge_gate(blind).checks if one.check == CheckName.BAKE]
    assert (bake.state, bake.told.code) == (CheckState.WAIT, GateCode.BAKING_UNSEEN)
    assert bake.told.value("elapsed_s") == elapsed_s - 1_200.0
    assert bake.until_at == NOW + timedelta(seconds=3_000.0 - elapsed_s + 1_200.0)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_what_was_not_seen_never_makes_a_stage_older(first_s: float, second_s: float) -> None:
    least_s, most_s = sorted((first_s, second_s))
    known = check(CheckName.BAKE, facts(unseen_s=least_s))[0] is CheckState.PASS
    assert known or check(CheckName.BAKE, facts(unseen_s=most_s))[0] is CheckState.WAIT
