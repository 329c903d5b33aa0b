"""Verdicts and gates worked out again from what was kept of them."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct

from cockpit.domain.comparison import Comparison
from cockpit.domain.gate import OPENING
from cockpit.domain.judge import judge
from cockpit.domain.outcomes import Pair
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import Rule, State, Verdict
from cockpit.domain.weighing import Compared, weighed


class Stood(Struct, frozen=True):
    """What turned a verdict into the state of its comparison: see `settled`."""

    is_recorded: bool
    is_mismatch: bool
    elapsed_s: float
    settle_s: float
    seen_count: float
    least_count: int


def verdict_again(
    strata: Mapping[str, Sequence[Pair | None]],
    rule: Rule,
    *,
    stale_s: float | None = None,
    is_incomplete: bool = False,
) -> Verdict:
    """Return the verdict after these blocks, each of which every stratum has."""
    comparison = Comparison(rule)
    names = tuple(strata)
    for row in zip_longest(*strata.values()):
        comparison = comparison.after(dict(zip(names, row, strict=True)))
    return judge(comparison, stale_s=stale_s, is_incomplete=is_incomplete)


def settled(state: State, stood: Stood) -> State:
    """Return the state of a comparison: a FAIL on record stays, a PASS too early or on few waits.

    Who updates first is not like the others, and caches are cold. Users who are spread otherwise
    than the flag says leave no verdict but a FAIL.
    """
    if stood.is_recorded:
        return State.FAIL
    if stood.is_mismatch and state is not State.FAIL:
        return State.NO_DATA
    is_early = stood.elapsed_s < stood.settle_s or stood.seen_count < stood.least_count
    return State.WAIT if state is State.PASS and is_early else state


def check_again(compared: Compared) -> CheckState:
    """Return the state of the check that a comparison is; its sentence plays no part in it."""
    return weighed(compared).state


def bake_again(elapsed_s: float, unseen_s: float, needed_s: float) -> CheckState:
    """Return the state of the check of the bake time."""
    is_baked = max(0.0, elapsed_s - max(0.0, unseen_s)) >= needed_s
    return CheckState.PASS if is_baked else CheckState.WAIT


def sample_again(event_count: float | None, least_count: int) -> CheckState:
    """Return the state of the check of the sample."""
    if event_count is None:
        return CheckState.UNKNOWN
    return CheckState.PASS if event_count >= least_count else CheckState.WAIT


def is_open(states: Sequence[CheckState]) -> bool:
    """Return whether a gate with these checks is open: none of them is against it."""
    return bool(states) and all(state in OPENING for state in states)
