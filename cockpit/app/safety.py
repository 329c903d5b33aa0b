"""Change Safety, worked out from the deliveries of the journal over windows of days."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.past import Past
from cockpit.app.safety_alerts import usefulness
from cockpit.app.safety_view import (
    MeasureKind,
    MeasureView,
    MemberResult,
    MemberView,
    SafetyView,
)
from cockpit.domain.deliveries import Delivery, actions, deployment, incidents
from cockpit.domain.dora import Action, Deployment, Incident, Report, Took, report
from cockpit.domain.episodes import Episode

ThingT = TypeVar("ThingT")

WINDOW_DAYS = 90
OTHER_DAYS = (30, 365)
WEEK = timedelta(days=7)
ALL_PCT = 100.0
INSTANT = timedelta(milliseconds=1)
"""What happened at this very moment belongs to the window that ends now."""

ANEW_S = 600.0
"""A window moves with the clock: without a new row, it is looked at anew after so long."""

SLICE = 100
"""So many launches take well under 2 ms."""


class _Told(Struct, frozen=True):
    """A delivery with what the measures need of it."""

    delivery: Delivery
    deployment: Deployment
    incidents: tuple[Incident, ...]
    actions: tuple[Action, ...]


class Safety:
    """Works the board out when the journal has grown, and keeps it. On the core lane."""

    def __init__(self, service: str, breathe: Callable[[], None] = lambda: None) -> None:
        self._service = service
        self._breathe = breathe
        self._deliveries: Mapping[str, Delivery] = {}
        self._told: dict[str, _Told] = {}
        self._episodes: tuple[Episode, ...] = ()
        self._view: SafetyView | None = None
        self._at: datetime | None = None

    def view(self, past: Past, now: datetime) -> SafetyView:
        """Return the board as it is now."""
        known = self._view
        if known is not None and known.seq == past.seq and not self._is_old(now):
            return known
        self._renew(past.deliveries)
        self._episodes = tuple(past.alerts.all.values())
        others = tuple(self._over(past.seq, days, now) for days in OTHER_DAYS)
        view = replace(self._over(past.seq, WINDOW_DAYS, now), others=others)
        self._view, self._at = view, now
        return view

    def _is_old(self, now: datetime) -> bool:
        return self._at is None or abs((now - self._at).total_seconds()) >= ANEW_S

    def _renew(self, deliveries: Mapping[str, Delivery]) -> None:
        """Take what has changed; a delivery that has not is the very same object."""
        for launch_id, one in self._sliced(deliveries.items()):
            if self._deliveries.get(launch_id) is one or one.service != self._service:
                continue
            out = deployment(one)
            if out is not None:
                self._told[launch_id] = _Told(one, out, incidents(one), actions(one))
        self._deliveries = deliveries

    def _sliced(self, things: Iterable[ThingT]) -> Iterator[ThingT]:
        """Yield all of them, with a breath now and then."""
        for count, one in enumerate(things, 1):
            yield one
            if not count % SLICE:
                self._breathe()

    def _over(self, seq: int, days: int, now: datetime) -> SafetyView:
        length, end = timedelta(days=days), now + INSTANT
        mine = self._within(end - length, end)
        found = _report(mine, end - length, end, now)
        self._breathe()
        earlier = self._within(end - 2 * length, end - length)
        before = _report(earlier, end - 2 * length, end - length, now)
        self._breathe()
        recovered = {one.id: one.took_s for one in found.recoveries}
        members = tuple(
            _member(one, recovered.get(one.delivery.launch_id))
            for one in self._sliced(reversed(mine))
            if one.deployment.kind != "rollback"
        )
        self._breathe()
        practice = _practice(mine), _practice(earlier)
        weeks = _Weeks(end, math.ceil(days / 7))
        alerts = usefulness(self._episodes, end - length, end, weeks.place, weeks.count)
        self._breathe()
        return SafetyView(
            seq=seq,
            window_days=days,
            measures=(*_measures(mine, found, before, practice, weeks), alerts),
            members=members,
            prevented=tuple(one for one in members if _is_prevented(one)),
            open_count=found.open,
            invalid_count=found.invalid,
        )

    def _within(self, begin: datetime, end: datetime) -> list[_Told]:
        """Return what went out, or went wrong, in [begin, end), oldest first."""
        found = []
        for one in self._sliced(self._told.values()):
            times = (one.deployment.at, *(incident.detected_at for incident in one.incidents))
            if any(begin <= at < end for at in times):
                found.append(one)
        return sorted(found, key=lambda one: (one.deployment.at, one.delivery.launch_id))


class _Weeks(Struct, frozen=True):
    """The weeks up to `end`, the oldest first; the first may begin before the window does."""

    end: datetime
    count: int

    def place(self, at: datetime) -> int:
        """Return the place of the week in which `at` lies."""
        back = math.ceil((self.end - at) / WEEK)
        return self.count - max(1, min(back, self.count))

    def counted(self, times: Iterable[datetime]) -> tuple[float | None, ...]:
        """Return how many there were in each week, None without any."""
        counts = [0] * self.count
        for at in times:
            counts[self.place(at)] += 1
        return tuple(float(one) if one else None for one in counts)

    def middle(self, took: Iterable[tuple[datetime, float]]) -> tuple[float | None, ...]:
        """Return the median of each week, None without any."""
        found: list[list[float]] = [[] for _ in range(self.count)]
        for at, took_s in took:
            found[self.place(at)].append(took_s)
        return tuple(median(one) if one else None for one in found)


def _report(told: Sequence[_Told], begin: datetime, end: datetime, now: datetime) -> Report:
    return report(
        [one.deployment for one in told],
        [incident for one in told for incident in one.incidents],
        [action for one in told for action in one.actions],
        window_from=begin,
        window_to=end,
        now=now,
    )


def _measures(
    told: Sequence[_Told],
    found: Report,
    before: Report,
    practice: tuple[Sequence[Took], Sequence[Took]],
    weeks: _Weeks,
) -> tuple[MeasureView, ...]:
    by_id = {one.delivery.launch_id: one for one in told}
    out_at = {launch_id: one.deployment.at for launch_id, one in by_id.items()}
    detected = {
        incident.id: (incident.detected_at, one.delivery.launch_id)
        for one in told
        for incident in one.incidents
    }
    repairs = [(detected[one.id], one.took_s) for one in found.repairs]
    recovered = [(out_at[one.id], one.id, one.took_s) for one in found.recoveries]
    drilled = [(out_at[one.id], one.id, one.took_s) for one in practice[0]]
    cohort = [out_at[one] for one in found.cohort_ids]
    per_week = 7 * found.deployments_per_day
    return (
        MeasureView(
            MeasureKind.CHANGE_FAIL_RATE,
            found.change_fail_rate,
            found.failed,
            found.deployments,
            found.wilson95,
            None,
            None,
            before.change_fail_rate,
            before.deployments,
            weeks.counted(cohort),
            tuple(sorted(weeks.place(out_at[one]) for one in found.failed_ids)),
            found.cohort_ids,
        ),
        _times(
            MeasureKind.DETECT_TO_OFF,
            [(at, launch_id, took_s) for (at, launch_id), took_s in repairs],
            [one.took_s for one in before.repairs],
            weeks,
        ),
        _times(
            MeasureKind.RELEASE_TO_MITIGATION,
            recovered,
            [one.took_s for one in before.recoveries],
            weeks,
        ),
        MeasureView(
            MeasureKind.FREQUENCY,
            per_week if cohort else None,
            len(cohort),
            None,
            None,
            None,
            None,
            7 * before.deployments_per_day if before.deployments else None,
            before.deployments,
            weeks.counted(cohort),
            members=found.cohort_ids,
        ),
        _times(MeasureKind.DRILL_TO_OFF, drilled, [one.took_s for one in practice[1]], weeks),
    )


def _times(
    kind: MeasureKind,
    took: Sequence[tuple[datetime, str, float]],
    before_s: Sequence[float],
    weeks: _Weeks,
) -> MeasureView:
    """Return a measure that is the median of these times; `took` has time, launch and seconds."""
    values = [took_s for _, _, took_s in took]
    return MeasureView(
        kind,
        median(values) if values else None,
        len(values),
        None,
        None,
        min(values, default=None),
        max(values, default=None),
        median(before_s) if before_s else None,
        len(before_s),
        weeks.middle((at, took_s) for at, _, took_s in took),
        members=tuple(dict.fromkeys(launch_id for _, launch_id, _ in took)),
    )


def _practice(told: Sequence[_Told]) -> tuple[Took, ...]:
    """Return how long each drill took from detected to seen off."""
    return tuple(
        Took(one.delivery.launch_id, took_s)
        for one in told
        if one.delivery.is_drill and (took_s := _detect_to_off_s(one)) is not None
    )


def _detect_to_off_s(one: _Told) -> float | None:
    """Return the time of the first fault that was mitigated after it was found."""
    for incident in one.incidents:
        if incident.duplicate_of is None and incident.mitigated_at is not None:
            took_s = (incident.mitigated_at - incident.detected_at).total_seconds()
            if took_s >= 0:
                return took_s
    return None


def _member(one: _Told, recovery_s: float | None) -> MemberView:
    delivery, result = one.delivery, _result(one)
    went_wrong = result is MemberResult.FAILED or result is MemberResult.DRILL
    first = min(delivery.found, key=lambda fault: fault.at, default=None) if went_wrong else None
    done = one.actions[0] if one.actions and went_wrong else None
    return MemberView(
        launch_id=delivery.launch_id,
        version=delivery.version,
        build=delivery.build,
        at=one.deployment.at,
        result=result,
        way_out=None if done is None else done.type.value,
        flow=None if first is None else first.flow,
        platform=None if first is None else first.platform or None,
        detect_to_off_s=_detect_to_off_s(one) if went_wrong else None,
        release_to_mitigation_s=recovery_s,
        stopped_at_pct=None if done is None else delivery.top_pct,
        failed_count=max((fault.failed_count for fault in delivery.found), default=None),
        dispute="" if delivery.dispute is None else delivery.dispute.reason,
        disputed_by=None if delivery.dispute is None else delivery.dispute.by,
    )


def _result(one: _Told) -> MemberResult:
    if one.delivery.is_drill:
        return MemberResult.DRILL
    has_failed = any(action.tells_of_failure for action in one.actions) or any(
        incident.is_real and incident.cause == "change" for incident in one.incidents
    )
    if has_failed:
        return MemberResult.FAILED
    return MemberResult.RUNNING if one.delivery.closed_at is None else MemberResult.FINE


def _is_prevented(member: MemberView) -> bool:
    """Return whether it was stopped before everybody had it."""
    stopped_pct = member.stopped_at_pct
    is_real = member.result is MemberResult.FAILED
    return is_real and stopped_pct is not None and stopped_pct < ALL_PCT
