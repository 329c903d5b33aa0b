"""What the team of each scenario promises is what its workspace says."""

import pytest
import yaml

from cockpit.bootstrap.demo_scenarios import BAKE_S, HIGH_LEVEL, USUAL_LEVEL, Scenario, promised
from cockpit.host.places import resources_dir

EXAMPLE = (resources_dir() / "workspace" / "cockpit.yaml").read_text("utf-8")


@pytest.mark.parametrize("scenario", list(Scenario))
def test_a_stage_lasts_as_long_as_its_scenario_needs(scenario: Scenario) -> None:
    rollout = yaml.safe_load(promised(scenario, EXAMPLE))["rollout"]
    assert rollout["bake_s"] == BAKE_S[scenario]


def test_where_slowness_burns_checkout_alone_is_promised_to_be_fast() -> None:
    targets = {
        name: flow["latency_slo"]["target"]
        for name, flow in flows(promised(Scenario.SLOW_BURN, EXAMPLE)).items()
    }
    usual = targets.keys() - {"checkout"}
    assert targets["checkout"] == 0.998
    assert {targets[name] for name in usual} == {0.95}


def test_where_slowness_burns_a_level_tells_only_later() -> None:
    text = promised(Scenario.SLOW_BURN, EXAMPLE)
    assert HIGH_LEVEL in text
    assert USUAL_LEVEL not in text


def flows(text: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return the flows of a workspace by name."""
    return {one["name"]: one for one in yaml.safe_load(text)["flows"]}
