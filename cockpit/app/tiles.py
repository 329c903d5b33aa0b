"""The tile of a flow, a KPI and the crash-free sessions: what they are now."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from cockpit.app.board_codes import DataCode
from cockpit.app.counting import PartBlocks, summed
from cockpit.app.doubts import Desk, doubts
from cockpit.app.limited import limited_ratio
from cockpit.app.plan import RECENT_S, SHOWN_S, Counted, FlowPlan, Part, Windowed
from cockpit.app.promises import Promise, buckets_of, latency_promise, promise, promise_view
from cockpit.app.snapshot import (
    CrashFreeView,
    FlowView,
    KpiView,
    ReasonView,
    TileState,
    VersionView,
)
from cockpit.app.store import Mode
from cockpit.domain.burn_windows import DAY_S
from cockpit.domain.doubts import about_bound
from cockpit.domain.histogram import Quantile, quantile
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.reasons import top_reasons
from cockpit.domain.slo import SloState
from cockpit.ports.workspace import Kpi

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


LEAST_COUNT = 30.0
"""Fewer events say nothing about a ratio of a few per cent."""

KPI_S = 600.0
TOP_COUNT = 3
P95 = 0.95

TILE_OF = {
    SloState.OK: TileState.OK,
    SloState.WARNING: TileState.WARN,
    SloState.BAD: TileState.BAD,
    SloState.UNKNOWN: TileState.UNKNOWN,
}
GRAVEST = (TileState.BAD, TileState.UNKNOWN, TileState.WARN, TileState.OK)


def gravest(states: list[TileState]) -> TileState:
    """Return the gravest of these: what is bad for sure, then what is not known."""
    return next((one for one in GRAVEST if one in states), TileState.UNKNOWN)


def flow_tile(
    desk: Desk,
    plan: FlowPlan,
    launch: "Launch | None" = None,
    breathe: Callable[[], None] = lambda: None,
) -> FlowView:
    """Return the tile: figures of the last minutes, the promises, and why events failed.

    The figures of the version that the launch brings stand beside those of all. `breathe` is
    called between the figures, each of the promises and what makes up the tile.
    """
    part, flow = plan.success, plan.flow
    why_not = doubts(desk, part, SHOWN_S)
    blocks = _last_blocks(desk, part, SHOWN_S)
    now = None if blocks is None else summed(blocks)
    new = None if blocks is None else _of_version(blocks, launch)
    slow = None if plan.slow is None else _last_slow(desk, plan)
    breathe()
    slo = promise(desk, plan, now, launch)
    breathe()
    latency_slo = latency_promise(desk, plan, slow, launch)
    breathe()
    state, messages = _state(why_not, now, [slo] if latency_slo is None else [slo, latency_slo])
    if (unsuited := _about_bound(desk, plan)) is not None:
        state, messages = gravest([state, TileState.UNKNOWN]), (*messages, unsuited)
    p95 = None if plan.buckets is None else _p95(desk, plan.buckets)
    reasons, other_ratio = ((), None) if plan.reasons is None else _reasons(desk, plan.reasons)
    bad_ratio = None if now is None else now.bad_ratio
    return FlowView(
        name=flow.name,
        state=state,
        messages=messages,
        window_s=SHOWN_S,
        success_ratio=None if bad_ratio is None else 1.0 - bad_ratio,
        event_count=None if now is None else now.total_count,
        age_s=desk.age_s(part),
        mode=desk.mode(part),
        slow_ratio=None if slow is None else slow.bad_ratio,
        slow_limit_s=flow.latency_slo.faster_than_s if flow.latency_slo else None,
        p95_s=None if p95 is None else p95.value_s,
        p95_is_above=False if p95 is None else p95.is_saturated,
        slo=promise_view(slo),
        latency_slo=None if latency_slo is None else promise_view(latency_slo),
        reasons=reasons,
        other_reasons_ratio=other_ratio,
        flag=flow.flag,
        long_mode=_long_mode(desk, flow.name),
        new_success_ratio=None if new is None or new.bad_ratio is None else 1.0 - new.bad_ratio,
        new_event_count=None if new is None else new.total_count,
        is_current=not why_not and now is not None,
        limited_ratio=limited_ratio(desk, plan, None if now is None else now.total_count),
    )


def kpi_tile(desk: Desk, kpi: Kpi, part: Part) -> KpiView:
    """Return the share of good events; OK means only that it can be relied on."""
    why_not = doubts(desk, part, KPI_S)
    now = last(desk, part, KPI_S)
    state, messages = _state(why_not, now, [])
    bad_ratio = None if now is None else now.bad_ratio
    return KpiView(
        name=kpi.name,
        state=state,
        messages=messages,
        ratio=None if bad_ratio is None else 1.0 - bad_ratio,
        event_count=None if now is None else now.total_count,
        window_s=KPI_S,
        age_s=desk.age_s(part),
        is_worse_low=kpi.worse == "lower",
    )


def crash_free(desk: Desk, part: Part) -> tuple[CrashFreeView, ...]:
    """Return the crash-free share of each version that has sessions, the busiest first."""
    blocks = _last_blocks(desk, part, KPI_S)
    if blocks is None or doubts(desk, part, KPI_S):
        return ()
    views: list[CrashFreeView] = []
    for version in {cell.version for cell in blocks.events}:
        cells = [cell for cell in blocks.events if cell.version == version]
        found = summed(blocks, cells)
        if found is not None and found.bad_ratio is not None:
            ratio = 1.0 - found.bad_ratio
            views.append(CrashFreeView(version, ratio, found.total_count, KPI_S))
    return tuple(sorted(views, key=lambda view: (-view.session_count, view.version)))


def versions(desk: Desk) -> tuple[VersionView, ...]:
    """Return the versions that were seen in the last minutes, the busiest first."""
    counts: dict[str, float] = {}
    for plan in desk.plan.flows:
        blocks = _last_blocks(desk, plan.success, SHOWN_S)
        for cell, events in blocks.events.items() if blocks is not None else ():
            if cell.version and math.isfinite(events[0]):
                counts[cell.version] = counts.get(cell.version, 0.0) + float(events[0])
    total_count = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(VersionView(name, n, n / total_count) for name, n in ordered if n > 0)


def last(desk: Desk, part: Part, window_s: float) -> Outcomes | None:
    """Return the events of all versions in the last `window_s` that are known."""
    blocks = _last_blocks(desk, part, window_s)
    return None if blocks is None else summed(blocks)


def _last_blocks(desk: Desk, part: Part, window_s: float) -> PartBlocks | None:
    until_s = desk.counting.until_s(part)
    if until_s is None:
        return None
    return desk.counting.part(part, (until_s - window_s, until_s))


def _of_version(blocks: PartBlocks, launch: "Launch | None") -> Outcomes | None:
    """Return the events of the version going out; None without one or when it was not seen."""
    cells = [
        cell for cell in blocks.events if launch is not None and cell.version == launch.version
    ]
    return summed(blocks, cells) if cells else None


def _state(
    why_not: tuple[Message, ...], now: Outcomes | None, promises: list[Promise]
) -> tuple[TileState, tuple[Message, ...]]:
    if why_not:
        return TileState.UNKNOWN, why_not
    if now is None:
        return TileState.UNKNOWN, (message(DataCode.MISFIT),)
    if now.total_count <= 0:
        return TileState.UNKNOWN, (message(DataCode.NO_TRAFFIC, window_s=SHOWN_S),)
    if now.total_count < LEAST_COUNT:
        thin = message(DataCode.THIN, events_count=now.total_count, least_count=LEAST_COUNT)
        return TileState.UNKNOWN, (thin,)
    states = [TILE_OF[one.state] for one in promises] or [TileState.OK]
    state = gravest(states)
    reasons = [reason for one in promises if TILE_OF[one.state] is state for reason in one.reasons]
    return state, tuple(reasons)


def _long_mode(desk: Desk, flow: str) -> Mode:
    is_recorded = desk.records.success(flow, 3 * DAY_S) is not None
    return Mode.RECORDED if is_recorded else Mode.ESTIMATED


def _last_slow(desk: Desk, plan: FlowPlan) -> Outcomes | None:
    slo, ask = plan.flow.latency_slo, plan.slow
    if slo is None or ask is None:
        return None
    until_s = desk.store.kept(ask).newest_at_s
    if until_s is None:
        return None
    return summed(desk.counting.slow(ask, slo.faster_than_s, (until_s - SHOWN_S, until_s)))


def _p95(desk: Desk, ask: Windowed) -> Quantile | None:
    window = desk.store.window(ask)
    if window is None or desk.there_s(ask.source) - window.at_s > ask.range_s:
        return None
    return quantile(P95, buckets_of(window.counts))


def _about_bound(desk: Desk, plan: FlowPlan) -> Message | None:
    """Return that the promise of speed is about a bound that the histogram does not have."""
    slo = plan.flow.latency_slo
    window = None if plan.buckets is None else desk.store.window(plan.buckets)
    if slo is None or window is None:
        return None
    return about_bound(slo.faster_than_s, buckets_of(window.counts))


def _reasons(desk: Desk, ask: Counted) -> tuple[tuple[ReasonView, ...], float | None]:
    """Return the top reasons of the last minutes against those before, and the share of others."""
    until_s = desk.store.kept(ask).newest_at_s
    if until_s is None:
        return (), None
    bounds_s = (until_s - RECENT_S, until_s - SHOWN_S, until_s)
    before: dict[str, float] = {}
    now: dict[str, float] = {}
    for cell, counts in desk.counting.blocks(ask, bounds_s).items():
        for kept, count in ((before, counts[0]), (now, counts[1])):
            if math.isfinite(count):
                kept[cell.rest] = kept.get(cell.rest, 0.0) + float(count)
    windows = (RECENT_S - SHOWN_S) / SHOWN_S
    given = {reason: count for reason, count in now.items() if count > 0}
    found = top_reasons(given, TOP_COUNT, before or None, windows)
    if found.total_count <= 0:
        return (), None
    views = tuple(
        ReasonView(
            reason=one.name,
            count=one.count,
            share_ratio=one.share_ratio,
            change_ratio=None
            if one.baseline_share_ratio is None
            else one.share_ratio - one.baseline_share_ratio,
            is_new=bool(before) and not before.get(one.name),
        )
        for one in found.top
    )
    return views, found.rest_count / found.total_count
