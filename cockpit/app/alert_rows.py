"""What there is to say of alerts that the journal does not say yet."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from cockpit.domain.alarms import Alarm, Alarms
from cockpit.domain.alert_events import AlertEnded, AlertRaised, AlertUnshelved
from cockpit.domain.episodes import Episodes

AlertEvent: TypeAlias = AlertRaised | AlertEnded | AlertUnshelved


def owed(
    alarms: Alarms, episodes: Episodes, now: datetime, launch_id: str | None
) -> Iterator[AlertEvent]:
    """Yield the rows that are missing; a new alert has no id yet."""
    for alarm in alarms.raised:
        running = episodes.running.get(alarm.key)
        if running is None or alarm.lead.gravity > running.finding.gravity:
            yield _raised(alarm, "" if running is None else running.alert_id, launch_id)
            shelving = episodes.shelved.get(alarm.key)
            if (
                running is not None
                and shelving is not None
                and not shelving.is_on(now, alarm.lead.gravity)
            ):
                yield AlertUnshelved(running.alert_id, alarm.key, "graver")
    for over in alarms.over:
        if over.alarm.alert_id:
            yield AlertEnded(over.alarm.alert_id, over.alarm.key, over.well_at)
    for key, shelving in episodes.shelved.items():
        if now >= shelving.until_at:
            running = episodes.running.get(key)
            yield AlertUnshelved("" if running is None else running.alert_id, key, "time")


def _raised(alarm: Alarm, alert_id: str, launch_id: str | None) -> AlertRaised:
    lead, advice = alarm.lead, alarm.lead.advice
    return AlertRaised(
        alert_id=alert_id,
        key=alarm.key,
        reason=lead.reason.value,
        grade=lead.grade.value,
        finding=lead.name,
        since_at=alarm.since_at,
        told=lead.told,
        flow=alarm.flow,
        kpi=alarm.kpi,
        way_out=None if advice is None else advice.way_out.value,
        target="" if advice is None else advice.name,
        launch_id=launch_id,
    )
