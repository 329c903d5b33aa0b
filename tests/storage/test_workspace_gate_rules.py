"""Stages and gates that could never open, or never mean anything, are refused."""

from pathlib import Path

import pytest

from tests.storage.workspaces import changed, places, read, refused

LINE = "  bake_s: 600\n"


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("  stages: [{exposure_pct: 7}]\n", "stage_not_on_ladder", "stages[0].exposure_pct"),
        (
            "  stages: [{exposure_pct: 5, approval: qa}]\n",
            "approval_vacant",
            "stages[0].approval",
        ),
        (
            "  stages: [{exposure_pct: 5}, {exposure_pct: 5}]\n",
            "duplicate_name",
            "stages[1].exposure_pct",
        ),
    ],
)
def test_a_stage_that_could_not_be_is_refused(
    tmp_path: Path, text: str, code: str, field: str
) -> None:
    found = places(refused(tmp_path, changed((LINE, LINE + text))))
    assert [(one[0], one[2]) for one in found] == [(code, f"rollout.{field}")]


@pytest.mark.parametrize(
    ("check", "code", "field"),
    [
        ("{metric: slow, of: cuopon, weight: hold}", "no_such_flow", "of"),
        ("{metric: kpi, of: orders, weight: hold}", "no_such_kpi", "of"),
        ("{metric: success, weight: watch}", "needed_and_watched", "weight"),
    ],
)
def test_a_weight_of_nothing_is_refused(tmp_path: Path, check: str, code: str, field: str) -> None:
    gates = f"gates:\n  checks: [{check}]\nrollout:"
    found = places(refused(tmp_path, changed(("rollout:", gates))))
    assert [(one[0], one[2]) for one in found] == [(code, f"gates.checks[0].{field}")]


def test_stages_and_weights_that_fit_are_read(tmp_path: Path) -> None:
    gates = "gates:\n  checks: [{metric: slow, of: coupon, weight: hold, watch_releases: 3}]\n"
    stages = "  stages: [{exposure_pct: 5, bake_s: 60, must_pass: [slow], approval: pm}]\n"
    file = read(tmp_path, changed(("rollout:", gates + "rollout:"), (LINE, LINE + stages)))
    (stage,) = file.workspace.rollout.stages
    assert (stage.bake_s, stage.must_pass, stage.approval) == (60, ("slow",), "pm")
    assert file.workspace.gates.checks[0].watch_releases == 3
