"""How often the judge is wrong and how soon it is right, on streams of known truth."""

import math
from statistics import median

import numpy as np
from msgspec import Struct

from cockpit.domain.burn import Objective, burn_rate, exceeds, low_traffic_gate
from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import DOUBT_EVIDENCE, Before, expected, known_before
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.outlook import together
from cockpit.domain.verdict import Rule, split_alpha, usual_margin_times
from tests.kit import streams
from tests.kit.fleet import NEVER, Counts, Fleet

CHUNK = 100
MINUTE_BLOCKS = round(60.0 / streams.BLOCK_S)
LAUNCH_ALPHA = split_alpha(streams.METRICS, len(streams.STAGES))
SETTLE_S, LEAST_EVENTS = 120.0, 300
PLATFORMS = ("android", "ios", "web")
HISTORY_S = 600.0
HORIZON, FINENESS = 8, 160
QUICK_PAGE_BURN = 14.4
CONTRACT_ALPHA = Rule().alpha
RETRY_DISCOUNT = 9.0
RARE_PAGES_A_DAY = 0.005
"""Shown as none: not one page in half a year."""


def false_fails(group: streams.Group, launches: int, seed: int) -> float:
    """Return the share of launches with a FAIL: 12 metrics, 4 stages of an hour, looks at 15 s."""
    chance, failed = np.random.default_rng(seed), 0
    for start in range(0, launches, CHUNK):
        size = min(CHUNK, launches - start)
        has_failed = np.zeros(size, dtype=np.bool_)
        for exposure in streams.STAGES:
            rule = Rule(
                alpha=LAUNCH_ALPHA,
                margin_times=usual_margin_times(exposure),
                block_s=streams.BLOCK_S,
            )
            given = group(chance, size, exposure)
            fleet = Fleet(size * streams.METRICS, len(PLATFORMS), rule, tells_pass=False)
            for counts in given.blocks(chance, streams.BLOCKS):
                fleet.after(counts)
            has_failed |= (fleet.first_fail != NEVER).reshape(size, -1).any(axis=1)
        failed += int(has_failed.sum())
    return failed / launches


class Found(Struct, frozen=True):
    """Breakages that were found, those called before they were there, and the delay in minutes."""

    count: int
    found_count: int
    early_count: int
    median_min: float


def breakages(count: int, seed: int) -> Found:
    """Return how breakages are found by a comparison on its own, in blocks of a minute."""
    chance = np.random.default_rng(seed)
    given = streams.bad(chance, count)
    fleet = Fleet(count, 1, Rule(), tells_pass=False)
    minute: list[Counts] = []
    for counts in given.blocks(chance, streams.BLOCKS):
        minute.append(counts)
        if len(minute) == MINUTE_BLOCKS:
            fleet.after(np.sum(minute, axis=0))
            minute.clear()
    onset = given.onset
    assert onset is not None
    delay = fleet.first_fail - onset // MINUTE_BLOCKS
    is_found = fleet.first_fail != NEVER
    is_early = is_found & (delay < 0)
    late = delay[is_found & ~is_early]
    return Found(count, int(late.size), int(is_early.sum()), float(median(late.tolist())))


def wrong_passes(count: int, exposure: float, seed: int) -> float:
    """Return the share of versions exactly at the margin that pass at any look of an hour."""
    chance, margin_times = np.random.default_rng(seed), usual_margin_times(exposure)
    rule = Rule(alpha=LAUNCH_ALPHA, margin_times=margin_times, block_s=streams.BLOCK_S)
    fleet = Fleet(count, 1, rule)
    passed = np.zeros(count, dtype=np.bool_)
    given = streams.at_the_margin(chance, count, exposure, margin_times)
    for counts in given.blocks(chance, streams.BLOCKS):
        fleet.after(counts)
        passed |= fleet.is_passed
    return float(passed.mean())


def retried_fails(count: int, tries: float, discount: float, seed: int) -> float:
    """Return the share of equal versions called worse when retries are counted as attempts."""
    chance = np.random.default_rng(seed)
    fleet = Fleet(count, 1, Rule(discount=discount, block_s=streams.BLOCK_S), tells_pass=False)
    given = streams.at_the_margin(chance, count, 0.05, 1.0)
    for counts in streams.retried(chance, given.blocks(chance, streams.BLOCKS), tries):
        fleet.after(counts)
    return float((fleet.first_fail != NEVER).mean())


class Told(Struct, frozen=True):
    """Told and actual seconds of many answers; an answer that did not come is infinite."""

    told_s: tuple[float, ...]
    late_s: tuple[float, ...]
    actual_s: tuple[float, ...]

    @property
    def within_a_factor_2(self) -> float:
        """Return the share of answers between half and twice the time that was told."""
        rows = zip(self.told_s, self.actual_s, strict=True)
        return float(np.mean([told / 2 <= actual <= 2 * told for told, actual in rows]))

    @property
    def in_time(self) -> float:
        """Return the share of answers that came by `late_s`, which nine of ten should."""
        rows = zip(self.late_s, self.actual_s, strict=True)
        return float(np.mean([actual <= late for late, actual in rows]))


def told_at_the_start(launches: int, flows: int, platforms: int, seed: int) -> Told:
    """Return times to a PASS as they are told first: when the stage begins and nothing is seen.

    All that is known then are ten minutes of the old version, the planned exposure and the least
    number of events. The answer of a launch is there when all of its `flows` have passed at once
    (each on all of its `platforms`), after two minutes, with enough events. Blocks are longer
    where it takes long.
    """
    chance = np.random.default_rng(seed)
    told, late, actual = [], [], []
    for _ in range(launches):
        exposure = float(chance.choice([0.01, 0.05, 0.20]))
        margin_times = usual_margin_times(exposure)
        given = _stage(chance, exposure, flows, platforms)
        before, floor_s = _known_before(chance, given, exposure)
        rule = Rule(alpha=LAUNCH_ALPHA, margin_times=margin_times)
        rows = [expected(Comparison(rule), one, floor_s) for one in before]
        known = [one for one in rows if one is not None]
        if len(known) < flows:
            continue
        when = together(tuple(one for row in known for one in row.passages), floor_s)
        told.append(when.likely_s)
        late.append(when.late_s)
        actual.append(_answer_s(chance, given, rule, when.likely_s))
    return Told(tuple(told), tuple(late), tuple(actual))


def told_in_doubt(count: int, seed: int) -> Told:
    """Return times to a FAIL as they are told first: once the evidence speaks against a version.

    From the first block with an evidence of 10 to the FAIL, in whole blocks, and half a block
    more for the time within a block.
    """
    chance = np.random.default_rng(seed)
    rule = Rule(alpha=LAUNCH_ALPHA, block_s=streams.BLOCK_S)
    told, late, actual = [], [], []
    for _ in range(count):
        given = _slowly_bad(chance)
        comparison, said, since = Comparison(rule), None, 0
        for place, counts in enumerate(given.blocks(chance, streams.BLOCKS)):
            new, new_bad, old, old_bad = counts[0, 0].tolist()
            pair = Pair(Outcomes(new, new_bad), Outcomes(old, old_bad))
            comparison = comparison.after({"all": pair})
            if comparison.first_fail_block is not None:
                break
            if said is None and comparison.log_evidence >= math.log(DOUBT_EVIDENCE):
                said, since = expected(comparison), place
        if said is None:
            continue
        has_failed = comparison.first_fail_block is not None
        blocks = (comparison.first_fail_block or 0) - since
        told.append(math.ceil(said.likely_s / streams.BLOCK_S) * streams.BLOCK_S)
        late.append(math.ceil(said.late_s / streams.BLOCK_S) * streams.BLOCK_S)
        actual.append(blocks * streams.BLOCK_S if has_failed else math.inf)
    return Told(tuple(told), tuple(late), tuple(actual))


def pages_a_day(days: int, seed: int, *, has_gate: bool) -> float:
    """Return how often 60 requests an hour at half the budget page somebody, seen each minute."""
    chance, objective = np.random.default_rng(seed), Objective(0.999, 30 * 86_400.0)
    total = chance.poisson(1.0, days * 1_440)
    bad = chance.binomial(total, objective.budget_ratio / 2)
    sums = [np.concatenate([[0], np.cumsum(one)]) for one in (total, bad)]
    pages, is_firing = 0, False
    for end in range(60, total.size + 1):
        if sums[1][end] == sums[1][end - 5]:
            is_firing = False
            continue
        hour, short = (
            Outcomes(
                int(sums[0][end] - sums[0][end - width]), int(sums[1][end] - sums[1][end - width])
            )
            for width in (60, 5)
        )
        burns = [burn_rate(one, objective) for one in (hour, short)]
        fires = all(burn is not None and exceeds(burn, QUICK_PAGE_BURN) for burn in burns)
        fires = fires and (not has_gate or low_traffic_gate(hour, objective).is_open)
        pages += fires and not is_firing
        is_firing = fires
    return pages / days


def _stage(chance: streams.Chance, exposure: float, flows: int, platforms: int) -> streams.Streams:
    parts = streams.PLATFORM_PARTS[:platforms] / streams.PLATFORM_PARTS[:platforms].sum()
    per_s = np.exp(chance.uniform(math.log(5.0), math.log(50.0), (flows, 1, 1)))
    per_s = per_s * parts[None, :, None]
    usual = chance.choice([0.01, 0.02, 0.05], (flows, 1, 1))
    usual = usual * chance.uniform(0.7, 1.4, (flows, platforms, 1))
    return streams.Streams(per_s * exposure, per_s * (1 - exposure), usual, usual)


def _known_before(
    chance: streams.Chance, given: streams.Streams, exposure: float
) -> tuple[list[dict[str, Before]], float]:
    per_s = (given.new_per_s + given.old_per_s)[..., 0]
    total = chance.poisson(HISTORY_S * per_s)
    bad = chance.binomial(total, given.old_ratio[..., 0])
    before = [
        known_before(
            {
                name: Outcomes(int(total[flow, place]), int(bad[flow, place]))
                for place, name in enumerate(PLATFORMS[: per_s.shape[1]])
            },
            HISTORY_S,
            exposure,
        )
        for flow in range(per_s.shape[0])
    ]
    slowest_per_s = float(total.sum(axis=1).min()) / HISTORY_S * exposure
    return before, max(SETTLE_S, LEAST_EVENTS / slowest_per_s)


def _answer_s(chance: streams.Chance, given: streams.Streams, rule: Rule, told_s: float) -> float:
    """Return when all flows have passed at once; infinite when not within HORIZON times as told."""
    blocks = max(1, round(told_s / FINENESS / streams.BLOCK_S))
    block_s = blocks * streams.BLOCK_S
    rule = Rule(rule.alpha, rule.margin_times, block_s, max(rule.start_every_s, block_s))
    flows, platforms = given.old_ratio.shape[:2]
    fleet = Fleet(flows, platforms, rule)
    count = math.ceil(HORIZON * told_s / block_s)
    for number, counts in enumerate(given.blocks(chance, count, block_s), start=1):
        fleet.after(counts)
        has_enough = bool(np.all(fleet.new_count >= LEAST_EVENTS))
        if bool(fleet.is_passed.all()) and has_enough and number * block_s >= SETTLE_S:
            return number * block_s
    return math.inf


def _slowly_bad(chance: streams.Chance) -> streams.Streams:
    """Return a version that breaks twofold to fivefold, so that the proof takes minutes."""
    exposure = float(chance.choice([0.05, 0.20]))
    per_s = float(np.exp(chance.uniform(math.log(5.0), math.log(50.0))))
    onset = int(chance.choice([0, 60]))
    times = np.where(np.arange(streams.BLOCKS) >= onset, chance.choice([2.0, 3.0, 5.0]), 1.0)
    old_ratio = np.full((1, 1, 1), 0.02)
    return streams.Streams(
        np.full((1, 1, 1), per_s * exposure),
        np.full((1, 1, 1), per_s * (1 - exposure)),
        times[None, None, :] * 0.02,
        old_ratio,
    )
