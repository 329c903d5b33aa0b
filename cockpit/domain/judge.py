"""Whether the new version is worse than the one it replaces: fail, pass, wait or no data."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from cockpit.domain.codes import JudgeCode
from cockpit.domain.comparison import Comparison, Stratum
from cockpit.domain.evidence import WORSE, added, log_mean_exp, log_ratios
from cockpit.domain.expectation import DOUBT_EVIDENCE, NOTHING_BEFORE, Before, expected
from cockpit.domain.intervals import contrast
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Pair
from cockpit.domain.outlook import PASS_EVIDENCE, Expected
from cockpit.domain.verdict import Rule, State, StratumVerdict, Verdict

STREAM_RULE_ID = "judge/1"
SINGLE_LOOK_RULE_ID = "judge.once/1"

FORETOLD = frozenset({JudgeCode.WAIT_LONG, JudgeCode.WAIT_DOUBT, JudgeCode.NO_NEW})
"""Where an answer is only a matter of time."""


def judge(
    comparison: Comparison,
    *,
    stale_s: float | None = None,
    is_incomplete: bool = False,
    before: Mapping[str, Before] = NOTHING_BEFORE,
    not_before_s: float = 0.0,
) -> Verdict:
    """Return the verdict after all blocks so far.

    A FAIL stays: what has been proved is not taken back by later silence. Otherwise data that
    are older than they should be (`stale_s`, their age) give NO_DATA, and data of which a part
    is missing (`is_incomplete`) give WAIT. What was known `before`, and that no PASS may come
    earlier than `not_before_s` from now, only help to tell when an answer can be expected.
    """
    if comparison.first_fail_block is not None:
        found = _Found(State.FAIL, _why_fail(comparison))
    else:
        found = (
            _untold(comparison, stale_s, is_incomplete=is_incomplete)
            or _doubt(comparison)
            or _proof(comparison)
        )
    if found.reason.code in FORETOLD:
        found = _foretold(found, expected(comparison, before, not_before_s))
    verdict = _verdict(comparison, STREAM_RULE_ID, found, comparison.log_evidence)
    return replace(verdict, is_stale=stale_s is not None, is_incomplete=is_incomplete)


def judge_once(strata: Mapping[str, Pair], rule: Rule | None = None) -> Verdict:
    """Return the verdict of a single look at counts by stratum.

    To be used once on the same data: looked at again and again, use `Comparison`. As no other
    look follows, a doubt waits for nothing: what is proved not to be `margin_times` as bad passes.
    """
    rule = rule or Rule()
    sums = (0.0,) * len(WORSE)
    for pair in strata.values():
        sums = added(sums, log_ratios(pair, WORSE, rule.discount))
    log_evidence = log_mean_exp(sums)
    looked = replace(
        Comparison(rule).after(strata),
        log_sums=sums,
        start_count=0,
        first_fail_block=0 if log_evidence >= -math.log(rule.alpha) else None,
    )
    if looked.first_fail_block is not None:
        found = _Found(State.FAIL, _why_fail(looked))
    else:
        found = _untold(looked, None, is_incomplete=False) or _proof(looked)
    return _verdict(looked, SINGLE_LOOK_RULE_ID, found, log_evidence)


class _Found(Struct, frozen=True):
    state: State
    reason: Message
    expected: Expected | None = None


def _why_fail(comparison: Comparison) -> Message:
    worst = comparison.worst
    if worst is None or len(comparison.strata) == 1:
        counts = comparison.counts
        return message(
            JudgeCode.FAIL, new_ratio=counts.new.bad_ratio, old_ratio=counts.old.bad_ratio
        )
    return message(
        JudgeCode.FAIL_IN,
        stratum=worst.name,
        new_ratio=worst.counts.new.bad_ratio,
        old_ratio=worst.counts.old.bad_ratio,
    )


def _untold(comparison: Comparison, stale_s: float | None, *, is_incomplete: bool) -> _Found | None:
    """Return why the counts cannot be judged; None when they can."""
    counts = comparison.counts
    if counts.new.total_count <= 0:
        return _Found(State.NO_DATA, message(JudgeCode.NO_NEW))
    if counts.old.total_count <= 0:
        return _Found(State.NO_DATA, message(JudgeCode.NO_OLD))
    if stale_s is not None:
        return _Found(State.NO_DATA, message(JudgeCode.STALE, age_s=stale_s))
    if is_incomplete:
        return _Found(State.WAIT, message(JudgeCode.INCOMPLETE))
    silent = [stratum.name for stratum in comparison.carrying if not stratum.is_current]
    if silent:
        return _Found(State.WAIT, message(JudgeCode.WAIT_GAP, stratum=silent[0]))
    return None


def _doubt(comparison: Comparison) -> _Found | None:
    """Return that a FAIL may be coming, which the next looks tell; None when it is not."""
    if comparison.log_evidence < math.log(DOUBT_EVIDENCE):
        return None
    return _Found(State.WAIT, message(JudgeCode.WAIT_DOUBT))


def _proof(comparison: Comparison) -> _Found:
    """Return PASS when it is proved in every stratum that carries."""
    least = min(stratum.pass_log_evidence for stratum in comparison.carrying)
    if least >= math.log(PASS_EVIDENCE):
        margin_times = comparison.rule.margin_times
        return _Found(State.PASS, message(JudgeCode.PASS, margin_times=margin_times))
    return _Found(State.WAIT, message(JudgeCode.WAIT_LONG))


def _foretold(found: _Found, when: Expected | None) -> _Found:
    """Return what was found, with the time of the answer as far as it can be told."""
    reason = found.reason
    if when is not None and reason.code == JudgeCode.WAIT_LONG:
        reason = message(JudgeCode.WAIT, expected_s=when.likely_s)
    return _Found(found.state, reason, when)


def _verdict(comparison: Comparison, rule_id: str, found: _Found, log_evidence: float) -> Verdict:
    worst, carrying = comparison.worst, {one.name for one in comparison.carrying}
    return Verdict(
        rule_id=rule_id,
        rule=comparison.rule,
        state=found.state,
        reason=found.reason,
        log_evidence=log_evidence,
        log_sums=comparison.log_sums,
        start_count=comparison.start_count,
        block_count=comparison.block_count,
        first_fail_block=comparison.first_fail_block,
        strata=tuple(_stratum_verdict(one, comparison, carrying) for one in comparison.strata),
        worst_stratum=worst.name if worst else None,
        counts=comparison.counts,
        contrast=contrast(comparison.counts),
        expected=found.expected,
    )


def _stratum_verdict(
    stratum: Stratum, comparison: Comparison, carrying: AbstractSet[str]
) -> StratumVerdict:
    new_count, all_new_count = stratum.counts.new.total_count, comparison.counts.new.total_count
    return StratumVerdict(
        name=stratum.name,
        counts=stratum.counts,
        new_share_ratio=new_count / all_new_count if all_new_count else 0.0,
        carries=stratum.name in carrying,
        is_current=stratum.is_current,
        pass_log_evidence=stratum.pass_log_evidence,
        excess_count=stratum.excess_count,
    )
