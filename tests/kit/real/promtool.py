"""The real promtool: checks a file of rules, and plays it over series of a test."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.app.rules.file import rules_of
from cockpit.domain.message import Message
from cockpit.ports.rules import RuleFile
from cockpit.ports.workspace import Workspace
from cockpit.storage.rule_file import rule_text

GONE = None
"""A point of a series that is not there any more."""


def text_of(workspace: Workspace, *only: str) -> str:
    """Return the file of rules of a workspace; sentences are their codes.

    `only` keeps the groups whose name has one of these: to play the others takes its time.
    """
    file = rules(workspace)
    kept = tuple(
        group for group in file.groups if not only or any(part in group.name for part in only)
    )
    return rule_text(replace(file, groups=kept), {"ko": _code})


def rules(workspace: Workspace) -> RuleFile:
    """Return the rules of a workspace."""
    return rules_of(workspace, "metrics", "0" * 64)


def counter(increments: Sequence[float]) -> list[float | None]:
    """Return what a counter shows that starts at 0 and grows by these."""
    return list(accumulate(increments, initial=0.0))


class Rehearsal(Struct, frozen=True):
    """A file of rules in a folder of its own, and series that have a point every `every_s`."""

    program: Path
    folder: Path
    text: str
    series: Mapping[str, Sequence[float | None]]
    every_s: float = 15.0
    evaluate_s: float = 15.0
    asked: list[tuple[float, str, bool]] = field(default_factory=list)

    def check(self) -> str:
        """Return what `promtool check rules` complains about; nothing when all is well."""
        (self.folder / "rules.yml").write_text(self.text, encoding="utf-8")
        done = _run(self.program, "check", "rules", self.folder / "rules.yml")
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def holds(self, at_s: float, expression: str) -> None:
        """Expect that the expression has a result at this second."""
        self.asked.append((at_s, expression, True))

    def holds_not(self, at_s: float, expression: str) -> None:
        """Expect that the expression has no result at this second."""
        self.asked.append((at_s, expression, False))

    def play(self, *alerts: Mapping[str, object]) -> str:
        """Return what is not as expected; nothing when all is.

        `alerts` are expectations as promtool has them in `alert_rule_test`.
        """
        complaint = self.check()
        if complaint:
            return complaint
        samples = [
            {
                "expr": f"count({expression})",
                "eval_time": _seconds(at_s),
                "exp_samples": [{"labels": "{}", "value": 1}] if is_there else [],
            }
            for at_s, expression, is_there in self.asked
        ]
        test = {
            "interval": _seconds(self.every_s),
            "input_series": [
                {"series": name, "values": _values(points)} for name, points in self.series.items()
            ],
            "promql_expr_test": samples,
            "alert_rule_test": list(alerts),
        }
        whole = {
            "rule_files": ["rules.yml"],
            "evaluation_interval": _seconds(self.evaluate_s),
            "tests": [test],
        }
        (self.folder / "test.yml").write_text(_yaml(whole), encoding="utf-8")
        done = _run(self.program, "test", "rules", self.folder / "test.yml")
        return "" if done.returncode == 0 else done.stdout + done.stderr


def firing(name: str, **labels: str) -> str:
    """Return the expression for an alert that fires."""
    wanted = {"alertname": name, "alertstate": "firing", **labels}
    return "ALERTS{" + ",".join(f'{label}="{value}"' for label, value in wanted.items()) + "}"


def _yaml(value: object) -> str:
    """Return JSON, which is YAML too but for what YAML takes for the end of a line or for half."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\x85", "\\u0085")


def _values(points: Sequence[float | None]) -> str:
    return " ".join("_" if point is GONE else f"{point:.12g}" for point in points)


def _seconds(span_s: float) -> str:
    return f"{span_s:.0f}s"


def _code(told: Message) -> str:
    values = " ".join(f"{name}={value}" for name, value in told.values)
    return f"{told.code} {values}"


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], capture_output=True, encoding="utf-8", check=False
    )
