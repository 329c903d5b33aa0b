"""What the contract of `cockpit decide` asks for, letter by letter and as slowly as it is written.

Nothing of the program is used, so that both can only agree by being right. Likelihoods are
multiplied as fractions, and histories of traffic are walked through minute by minute.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from statistics import mean, median
from typing import Any, TypeAlias

Counts: TypeAlias = tuple[int, int, int, int]
"""New events, bad ones among them, old events, bad ones among them."""

TIMES_AS_BAD = [Fraction(text) for text in ("1.3", "1.6", "2", "3", "5", "10", "30")]
NOT_TWICE_AS_BAD = [Fraction(text) for text in ("1", "0.9", "0.8", "0.7", "0.5", "0.3")]
FAIL_EVIDENCE, PASS_EVIDENCE, CARRIES = 100, 20, Fraction(1, 20)
BLOCKS_PER_START = 5
ENOUGH_NEW = 300
ALERTS = {
    "page_quick": (Fraction(2, 100), 60, 5),
    "page_slow": (Fraction(5, 100), 360, 30),
    "ticket_quick": (Fraction(10, 100), 1440, 120),
    "ticket_slow": (Fraction(10, 100), 4320, 360),
}


def likelihood(counts: Counts, times: Fraction) -> Fraction:
    """Return how likely the failures fell on the two versions, the new one so many times as bad."""
    new, new_bad, old, old_bad = counts
    if not new or not old:
        return Fraction(1)
    share = Fraction(new, new + old)
    of_new = times * share / (times * share + 1 - share)
    return of_new**new_bad * (1 - of_new) ** old_bad


def worse(counts: Counts, times: Fraction) -> Fraction:
    """Return the likelihood ratio of so many times as bad against equally bad."""
    return likelihood(counts, times) / likelihood(counts, Fraction(1))


def once(strata: Iterable[Counts]) -> str:
    """Return the state of a single look: fail, pass, wait or no_data."""
    told = list(strata)
    if not any(one[0] for one in told) or not any(one[2] for one in told):
        return "no_data"
    products = []
    for times in TIMES_AS_BAD:
        product = Fraction(1)
        for one in told:
            product *= worse(one, times)
        products.append(product)
    if mean(products) >= FAIL_EVIDENCE:
        return "fail"
    new_count = sum(one[0] for one in told)
    carrying = [one for one in told if one[0] >= CARRIES * new_count]
    return "pass" if all(not_twice(one) >= PASS_EVIDENCE for one in carrying) else "wait"


def not_twice(counts: Counts) -> Fraction:
    """Return the evidence against "twice as bad"."""
    twice = likelihood(counts, Fraction(2))
    return mean(likelihood(counts, times) / twice for times in NOT_TWICE_AS_BAD)


def first_fail_block(blocks: Sequence[Counts], alpha: Fraction) -> int | None:
    """Return the first block after which the evidence reaches 1 / alpha.

    It is weighed over starts each five blocks with 1 / (j (j + 1)), j = 1, 2, …; a start that is
    not yet reached enters with evidence 1.
    """
    starts: list[list[Fraction]] = []
    for number, counts in enumerate(blocks):
        if number % BLOCKS_PER_START == 0:
            starts.append([Fraction(1)] * len(TIMES_AS_BAD))
        ratios = [worse(counts, times) for times in TIMES_AS_BAD]
        starts = [
            [had * ratio for had, ratio in zip(start, ratios, strict=True)] for start in starts
        ]
        evidence = Fraction(1, len(starts) + 1)
        for place, start in enumerate(starts, start=1):
            evidence += mean(start) / (place * (place + 1))
        if evidence >= 1 / alpha:
            return number
    return None


def cause(before: tuple[int, int], old: tuple[int, int], new: tuple[int, int]) -> str:
    """Return what the rules call it."""
    if not new[0]:
        return "no_data"
    if not old[0]:
        return "release_or_external" if once([(*new, *before)]) == "fail" else "wait"
    is_new_worse = once([(*new, *old)]) == "fail"
    is_old_worse = once([(*old, *before)]) == "fail"
    if is_new_worse:
        return "both" if is_old_worse else "release"
    if is_old_worse:
        return "external"
    return "ok" if new[0] >= ENOUGH_NEW else "wait"


def burns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the alerts say, walking through every minute of a history in whole minutes."""
    now, days = given["now_min"], given["period_days"]
    budget = 1 - Fraction(str(given["slo"]))

    def burn(window_min: int) -> Fraction | None:
        total = bad = 0
        for minute in range(now - window_min + 1, now + 1):
            for from_min, to_min, per_min, bad_per_min in given["segments"]:
                if from_min < minute <= to_min:
                    total, bad = total + per_min, bad + bad_per_min
        return Fraction(bad, total) / budget if total else None

    found: dict[str, Any] = {}
    for alert, (part, long_min, short_min) in ALERTS.items():
        threshold = part * days * 1440 / long_min
        both = burn(long_min), burn(short_min)
        found[alert] = {
            "long_burn": both[0],
            "short_burn": both[1],
            "fires": all(one is not None and one > threshold for one in both),
        }
    spent = burn(days * 1440)
    left = None if spent is None else 1 - spent
    now_burn = least(found["page_quick"]["long_burn"], found["page_quick"]["short_burn"])
    found["budget_left"] = left
    found["time_to_exhaustion_s"] = (
        max(Fraction(0), left) * days * 86_400 / now_burn if left is not None and now_burn else None
    )
    return found


def least(burn: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Return the smaller one; None when one is not known."""
    return None if burn is None or other is None else min(burn, other)


def grown(given: Mapping[str, Any]) -> int | None:
    """Return by how much a counter grew in (eval_at - range_s, eval_at]."""
    samples: list[tuple[int, int]] = sorted((at_s, value) for at_s, value in given["samples"])
    edge, started = given["eval_at"] - given["range_s"], given["version_started"]
    inside = [value for at_s, value in samples if edge < at_s <= given["eval_at"]]
    base = [value for at_s, value in samples if at_s <= edge][-1:]
    if not base and samples and started is not None and samples[0][0] > started:
        base = [0]
    steps = [*base, *inside]
    if not inside or len(steps) == 1:
        return None
    return sum(now - before if now >= before else now for before, now in pairwise(steps))


def safety(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the counts and times of a report, without its interval."""
    from_, to, now = (_s(text) for text in (*given["window"].values(), given["now"]))
    cohort = {
        one["id"]: one
        for one in given["deployments"]
        if (one["kind"], one["status"], one["env"], one["rehearsal"])
        in {("release", "success", "production", False), ("hotfix", "success", "production", False)}
        and from_ <= _s(one["at"]) < to
    }
    acted: dict[str, list[float]] = {}
    for action in given["actions"]:
        is_effective = action["result"] == "done" and not (action["planned"] or action["rehearsal"])
        if is_effective and action["deployment"] in cohort:
            acted.setdefault(action["deployment"], []).append(_s(action["at"]))
    mitigated: dict[str, list[float]] = {}
    is_open: dict[str, bool] = {}
    took: list[float] = []
    still_open = 0
    for one in given["incidents"]:
        if one["rehearsal"] or one["duplicate_of"] is not None:
            continue
        began = _s(one["detected_at"])
        until = None if one["mitigated_at"] is None else _s(one["mitigated_at"])
        is_over = until is not None and until <= now
        if from_ <= began < to:
            still_open += not is_over
            took += [until - began] if until is not None and is_over else []
        if one["deployment"] in cohort and one["cause"] == "change":
            id_ = one["deployment"]
            known = mitigated.setdefault(id_, [])
            known += [until] if until is not None and until >= began else []
            is_open[id_] = is_open.get(id_, False) or until is None
    closed = [one for one in took if one >= 0]
    failed = acted.keys() | mitigated.keys()
    recovered = []
    for id_ in failed:
        # An incident says when it was mitigated; what was done counts where none does.
        times = mitigated.get(id_) or ([] if is_open.get(id_) else acted.get(id_, []))
        out = _s(cohort[id_]["at"])
        recovered += [max(seen) - out] if (seen := [at for at in times if out <= at <= now]) else []
    count = len(cohort)
    return {
        "deployments": count,
        "failed": len(failed),
        "change_fail_rate": len(failed) / count if count else None,
        "rework_rate": sum(one["kind"] == "hotfix" for one in cohort.values()) / count
        if count
        else None,
        "closed": len(closed),
        "open": still_open,
        "invalid": len(took) - len(closed),
        "mttr_median_s": median(closed) if closed else None,
        "mttr_mean_s": mean(closed) if closed else None,
        "failed_deployment_recovery_median_s": median(recovered) if recovered else None,
        "deployments_per_day": count * 86_400 / (to - from_),
    }


def _s(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
