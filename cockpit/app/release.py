"""The new version against the baseline: every comparison, the cause, the verdict in one message."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.doubts import Desk, doubts
from cockpit.app.history import Past
from cockpit.app.plan import SHOWN_S, FlowPlan, Part
from cockpit.app.snapshot import (
    Advice,
    ComparisonView,
    Metric,
    ReleaseView,
    SideView,
    StratumView,
    WayOut,
)
from cockpit.app.stage import BEFORE_S, BLOCK_S, SETTLE_S, START_EVERY_S, block_s, span
from cockpit.app.store import Mode
from cockpit.app.trials import Count, Sides, Trials, outcomes
from cockpit.domain.cause import Cause, CauseFound, Moments, find_cause
from cockpit.domain.comparison import Comparison
from cockpit.domain.intervals import wilson
from cockpit.domain.judge import judge
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.verdict import Rule, State, Verdict, split_alpha, usual_margin_times

AFTER_STEP_S = 600.0
"""Trouble of both versions so soon after a step may come from the step."""

MOST_OF = 0.6
"""A platform with so much of the failures too many is named in the verdict."""

MOST_LOG_EVIDENCE = 700.0
"""Evidence is shown up to e to the 700th: beyond, a float ends."""

CODES = {
    Cause.EXTERNAL: BoardCode.OUTSIDE,
    Cause.EXTERNAL_OR_SHARED: BoardCode.SHARED,
    Cause.BOTH: BoardCode.BOTH,
    Cause.RELEASE_OR_EXTERNAL: BoardCode.NO_CONTROL_WORSE,
}


@dataclass(frozen=True, slots=True)
class Question:
    """One metric of a flow to compare; `part` tells how fresh and whole its numbers are."""

    flow: str
    metric: Metric
    part: Part
    count: Count


def questions(desk: Desk) -> tuple[Question, ...]:
    """Return everything that is compared: success and slowness of each flow, and crashes."""
    found: list[Question] = []
    for plan in desk.plan.flows:
        found.append(_success(desk, plan))
        if plan.slow is not None and plan.flow.latency_slo is not None:
            found.append(_slowness(desk, plan))
    if desk.plan.crashes is not None:
        part = desk.plan.crashes[1]
        found.append(
            Question("", Metric.CRASH, part, lambda bounds_s: desk.counting.part(part, bounds_s))
        )
    return tuple(found)


def release(
    desk: Desk, trials: Trials, past: Past, launch: Launch, breathe: Callable[[], None]
) -> ReleaseView:
    """Return the verdict about the launch and everything that it rests on."""
    asked = questions(desk)
    rule = Rule(
        alpha=split_alpha(len(asked), len(desk.workspace.rollout.ladder)),
        margin_times=usual_margin_times(launch.exposure_pct / 100.0),
        block_s=BLOCK_S,
        start_every_s=START_EVERY_S,
    )
    rows: list[ComparisonView] = []
    for question in asked:
        rows.append(_row(desk, trials, past, launch, question, rule))
        breathe()
    trials.forget_others(frozenset(_key(launch, question) for question in asked))
    sides = {"version": launch.version, "baseline": launch.baseline_version}
    failing = worst_row(rows)
    if failing is None:
        state, cause, verdict = _without_failure(rows, launch, sides)
        return ReleaseView(
            launch.version, launch.baseline_version, state, verdict, cause, tuple(rows)
        )
    return ReleaseView(
        launch.version,
        launch.baseline_version,
        State.FAIL,
        _failure(failing, sides),
        failing.cause,
        tuple(rows),
        flow=failing.flow or None,
        platform=failing.worst_stratum or None,
        advice=_advice(desk, failing.flow),
    )


def worst_row(rows: Sequence[ComparisonView]) -> ComparisonView | None:
    """Return the failure to speak about: the release's own before others, the surest first."""
    failing = [row for row in rows if row.state is State.FAIL]
    own = [row for row in failing if row.cause is Cause.RELEASE]
    return max(own or failing, key=lambda row: row.evidence / row.needed_evidence, default=None)


def _success(desk: Desk, plan: FlowPlan) -> Question:
    part = plan.success
    return Question(
        plan.flow.name, Metric.SUCCESS, part, lambda bounds_s: desk.counting.part(part, bounds_s)
    )


def _slowness(desk: Desk, plan: FlowPlan) -> Question:
    ask, slo = plan.slow, plan.flow.latency_slo
    if ask is None or slo is None:
        msg = f"{plan.flow.name} has no latency"
        raise ValueError(msg)
    return Question(
        plan.flow.name,
        Metric.SLOW,
        Part(ask, None, None),
        lambda bounds_s: desk.counting.slow(ask, slo.faster_than_s, bounds_s),
    )


def _key(launch: Launch, question: Question) -> object:
    return launch.launch_id, question.flow, question.metric


def _row(
    desk: Desk, trials: Trials, past: Past, launch: Launch, question: Question, rule: Rule
) -> ComparisonView:
    part, sides = question.part, Sides(launch.version, launch.baseline_version)
    source = part.events.source
    start_s = trials.start_s(source, launch.since_at, desk.there_s(source, launch.since_at))
    is_estimated = desk.mode(part) is Mode.ESTIMATED
    length_s = block_s(desk.counting.interval_s(part.asks), is_estimated=is_estimated)
    until_s = desk.counting.until_s(part)
    from_s = max(desk.store.asked_from_s(ask) or math.inf for ask in part.asks)
    rule = replace(rule, block_s=length_s)
    comparison = Comparison(rule)
    if until_s is not None and (found := span(start_s, length_s, from_s, until_s)) is not None:
        comparison = trials.compared(_key(launch, question), sides, rule, found, question.count)
    age_s = desk.age_s(part)
    is_stale = age_s is None or age_s > desk.stale_s(part) or desk.contacts.is_skewed(source)
    verdict = judge(
        comparison,
        stale_s=(age_s or 0.0) if is_stale else None,
        is_incomplete=bool(doubts(desk, part, SHOWN_S)),
    )
    moments = (
        {} if until_s is None else _moments(question, sides, comparison, start_s, from_s, until_s)
    )
    elapsed_s = (desk.now - launch.since_at).total_seconds()
    cause = find_cause(moments, is_after_step=elapsed_s < AFTER_STEP_S, rule=rule, stream=verdict)
    state, why = _kept_back(desk, verdict, elapsed_s)
    if (recorded := _recorded(past, launch, question)) is not None and state is not State.FAIL:
        state, why = State.FAIL, recorded
    return _view(desk, question, launch, verdict, cause, state, why)


def _moments(
    question: Question,
    sides: Sides,
    comparison: Comparison,
    start_s: float,
    from_s: float,
    until_s: float,
) -> dict[str, Moments]:
    """Return, by platform, the old version before the stage and now, and the new one since."""
    before_s = max(from_s, start_s - BEFORE_S)
    lately_s = max(start_s, until_s - SHOWN_S)
    bounds = sorted({before_s, start_s, lately_s, until_s})
    if len(bounds) < 2 or bounds[-1] != until_s:  # noqa: PLR2004 - a block has two ends
        return {}
    blocks = question.count(bounds)
    quiet = [place for place, end_s in enumerate(bounds[1:]) if end_s <= start_s]
    now = [place for place, begin_s in enumerate(bounds[:-1]) if begin_s >= lately_s]
    new_now = {stratum.name: stratum.counts.new for stratum in comparison.strata}
    names = {cell.platform for cell in blocks.events if cell.version == sides.old}
    return {
        name: Moments(
            _of(blocks, Cell(sides.old, name), quiet),
            _of(blocks, Cell(sides.old, name), now),
            new_now.get(name, NOTHING),
        )
        for name in sorted(names | set(new_now))
    }


def _of(blocks: PartBlocks, cell: Cell, places: list[int]) -> Outcomes:
    if cell not in blocks.events or not places:
        return NOTHING
    return outcomes(blocks.events[cell][places], blocks.bad[cell][places])


def _kept_back(desk: Desk, verdict: Verdict, elapsed_s: float) -> tuple[State, Message]:
    """Return the state, a PASS that comes too early or rests on too few turned into WAIT."""
    if verdict.state is not State.PASS:
        return verdict.state, verdict.reason
    if elapsed_s < SETTLE_S:
        return State.WAIT, message(BoardCode.SETTLING, left_s=SETTLE_S - elapsed_s)
    least_count, seen_count = desk.workspace.rollout.minimum_events, verdict.counts.new.total_count
    if seen_count < least_count:
        few = message(BoardCode.TOO_FEW, events_count=seen_count, least_count=least_count)
        return State.WAIT, few
    return State.PASS, verdict.reason


def rule_of(verdict_rule_id: str, metric: Metric) -> str:
    """Return the rule as a record of a fault names it: how was judged, and what."""
    return f"{verdict_rule_id} {metric.value}"


def _recorded(past: Past, launch: Launch, question: Question) -> Message | None:
    """Return that this comparison has failed before in this stage: what was proved stays."""
    for fault in past.faults:
        event = fault.event
        is_mine = (event.launch_id, event.flow) == (launch.launch_id, question.flow)
        is_same = is_mine and event.rule.endswith(f" {question.metric.value}")
        if is_same and fault.entry.at >= launch.since_at:
            return message(
                BoardCode.FAILED_BEFORE,
                at=fault.entry.at,
                new_ratio=_ratio(event.new_bad_count, event.new_total_count),
                old_ratio=_ratio(event.old_bad_count, event.old_total_count),
            )
    return None


def _ratio(bad_count: int, total_count: int) -> float | None:
    return bad_count / total_count if total_count else None


def _view(
    desk: Desk,
    question: Question,
    launch: Launch,
    verdict: Verdict,
    cause: CauseFound,
    state: State,
    why: Message,
) -> ComparisonView:
    contrast = verdict.contrast
    return ComparisonView(
        flow=question.flow,
        metric=question.metric,
        state=state,
        message=why,
        cause=cause.cause,
        cause_message=cause.reason,
        since_at=launch.since_at,
        block_s=verdict.rule.block_s,
        block_count=verdict.block_count,
        new=_side(verdict.counts.new),
        old=_side(verdict.counts.old),
        difference_ratio=contrast.difference_ratio,
        difference=contrast.difference,
        times=contrast.times,
        strata=tuple(
            StratumView(
                one.name, _side(one.counts.new), _side(one.counts.old), one.carries, one.is_current
            )
            for one in verdict.strata
        ),
        worst_stratum=_standing_out(verdict) if state is State.FAIL else None,
        evidence=math.exp(min(verdict.log_evidence, MOST_LOG_EVIDENCE)),
        needed_evidence=1.0 / verdict.rule.alpha,
        expected_s=verdict.expected_s,
        age_s=desk.age_s(question.part),
        mode=desk.mode(question.part),
        rule_id=verdict.rule_id,
    )


def _side(counts: Outcomes) -> SideView:
    return SideView(counts.total_count, counts.bad_count, counts.bad_ratio, wilson(counts))


def _standing_out(verdict: Verdict) -> str | None:
    """Return the platform with most of the failures too many; None when it is spread."""
    excess = {one.name: max(0.0, one.excess_count or 0.0) for one in verdict.strata}
    worst, total_count = verdict.worst_stratum, sum(excess.values())
    if worst is None or len(excess) < 2 or excess[worst] < MOST_OF * total_count:  # noqa: PLR2004 - one platform cannot stand out
        return None
    return worst


def _failure(row: ComparisonView, sides: dict[str, str]) -> Message:
    """Return the verdict of a failure: whose it is, where, and how bad."""
    new, old = row.new, row.old
    for stratum in row.strata:
        if stratum.name == row.worst_stratum:
            new, old = stratum.new, stratum.old
    code = CODES.get(row.cause, BoardCode.RELEASE_FAILS)
    if code is BoardCode.RELEASE_FAILS and row.worst_stratum:
        code = BoardCode.RELEASE_FAILS_IN
    return message(
        code,
        **sides,
        flow=row.flow,
        platform=row.worst_stratum,
        metric=row.metric.value,
        new_ratio=new.bad_ratio,
        old_ratio=old.bad_ratio,
    )


def _without_failure(
    rows: Sequence[ComparisonView], launch: Launch, sides: dict[str, str]
) -> tuple[State, Cause, Message]:
    states = {row.state for row in rows}
    state = next(one for one in (State.NO_DATA, State.WAIT, State.PASS) if one in states)
    for cause in (Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED, Cause.RELEASE_OR_EXTERNAL):
        for row in rows:
            if row.cause is cause:
                about = {"flow": row.flow, "old_ratio": row.old.bad_ratio}
                return state, cause, message(CODES[cause], **sides, **about)
    has_new = any(row.new.event_count > 0 for row in rows)
    has_old = any(row.old.event_count > 0 for row in rows)
    if not has_new and launch.exposure_pct <= 0:
        return State.NO_DATA, Cause.NO_DATA, message(BoardCode.NOT_EXPOSED, **sides)
    if has_new and not has_old:
        return State.NO_DATA, Cause.WAIT, message(BoardCode.NO_CONTROL, **sides)
    if state is State.PASS:
        return state, Cause.OK, message(BoardCode.RELEASE_PASSES, **sides)
    if state is State.NO_DATA:
        return state, Cause.NO_DATA, _unknown(rows, sides)
    waits = [row.expected_s for row in rows if row.state is State.WAIT]
    known = [wait_s for wait_s in waits if wait_s is not None]
    if waits and len(known) == len(waits):
        until = message(BoardCode.RELEASE_WAITS_UNTIL, **sides, expected_s=max(known))
        return state, Cause.WAIT, until
    return state, Cause.WAIT, message(BoardCode.RELEASE_WAITS, **sides)


def _unknown(rows: Sequence[ComparisonView], sides: dict[str, str]) -> Message:
    row = next(one for one in rows if one.state is State.NO_DATA)
    return message(
        BoardCode.RELEASE_UNKNOWN, **sides, flow=row.flow, metric=row.metric.value, why=row.message
    )


def _advice(desk: Desk, flow: str) -> Advice | None:
    """Return the flag that guards the flow, else a rollback; None when there is no lever."""
    levers = desk.workspace.levers
    named = {one.flag for one in desk.workspace.flows if one.name == flow}
    for lever in levers.flags:
        if flow in lever.guards or lever.flag in named:
            return Advice(WayOut.FLAG_OFF, lever.flag)
    return Advice(WayOut.ROLLBACK, levers.rollbacks[0].name) if levers.rollbacks else None
