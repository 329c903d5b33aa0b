"""The program beside the contract taken by the letter, on questions that nobody chose."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.app.decide.answering import answer
from cockpit.cli.plain import plain
from tests.app.decide import by_letter
from tests.app.decide.examples import agrees

pytestmark = pytest.mark.slow

FEW = 60
FROM = datetime(2026, 3, 1, tzinfo=UTC)
TOLERANCE = 1e-9


def out_of(op: str, fields: object) -> Any:
    found = answer(json.dumps({"id": "a", "op": op, "in": fields}).encode())
    assert found.out is not None, found.problem
    return json.loads(json.dumps(plain(found.out)))


def outcomes(most: int) -> st.SearchStrategy[tuple[int, int]]:
    """Give how many events, and how many of them were bad."""
    total = st.sampled_from([0, 1, most // 10, most]) | st.integers(0, most)
    return total.flatmap(lambda n: st.tuples(st.just(n), st.integers(0, min(n, FEW))))


pairs = st.tuples(outcomes(400), outcomes(4_000)).map(lambda both: (*both[0], *both[1]))


@given(st.dictionaries(st.sampled_from(["ios", "android", "web"]), pairs))
def test_a_single_look_is_judged_by_the_letter(strata: dict[str, by_letter.Counts]) -> None:
    told = {name: {"new": one[:2], "old": one[2:]} for name, one in strata.items()}
    assert out_of("judge.strata", {"strata": told})["state"] == by_letter.once(strata.values())


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 2), st.integers(0, 300), st.integers(0, 2)),
        max_size=25,
    ),
    st.sampled_from(["0.01", "0.05", "0.3"]),
)
def test_a_stream_fails_in_the_block_that_the_letter_has(
    drawn: list[by_letter.Counts], alpha: str
) -> None:
    blocks = [(n, min(bad, n), old, min(old_bad, old)) for n, bad, old, old_bad in drawn]
    found = out_of("judge.stream", {"blocks": blocks, "alpha": float(alpha)})
    assert found["first_fail_block"] == by_letter.first_fail_block(blocks, Fraction(alpha))


@given(outcomes(4_000), outcomes(4_000), outcomes(400))
def test_a_cause_is_found_by_the_letter(
    before: tuple[int, int], old: tuple[int, int], new: tuple[int, int]
) -> None:
    moments = zip(("old_before", "old_now", "new_now"), (before, old, new), strict=True)
    told = {name: {"n": n, "bad": bad} for name, (n, bad) in moments}
    assert out_of("judge.cause", told)["cause"] == by_letter.cause(before, old, new)


segments = st.tuples(
    st.integers(-100, 1_500), st.integers(0, 900), st.integers(0, 50), st.integers(0, 50)
).map(lambda one: (one[0], one[0] + one[1], max(one[2:]), one[3]))


@settings(max_examples=25)
@given(
    st.sampled_from([0.5, 0.9, 0.99, 0.999]),
    st.integers(1, 2),
    st.integers(0, 1_500),
    st.lists(segments, max_size=4),
)
def test_burn_rates_are_those_of_counting_each_minute(
    slo: float, days: int, now_min: int, drawn: list[tuple[int, int, int, int]]
) -> None:
    fields = {"slo": slo, "period_days": days, "now_min": now_min, "segments": drawn}
    wanted = json.loads(json.dumps(by_letter.burns(fields), default=float))
    assert agrees(wanted, out_of("burn.evaluate", fields), TOLERANCE)


@given(
    st.dictionaries(st.integers(-60, 400), st.integers(0, 30), max_size=12),
    st.integers(0, 400),
    st.integers(1, 400),
    st.none() | st.integers(-80, 400),
)
def test_a_counter_grows_by_the_letter(
    shown: dict[int, int], eval_at: int, range_s: int, started: int | None
) -> None:
    fields = {
        "samples": list(shown.items()),
        "eval_at": eval_at,
        "range_s": range_s,
        "version_started": started,
    }
    assert out_of("counter.increase", fields) == {"count": by_letter.grown(fields)}


instants = st.integers(-3 * 24, 35 * 24).map(lambda h: (FROM + timedelta(hours=h)).isoformat())
ids = st.sampled_from("abcdef")
yes = st.booleans() | st.just(value=False)
deployments = st.fixed_dictionaries(
    {
        "id": ids,
        "at": instants,
        "kind": st.sampled_from(["release", "hotfix", "rollback"]),
        "status": st.sampled_from(["success", "success", "failed", "cancelled"]),
        "env": st.sampled_from(["production", "production", "staging"]),
        "rehearsal": yes,
    }
)
incidents = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "deployment": st.none() | ids,
        "detected_at": instants,
        "mitigated_at": st.none() | instants,
        "cause": st.sampled_from(["change", "change", "external"]),
        "duplicate_of": st.none() | st.none() | st.just("another"),
        "rehearsal": yes,
    }
)
actions = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["flag_off", "rollback", "hotfix"]),
        "deployment": ids,
        "at": instants,
        "planned": yes,
        "rehearsal": yes,
        "result": st.sampled_from(["done", "done", "refused"]),
    }
)


@given(
    st.lists(deployments, max_size=6, unique_by=lambda one: one["id"]),
    st.lists(incidents, max_size=5, unique_by=lambda one: one["id"]),
    st.lists(actions, max_size=4),
    instants,
)
def test_change_safety_is_measured_by_the_letter(
    changes: list[dict[str, Any]],
    troubles: list[dict[str, Any]],
    done: list[dict[str, Any]],
    now: str,
) -> None:
    fields = {
        "window": {"from": FROM.isoformat(), "to": (FROM + timedelta(days=30)).isoformat()},
        "now": now,
        "deployments": changes,
        "incidents": troubles,
        "actions": done,
    }
    assert agrees(by_letter.safety(fields), out_of("dora.report", fields), TOLERANCE)
