"""What the rollout page says of stages, targets and what comes next."""

import pytest
from msgspec.structs import replace

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.standings import StageState
from cockpit.domain.way_out import WayOut
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_target import widths, zero_aim
from cockpit.ui.pages.rollout_text import (
    Way,
    bake,
    checks,
    chip,
    compared,
    sample,
    stood_by,
    summary,
    typed_pct,
    way_of,
    ways_used,
    when,
)
from cockpit.ui.say import DASH
from tests.kit.story import moments
from tests.kit.story.doubts import stale
from tests.kit.story.gates import PASSED
from tests.kit.story.launches import target
from tests.kit.story.setting import say


def launch_of(given: Snapshot) -> LaunchView:
    assert given.launch is not None
    return given.launch


def test_an_old_read_of_a_target_is_not_called_the_same() -> None:
    for one in launch_of(stale()).targets:
        assert compared(one, say())[0] is Shape.UNKNOWN


def test_a_target_at_zero_cannot_be_held_down_and_an_unknown_one_can() -> None:
    assert zero_aim(target("a", 0.0, set_pct=0.0), say()).hint == say()(RolloutCode.IS_ZERO)
    assert zero_aim(target("a", 0.0, set_pct=None), say()).hint is None


def test_an_exposure_that_went_back_to_zero_counts_as_flags_off() -> None:
    given = moments.calm()
    assert ways_used(given) == frozenset()
    back = replace(given, launch=replace(launch_of(given), exposure_pct=0.0))
    assert ways_used(back) == {WayOut.FLAG_OFF}


def test_the_recommended_flag_counts_as_off_once_servers_and_clients_say_so() -> None:
    alone = replace(moments.healed(), operations=())
    assert ways_used(alone) == {WayOut.FLAG_OFF}
    assert ways_used(replace(alone, levers=moments.fault().levers)) == frozenset()


def test_before_the_first_step_no_way_out_was_used() -> None:
    assert ways_used(moments.deployed()) == frozenset()


@pytest.mark.parametrize(
    ("moment", "way"),
    [
        ("planned", Way.CHECKS),
        ("go_given", Way.DEPLOY),
        ("deployed", Way.ADVANCE),
        ("gate_open", Way.ADVANCE),
        ("fault", Way.LEAVE),
        ("watching", Way.FINISH),
    ],
)
def test_each_phase_has_one_next_step(moment: str, way: Way) -> None:
    assert way_of(launch_of(getattr(moments, moment)())) is way


def test_a_stage_whose_gate_nobody_judged_is_unknown() -> None:
    launch = replace(launch_of(moments.calm()), gate=None)
    current = next(one for one in launch.stages if one.state is StageState.CURRENT)
    assert chip(current, None, say())[0] is Shape.UNKNOWN
    assert checks(replace(current, checks=()), say()) == DASH
    assert sample(replace(current, event_count=None), say()).startswith(DASH)
    assert bake(replace(current, bake_elapsed_s=None), say()).startswith(DASH)


def test_the_top_of_the_ladder_has_passed_when_all_of_its_checks_do() -> None:
    given = launch_of(moments.gate_open())
    assert given.gate is not None
    top = replace(given.gate, next_exposure_pct=None, is_open=False, checks=PASSED)
    current = next(one for one in given.stages if one.state is StageState.CURRENT)
    assert chip(current, top, say()) == (Shape.OK, say()(RolloutCode.PASSED))


def test_a_stage_ahead_says_who_has_to_stand_by() -> None:
    launch = launch_of(moments.calm())
    ahead = next(one for one in launch.stages if one.state is StageState.AHEAD)
    assert stood_by(ahead, launch, say()) == say()(RolloutCode.NEEDS_SECOND)
    assert launch.gate is not None
    alone = replace(launch, gate=replace(launch.gate, needs_second_person=False))
    assert stood_by(ahead, alone, say()) == say()(RolloutCode.NEEDS_TYPED)


def test_the_next_stage_says_when_it_can_be_at_the_earliest() -> None:
    launch = launch_of(moments.calm())
    assert launch.gate is not None
    known = replace(launch, gate=replace(launch.gate, earliest_at=moments.calm().at))
    ahead = [one for one in launch.stages if one.state is StageState.AHEAD]
    assert when(ahead[0], known, say()) == "가장 이르면 10:20"
    assert when(ahead[1], known, say()) == ""


def test_an_effect_that_nobody_knows_is_a_dash() -> None:
    targets = tuple(replace(one, effective_pct=None) for one in launch_of(moments.calm()).targets)
    launch = replace(launch_of(moments.calm()), targets=targets)
    assert f"실효 {DASH}" in summary(launch, say())


def test_drift_without_a_name_claims_nobody() -> None:
    shape, _, note = compared(target("a", 5.0, set_pct=20.0, is_adrift=True), say())
    assert (shape, note) == (Shape.WARN, "지금 20 %, 누가 바꿨는지 모름")


@pytest.mark.parametrize(
    ("text", "value"),
    [("20", 20.0), (" 20 % ", 20.0), ("0,5", 0.5), ("", None), ("x", None), ("200", None)],
)
def test_a_percentage_is_read_as_people_type_it(text: str, value: float | None) -> None:
    assert typed_pct(text) == value


def test_columns_of_targets_keep_the_hold_and_give_up_the_remark_first() -> None:
    assert widths(1_180)["can"][1] > 0
    narrow = widths(940)
    assert narrow["can"][1] == 0
    assert narrow["hold"][1] == widths(1_180)["hold"][1]
    assert narrow["compared"][1] > 0
