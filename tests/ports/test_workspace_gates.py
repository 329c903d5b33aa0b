"""The sections for stages and gates, as they stand in the file."""

import pytest
from msgspec import ValidationError, convert

from cockpit.ports.workspace_gates import GateCheck, Gates, StagePolicy
from cockpit.ports.workspace_roles import Role


def test_what_a_stage_leaves_out_is_left_to_the_rollout() -> None:
    stage = convert({"exposure_pct": 5, "approval": "pm"}, StagePolicy, strict=False)
    assert (stage.bake_s, stage.minimum_events, stage.must_pass) == (None, None, None)
    assert stage.approval is Role.PM


@pytest.mark.parametrize("exposure_pct", [-1, 100, "all"])
def test_a_stage_has_another_after_it(exposure_pct: object) -> None:
    with pytest.raises(ValidationError):
        convert({"exposure_pct": exposure_pct}, StagePolicy, strict=False)


@pytest.mark.parametrize("weight", ["", "key", None])
def test_a_weight_is_one_of_four_words(weight: object) -> None:
    with pytest.raises(ValidationError):
        convert({"metric": "slow", "weight": weight}, GateCheck, strict=False)


def test_nothing_is_weighed_otherwise_unless_it_is_said() -> None:
    assert Gates().checks == ()
