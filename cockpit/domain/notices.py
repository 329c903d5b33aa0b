"""Which alerts people are notified of: at most once for each flow, and once for all in a storm.

Notices follow from the rows of the journal alone. So every process that reads it comes to the
same ones, and whoever wrote a row delivers what it gives rise to: nobody is told twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from cockpit.domain.alert_codes import AlertCode
from cockpit.domain.alert_events import AlertEnded, AlertRaised, AlertShelved, AlertUnshelved
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding, about
from cockpit.domain.episodes import Shelving, finding_of
from cockpit.domain.events import Entry
from cockpit.domain.message import Message, message
from cockpit.domain.way_out import Advice

AT_ONCE = timedelta(seconds=60)
MOST_AT_ONCE = 3
"""More flows than this within a minute are a storm: one summary tells of them."""

_KeptT = TypeVar("_KeptT")

SUMMARY_EVERY = timedelta(minutes=10)


class NoticeKind(StrEnum):
    """Why people are notified."""

    RAISED = "raised"
    GRAVER = "graver"
    STORM = "storm"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell people outside the window, once, through whatever channels there are.

    A storm is about no flow and has no reason; its `advice` is that of the alert that came first.
    `alert_id` is that of the row that gave rise to it.
    """

    kind: NoticeKind
    at: datetime
    message: Message
    grade: AlertGrade
    alert_id: str
    reason: AlertReason | None = None
    flow: str | None = None
    kpi: str | None = None
    advice: Advice | None = None
    launch_id: str | None = None
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class _Running:
    """An alert that goes on, and how grave it was when people were told of it; None: not yet."""

    raised: AlertRaised
    finding: Finding
    raised_at: datetime
    told_grade: AlertGrade | None = None


@dataclass(frozen=True, slots=True)
class Noticing:
    """What people have been told so far, after some rows of the journal."""

    running: Mapping[str, _Running] = field(default_factory=dict)
    shelved: Mapping[str, Shelving] = field(default_factory=dict)
    summary_at: datetime | None = None

    def after(self, entry: Entry) -> "tuple[Noticing, Notice | None]":
        """Return what people have been told after one more row, and what to tell them for it."""
        match entry.event:
            case AlertRaised() as raised:
                return self._raised(raised, entry)
            case AlertUnshelved(key=key):
                free = replace(self, shelved=_without(self.shelved, key))
                return _telling(free, key, entry)
            case AlertShelved(key=key) as shelved if running := self.running.get(key):
                shelving = Shelving(
                    entry.actor,
                    entry.at,
                    shelved.until_at,
                    shelved.reason,
                    running.finding.gravity,
                )
                return replace(self, shelved={**self.shelved, key: shelving}), None
            case AlertEnded(key=key):
                return replace(self, running=_without(self.running, key)), None
            case _:
                return self, None

    def _raised(self, raised: AlertRaised, entry: Entry) -> "tuple[Noticing, Notice | None]":
        key, finding = raised.key, finding_of(raised)
        running = self.running.get(key)
        if running is None:
            running = _Running(raised, finding, entry.at)
        elif finding.gravity > running.finding.gravity:
            running = replace(running, raised=raised, finding=finding, raised_at=entry.at)
        shelving, shelved = self.shelved.get(key), self.shelved
        if shelving is not None and not shelving.is_on(entry.at, running.finding.gravity):
            shelved = _without(shelved, key)
        then = replace(self, running={**self.running, key: running}, shelved=shelved)
        return _telling(then, key, entry)


def _telling(known: Noticing, key: str, entry: Entry) -> tuple[Noticing, Notice | None]:
    """Return the notice about an alert, unless people know of it, or one about all of them."""
    running = known.running.get(key)
    if running is None or key in known.shelved or not _is_news(running):
        return known, None
    told = replace(running, told_grade=running.finding.grade)
    then = replace(known, running={**known.running, key: told})
    at_once = _at_once(known, entry.at)
    if len(at_once) <= MOST_AT_ONCE:
        return then, _notice(running, entry)
    if known.summary_at is not None and entry.at - known.summary_at < SUMMARY_EVERY:
        return then, None
    return replace(then, summary_at=entry.at), _storm(at_once, entry)


def _at_once(known: Noticing, at: datetime) -> tuple[_Running, ...]:
    """Return what began or got graver within the last minute, what came first first."""
    recent = (
        one
        for key, one in known.running.items()
        if key not in known.shelved and at - one.raised_at < AT_ONCE
    )
    return tuple(sorted(recent, key=lambda one: (one.raised.since_at, one.raised.key)))


def _is_news(running: _Running) -> bool:
    """Return whether people do not know: nobody told them, or only that it was to be watched."""
    is_act_now = running.finding.grade is AlertGrade.ACT_NOW
    return running.told_grade is None or (is_act_now and running.told_grade is AlertGrade.WATCH)


def _notice(running: _Running, entry: Entry) -> Notice:
    finding = running.finding
    return Notice(
        kind=NoticeKind.RAISED if running.told_grade is None else NoticeKind.GRAVER,
        at=entry.at,
        message=finding.told,
        grade=finding.grade,
        alert_id=running.raised.alert_id,
        reason=finding.reason,
        flow=running.raised.flow,
        kpi=running.raised.kpi,
        advice=finding.advice,
        launch_id=running.raised.launch_id,
        is_drill=entry.is_drill,
    )


def _storm(at_once: tuple[_Running, ...], entry: Entry) -> Notice:
    first = at_once[0]
    is_urgent = any(one.finding.grade is AlertGrade.ACT_NOW for one in at_once)
    return Notice(
        kind=NoticeKind.STORM,
        at=entry.at,
        message=message(
            AlertCode.STORM,
            alert_count=len(at_once),
            about=about(first.raised.key),
            told=first.finding.told,
        ),
        grade=AlertGrade.ACT_NOW if is_urgent else AlertGrade.WATCH,
        alert_id=first.raised.alert_id,
        advice=first.finding.advice,
        launch_id=first.raised.launch_id,
        is_drill=entry.is_drill,
    )


def _without(kept: Mapping[str, _KeptT], key: str) -> dict[str, _KeptT]:
    return {name: one for name, one in kept.items() if name != key}
