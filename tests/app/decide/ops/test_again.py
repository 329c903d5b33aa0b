"""What a row kept gives the same verdict and the same gate again."""

from typing import Any

import pytest

from cockpit.app.decide.ops.again import gate, verdict
from cockpit.domain.verdict import Rule
from tests.app.decide.asking import given, wrong_field

RULE = {
    "alpha": 0.01,
    "margin_times": 2.0,
    "block_s": 60.0,
    "start_every_s": 300.0,
    "discount": 1.0,
}
BAD = "500 250 4500 90"
WELL = "500 10 4500 90"
COMPARED = {
    "verdict": "pass",
    "seen_count": 2_000,
    "is_recorded": False,
    "is_mismatch": False,
    "least_count": 300,
    "is_quiet": False,
    "must_pass": True,
    "weight": "veto",
    "watched_count": 0,
    "watch_count": 0,
    "is_accepted": False,
}
GATE = {
    "exposure_pct": 5.0,
    "next_exposure_pct": 20.0,
    "elapsed_s": 2_000.0,
    "unseen_s": 0.0,
    "bake_needed_s": 1_800.0,
    "settle_s": 120.0,
    "event_count": 2_000,
    "minimum_events": 300,
    "compared": {"compared success coupon": COMPARED},
    "others": {"go": "pass", "data": "pass"},
}


def judged(strata: Any, **more: Any) -> Any:
    fields = {"rule": RULE, "strata": strata, "stale_s": None, "is_incomplete": False, **more}
    return verdict(given(**fields))


def gate_with(**changes: Any) -> Any:
    return gate(given(**{**GATE, **changes}))


def compared(**changes: Any) -> Any:
    found = gate_with(compared={"one": {**COMPARED, **changes}})
    return found["checks"]["one"], found["is_open"]


def test_blocks_may_be_text_or_lists() -> None:
    text = judged({"ios": f"{WELL}*2;-;{BAD}"})
    listed = judged({"ios": [[500, 10, 4500, 90]] * 2 + [None, [500, 250, 4500, 90]]})
    assert text == listed
    assert (text["state"], text["first_fail_block"], text["block_count"]) == ("fail", 3, 4)
    assert text["strata"] == {"ios": {"new": [1_500, 270], "old": [13_500, 270]}}


def test_old_data_and_missing_parts_are_said() -> None:
    assert judged({"ios": f"{WELL}*30"})["state"] == "pass"
    assert judged({"ios": f"{WELL}*30"}, stale_s=90.0)["state"] == "no_data"
    assert judged({"ios": f"{WELL}*30"}, is_incomplete=True)["state"] == "wait"
    assert judged({})["state"] == "no_data"


def test_a_gate_is_open_when_all_its_checks_let_it_be() -> None:
    found = gate_with()
    assert found["is_open"] is True
    assert set(found["checks"].values()) == {"pass"}
    assert set(found["checks"]) == {"go", "data", "bake", "sample", "compared success coupon"}


@pytest.mark.parametrize(
    "changes",
    [
        {"others": {"go": "wait"}},
        {"others": {"data": "unknown"}},
        {"event_count": None},
        {"event_count": 299},
        {"unseen_s": 300.0},
        {"next_exposure_pct": None},
        {"compared": {"one": {**COMPARED, "verdict": "no_data"}}},
    ],
)
def test_a_gate_with_anything_against_it_is_shut(changes: dict[str, Any]) -> None:
    assert gate_with(**changes)["is_open"] is False


def test_before_the_first_step_nothing_bakes_and_nothing_is_counted() -> None:
    found = gate_with(exposure_pct=0.0, compared={}, event_count=None)
    assert found == {"is_open": True, "checks": {"go": "pass", "data": "pass"}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verdict": "fail"}, ("fail", False)),
        ({"is_recorded": True}, ("fail", False)),
        ({"is_mismatch": True}, ("unknown", False)),
        ({"is_mismatch": True, "verdict": "fail"}, ("fail", False)),
        ({"seen_count": 299}, ("wait", False)),
        ({"verdict": "fail", "weight": "hold"}, ("wait", False)),
        ({"verdict": "fail", "weight": "hold", "is_accepted": True}, ("excepted", True)),
        ({"verdict": "fail", "is_accepted": True}, ("fail", False)),
        ({"verdict": "fail", "weight": "block", "watch_count": 3}, ("pass", True)),
        ({"verdict": "wait", "is_quiet": True, "must_pass": False}, ("pass", True)),
    ],
)
def test_a_comparison_weighs_what_it_weighed(changes: Any, expected: tuple[str, bool]) -> None:
    assert compared(**changes) == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"strata": {"ios": "1 2 3 4"}}, "in.strata.ios"),
        ({"strata": {"ios": 7}}, "in.strata.ios"),
        ({"strata": {"ios": WELL, "web": f"{WELL}*2"}}, "in.strata"),
        ({"rule": {**RULE, "alpha": 1.5}}, "in.rule"),
        ({"rule": {**RULE, "beta": 1}}, "in.rule.beta"),
        ({"stale_s": -1}, "in.stale_s"),
        ({"is_incomplete": 0}, "in.is_incomplete"),
    ],
)
def test_a_line_that_cannot_be_says_which_field(fields: dict[str, Any], field: str) -> None:
    whole = {"rule": RULE, "strata": {}, "stale_s": None, "is_incomplete": False, **fields}
    assert wrong_field("judge.verdict", **whole) == field


def test_a_gate_that_cannot_be_says_which_field() -> None:
    assert wrong_field("gate.judge", **{**GATE, "elapsed_s": -1}) == "in.elapsed_s"
    assert wrong_field("gate.judge", **{**GATE, "others": {"go": "yes"}}) == "in.others.go"


def test_every_parameter_of_a_rule_is_asked_for() -> None:
    assert set(RULE) == set(Rule.__struct_fields__)
