"""One metric of the new version against the baseline, block after block since the stage began."""

import math
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.basis import Basis
from cockpit.app.board_codes import BoardCode
from cockpit.app.compared_metrics import Question
from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.doubts import Desk, doubts, unanswered
from cockpit.app.on_record import on_record
from cockpit.app.past import Past
from cockpit.app.plan import SHOWN_S
from cockpit.app.sights import Sights
from cockpit.app.snapshot import (
    ComparisonView,
    Metric,
    SideView,
    SplitView,
    StratumView,
)
from cockpit.app.stage import BEFORE_S, SETTLE_S, Sides, block_s, span
from cockpit.app.stage_policy import policy_at
from cockpit.app.store import Mode
from cockpit.app.trials import Trials, outcomes
from cockpit.domain.again import Stood, settled
from cockpit.domain.cause import CauseFound, Moments, find_cause
from cockpit.domain.codes import JudgeCode
from cockpit.domain.comparison import Comparison
from cockpit.domain.expectation import KNOWN_NEW_COUNT, Before, known_before
from cockpit.domain.intervals import wilson
from cockpit.domain.judge import judge
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.outlook import Expected
from cockpit.domain.verdict import Rule, State, Verdict
from cockpit.ports.selectors import rendered

AFTER_STEP_S = 600.0
"""Trouble of both versions so soon after a step may come from the step."""

MOST_LOG_EVIDENCE = 700.0
"""Evidence is shown up to e to the 700th: beyond, a float ends."""


class Case(Struct, frozen=True):
    """The launch that is judged, by `rule`, with what is remembered of its comparisons."""

    desk: Desk
    trials: Trials
    past: Past
    launch: Launch
    rule: Rule
    breathe: Callable[[], None] = lambda: None
    split: SplitView | None = None
    sights: Sights | None = None

    @property
    def sides(self) -> Sides:
        """Return the two versions."""
        return Sides(self.launch.version, self.launch.baseline_version)

    @property
    def elapsed_s(self) -> float:
        """Return how long the present exposure has held."""
        return (self.desk.now - self.launch.since_at).total_seconds()

    def key(self, question: Question) -> object:
        """Return what its comparison is remembered by."""
        return self.launch.launch_id, question.flow, question.metric


def compared(case: Case, question: Question) -> ComparisonView:
    """Return how the two versions compare in one metric, and what a trouble comes from."""
    desk, part, launch = case.desk, question.part, case.launch
    reach = _reach(case, question)
    kept = (desk.store.names_revision, *(desk.store.kept(ask) for ask in part.asks))
    known = (reach, case.sides, case.rule, question.discount, launch.exposure_pct, kept)
    comparison, moments = case.trials.remembered(
        case.key(question), known, lambda: _counted(case, question, reach)
    )
    found = span(reach.start_s, reach.block_s, reach.from_s, reach.until_s)
    blocks_count = 0 if found is None else found.first + found.count
    age_s = desk.age_s(part)
    is_old = age_s is None or age_s > desk.stale_s(part)
    is_stale = is_old or desk.contacts.is_skewed(part.events.source)
    not_before_s = _not_before_s(case, comparison, moments.before)
    stale_s = (age_s or 0.0) if is_stale else None
    case.breathe()
    verdict = judge(
        comparison,
        stale_s=stale_s,
        is_incomplete=bool(doubts(desk, part, SHOWN_S)),
        before=moments.before,
        not_before_s=not_before_s,
    )
    case.breathe()
    cause = find_cause(
        moments.by_platform,
        is_after_step=launch.stage is not None and case.elapsed_s < AFTER_STEP_S,
        rule=comparison.rule,
        stream=verdict,
    )
    seen_count = max((one.known_count for one in comparison.strata), default=0)
    unseen_s = max(0, blocks_count - seen_count) * comparison.rule.block_s
    unseen_s += min(case.elapsed_s, age_s or math.inf) if is_old else 0.0  # as after a sleep
    basis = Basis(
        verdict=verdict,
        blocks=None if found is None else case.trials.rested(case.key(question)),
        stale_s=stale_s,
        is_recorded=on_record(case.past, launch, question.flow, question.metric) is not None,
        is_mismatch=case.split is not None and case.split.is_mismatch,
        least_count=policy_at(desk.workspace, launch.exposure_pct).minimum_events,
        source=part.events.source,
        asked=tuple(rendered(ask.selector) for ask in part.asks),
        mode=desk.mode(part).value,
        start_s=reach.start_s,
        skew_s=desk.contacts.skew_s(part.events.source),
        age_s=age_s,
        unseen_s=unseen_s,
    )
    view = _view(case, question, basis, cause, not_before_s)
    if question.metric is not Metric.SUCCESS or case.sights is None:
        return view
    case.breathe()
    seen = case.sights.visible(case.key(question), comparison, moments.before)
    return replace(view, visible=seen)


def _counted(case: Case, question: Question, reach: "_Reach") -> "tuple[Comparison, _Seen]":
    """Return the comparison after all blocks so far, and the moments that a cause rests on."""
    rule = replace(case.rule, block_s=reach.block_s, discount=question.discount)
    comparison = Comparison(rule)
    found = span(reach.start_s, reach.block_s, reach.from_s, reach.until_s)
    if found is not None:
        comparison = case.trials.compared(
            case.key(question), case.sides, rule, found, question.count
        )
    case.breathe()
    return comparison, _moments(case, question, comparison, reach)


def rule_of(verdict_rule_id: str, metric: Metric) -> str:
    """Return the rule as a record of a fault names it: how was judged, and what."""
    return f"{verdict_rule_id} {metric.value}"


class _Reach(Struct, frozen=True):
    """From where on, up to where and in which blocks can be counted, in the source's time."""

    start_s: float
    block_s: float
    from_s: float
    until_s: float


def _reach(case: Case, question: Question) -> _Reach:
    desk, part, since_at = case.desk, question.part, case.launch.since_at
    source, until_s = part.events.source, desk.counting.until_s(part)
    start_s = case.trials.start_s(source, since_at, desk.there_s(source, since_at))
    length_s = block_s(
        desk.counting.interval_s(part.asks), is_estimated=desk.mode(part) is Mode.ESTIMATED
    )
    known_from_s = [desk.store.asked_from_s(ask) for ask in part.asks]
    from_s = max((one for one in known_from_s if one is not None), default=start_s)
    return _Reach(start_s, length_s, from_s, start_s if until_s is None else until_s)


class _Seen(Struct, frozen=True):
    """By platform: both versions in this stage, and in `before` what it was like before."""

    by_platform: Mapping[str, Moments]
    before: Mapping[str, Before]


def _moments(case: Case, question: Question, comparison: Comparison, reach: _Reach) -> _Seen:
    old, start_s, until_s = case.sides.old, reach.start_s, reach.until_s
    before_s = min(start_s, max(reach.from_s, start_s - BEFORE_S))
    lately_s = max(start_s, until_s - SHOWN_S)
    bounds = sorted({before_s, start_s, lately_s, max(start_s, until_s)})
    if len(bounds) == 1:
        return _Seen({}, {})
    blocks = question.count(bounds)
    quiet = [place for place, end_s in enumerate(bounds[1:]) if end_s <= start_s]
    now = [place for place, begin_s in enumerate(bounds[:-1]) if begin_s >= lately_s]
    new_now = {stratum.name: stratum.counts.new for stratum in comparison.strata}
    names = {cell.platform for cell in blocks.events if cell.version == old}
    by_platform = {
        name: Moments(
            _of(blocks, Cell(old, name), quiet),
            _of(blocks, Cell(old, name), now),
            new_now.get(name, NOTHING),
        )
        for name in sorted(names | set(new_now))
    }
    both = {}
    for name, one in by_platform.items():
        total = one.old_before + _of(blocks, Cell(case.sides.new, name), quiet)
        bad_count = total.total_count * (one.old_before.bad_ratio or 0.0)
        both[name] = Outcomes(total.total_count, bad_count)
    before = known_before(both, start_s - before_s, case.launch.exposure_pct / 100.0)
    return _Seen(by_platform if until_s > start_s else {}, before)


def _not_before_s(case: Case, comparison: Comparison, before: Mapping[str, Before]) -> float:
    """Return how long a PASS has to wait for warm caches, and for enough events."""
    settling_s = max(0.0, SETTLE_S - case.elapsed_s)
    least_count = policy_at(case.desk.workspace, case.launch.exposure_pct).minimum_events
    missing = least_count - comparison.counts.new.total_count
    seen_s = comparison.block_count * comparison.rule.block_s
    new_per_s = comparison.counts.new.total_count / seen_s if seen_s else 0.0
    if comparison.counts.new.total_count < KNOWN_NEW_COUNT:
        new_per_s = sum(
            one.new_share_ratio * one.event_count / one.seen_s for one in before.values()
        )
    return max(settling_s, missing / new_per_s if new_per_s > 0 else 0.0)


def _of(blocks: PartBlocks, cell: Cell, places: list[int]) -> Outcomes:
    if cell not in blocks.events or not places:
        return NOTHING
    return outcomes(blocks.events[cell][places], blocks.bad[cell][places])


def _state(case: Case, question: Question, basis: Basis) -> tuple[State, Message]:
    """Return the state, marked where a proof rests on counts with retries."""
    state, why = _standing(case, question, basis)
    if question.discount > 1 and state in {State.PASS, State.FAIL}:
        why = message(BoardCode.RETRIES_COUNTED, told=why, discount=question.discount)
    return state, why


def _standing(case: Case, question: Question, basis: Basis) -> tuple[State, Message]:
    """Return the state: a FAIL on record stays, a PASS too early or on too few has to wait.

    Users who are spread otherwise than the flag says leave no verdict, but for a FAIL: better a
    launch stopped in vain than a breakage that nobody is told of.
    """
    verdict, least_count = basis.verdict, basis.least_count
    seen_count = verdict.counts.new.total_count
    state = settled(
        verdict.state,
        Stood(
            basis.is_recorded,
            basis.is_mismatch,
            case.elapsed_s,
            SETTLE_S,
            seen_count,
            least_count,
        ),
    )
    recorded = on_record(case.past, case.launch, question.flow, question.metric)
    if verdict.state is not State.FAIL and recorded is not None:
        return state, recorded
    if case.split is not None and basis.is_mismatch and verdict.state is not State.FAIL:
        return state, unhealthy(case.split)
    if state is verdict.state:
        is_empty = seen_count + verdict.counts.old.total_count <= 0
        why = unanswered(case.desk, question.part) if is_empty else None
        return state, why or _first_awaited(case, verdict) or verdict.reason
    if case.elapsed_s < SETTLE_S:
        return state, message(BoardCode.SETTLING, left_s=SETTLE_S - case.elapsed_s)
    few = message(BoardCode.TOO_FEW, events_count=seen_count, least_count=least_count)
    return state, few


def _first_awaited(case: Case, verdict: Verdict) -> Message | None:
    """Return that so soon after a step there is nothing to count yet; None when there should be."""
    is_empty = verdict.reason.code in {JudgeCode.NO_NEW, JudgeCode.NO_OLD}
    if not is_empty or case.launch.exposure_pct <= 0 or case.elapsed_s >= SETTLE_S:
        return None
    return message(BoardCode.FIRST_RESULTS)


def unhealthy(split: SplitView) -> Message:
    """Return that users are not spread as the flag says."""
    return message(
        BoardCode.UNHEALTHY_SPLIT, served_ratio=split.served_ratio, seen_ratio=split.seen_ratio
    )


def _view(
    case: Case, question: Question, basis: Basis, cause: CauseFound, not_before_s: float
) -> ComparisonView:
    desk, verdict = case.desk, basis.verdict
    contrast, (state, why) = verdict.contrast, _state(case, question, basis)
    when = verdict.expected
    if when is None and why.code in {BoardCode.SETTLING, BoardCode.TOO_FEW}:
        when = Expected(not_before_s, not_before_s)
    return ComparisonView(
        flow=question.flow,
        metric=question.metric,
        state=state,
        message=why,
        cause=cause.cause,
        cause_message=cause.reason,
        since_at=case.launch.since_at,
        block_s=verdict.rule.block_s,
        block_count=verdict.block_count,
        new=side_view(verdict.counts.new),
        old=side_view(verdict.counts.old),
        difference_ratio=contrast.difference_ratio,
        difference=contrast.difference,
        times=contrast.times,
        strata=tuple(
            StratumView(
                one.name,
                side_view(one.counts.new),
                side_view(one.counts.old),
                one.carries,
                one.is_current,
            )
            for one in verdict.strata
        ),
        worst_stratum=_standing_out(verdict) if state is State.FAIL else None,
        evidence=math.exp(min(verdict.log_evidence, MOST_LOG_EVIDENCE)),
        needed_evidence=1.0 / verdict.rule.alpha,
        expected_s=None if when is None else when.likely_s,
        late_s=None if when is None else when.late_s,
        passages=() if when is None else when.passages,
        discount=question.discount,
        course=case.trials.course(case.key(question)),
        age_s=desk.age_s(question.part),
        mode=desk.mode(question.part),
        rule_id=verdict.rule_id,
        unseen_s=basis.unseen_s,
        basis=basis,
    )


def side_view(counts: Outcomes) -> SideView:
    """Return the events of a version with the share of bad ones and its interval."""
    return SideView(counts.total_count, counts.bad_count, counts.bad_ratio, wilson(counts))


def _standing_out(verdict: Verdict) -> str | None:
    """Return the platform that the failures come from; None when they are spread.

    A platform with 60 % of the users has about 60 % of the failures too many when all platforms
    fail alike. It is named when the others together have less than half of their part.
    """
    excess = {one.name: max(0.0, one.excess_count or 0.0) for one in verdict.strata}
    users = {one.name: one.new_share_ratio for one in verdict.strata}
    worst = verdict.worst_stratum
    if worst is None or len(excess) == 1:
        return None
    needed_ratio = (1.0 + users[worst]) / 2.0
    return worst if excess[worst] >= needed_ratio * sum(excess.values()) else None
