"""Thresholds of the workspace are held against the figures of a flow."""

from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import FlowView, TileState
from cockpit.app.thresholds import crossed
from cockpit.domain.alert_words import AlertGrade, Finding
from cockpit.domain.way_out import Advice
from cockpit.ports.workspace_alerts import RatioThreshold, SecondsThreshold, Thresholds
from tests.kit.alerting import OFF

LOW = RatioThreshold(above_ratio=0.05, clear_below_ratio=0.03)
LOUD = replace(LOW, grade="act_now")
LONG = SecondsThreshold(above_s=2, clear_below_s=1.5)
NONE: frozenset[str] = frozenset()


def view(**figures: Any) -> FlowView:
    given = {"event_count": 500.0, "success_ratio": 0.99, "slow_ratio": 0.01, "p95_s": 0.4}
    given |= {"limited_ratio": 0.0} | figures
    return FlowView("coupon", TileState.OK, (), 300.0, **given)  # type: ignore[arg-type]


def found(
    flow: FlowView, thresholds: Thresholds, held: frozenset[str] = NONE, advice: Advice | None = OFF
) -> list[Finding | str]:
    return list(crossed(flow, thresholds, held, advice))


EVERY = Thresholds(errors=LOW, p95=LONG, slow=LOW, limited=LOW)


@pytest.mark.parametrize(
    ("figures", "name", "code"),
    [
        ({"success_ratio": 0.94}, "errors", "alert.errors"),
        ({"slow_ratio": 0.06}, "slow", "alert.slow"),
        ({"limited_ratio": 0.06}, "limited", "alert.limited"),
        ({"p95_s": 2.1}, "p95", "alert.p95"),
        ({"p95_s": 2.5, "p95_is_above": True}, "p95", "alert.p95"),
    ],
)
def test_what_lies_above_its_level_is_found(figures: dict[str, Any], name: str, code: str) -> None:
    (one,) = found(view(**figures), EVERY)
    assert isinstance(one, Finding)
    assert (one.name, one.told.code, one.grade, one.advice) == (name, code, AlertGrade.WATCH, None)


def test_without_thresholds_nothing_is_found() -> None:
    assert found(view(success_ratio=0.0), Thresholds()) == []
    assert found(view(), EVERY) == []


def test_between_the_levels_it_stays_as_it_was() -> None:
    between = view(success_ratio=0.96, p95_s=1.7)
    assert found(between, EVERY) == []
    both = found(between, EVERY, frozenset({"errors", "p95"}))
    assert [one.name for one in both if isinstance(one, Finding)] == ["errors", "p95"]


@pytest.mark.parametrize(
    "figures",
    [
        {"is_current": False, "success_ratio": 0.5, "p95_s": 9.0},
        {"event_count": 99.0, "success_ratio": 0.5, "p95_s": 9.0},
        {"event_count": None},
        {"success_ratio": None, "slow_ratio": None, "p95_s": None, "limited_ratio": None},
        {"success_ratio": float("nan"), "slow_ratio": float("nan"), "p95_s": float("nan")}
        | {"limited_ratio": float("nan")},
    ],
)
def test_what_is_not_known_is_named_and_never_found(figures: dict[str, Any]) -> None:
    assert found(view(**figures), EVERY) == ["errors", "slow", "limited", "p95"]


def test_longer_than_the_histogram_tells_is_not_called_well() -> None:
    assert found(view(p95_s=1.0, p95_is_above=True), Thresholds(p95=LONG)) == ["p95"]


def test_what_asks_for_a_hand_names_the_way_out_if_there_is_one() -> None:
    (one,) = found(view(success_ratio=0.5), Thresholds(errors=LOUD))
    assert isinstance(one, Finding)
    assert (one.grade, one.advice) == (AlertGrade.ACT_NOW, OFF)
    (one,) = found(view(success_ratio=0.5), Thresholds(errors=LOUD), advice=None)
    assert isinstance(one, Finding)
    assert one.advice is None
