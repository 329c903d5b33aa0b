"""The promises of a flow: how fast they are being broken, over short and long windows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode, DataCode
from cockpit.app.budgets import Period, slow_period, success_period
from cockpit.app.counting import PartBlocks
from cockpit.app.doubts import STALE_S, Desk
from cockpit.app.plan import SHOWN_S, Burn, Counted, FlowPlan, Part, Windowed
from cockpit.app.projecting import launch_left_s, projection
from cockpit.app.promise_view import AtFullView, BurnView, SloView
from cockpit.app.store import Window
from cockpit.domain.burn import Objective
from cockpit.domain.burn_windows import DAY_S
from cockpit.domain.codes import SloCode
from cockpit.domain.histogram import Bucket, slow_outcomes
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Outcomes, known_outcomes
from cockpit.domain.projection import Projection
from cockpit.domain.slo import (
    HOUR_WINDOW_S,
    SOON_IN_LAUNCH_S,
    SOON_S,
    SloState,
    SloVerdict,
    judge_slo,
)
from cockpit.domain.slo import SloLimits as Limits

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


OF_SPEED = {
    SloCode.BURNING_FAST.value: BoardCode.SPEED_BURNS_FAST,
    SloCode.BURNING_SLOWLY.value: BoardCode.SPEED_BURNS_SLOWLY,
}
"""What burns a promise of speed is no failure but a slow answer, and is called so."""

OLD_TURNS = 3.0
"""A window whose answer is older than so many turns is not known any more."""


class Promise(Struct, frozen=True):
    """What was found of a promise, and the period that its budget is of."""

    verdict: SloVerdict
    period: Period

    @property
    def state(self) -> SloState:
        """Whether it is kept."""
        return self.verdict.state

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why, the gravest reason first."""
        return self.verdict.reasons


def promise(
    desk: Desk, plan: FlowPlan, now: Outcomes | None, launch: "Launch | None" = None
) -> Promise:
    """Return whether the flow keeps its promise of success, and would at 100 % of the launch."""
    slo, part = plan.flow.slo, plan.success
    windows: dict[float, Outcomes | None] = {SHOWN_S: now}
    for burn in plan.burns:
        recorded = desk.records.success(plan.flow.name, burn.range_s)
        windows[burn.range_s] = recorded or _burnt(desk, burn)
    objective = Objective(slo.target, slo.period_days * DAY_S)

    def count(bounds_s: Sequence[float]) -> PartBlocks:
        return desk.counting.part(part, bounds_s)

    kept = desk.records.success(plan.flow.name, objective.period_s)
    period = success_period(desk, plan, windows) if kept is None else Period(kept)
    verdict = judge_slo(
        objective,
        windows,
        period.outcomes,
        age_s=desk.age_s(part),
        limits=_limits(desk, plan, launch),
        known_s=period.known_s,
        projection=projection(desk, launch, objective, part, count),
    )
    hours = [burn for burn in plan.burns if burn.range_s == HOUR_WINDOW_S]
    needed = [ask for burn in hours for ask in (burn.events, burn.good, burn.bad)]
    return Promise(_patient(desk, verdict, [*part.asks, *needed]), period)


def latency_promise(
    desk: Desk, plan: FlowPlan, now: Outcomes | None, launch: "Launch | None" = None
) -> Promise | None:
    """Return whether the flow keeps its promise of speed; None when it has given none."""
    slo, slow = plan.flow.latency_slo, plan.slow
    if slo is None or slow is None:
        return None
    windows: dict[float, Outcomes | None] = {SHOWN_S: now}
    for ask in plan.slow_burns:
        recorded = desk.records.speed(plan.flow.name, ask.range_s)
        windows[ask.range_s] = recorded or _slow_of(desk, ask, slo.faster_than_s)
    objective = Objective(slo.target, slo.period_days * DAY_S)
    until_s = desk.store.kept(slow).newest_at_s

    def count(bounds_s: Sequence[float]) -> PartBlocks:
        return desk.counting.slow(slow, slo.faster_than_s, bounds_s)

    kept = desk.records.speed(plan.flow.name, objective.period_s)
    period = slow_period(desk, slow, slo, windows) if kept is None else Period(kept)
    verdict = judge_slo(
        objective,
        windows,
        period.outcomes,
        age_s=None if until_s is None else max(0.0, desk.there_s(slow.source) - until_s),
        limits=_limits(desk, plan, launch),
        known_s=period.known_s,
        projection=projection(desk, launch, objective, Part(slow, None, None), count),
    )
    told = tuple(replace(one, code=OF_SPEED.get(one.code, one.code)) for one in verdict.reasons)
    hours = [ask for ask in plan.slow_burns if ask.range_s == HOUR_WINDOW_S]
    verdict = _patient(desk, replace(verdict, reasons=told), [slow, *hours])
    return Promise(verdict, period)


def _patient(
    desk: Desk, verdict: SloVerdict, needed: Iterable[Counted | Windowed | None]
) -> SloVerdict:
    """Return the verdict; what was not asked for yet is awaited, and no fault of the source."""
    if [one.code for one in verdict.reasons] != [SloCode.NO_DATA]:
        return verdict
    for ask in needed:
        if ask is not None and not _is_asked(desk, ask):
            awaited = message(DataCode.NOT_ASKED, source=ask.source)
            return replace(verdict, reasons=(awaited,))
    return verdict


def _is_asked(desk: Desk, ask: Counted | Windowed) -> bool:
    contacts, store = desk.contacts, desk.store
    if contacts.error(ask.source) is not None or contacts.problem(ask) is not None:
        return True
    return (store.window(ask) if isinstance(ask, Windowed) else store.mode(ask)) is not None


def _limits(desk: Desk, plan: FlowPlan, launch: "Launch | None") -> Limits:
    left_s = launch_left_s(launch, desk.workspace.rollout, desk.now)
    return Limits(
        max_age_s=desk.stale_s(plan.success),
        soon_s=SOON_S if left_s is None else SOON_IN_LAUNCH_S,
        launch_left_s=left_s,
    )


def _burnt(desk: Desk, burn: Burn) -> Outcomes | None:
    """Return the events of one long window; None while it has not been told in full."""
    total_count = _total(desk, burn.events)
    if burn.good is not None:
        good_count = _total(desk, burn.good)
        if total_count is None or good_count is None:
            return None
        # Both are estimates of their own, so good ones may come out a little above all.
        return known_outcomes(total_count, max(0.0, total_count - good_count))
    bad_count = 0.0 if burn.bad is None else _total(desk, burn.bad, absent=0.0)
    if total_count is None or bad_count is None:
        return None
    return known_outcomes(total_count, min(bad_count, total_count))


def _total(desk: Desk, ask: Windowed, absent: float | None = None) -> float | None:
    window = desk.store.window(ask)
    if window is None or window.is_partial or desk.contacts.problem(ask) is not None:
        return None
    if _is_old(desk, ask, window):
        return None
    return sum(window.counts.values()) if window.counts else absent


def promise_view(found: Promise) -> SloView:
    """Return what is shown of a promise."""
    verdict, period = found.verdict, found.period
    objective, report = verdict.objective, verdict.report
    burns = tuple(
        BurnView(
            alert=one.pair.alert.value,
            long_s=one.pair.long_s,
            short_s=one.pair.short_s,
            threshold=one.pair.burn,
            long_burn=one.long_burn,
            short_burn=one.short_burn,
            is_firing=one.fires,
        )
        for one in report.pairs
    )
    hour_burn, hour = burns[0].long_burn, verdict.last_hour
    return SloView(
        target_ratio=objective.target_ratio,
        state=verdict.state,
        reasons=verdict.reasons,
        burns=burns,
        full_budget_s=objective.period_s / hour_burn if hour_burn else None,
        last_hour_count=None if hour is None else hour.total_count,
        rule_id=verdict.rule_id,
        at_full=None if verdict.projection is None else _at_full(verdict.projection),
        period_s=objective.period_s,
        now_burn=report.now_burn,
        budget_left_ratio=report.budget_left_ratio,
        exhaustion_s=report.exhaustion_s,
        budget_known_s=period.known_s,
        budget_note=period.note,
    )


def _at_full(found: Projection) -> AtFullView:
    return AtFullView(found.long_burn, found.short_burn, found.pair.burn, found.breaks)


def _slow_of(desk: Desk, ask: Windowed, bound_s: float) -> Outcomes | None:
    window = desk.store.window(ask)
    if window is None or window.is_partial or _is_old(desk, ask, window):
        return None
    return slow_outcomes(bound_s, buckets_of(window.counts))


def buckets_of(counts: Mapping[tuple[str, ...], float]) -> list[Bucket]:
    """Return the buckets of an increase by `le`; a bound that is no number is left out."""
    found: list[Bucket] = []
    for (bound, *_), count in counts.items():
        try:
            found.append(Bucket(float(bound), count))
        except ValueError:
            continue
    return found


def _is_old(desk: Desk, ask: Windowed, window: Window) -> bool:
    turn_s = max(ask.every_s, desk.interval_s)
    return desk.there_s(ask.source) - window.at_s > max(STALE_S, OLD_TURNS * turn_s)
