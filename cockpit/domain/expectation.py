"""When the comparison under way can be expected to be decided."""

import math

from cockpit.domain.comparison import Comparison, Stratum
from cockpit.domain.evidence import WORSE
from cockpit.domain.intervals import contrast
from cockpit.domain.outlook import gain, likely_pass_s, share_when
from cockpit.domain.verdict import Rule


def expected_s(comparison: Comparison) -> float | None:
    """Return the seconds until a FAIL when things look bad, else until a PASS.

    It assumes that failures come at the pace seen so far. None when there is no pace to go by:
    no failures yet, or no old version in a stratum that has to be proved.
    """
    times = contrast(comparison.counts).times
    if times is not None and times >= comparison.rule.margin_times:
        return _fail_s(comparison, times)
    waits = [_pass_s(stratum, comparison.rule) for stratum in comparison.carrying]
    known = [wait_s for wait_s in waits if wait_s is not None]
    return max(known) if known and len(known) == len(waits) else None


def _pass_s(stratum: Stratum, rule: Rule) -> float | None:
    return likely_pass_s(
        _failures_per_s(stratum, rule),
        stratum.new_share_ratio,
        rule.margin_times,
        stratum.pass_log_evidence,
    )


def _fail_s(comparison: Comparison, times: float) -> float | None:
    gained_per_s = 0.0
    for stratum in comparison.strata:
        share = stratum.new_share_ratio
        if 0 < share < 1:
            step = gain(share_when(times, share), share)
            gained_per_s += _failures_per_s(stratum, comparison.rule) * step
    if gained_per_s <= 0:
        return None
    needed = math.log(WORSE.size) - math.log(comparison.rule.alpha) - max(comparison.log_sums)
    return max(0.0, needed) / gained_per_s


def _failures_per_s(stratum: Stratum, rule: Rule) -> float:
    seen_s = max(1, stratum.known_count) * rule.block_s
    return (stratum.counts.new.bad_count + stratum.counts.old.bad_count) / seen_s
