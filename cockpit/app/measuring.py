"""What the automatic checks of a Go/No-Go show now, read from the figures of the boards."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import assert_never

from msgspec import Struct

from cockpit.app.dressing import is_measured
from cockpit.app.past import ChannelPast, Past
from cockpit.app.sheet_codes import MeasuredCode, MeasuredFrom
from cockpit.app.snapshot import FlowView, Snapshot, SourceState, TileState
from cockpit.app.tiles import LEAST_COUNT
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import ItemState, Status
from cockpit.domain.unresolved import Operation
from cockpit.ports import workspace_checks as checks
from cockpit.ports.workspace import Workspace

FLAG_READ_S = 60.0
"""A flag that was read longer ago may have been changed by anybody."""

ANSWERS = frozenset({SourceState.OK, SourceState.SLOW})
UNHEARD = frozenset({SourceState.WAITING, SourceState.ASKING})
"""Nobody knows what these are like now, which is not the same as knowing that they fail."""

FAR = frozenset({Status.CONFIRMED, Status.REVERTED})


class Reading(Struct, frozen=True):
    """What a check shows: OPEN when it is as asked, FAILED, or UNKNOWN; why, and how old."""

    state: ItemState
    measured: Message | None
    source: Message
    age_s: float | None = None


def readings(
    workspace: Workspace, launch: Launch, snapshot: Snapshot, past: Past
) -> dict[str, Reading]:
    """Return what each automatic question of the workspace shows in this snapshot."""
    sight = _Sight(workspace, launch, snapshot, past)
    return {
        item.id: _reading(item.check, sight)
        for item in workspace.checklist
        if item.check is not None
    }


class _Sight(Struct, frozen=True):
    workspace: Workspace
    launch: Launch
    snapshot: Snapshot
    past: Past


def _reading(check: checks.Check, sight: _Sight) -> Reading:  # noqa: C901, PLR0911, PLR0912 - one for each kind
    match check:
        case checks.FlowSuccess():
            return _success(check, sight)
        case checks.FlowLatency():
            return _latency(check, sight)
        case checks.ErrorRatio():
            return _errors(check, sight)
        case checks.CrashFree():
            return _crash_free(check, sight)
        case checks.KpiLevel():
            return _kpi(check, sight)
        case checks.FlagReady():
            return _flag(check.flag, sight)
        case checks.RollbackReady():
            return _rollback(check.rollback, sight)
        case checks.BuildNumbering():
            return _numbering(sight)
        case checks.SourcesOk():
            return _sources(sight)
        case checks.NothingUnresolved():
            return _unresolved(sight)
        case checks.JournalAnchored():
            return _anchored(sight)
        case checks.ChannelProved():
            return _channel(check, sight)
        case _:
            assert_never(check)


def _judged(measured: Message, source: Message, *, is_fine: bool, age_s: float | None) -> Reading:
    return Reading(ItemState.OPEN if is_fine else ItemState.FAILED, measured, source, age_s)


def _unknown(source: Message) -> Reading:
    return Reading(ItemState.UNKNOWN, None, source)


def _flow(name: str, sight: _Sight) -> FlowView | Reading:
    """Return the flow; a reading that says why not when its figures cannot be relied on."""
    flow = next((one for one in sight.snapshot.flows if one.name == name), None)
    if flow is None or flow.state is TileState.UNKNOWN or flow.age_s is None:
        why = flow.messages[0] if flow is not None and flow.messages else None
        return _unknown(why or message(MeasuredFrom.NOT_COUNTED))
    return flow


def _success(check: checks.FlowSuccess, sight: _Sight) -> Reading:
    flow = _flow(check.flow, sight)
    if isinstance(flow, Reading):
        return flow
    if flow.success_ratio is None:
        return _unknown(message(MeasuredFrom.NOT_COUNTED))
    count, at = round(flow.event_count or 0), sight.snapshot.at
    return _judged(
        message(MeasuredCode.SUCCESS, good_ratio=flow.success_ratio, events_count=count, at=at),
        message(MeasuredFrom.AT_LEAST, limit_ratio=check.at_least, events_count=count),
        is_fine=flow.success_ratio >= check.at_least,
        age_s=flow.age_s,
    )


def _errors(check: checks.ErrorRatio, sight: _Sight) -> Reading:
    flow = _flow(check.flow, sight)
    if isinstance(flow, Reading):
        return flow
    if flow.success_ratio is None:
        return _unknown(message(MeasuredFrom.NOT_COUNTED))
    bad_ratio = 1.0 - flow.success_ratio
    count, at = round(flow.event_count or 0), sight.snapshot.at
    return _judged(
        message(MeasuredCode.ERRORS, bad_ratio=bad_ratio, events_count=count, at=at),
        message(MeasuredFrom.AT_MOST, limit_ratio=check.at_most, events_count=count),
        is_fine=bad_ratio <= check.at_most,
        age_s=flow.age_s,
    )


def _latency(check: checks.FlowLatency, sight: _Sight) -> Reading:
    flow = _flow(check.flow, sight)
    if isinstance(flow, Reading):
        return flow
    if flow.p95_s is None:
        return _unknown(message(MeasuredFrom.NOT_COUNTED))
    count, at = round(flow.event_count or 0), sight.snapshot.at
    code = MeasuredCode.P95_ABOVE if flow.p95_is_above else MeasuredCode.P95
    return _judged(
        message(code, p95_s=flow.p95_s, events_count=count, at=at),
        message(MeasuredFrom.AT_MOST_S, limit_s=check.p95_at_most_s, events_count=count),
        is_fine=not flow.p95_is_above and flow.p95_s <= check.p95_at_most_s,
        age_s=flow.age_s,
    )


def _crash_free(check: checks.CrashFree, sight: _Sight) -> Reading:
    launch = sight.launch
    version = launch.version if check.of == "new" else launch.baseline_version
    view = next((one for one in sight.snapshot.crash_free if one.version == version), None)
    crashes = sight.workspace.crashes
    source = next(
        (one for one in sight.snapshot.sources if crashes and one.name == crashes.source), None
    )
    if view is None or view.crash_free_ratio is None or source is None:
        return _unknown(message(MeasuredFrom.NOT_COUNTED))
    if source.state not in ANSWERS:
        return _unknown(source.message)
    count = round(view.session_count)
    if count < LEAST_COUNT:
        return _unknown(message(MeasuredFrom.TOO_FEW, events_count=count))
    return _judged(
        message(
            MeasuredCode.CRASH_FREE,
            good_ratio=view.crash_free_ratio,
            version=version,
            events_count=count,
            at=sight.snapshot.at,
        ),
        message(MeasuredFrom.AT_LEAST, limit_ratio=check.at_least, events_count=count),
        is_fine=view.crash_free_ratio >= check.at_least,
        age_s=source.data_age_s,
    )


def _kpi(check: checks.KpiLevel, sight: _Sight) -> Reading:
    kpi = next((one for one in sight.snapshot.kpis if one.name == check.kpi), None)
    if kpi is None or kpi.ratio is None or not is_measured(kpi):
        why = kpi.messages[0] if kpi is not None and kpi.messages else None
        return _unknown(why or message(MeasuredFrom.NOT_COUNTED))
    count = round(kpi.event_count or 0)
    return _judged(
        message(MeasuredCode.KPI, good_ratio=kpi.ratio, events_count=count, at=sight.snapshot.at),
        message(MeasuredFrom.AT_LEAST, limit_ratio=check.at_least, events_count=count),
        is_fine=kpi.ratio >= check.at_least,
        age_s=kpi.age_s,
    )


def _flag(flag: str, sight: _Sight) -> Reading:
    lever = next((one for one in sight.snapshot.levers if one.flag == flag), None)
    if lever is None or lever.is_enabled is None or lever.age_s is None:
        return _unknown(message(MeasuredFrom.FLAG_NOT_READ, flag=flag))
    if lever.age_s > FLAG_READ_S:
        return _unknown(message(MeasuredFrom.FLAG_READ_LONG_AGO, age_s=round(lever.age_s)))
    code = MeasuredCode.FLAG_ON if lever.is_enabled else MeasuredCode.FLAG_OFF
    source = message(MeasuredFrom.FLAG_SERVER, source=lever.source)
    measured = message(code, flag=flag, at=sight.snapshot.at)
    return _judged(measured, source, is_fine=True, age_s=lever.age_s)


def _rollback(name: str, sight: _Sight) -> Reading:
    lever = next(one for one in sight.workspace.levers.rollbacks if one.name == name)
    version = sight.launch.baseline_version if lever.to == "baseline" else lever.to
    source = next((one for one in sight.snapshot.sources if one.name == lever.source), None)
    if source is None:
        return _unknown(message(MeasuredFrom.NO_TARGET, rollback=name))
    days = sight.workspace.drills.expire_after_days
    last = _last_rollback(sight.past.operations, lever.source, lever.service)
    now = sight.snapshot.at
    seen_at = None if last is None else last.stamps.seen_at
    if last is not None and seen_at is not None and now - seen_at <= timedelta(days=days):
        took_s = (seen_at - last.stamps.asked_at).total_seconds()
        return _judged(
            message(MeasuredCode.ROLLBACK_DONE, rollback=name, took_s=round(took_s), at=seen_at),
            message(MeasuredFrom.REHEARSED, until_at=seen_at + timedelta(days=days)),
            is_fine=True,
            age_s=(now - seen_at).total_seconds(),
        )
    if source.state not in ANSWERS | {SourceState.WAITING}:
        return _unknown(source.message)
    return _judged(
        message(MeasuredCode.ROLLBACK_KNOWN, rollback=name, version=version),
        message(MeasuredFrom.NOT_REHEARSED, days_count=days),
        is_fine=True,
        age_s=source.age_s,
    )


def _last_rollback(
    operations: Mapping[str, Operation], source: str, service: str
) -> Operation | None:
    """Return the newest rollback of the service that was seen to its end, drills included."""
    done = [
        one
        for one in operations.values()
        if one.intent.order.lever is Lever.ROLLBACK
        and (one.target.source, one.target.name) == (source, service)
        and one.status in FAR
    ]
    return max(done, key=lambda one: one.begun_at, default=None)


def _numbering(sight: _Sight) -> Reading:
    launch, numbering = sight.launch, sight.workspace.releases
    build = launch.build
    for text, pattern in (
        (launch.version, numbering.version_pattern),
        (build, numbering.build_pattern),
    ):
        if not re.fullmatch(pattern, text):
            why = message(MeasuredFrom.NOT_IN_SHAPE, given=text, pattern=pattern)
            first = message(MeasuredCode.BUILD_FIRST, build=build)
            return Reading(ItemState.FAILED, first, why)
    before = [
        one.build
        for one in sight.past.launches
        if one.service == launch.service
        and one.planned_at < launch.planned_at
        and one.was_exposed
        and one.build.isdecimal()
    ]
    newest = max(before, key=int, default=None)
    rule = message(MeasuredFrom.NUMBERING)
    if newest is None or not build.isdecimal():
        return _judged(
            message(MeasuredCode.BUILD_FIRST, build=build), rule, is_fine=True, age_s=None
        )
    is_above = int(build) > int(newest)
    source = rule if is_above else message(MeasuredFrom.NOT_ABOVE, before=newest)
    measured = message(MeasuredCode.BUILD_FIRST, build=build)
    if is_above:
        measured = message(MeasuredCode.BUILD, build=build, before=newest)
    return _judged(measured, source, is_fine=is_above, age_s=None)


def _sources(sight: _Sight) -> Reading:
    """Judge those that were asked: a deploy server is asked when it has something to do."""
    deploys = {one.source for one in sight.workspace.levers.rollbacks}
    asked = [
        one
        for one in sight.snapshot.sources
        if one.state is not SourceState.WAITING or one.name not in deploys
    ]
    fine = [one for one in asked if one.state in ANSWERS]
    measured = message(MeasuredCode.SOURCES, ok_count=len(fine), all_count=len(asked))
    ages = [one.age_s for one in asked if one.age_s is not None]
    age_s = max(ages, default=None)
    left = [one for one in asked if one.state not in ANSWERS]
    if not left:
        source = message(MeasuredFrom.CONNECTIONS)
        rest = [one.name for one in sight.snapshot.sources if one not in asked]
        if rest:
            source = message(MeasuredFrom.CONNECTIONS_BUT, sources=", ".join(rest))
        return _judged(measured, source, is_fine=True, age_s=age_s)
    told = message(MeasuredFrom.CONNECTION_DOWN, source=left[0].name, told=left[0].message)
    waits = all(one.state in UNHEARD for one in left)
    return Reading(ItemState.UNKNOWN if waits else ItemState.FAILED, measured, told, age_s)


def _unresolved(sight: _Sight) -> Reading:
    count = sum(one.is_unresolved for one in sight.past.operations.values())
    return _judged(
        message(MeasuredCode.UNRESOLVED, operations_count=count),
        message(MeasuredFrom.JOURNAL, row=sight.past.seq),
        is_fine=not count,
        age_s=0.0,
    )


def _anchored(sight: _Sight) -> Reading:
    past = sight.past
    if past.anchored_seq is None:
        return _unknown(message(MeasuredFrom.NOT_ANCHORED))
    return _judged(
        message(MeasuredCode.ANCHORED, row=past.anchored_seq),
        message(MeasuredFrom.JOURNAL, row=past.seq),
        is_fine=True,
        age_s=0.0,
    )


def _channel(check: checks.ChannelProved, sight: _Sight) -> Reading:
    """Judge by the newest test: of this address, lately, and nothing has failed since."""
    name = check.channel
    past = sight.past.channels.get(name, ChannelPast())
    tested, at = past.tested, past.tested_at
    why_unknown = _why_not_tested(check, past, sight)
    if tested is None or at is None or why_unknown is not None:
        return _unknown(why_unknown or message(MeasuredFrom.CHANNEL_NOT_TESTED, channel=name))
    age_s = (sight.snapshot.at - at).total_seconds()
    if not tested.is_proved:
        why = message(MeasuredFrom.CHANNEL_TEST_FAILED, told=tested.told)
        return Reading(ItemState.FAILED, None, why, age_s)
    measured = message(MeasuredCode.CHANNEL_TESTED, channel=name, at=at)
    if past.failed_at is not None and past.failed_at > at:
        why = message(MeasuredFrom.CHANNEL_FAILED_SINCE, channel=name, failed_at=past.failed_at)
        return Reading(ItemState.FAILED, measured, why, age_s)
    code = MeasuredFrom.CHANNEL_SHOWN if tested.is_shown else MeasuredFrom.CHANNEL_TOOK_IT
    source = message(code, within_s=check.within_hours * 3_600.0)
    return _judged(measured, source, is_fine=True, age_s=age_s)


def _why_not_tested(
    check: checks.ChannelProved, past: ChannelPast, sight: _Sight
) -> Message | None:
    """Return why the newest test says nothing about the channel as it is now; None when it does."""
    name, tested, at = check.channel, past.tested, past.tested_at
    if tested is None or at is None:
        return message(MeasuredFrom.CHANNEL_NOT_TESTED, channel=name)
    channel = sight.workspace.alerts.channels[name]
    if (tested.channel_kind, tested.address) != (channel.kind, channel.url or ""):
        return message(MeasuredFrom.CHANNEL_MOVED, channel=name)
    age_s = (sight.snapshot.at - at).total_seconds()
    if age_s > check.within_hours * 3_600.0:
        return message(MeasuredFrom.CHANNEL_TESTED_LONG_AGO, channel=name, age_s=age_s)
    if tested.is_proved is None:
        return message(MeasuredFrom.CHANNEL_IN_DOUBT, told=tested.told)
    return None
