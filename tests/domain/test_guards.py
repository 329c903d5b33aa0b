"""The safer way stays open; the riskier one needs proof."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.domain.codes import GuardCode
from cockpit.domain.guards import GuardFacts, why_not
from cockpit.domain.operations import Direction, Lever, Order, Target, direction

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COUPON = Target("unleash", "production", "coupon_v2")
OFF = Order("op-1", Lever.FLAG_OFF, COUPON, NOON)
ON = replace(OFF, lever=Lever.FLAG_ON)
STEP = replace(OFF, lever=Lever.EXPOSURE, exposure_pct=20.0)
BACK = replace(OFF, lever=Lever.ROLLBACK, to_version="3.1.0")
FINE = GuardFacts(
    Direction.RISKIER,
    ladder_pct=(1.0, 5.0, 20.0),
    read_age_s=0.1,
    has_strategies=True,
    asked_age_s=0.2,
)
BAD = GuardFacts(Direction.SAFER, in_the_way=("op-0",), is_journal_sound=False, asked_age_s=3_600.0)


def code(order: Order, facts: GuardFacts) -> str | None:
    reason = why_not(order, facts)
    return reason.code if reason else None


@pytest.mark.parametrize("order", [ON, STEP])
def test_a_riskier_order_passes_with_everything_proved(order: Order) -> None:
    assert code(order, FINE) is None


@pytest.mark.parametrize("order", [ON, STEP])
@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"in_the_way": ("op-0",)}, GuardCode.UNRESOLVED),
        ({"is_journal_sound": False}, GuardCode.NO_RECORD),
        ({"read_age_s": None}, GuardCode.NOT_READ),
        ({"read_age_s": 10.1}, GuardCode.NOT_READ),
        ({"has_strategies": False}, GuardCode.NO_STRATEGY),
        ({"has_strategies": None}, GuardCode.NO_STRATEGY),
        ({"asked_age_s": 60.1}, GuardCode.ASKED_LONG_AGO),
    ],
)
def test_a_riskier_order_is_kept_back_by_anything_unproved(
    order: Order, wrong: dict[str, Any], expected: GuardCode
) -> None:
    assert code(order, replace(FINE, **wrong)) == expected


def test_the_guard_names_the_oldest_unresolved_operation() -> None:
    reason = why_not(ON, replace(FINE, in_the_way=("op-7", "op-9")))
    assert reason is not None
    assert reason.value("operation_id") == "op-7"


def test_a_step_must_be_a_stage_of_the_ladder() -> None:
    assert code(replace(STEP, exposure_pct=50.0), FINE) == GuardCode.OFF_LADDER


@pytest.mark.parametrize("order", [OFF, BACK, replace(STEP, exposure_pct=3.0)])
def test_nothing_unresolved_unread_or_unwritable_keeps_a_safer_order_back(order: Order) -> None:
    assert code(order, BAD) is None


@pytest.mark.parametrize("way", Direction)
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (replace(OFF, target=replace(COUPON, name="  ")), GuardCode.NO_TARGET),
        (replace(STEP, exposure_pct=None), GuardCode.NO_PERCENTAGE),
        (replace(STEP, exposure_pct=float("nan")), GuardCode.NO_PERCENTAGE),
        (replace(STEP, exposure_pct=-1.0), GuardCode.NO_PERCENTAGE),
        (replace(STEP, exposure_pct=100.5), GuardCode.NO_PERCENTAGE),
        (replace(BACK, to_version=None), GuardCode.NO_VERSION),
        (replace(BACK, to_version=" "), GuardCode.NO_VERSION),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_either_direction(
    order: Order, expected: GuardCode, way: Direction
) -> None:
    assert code(order, replace(FINE, direction=way)) == expected


@pytest.mark.parametrize(
    ("order", "served_pct", "expected"),
    [
        (OFF, None, Direction.SAFER),
        (BACK, None, Direction.SAFER),
        (ON, 0.0, Direction.RISKIER),
        (STEP, 5.0, Direction.RISKIER),
        (STEP, 20.0, Direction.SAFER),
        (STEP, 100.0, Direction.SAFER),
        (STEP, None, Direction.RISKIER),
        (replace(STEP, exposure_pct=0.0), None, Direction.SAFER),
        (replace(STEP, exposure_pct=None), 20.0, Direction.RISKIER),
    ],
)
def test_a_step_is_safer_only_when_it_is_known_to_shrink(
    order: Order, served_pct: float | None, expected: Direction
) -> None:
    assert direction(order, served_pct) is expected
