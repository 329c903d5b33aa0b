"""Stages ask what the workspace says, and comparisons weigh what it says."""

from typing import Any

from msgspec import convert, to_builtins
from msgspec.structs import replace

from cockpit.app.stage_policy import (
    Policy,
    gate_policy_hash,
    needs_second,
    policy_at,
    standing_by,
    weighing_of,
)
from cockpit.domain.events import LaunchClosed
from cockpit.domain.judgements import CheckResult, GateJudged
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from cockpit.domain.weight import Weight
from cockpit.ports.workspace import Workspace
from tests.app.stairs import stairs_workspace
from tests.domain.lives import lived

CHECK = CheckResult("compared slow coupon", "pass", Message("gate.watched"))
OPEN = GateJudged("l1", 1.0, 5.0, is_open=True, checks=(CHECK,))


def given(checks: Any = (), **rollout: Any) -> Workspace:
    usual = stairs_workspace(**rollout)
    content = {**to_builtins(usual), "gates": {"checks": list(checks)}}
    return convert(content, Workspace, strict=False)


def over(*events: Any, is_drill: bool = False, service: str | None = None) -> Launch:
    launch = replace(lived(*events, LaunchClosed("l1", "done")), is_drill=is_drill)
    return replace(launch, service=service or given().service.name)


def test_a_stage_asks_what_is_said_for_it_and_else_what_is_said_for_all() -> None:
    stages = [{"exposure_pct": 5, "bake_s": 7_200, "approval": "pm"}]
    workspace = given(stages=stages, bake_s=600, minimum_events=200, must_pass=["success"])
    assert policy_at(workspace, 5) == Policy(7_200, 200, ("success",), "pm")
    assert policy_at(workspace, 20) == Policy(600, 200, ("success",), None)


def test_success_is_a_key_check_slowness_and_crashes_guard_and_figures_hold() -> None:
    weights = [weighing_of(given(), one, "").weight for one in ("success", "slow", "crash", "kpi")]
    assert weights == [Weight.VETO, Weight.BLOCK, Weight.BLOCK, Weight.HOLD]
    assert weighing_of(given(), "kpi", "orders").weighs is Weight.WATCH


def test_the_line_that_names_a_flow_goes_before_one_that_does_not() -> None:
    workspace = given(
        [
            {"metric": "slow", "weight": "hold"},
            {"metric": "slow", "of": "coupon", "weight": "veto"},
        ]
    )
    assert weighing_of(workspace, "slow", "coupon").weight is Weight.VETO
    assert weighing_of(workspace, "slow", "checkout").weight is Weight.HOLD


def test_releases_that_were_watched_to_their_end_are_counted_from_the_journal() -> None:
    workspace = given([{"metric": "slow", "weight": "block", "watch_releases": 2}])

    def weighs(*launches: Launch) -> tuple[Weight, int]:
        found = weighing_of(workspace, "slow", "coupon", launches)
        return found.weighs, found.watched_count

    assert weighs() == (Weight.WATCH, 0)
    assert weighs(over(OPEN)) == (Weight.WATCH, 1)
    assert weighs(over(OPEN), over(OPEN)) == (Weight.BLOCK, 2)
    assert weighs(over(OPEN), over(OPEN), over(OPEN)) == (Weight.BLOCK, 2)


def test_a_rehearsal_a_launch_that_goes_on_and_one_without_the_check_are_not_counted() -> None:
    workspace = given([{"metric": "slow", "weight": "block", "watch_releases": 1}])
    others = (
        over(OPEN, is_drill=True),
        replace(lived(OPEN), service=workspace.service.name),
        over(replace(OPEN, checks=())),
        over(OPEN, service="another"),
    )
    assert weighing_of(workspace, "slow", "coupon", others).watched_count == 0


def test_an_approval_is_given_by_whoever_holds_the_role() -> None:
    workspace = given(second_person="off")
    assert standing_by(workspace, "pm", "jun") == ("mina",)
    assert standing_by(workspace, "pm", "mina") == ("jun", "sora")
    assert needs_second(workspace, "pm", "jun")
    assert not needs_second(workspace, "pm", "mina")
    assert not needs_second(workspace, None, "jun")


def test_the_hash_changes_with_what_gates_are_judged_by() -> None:
    plain = gate_policy_hash(given())
    assert len(plain) == 64
    assert gate_policy_hash(given()) == plain
    assert gate_policy_hash(given(bake_s=601)) != plain
    assert gate_policy_hash(given([{"metric": "slow", "weight": "hold"}])) != plain
