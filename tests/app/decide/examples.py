"""Worked examples in JSON Lines, and whether an answer is the one they expect."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

HERE = Path(__file__).parent
Example: TypeAlias = dict[str, Any]

SOONEST, LATEST = 0, 3
"""How many blocks after the onset a broken version has to be found, in the middle of many."""

QUIET_BINS = 18
"""How long after its end a drop may still be spoken of (3 h in bins of 10 min)."""


def examples(name: str) -> list[Example]:
    """Return the examples of a file beside this one."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def asked(example: Example) -> Example:
    """Return the line that is sent."""
    return {name: example[name] for name in ("id", "op", "in")}


def is_expected(example: Example, out: Any) -> bool:
    """Return whether `out` is what the example expects, by the rule of its operation."""
    expect = example["expect"]
    if example["op"] == "judge.stream":
        return is_true_to(expect, out["first_fail_block"])
    if example["op"] == "kpi.stream":
        return finds_its_labels(expect["labels"], out["alarms"])
    return agrees(expect, out, example.get("tol", 0.0))


def agrees(expect: Any, found: Any, tolerance: float) -> bool:
    """Return whether all that is expected is there; numbers within `tolerance`, or that part."""
    if isinstance(expect, Mapping) and expect.keys() == {"any_of"}:
        return any(agrees(one, found, tolerance) for one in expect["any_of"])
    if isinstance(expect, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and agrees(one, found[name], tolerance) for name, one in expect.items()
        )
    if isinstance(expect, list):
        return (
            isinstance(found, list)
            and len(found) == len(expect)
            and all(agrees(one, other, tolerance) for one, other in zip(expect, found, strict=True))
        )
    if expect is None or isinstance(expect, bool | str):
        return found == expect and type(found) is type(expect)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return bool(abs(found - expect) <= tolerance * max(1.0, abs(expect)))


def is_true_to(truth: Mapping[str, Any], first_fail_block: int | None) -> bool:
    """Return whether a stream was judged by its truth: subtle ones are not graded."""
    if truth["truth"] == "bad":
        return (
            first_fail_block is not None
            and SOONEST <= first_fail_block - truth["onset_min"] <= LATEST
        )
    return truth["truth"] == "subtle" or first_fail_block is None


def finds_its_labels(labels: list[Mapping[str, Any]], alarms: list[int]) -> bool:
    """Return whether each label has an alarm in time, and no alarm is without one."""
    return all(
        any(0 <= alarm - label["start"] < label["must_within_bins"] for alarm in alarms)
        for label in labels
    ) and all(
        any(label["start"] <= alarm < label["end"] + QUIET_BINS for label in labels)
        for alarm in alarms
    )
