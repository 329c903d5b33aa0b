"""Input that cannot be: the field that is wrong is named, and nothing is guessed."""

import json
import math
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from cockpit.app.decide.answering import answer
from cockpit.app.decide.codes import DecideCode
from cockpit.app.decide.ops import OPS
from cockpit.words.language import Language
from tests.app.decide.asking import wrong_field
from tests.app.decide.examples import examples
from tests.cli.speaking import words

INF, NAN = math.inf, math.nan
COUNTS = {"n": 10, "bad": 1}
LE = [0.1, 0.5, "+Inf"]
LATENCY = {
    "q": 0.95,
    "le": LE,
    "old_cumulative": [1, 2, 3],
    "new_cumulative": [1, 2, 3],
    "slower_than_s": 0.5,
}
SEGMENTS = {"slo": 0.999, "period_days": 30, "now_min": 60, "segments": [[0, 60, 10, 1]]}
INCREASE: dict[str, Any] = {"samples": [[0, 1], [15, 2]], "eval_at": 60, "range_s": 60}
AT = "2026-03-02T00:00:00Z"
DORA: dict[str, Any] = {
    "window": {"from": "2026-03-01T00:00:00Z", "to": "2026-03-31T00:00:00Z"},
    "now": "2026-04-10T00:00:00Z",
    "deployments": [],
    "incidents": [],
    "actions": [],
}
RELEASE = {"id": "r", "at": AT}
TROUBLE = {"id": "i", "detected_at": AT}
OFF = {"type": "flag_off", "deployment": "r", "at": AT}

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("burn.thresholds", {"period_days": 0}, "in.period_days"),
    ("burn.thresholds", {"period_days": -30}, "in.period_days"),
    ("burn.thresholds", {"period_days": "30"}, "in.period_days"),
    ("burn.thresholds", {"period_days": True}, "in.period_days"),
    ("burn.thresholds", {"period_days": NAN}, "in.period_days"),
    ("burn.thresholds", {"period_days": INF}, "in.period_days"),
    ("burn.thresholds", {"period_days": 1e300}, "in.period_days"),
    ("burn.thresholds", {"period_days": 30, "slo": 0.9}, "in.slo"),
    ("burn.evaluate", {**SEGMENTS, "slo": 1}, "in.slo"),
    ("burn.evaluate", {**SEGMENTS, "slo": 0}, "in.slo"),
    ("burn.evaluate", {**SEGMENTS, "slo": 99.9}, "in.slo"),
    ("burn.evaluate", {**SEGMENTS, "now_min": None}, "in.now_min"),
    ("burn.evaluate", {**SEGMENTS, "segments": {}}, "in.segments"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, 10]]}, "in.segments[0]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, 10, 1, 0]]}, "in.segments[0]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[60, 0, 10, 1]]}, "in.segments[0][1]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, INF, 10, 1]]}, "in.segments[0][1]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, -10, 0]]}, "in.segments[0][2]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, 10, 11]]}, "in.segments[0][3]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, 10, -1]]}, "in.segments[0][3]"),
    ("burn.evaluate", {**SEGMENTS, "segments": [[0, 60, 10, None]]}, "in.segments[0][3]"),
    (
        "burn.exhaustion",
        {"slo": 0.9, "period_days": 30, "error_ratio": 2, "budget_left": 1},
        "in.error_ratio",
    ),
    (
        "burn.exhaustion",
        {"slo": 0.9, "period_days": 30, "error_ratio": 0.1, "budget_left": 1.5},
        "in.budget_left",
    ),
    ("burn.detection", {"slo": 0.9, "period_days": 30, "error_ratio": -0.1}, "in.error_ratio"),
    ("burn.detection", {"slo": 0.9, "period_days": 30}, "in.error_ratio"),
    ("burn.low_traffic", {"slo": 0.9, "total_1h": 3, "bad_1h": 4}, "in.bad_1h"),
    ("burn.low_traffic", {"slo": 0.9, "total_1h": -3, "bad_1h": 0}, "in.total_1h"),
    ("burn.projection", {"share": 1.1, "slo": 0.9, "e_new": 0, "e_old": 0}, "in.share"),
    ("burn.projection", {"share": 0.1, "slo": 0.9, "e_new": -1, "e_old": 0}, "in.e_new"),
    ("burn.projection", {"share": 0.1, "slo": 0.9, "e_new": 0, "e_old": "0"}, "in.e_old"),
    ("slo.timeslices", {"slices": [[1, 2]], "slice_target": 0.9}, "in.slices[0][1]"),
    ("slo.timeslices", {"slices": [[-1, 0]], "slice_target": 0.9}, "in.slices[0][0]"),
    ("slo.timeslices", {"slices": [[1]], "slice_target": 0.9}, "in.slices[0]"),
    ("slo.timeslices", {"slices": [], "slice_target": 95}, "in.slice_target"),
    ("judge.stream", {"blocks": [[1, 2, 3, 0]]}, "in.blocks[0][1]"),
    ("judge.stream", {"blocks": [[1, 0, 3, 4]]}, "in.blocks[0][3]"),
    ("judge.stream", {"blocks": [[1, 0, 3, 0], [1, 0, 3]]}, "in.blocks[1]"),
    ("judge.stream", {"blocks": [[1, 0, -3, 0]]}, "in.blocks[0][2]"),
    ("judge.stream", {"blocks": [[1, 0, NAN, 0]]}, "in.blocks[0][2]"),
    ("judge.stream", {"blocks": [[None, 0, -3, 0]]}, "in.blocks[0][2]"),
    ("judge.stream", {"blocks": [[True, 0, 3, 0]]}, "in.blocks[0][0]"),
    ("judge.stream", {"blocks": "none"}, "in.blocks"),
    ("judge.stream", {"blocks": [], "alpha": 0}, "in.alpha"),
    ("judge.stream", {"blocks": [], "alpha": 1}, "in.alpha"),
    ("judge.stream", {"blocks": [], "alpha": "0.01"}, "in.alpha"),
    ("judge.strata", {"strata": []}, "in.strata"),
    ("judge.strata", {"strata": {"ios": {"new": [1, 0]}}}, "in.strata.ios.old"),
    ("judge.strata", {"strata": {"ios": {"new": [1, 2], "old": [1, 0]}}}, "in.strata.ios.new[1]"),
    ("judge.strata", {"strata": {"ios": {"new": [1], "old": [1, 0]}}}, "in.strata.ios.new"),
    (
        "judge.strata",
        {"strata": {"ios": {"new": [1, 0], "old": [1, 0], "x": 1}}},
        "in.strata.ios.x",
    ),
    ("judge.latency", {**LATENCY, "q": 1.01}, "in.q"),
    ("judge.latency", {**LATENCY, "q": -0.1}, "in.q"),
    ("judge.latency", {**LATENCY, "q": 95}, "in.q"),
    ("judge.latency", {**LATENCY, "le": [0.5, 0.1, "+Inf"]}, "in.le[1]"),
    ("judge.latency", {**LATENCY, "le": [0.1, 0.1, "+Inf"]}, "in.le[1]"),
    ("judge.latency", {**LATENCY, "le": [0.1, 0.5, 1]}, "in.le[2]"),
    ("judge.latency", {**LATENCY, "le": [0.1, 0.5, NAN]}, "in.le[2]"),
    ("judge.latency", {**LATENCY, "le": ["+Inf"]}, "in.le"),
    ("judge.latency", {**LATENCY, "old_cumulative": [1, 2]}, "in.old_cumulative"),
    ("judge.latency", {**LATENCY, "new_cumulative": [1, 2, 3, 4]}, "in.new_cumulative"),
    ("judge.latency", {**LATENCY, "new_cumulative": [1, 3, 2]}, "in.new_cumulative[2]"),
    ("judge.latency", {**LATENCY, "new_cumulative": [-1, 3, 4]}, "in.new_cumulative[0]"),
    ("judge.latency", {**LATENCY, "slower_than_s": 0.3}, "in.slower_than_s"),
    ("judge.latency", {**LATENCY, "slower_than_s": "+Inf"}, "in.slower_than_s"),
    ("judge.split", {"users": [1, 2], "weights": [1]}, "in.weights"),
    ("judge.split", {"users": [1], "weights": [1]}, "in.users"),
    ("judge.split", {"users": [1, -2], "weights": [1, 1]}, "in.users[1]"),
    ("judge.split", {"users": [1, 2], "weights": [1, 0]}, "in.weights[1]"),
    ("judge.split", {"users": [1, 2], "weights": [1, -1]}, "in.weights[1]"),
    ("judge.cause", {"old_before": COUNTS, "old_now": COUNTS}, "in.new_now"),
    (
        "judge.cause",
        {"old_before": COUNTS, "old_now": COUNTS, "new_now": {"n": 1, "bad": 2}},
        "in.new_now.bad",
    ),
    (
        "judge.cause",
        {"old_before": COUNTS, "old_now": {"n": 1}, "new_now": COUNTS},
        "in.old_now.bad",
    ),
    (
        "judge.cause",
        {"old_before": [1, 0], "old_now": COUNTS, "new_now": COUNTS},
        "in.old_before",
    ),
    (
        "judge.cause",
        {"old_before": COUNTS, "old_now": COUNTS, "new_now": COUNTS, "after_step": 1},
        "in.after_step",
    ),
    ("judge.difference", {"new": COUNTS, "old": {"n": 1, "bad": 2}}, "in.old.bad"),
    ("judge.difference", {"new": COUNTS}, "in.old"),
    ("judge.proportion", {"n": 1, "k": 2}, "in.k"),
    ("judge.proportion", {"n": -1, "k": 0}, "in.n"),
    ("judge.proportion", {"n": 1, "k": -1}, "in.k"),
    ("judge.proportion", {"n": 1, "k": NAN}, "in.k"),
    ("judge.proportion", {"n": True, "k": False}, "in.n"),
    ("judge.proportion", {"n": "10", "k": 1}, "in.n"),
    ("counter.increase", {**INCREASE, "range_s": 0}, "in.range_s"),
    ("counter.increase", {**INCREASE, "range_s": -60}, "in.range_s"),
    ("counter.increase", {**INCREASE, "range_s": 1e-300}, "in.range_s"),
    ("counter.increase", {**INCREASE, "eval_at": INF}, "in.eval_at"),
    ("counter.increase", {**INCREASE, "eval_at": AT}, "in.eval_at"),
    ("counter.increase", {**INCREASE, "samples": [[0, -1]]}, "in.samples[0][1]"),
    ("counter.increase", {**INCREASE, "samples": [[0, NAN]]}, "in.samples[0][1]"),
    ("counter.increase", {**INCREASE, "samples": [[0, None]]}, "in.samples[0][1]"),
    ("counter.increase", {**INCREASE, "samples": [[0, "1"]]}, "in.samples[0][1]"),
    ("counter.increase", {**INCREASE, "samples": [[NAN, 1]]}, "in.samples[0][0]"),
    ("counter.increase", {**INCREASE, "samples": [[0]]}, "in.samples[0]"),
    ("counter.increase", {**INCREASE, "samples": [[0, 1], [0, 2]]}, "in.samples[1][0]"),
    ("counter.increase", {**INCREASE, "version_started": "now"}, "in.version_started"),
    ("counter.quantile", {"q": 2, "buckets": []}, "in.q"),
    ("counter.quantile", {"q": 0.5, "buckets": [[0.1, -1], ["+Inf", 2]]}, "in.buckets[0][1]"),
    ("counter.quantile", {"q": 0.5, "buckets": [["fast", 1]]}, "in.buckets[0][0]"),
    ("counter.quantile", {"q": 0.5, "buckets": [[0.1, 1, 2]]}, "in.buckets[0]"),
    ("counter.quantile", {"q": 0.5, "buckets": {"0.1": 1}}, "in.buckets"),
    (
        "counter.share_over",
        {"threshold_s": 0.3, "buckets": [[0.1, 1], ["+Inf", 2]]},
        "in.threshold_s",
    ),
    (
        "counter.share_over",
        {"threshold_s": 0.1, "buckets": [[0.1, 3], ["+Inf", 2]]},
        "in.buckets[1][1]",
    ),
    (
        "counter.share_over",
        {"threshold_s": 0.1, "buckets": [["+Inf", 9], [0.5, 2], [0.1, 3]]},
        "in.buckets[1][1]",
    ),
    (
        "counter.share_over",
        {"threshold_s": None, "buckets": [[0.1, 1], ["+Inf", 2]]},
        "in.threshold_s",
    ),
    ("counter.merged_quantile", {"q": 0.5, "parts": [[1]]}, "in.parts[0][0]"),
    ("counter.merged_quantile", {"q": 0.5, "parts": 1}, "in.parts"),
    ("reasons.top", {"k": -1, "window": {}}, "in.k"),
    ("reasons.top", {"k": 1.5, "window": {}}, "in.k"),
    ("reasons.top", {"k": 1, "window": []}, "in.window"),
    ("reasons.top", {"k": 1, "window": {"A": -1}}, "in.window.A"),
    ("reasons.top", {"k": 1, "window": {"A": None}}, "in.window.A"),
    ("dora.report", {**DORA, "now": "2026-04-10T00:00:00"}, "in.now"),
    ("dora.report", {**DORA, "now": 1_775_779_200}, "in.now"),
    ("dora.report", {**DORA, "window": {"from": AT}}, "in.window.to"),
    ("dora.report", {**DORA, "window": {"from": AT, "to": AT}}, "in.window.to"),
    (
        "dora.report",
        {**DORA, "window": {"from": AT, "to": "2026-03-02T08:00:00+09:00"}},
        "in.window.to",
    ),
    ("dora.report", {**DORA, "deployments": [{"id": "r"}]}, "in.deployments[0].at"),
    ("dora.report", {**DORA, "deployments": [{"at": AT}]}, "in.deployments[0].id"),
    ("dora.report", {**DORA, "deployments": [{**RELEASE, "id": 3}]}, "in.deployments[0].id"),
    (
        "dora.report",
        {**DORA, "deployments": [{**RELEASE, "kind": "Release"}]},
        "in.deployments[0].kind",
    ),
    (
        "dora.report",
        {**DORA, "deployments": [{**RELEASE, "status": "ok"}]},
        "in.deployments[0].status",
    ),
    (
        "dora.report",
        {**DORA, "deployments": [{**RELEASE, "rehearsal": "no"}]},
        "in.deployments[0].rehearsal",
    ),
    (
        "dora.report",
        {**DORA, "deployments": [{**RELEASE, "environment": "production"}]},
        "in.deployments[0].environment",
    ),
    (
        "dora.report",
        {**DORA, "deployments": [RELEASE, {**RELEASE, "kind": "hotfix"}]},
        "in.deployments[1].id",
    ),
    ("dora.report", {**DORA, "incidents": [{"id": "i"}]}, "in.incidents[0].detected_at"),
    (
        "dora.report",
        {**DORA, "incidents": [{**TROUBLE, "mitigated_at": "soon"}]},
        "in.incidents[0].mitigated_at",
    ),
    (
        "dora.report",
        {**DORA, "incidents": [{**TROUBLE, "resolved_at": "2026-03-02"}]},
        "in.incidents[0].resolved_at",
    ),
    (
        "dora.report",
        {**DORA, "incidents": [{**TROUBLE, "cause": "us"}]},
        "in.incidents[0].cause",
    ),
    (
        "dora.report",
        {**DORA, "incidents": [TROUBLE, {**TROUBLE, "cause": "external"}]},
        "in.incidents[1].id",
    ),
    (
        "dora.report",
        {**DORA, "incidents": [{**TROUBLE, "duplicate_of": "i"}]},
        "in.incidents[0].duplicate_of",
    ),
    (
        "dora.report",
        {
            **DORA,
            "incidents": [
                {**TROUBLE, "duplicate_of": "j"},
                {**TROUBLE, "id": "j", "duplicate_of": "i"},
            ],
        },
        "in.incidents[0].duplicate_of",
    ),
    ("dora.report", {**DORA, "actions": [{**OFF, "type": "pause"}]}, "in.actions[0].type"),
    ("dora.report", {**DORA, "actions": [{**OFF, "result": "yes"}]}, "in.actions[0].result"),
    ("dora.report", {**DORA, "actions": [{**OFF, "planned": 1}]}, "in.actions[0].planned"),
    (
        "dora.report",
        {**DORA, "actions": [{"type": "flag_off", "at": AT}]},
        "in.actions[0].deployment",
    ),
    ("dora.report", {**DORA, "actions": None}, "in.actions"),
]


@pytest.mark.parametrize(("op", "fields", "field"), WRONG)
def test_the_wrong_field_is_named(op: str, fields: dict[str, Any], field: str) -> None:
    assert wrong_field(op, **fields) == field


SAMPLES = {one["op"]: one for one in examples("samples.jsonl") if one["op"] in OPS.parts()}


@pytest.mark.parametrize("op", sorted(SAMPLES))
def test_each_field_is_needed_and_no_other_is_taken(op: str) -> None:
    fields = SAMPLES[op]["in"]
    for name in fields.keys() - {"alpha", "version_started"}:
        rest = {other: value for other, value in fields.items() if other != name}
        assert wrong_field(op, **rest) == f"in.{name}"
    assert wrong_field(op, **fields, more=1) == "in.more"


def numbers_in(value: Any) -> Iterator[tuple[str | int, ...]]:
    """Give the way to each number below `value`; of a long list, to those of its first items."""
    if isinstance(value, dict | list):
        steps = list(value) if isinstance(value, dict) else range(min(len(value), 5))
        for step in steps:
            yield from ((step, *rest) for rest in numbers_in(value[step]))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield ()


@pytest.mark.slow
@pytest.mark.parametrize("op", sorted(SAMPLES))
def test_no_number_may_be_nan_wherever_it_stands(op: str) -> None:
    fields = SAMPLES[op]["in"]
    ways = list(numbers_in(fields))
    assert bool(ways) == (op != "dora.report")
    for *before, last in ways:
        spoilt = deepcopy(fields)
        place, path = spoilt, "in"
        for step in before:
            place, path = place[step], path + (f"[{step}]" if isinstance(step, int) else f".{step}")
        place[last] = NAN
        path += f"[{last}]" if isinstance(last, int) else f".{last}"
        assert wrong_field(op, **spoilt) == path


@pytest.mark.parametrize("language", Language)
def test_each_sentence_says_the_field_in_both_languages(language: Language) -> None:
    speak = words(language)
    for op, fields, field in WRONG:
        problem = answer(json.dumps({"id": "a", "op": op, "in": fields}).encode()).problem
        assert problem is not None
        sentence = speak.text(problem)
        assert field in sentence
        assert problem.code in set(DecideCode)
        assert "wanted." not in sentence
        assert "\n" not in sentence
