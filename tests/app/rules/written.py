"""Files of rules of small workspaces, and expressions worked out without a server."""

import math
import re
from collections.abc import Mapping
from typing import Any

from cockpit.app.rules.file import rules_of
from cockpit.ports.rules import Alerting, Recording, RuleFile
from cockpit.ports.workspace import Workspace
from tests.kit.monitoring import workspace

HASH = "ab" * 32


def one_flow(**more: Any) -> Workspace:
    """Return a workspace with a flow that promises success alone."""
    flow = {
        "name": "checkout",
        "source": "metrics",
        "events": 'tries_total{app="a\\"b"}',
        "good": "good_total",
        "slo": {"target": 0.999},
        **more.pop("flow", {}),
    }
    return workspace(**{"flows": [flow], "kpis": [], **more})


def written(given: Workspace, source: str = "metrics") -> RuleFile:
    """Return the rules of the workspace."""
    return rules_of(given, source, HASH)


def recordings(file: RuleFile) -> dict[str, Recording]:
    """Return the recordings of a file with one flow by their names."""
    rules = (rule for group in file.groups for rule in group.rules)
    return {rule.name: rule for rule in rules if isinstance(rule, Recording)}


def alerts(file: RuleFile, name: str, **labels: str) -> list[Alerting]:
    """Return the alerts with this name and these labels."""
    found = [one for one in file.alerts if one.name == name]
    return [one for one in found if labels.items() <= one.labels.items()]


def is_true(condition: str, values: Mapping[str, float]) -> bool:
    """Work out one comparison, where each record stands for a number, by its name."""
    text = re.sub(r"([a-z_:0-9]+)\{[^}]*\}", lambda found: repr(values[found[1]]), condition)
    assert re.fullmatch(r"[-+*/() .0-9e<>=]*|.*sqrt.*", text), text
    return bool(eval(text, {"__builtins__": {}, "sqrt": math.sqrt}))  # noqa: S307 - our own text
