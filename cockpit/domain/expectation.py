"""When the comparison under way can be expected to be decided.

An equal version is expected to pass: this can be told before the stage has shown anything, from
the failures that the old version has had and the share that the new one is going to have, and is
corrected by what the stage shows. Only when the evidence speaks against the new version, the time
to a FAIL is told.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from cockpit.domain.comparison import CARRYING_RATIO, Comparison, Stratum
from cockpit.domain.evidence import WORSE
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.outlook import Expected, gain, passage, share_when, together

DOUBT_EVIDENCE = 10.0
KNOWN_NEW_COUNT = 30
"""From so many events of the new version on, its share is the one seen, not the one planned."""


class Before(Struct, frozen=True):
    """What is known of a stratum before its stage has shown anything.

    In `seen_s` seconds both versions had `event_count` events, of which the old version's ratio
    makes `bad_count` bad. The new version is going to have `new_share_ratio` of them.
    """

    seen_s: float
    event_count: float
    bad_count: float
    new_share_ratio: float


NOTHING_BEFORE: Mapping[str, Before] = MappingProxyType({})

POOLED_COUNT = 10.0
"""A platform's own ratio counts as if so many failures more had come at the ratio of all: few
failures of its own tell less about it than its neighbours do."""

LATE_FAIL_TIMES = 8.0
"""Nine of ten FAILs come within so many times the likely time: what looks bad by chance at first
takes long (`tests.bench.table_judge`)."""


def known_before(
    both: Mapping[str, Outcomes], seen_s: float, new_share_ratio: float
) -> dict[str, Before]:
    """Return what `seen_s` seconds of both versions tell of the stage to come, by stratum.

    The bad ones are those that the old version's ratio makes.
    """
    all_count = sum(one.total_count for one in both.values())
    ratio = sum(one.bad_count for one in both.values()) / all_count if all_count else 0.0
    found = {}
    for name, one in both.items():
        if one.total_count > 0 and seen_s > 0:
            own_ratio = 0.0
            if ratio > 0:
                own_ratio = (one.bad_count + POOLED_COUNT) / (
                    one.total_count + POOLED_COUNT / ratio
                )
            bad_count = own_ratio * one.total_count
            found[name] = Before(seen_s, one.total_count, bad_count, new_share_ratio)
    return found


def expected(
    comparison: Comparison,
    before: Mapping[str, Before] = NOTHING_BEFORE,
    not_before_s: float = 0.0,
) -> Expected | None:
    """Return when the answer comes: a FAIL when things look bad, else a PASS.

    A PASS needs a proof in each stratum that carries, and never comes before `not_before_s` (cold
    caches, too few events). None when there is no pace to go by: no failures, or no old version
    where a proof is asked for.
    """
    if comparison.log_evidence >= math.log(DOUBT_EVIDENCE):
        return _fail(comparison, before)
    strata: Sequence[Stratum] = comparison.carrying
    if not strata:
        strata = [Stratum(name) for name in carrying_before(before)]
    margin_times = comparison.rule.margin_times
    found = []
    for one in strata:
        pace = _pace(one, comparison, before.get(one.name))
        found.append(passage(*pace, margin_times, one.pass_log_evidence))
    passages = tuple(one for one in found if one is not None)
    if not passages or len(passages) < len(found):
        return None
    return together(passages, not_before_s)


def carrying_before(before: Mapping[str, Before]) -> tuple[str, ...]:
    """Return the strata that are going to have enough of the new version's users to carry."""
    new_counts = {name: one.event_count * one.new_share_ratio for name, one in before.items()}
    least_count = CARRYING_RATIO * sum(new_counts.values())
    return tuple(name for name, count in new_counts.items() if count >= least_count > 0)


def _fail(comparison: Comparison, before: Mapping[str, Before]) -> Expected | None:
    """Return when the evidence is enough, if the new version is as bad as fits it best.

    What fits best is told by the starts of the search, so that a late breakage is not thinned
    out by the quiet time before it.
    """
    sums = comparison.log_sums
    times = WORSE[sums.index(max(sums))]
    gained_per_s = 0.0
    for one in comparison.strata:
        failures_per_s, share = _pace(one, comparison, before.get(one.name))
        if 0 < share < 1:
            gained_per_s += failures_per_s * gain(share_when(times, share), share)
    if gained_per_s <= 0:
        return None
    missing = -math.log(comparison.rule.alpha) - comparison.log_evidence
    likely_s = max(0.0, missing) / gained_per_s
    return Expected(likely_s, LATE_FAIL_TIMES * likely_s)


def _pace(stratum: Stratum, comparison: Comparison, before: Before | None) -> tuple[float, float]:
    """Return failures of both versions a second, and the new version's share of the events.

    Failures that count less, because retries are among them, come at a slower pace.
    """
    seen_s = stratum.known_count * comparison.rule.block_s
    bad_count = stratum.counts.new.bad_count + stratum.counts.old.bad_count
    share = stratum.new_share_ratio
    if before is not None:
        seen_s, bad_count = seen_s + before.seen_s, bad_count + before.bad_count
        if stratum.counts.new.total_count < KNOWN_NEW_COUNT:
            share = before.new_share_ratio
    weighed = bad_count / comparison.rule.discount
    return (weighed / seen_s if seen_s > 0 else 0.0), share
