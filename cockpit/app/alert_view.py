"""Alerts, as the drawer shows them: one of three reasons, and whether somebody must act now."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from cockpit.domain.alarms import Alarm, Alarms
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding
from cockpit.domain.episodes import Episode, Episodes, Shelving
from cockpit.domain.message import Message
from cockpit.domain.way_out import Advice

PAST_COUNT = 10


class AlertView(Struct, frozen=True):
    """An alert about a flow or a KPI: since when, what is wrong, and the way out if there is one.

    `ended_at` is set once it is over; then it stands among the past ones. `alert_id` is "" while
    the journal does not know of it: then it can neither be put aside nor rated. `others` is what
    else is wrong there. `is_first` says that it came before every other that goes on. `ratings`
    says of each person who said so whether it was of use.
    """

    key: str
    reason: AlertReason
    grade: AlertGrade
    flow: str | None
    kpi: str | None
    since_at: datetime
    message: Message
    advice: Advice | None = None
    ended_at: datetime | None = None
    alert_id: str = ""
    others: tuple[Finding, ...] = ()
    is_first: bool = False
    shelving: Shelving | None = None
    ratings: Mapping[str, bool] = field(default_factory=dict)


class AlertViews(Struct, frozen=True):
    """The alerts that go on, those of them that were put aside, and the last that are over."""

    alerts: tuple[AlertView, ...]
    shelved: tuple[AlertView, ...]
    past: tuple[AlertView, ...]


def alert_views(alarms: Alarms, episodes: Episodes, now: datetime) -> AlertViews:
    """Return the alerts as they are shown: what needs a hand first, then what came first."""
    raised = alarms.raised
    first_at = min((one.since_at for one in raised), default=now)
    first = next((one.key for one in raised if one.since_at == first_at), "")
    views = [
        _running(one, episodes, now, is_first=len(raised) > 1 and one.key == first)
        for one in raised
    ]
    return AlertViews(
        tuple(one for one in views if one.shelving is None),
        tuple(one for one in views if one.shelving is not None),
        tuple(_ended(one) for one in episodes.last_over(PAST_COUNT)),
    )


def written_views(episodes: Episodes, now: datetime) -> AlertViews:
    """Return the alerts as the journal alone tells them: nothing else is looked at."""
    return alert_views(Alarms().after({}, now, episodes), episodes, now)


def _running(alarm: Alarm, episodes: Episodes, now: datetime, *, is_first: bool) -> AlertView:
    lead, shelving = alarm.lead, episodes.shelved.get(alarm.key)
    is_aside = shelving is not None and shelving.is_on(now, lead.gravity)
    episode = episodes.of(alarm.alert_id)
    return AlertView(
        key=alarm.key,
        reason=lead.reason,
        grade=lead.grade,
        flow=alarm.flow,
        kpi=alarm.kpi,
        since_at=alarm.since_at,
        message=lead.told,
        advice=lead.advice,
        alert_id=alarm.alert_id,
        others=tuple(one for one in alarm.findings if one.name != lead.name),
        is_first=is_first,
        shelving=shelving if is_aside else None,
        ratings={} if episode is None else episode.ratings,
    )


def _ended(episode: Episode) -> AlertView:
    finding = episode.finding
    return AlertView(
        key=episode.key,
        reason=finding.reason,
        grade=finding.grade,
        flow=episode.flow,
        kpi=episode.kpi,
        since_at=episode.since_at,
        message=finding.told,
        advice=finding.advice,
        ended_at=episode.ended_at,
        alert_id=episode.alert_id,
        ratings=episode.ratings,
    )
