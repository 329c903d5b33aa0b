"""Operations as the boards show them: what is unresolved, and whether users are safe again."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.alerts import NO_FLOW, PROMISES
from cockpit.app.board_codes import BoardCode
from cockpit.app.compared_metrics import Question, questions
from cockpit.app.counting import PartBlocks
from cockpit.app.doubts import Desk, doubts
from cockpit.app.past import Fault, Past
from cockpit.app.snapshot import MendView, Metric, OperationView
from cockpit.app.trials import outcomes
from cockpit.domain.mended import (
    LEAST_COUNT,
    RULE_ID,
    band_limit,
    is_surely_above,
    is_surely_below,
)
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Stamps
from cockpit.domain.outcomes import NOTHING, Outcomes
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation, unresolved

FAILED_S = 60.0
SHOWN_FOR = timedelta(hours=1)
SAFER = frozenset({Lever.FLAG_OFF, Lever.ROLLBACK, Lever.EXPOSURE})


def operations(desk: Desk, past: Past) -> tuple[OperationView, ...]:
    """Return the unresolved operations, oldest first, then the recent ways out and their effect."""
    open_ones = [_unresolved(one) for one in unresolved(past.operations)]
    recent = [
        _safer(desk, past, one)
        for one in past.operations.values()
        if one.status is Status.CONFIRMED
        and one.intent.order.lever in SAFER
        and desk.now - one.begun_at < SHOWN_FOR
    ]
    return (*open_ones, *(one for one in recent if one.mends or one.back_in_band_at))


def _unresolved(one: Operation) -> OperationView:
    target = one.target.name
    why = message(
        BoardCode.UNRESOLVED,
        operation_id=one.operation_id,
        target=target,
        lever=one.intent.order.lever.value,
        detail=None if one.outcome is None else one.outcome.detail,
    )
    return _view(one, why, ())


def _safer(desk: Desk, past: Past, one: Operation) -> OperationView:
    mends = tuple(_mends(desk, past, one))
    is_back = all((one.operation_id, mend.flow) in past.back for mend in mends)
    is_back = is_back and one.back_in_band_at is not None
    code = BoardCode.BACK_IN_BAND if is_back else BoardCode.MENDING
    why = message(code, target=one.target.name, operation_id=one.operation_id)
    return _view(one if is_back else replace(one, back_in_band_at=None), why, mends)


def _view(one: Operation, why: Message, mends: tuple[MendView, ...]) -> OperationView:
    order, stamps = one.intent.order, _stamps(one)
    return OperationView(
        operation_id=one.operation_id,
        lever=order.lever,
        target=order.target.name,
        status=one.status,
        message=why,
        asked_at=order.asked_at,
        seen_at=stamps.seen_at,
        clients_by_at=stamps.clients_by_at,
        back_in_band_at=one.back_in_band_at,
        mends=mends,
        to_version=order.to_version,
    )


def _stamps(one: Operation) -> Stamps:
    stamps = one.stamps
    if stamps.clients_by_at is None and stamps.seen_at is not None:
        by_at = stamps.seen_at + timedelta(seconds=one.intent.order.client_poll_s)
        return replace(stamps, clients_by_at=by_at)
    return stamps


def _mends(desk: Desk, past: Past, one: Operation) -> Iterable[MendView]:
    order, by_at = one.intent.order, _stamps(one).clients_by_at
    if by_at is None:
        return
    faults = _faults(past, one)
    asked = {(question.flow, question.metric): question for question in questions(desk)}
    for key, fault in _wanted(desk, order, faults, _burning(past, one)).items():
        if key in asked:
            was_back = (one.operation_id, key[0]) in past.back
            version = _version(past, order, fault)
            yield _mend(desk, _Case(order, by_at, asked[key], version, fault, was_back=was_back))


def _faults(past: Past, one: Operation) -> dict[tuple[str, Metric], Fault]:
    """Return the faults of the operation's launch that it may have been meant for."""
    launch_id = one.intent.order.launch_id
    return {
        (fault.event.flow, metric): fault
        for fault in past.faults
        for metric in Metric
        if fault.event.launch_id == launch_id
        and fault.event.rule.endswith(f" {metric.value}")
        and fault.entry.at <= one.begun_at
    }


def _burning(past: Past, one: Operation) -> tuple[tuple[str, Metric], ...]:
    """Return the promises that were told to be breaking when the operation began."""
    order = one.intent.order
    if order.lever is Lever.EXPOSURE and not _takes_all_away(order):
        return ()
    metrics = {name: metric for metric, name in PROMISES.items()}
    return tuple(
        (alert.flow, metrics[alert.finding.name])
        for alert in past.alerts.all.values()
        if alert.flow is not None
        and alert.finding.name in metrics
        and alert.raised_at <= one.begun_at
        and (alert.ended_at is None or one.begun_at < alert.ended_at)
    )


def _wanted(
    desk: Desk,
    order: Order,
    faults: dict[tuple[str, Metric], Fault],
    burning: tuple[tuple[str, Metric], ...],
) -> dict[tuple[str, Metric], Fault | None]:
    """Return what the operation was to mend.

    That is what had failed, else the promises that were breaking, else all that its flag guards.
    A flag is off for the whole app too: where that crashes, nobody is safe before it crashes less.
    """
    guarded: set[str] = set()
    if order.lever is Lever.FLAG_OFF:
        name = order.target.name
        guarded = {flow.name for flow in desk.workspace.flows if flow.flag == name}
        for lever in desk.workspace.levers.flags:
            guarded |= set(lever.guards) if lever.flag == name else set()
        mine = guarded | {NO_FLOW} if guarded else set()
        faults = {key: fault for key, fault in faults.items() if not mine or key[0] in mine}
    if faults:
        return dict(faults)
    if breaking := [key for key in burning if not guarded or key[0] in guarded]:
        return dict.fromkeys(breaking)
    return {(flow, Metric.SUCCESS): None for flow in sorted(guarded)}


def _version(past: Past, order: Order, fault: Fault | None) -> str | None:
    launch_id = order.launch_id if fault is None else fault.event.launch_id
    found = [one.version for one in past.launches if one.launch_id == launch_id]
    return found[0] if found else None


class _Case(Struct, frozen=True):
    """What an order was to mend: a metric of `version`; `by_at` all clients had asked again.

    `was_back` says that the journal has it back in band already.
    """

    order: Order
    by_at: datetime
    question: Question
    version: str | None
    fault: Fault | None
    was_back: bool


def _mend(desk: Desk, case: _Case) -> MendView:
    """Judge the events that began after all clients had asked again.

    In band: at least 30 of them, fresh and complete; the bad share is at most what chance makes
    of a healthy one (95 %), which is the promise or what the versions that did not fail show, or
    nine tenths of the harm are gone; and it is surely (95 %) below the share that had failed.
    What was back leaves the band only where it is surely (95 %) out of it: looked at time and
    again, every share would be out by chance now and then.
    """
    question, version, fault = case.question, case.version, case.fault
    part = question.part
    platform = fault.event.stratum if fault is not None and fault.event.stratum else None
    source, until_s = part.events.source, desk.counting.until_s(part)
    # The first sample after that instant is the base, so the events before it stay out.
    start_s = desk.there_s(source, case.by_at) + desk.counting.interval_s(part.asks)
    mended = others = NOTHING
    if until_s is not None and until_s > start_s:
        blocks = question.count((start_s, until_s))
        mended = _sum(blocks, platform, is_in=lambda name: version in {None, name})
        others = _sum(blocks, platform, is_in=lambda name: version not in {None, name})
    if mended.total_count < LEAST_COUNT and _takes_all_away(case.order):
        version, mended, others = None, mended + others, NOTHING
    asked_s = desk.there_s(source, case.order.asked_at)
    before = question.count((asked_s - FAILED_S, asked_s))
    failed = _sum(before, platform, is_in=lambda name: version in {None, name})
    faulty_ratio = _faulty_ratio(failed, fault)
    limit_ratio = band_limit(
        mended.total_count,
        promised_ratio=_promised(desk, question),
        compared=(others, _old(fault)),
        faulty_ratio=faulty_ratio,
    )
    is_known = mended.total_count >= LEAST_COUNT and not doubts(desk, part, 0.0)
    is_back = (
        is_known
        and limit_ratio is not None
        and _is_in_band(case, mended, limit_ratio=limit_ratio, faulty_ratio=faulty_ratio)
    )
    return MendView(
        flow=question.flow,
        version=version,
        platform=platform,
        event_count=mended.total_count,
        bad_count=mended.bad_count,
        bad_ratio=mended.bad_ratio,
        limit_ratio=limit_ratio,
        is_back=is_back,
        rule_id=f"{RULE_ID} {question.metric.value}",
        metric=question.metric,
    )


def _is_in_band(case: _Case, mended: Outcomes, *, limit_ratio: float, faulty_ratio: float) -> bool:
    if case.was_back:
        return not is_surely_above(mended, limit_ratio)
    is_harmless = case.fault is None and faulty_ratio <= limit_ratio
    is_in = mended.bad_ratio is not None and mended.bad_ratio <= limit_ratio
    return is_in and (is_harmless or is_surely_below(mended, faulty_ratio))


def _takes_all_away(order: Order) -> bool:
    """Whether afterwards nobody uses the new version any more."""
    return order.lever is Lever.ROLLBACK or order.exposure_pct == 0


def _sum(blocks: PartBlocks, platform: str | None, is_in: Callable[[str], bool]) -> Outcomes:
    cells = [
        cell for cell in blocks.events if platform in {None, cell.platform} and is_in(cell.version)
    ]
    return sum((outcomes(blocks.events[cell], blocks.bad[cell]) for cell in cells), NOTHING)


def _promised(desk: Desk, question: Question) -> float | None:
    """Return the bad share that the flow's promise allows; None without a promise."""
    flow = next((one for one in desk.workspace.flows if one.name == question.flow), None)
    if flow is not None and question.metric is Metric.SUCCESS:
        return 1.0 - flow.slo.target
    if flow is not None and question.metric is Metric.SLOW and flow.latency_slo is not None:
        return 1.0 - flow.latency_slo.target
    return None


def _old(fault: Fault | None) -> Outcomes:
    """Return what the old version had when the new one failed."""
    if fault is None:
        return NOTHING
    return Outcomes(fault.event.old_total_count, fault.event.old_bad_count)


def _faulty_ratio(failed: Outcomes, fault: Fault | None) -> float:
    """Return the bad share that there was before the press; 0 when nothing is known to have failed.

    The minute before it shows a fault purer than the whole stage, whose first part was still well.
    """
    faulty = [0.0]
    if failed.bad_ratio is not None and failed.total_count >= LEAST_COUNT:
        faulty.append(failed.bad_ratio)
    if fault is not None and fault.event.new_total_count:
        faulty.append(fault.event.new_bad_count / fault.event.new_total_count)
    return max(faulty)
