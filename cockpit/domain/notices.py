"""Which alerts people are notified of: in ten minutes each flow once, and all together once more.

Notices follow from the rows of the journal and from the time that passes. So every process that
reads it comes to the same ones: nobody is told twice. What may not be told yet is owed, and told
when its time has come, unless it is over by then.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

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

EVERY = timedelta(minutes=10)
"""So far apart are two notices about one flow, and two about more than that."""


class NoticeKind(StrEnum):
    """Why people are notified."""

    RAISED = "raised"
    GRAVER = "graver"
    STORM = "storm"


class Notice(Struct, frozen=True):
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


class _Running(Struct, frozen=True):
    """An alert that goes on, and how grave it was when people were told of it; None: not yet."""

    raised: AlertRaised
    finding: Finding
    raised_at: datetime
    told_grade: AlertGrade | None = None
    is_drill: bool = False


class Noticing(Struct, frozen=True):
    """What people have been told so far, after some rows of the journal.

    `told_at` says when each flow was told of by itself last. `more_at` is when people were last
    told something beyond that: the summary of a storm, or that one has got graver meanwhile.
    """

    running: Mapping[str, _Running] = field(default_factory=dict)
    shelved: Mapping[str, Shelving] = field(default_factory=dict)
    told_at: Mapping[str, datetime] = field(default_factory=dict)
    more_at: datetime | None = None

    def passed(self, now: datetime) -> "tuple[Noticing, tuple[Notice, ...]]":
        """Return what people have been told by `now`, and what to tell them of what was owed.

        Whoever looks, and how often: each notice has the instant from which on it may be told.
        """
        known, found = self, list[Notice]()
        while step := _first_due(known, now):
            known, notice = step
            found.append(notice)
        return known, tuple(found)

    def after(self, entry: Entry) -> "tuple[Noticing, Notice | None]":
        """Return what people have been told after one more row, and what to tell them for it.

        What has been owed until then is asked for before, by `passed`.
        """
        match entry.event:
            case AlertRaised() as raised:
                return self._raised(raised, entry)
            case AlertUnshelved(key=key):
                free = replace(self, shelved=_without(self.shelved, key))
                return _telling(free, key, entry.at)
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
            running = _Running(raised, finding, entry.at, is_drill=entry.is_drill)
        elif finding.gravity > running.finding.gravity:
            running = replace(running, raised=raised, finding=finding, raised_at=entry.at)
        shelving, shelved = self.shelved.get(key), self.shelved
        if shelving is not None and not shelving.is_on(entry.at, running.finding.gravity):
            shelved = _without(shelved, key)
        then = replace(self, running={**self.running, key: running}, shelved=shelved)
        return _telling(then, key, entry.at)


def _telling(known: Noticing, key: str, at: datetime) -> tuple[Noticing, Notice | None]:
    """Return the notice about an alert, or one about all that are new; None while it is owed."""
    if key not in _owed(known):
        return known, None
    running = known.running[key]
    together = {**{one.raised.key: one for one in _at_once(known, at)}, **_owed(known)}
    may_more = known.more_at is None or at - known.more_at >= EVERY
    if len(together) > MOST_AT_ONCE:
        if not may_more:
            return known, None
        told = {name: replace(one, told_grade=one.finding.grade) for name, one in together.items()}
        then = replace(known, running={**known.running, **told}, more_at=at)
        return then, _storm(tuple(sorted(together.values(), key=_by_begin)), at)
    told_at = known.told_at.get(key)
    is_its_turn = told_at is None or at - told_at >= EVERY
    if not is_its_turn and (running.told_grade is None or not may_more):
        return known, None
    told_once = replace(running, told_grade=running.finding.grade)
    then = replace(
        known,
        running={**known.running, key: told_once},
        told_at={**known.told_at, key: at} if is_its_turn else known.told_at,
        more_at=known.more_at if is_its_turn else at,
    )
    return then, _notice(running, at)


def _first_due(known: Noticing, now: datetime) -> tuple[Noticing, Notice] | None:
    """Return the first notice of what is owed that may be told by `now`; None without one."""
    for at, key in sorted(_may_be_due(known)):
        if at > now:
            return None
        then, notice = _telling(known, key, at)
        if notice is not None:
            return then, notice
    return None


def _may_be_due(known: Noticing) -> Iterator[tuple[datetime, str]]:
    """Yield from when on what is owed may be told, by itself or with others."""
    owed = _owed(known)
    newest_at = max((one.raised_at for one in owed.values()), default=None)
    for key, one in owed.items():
        told_at = known.told_at.get(key)
        yield max(one.raised_at, one.raised_at if told_at is None else told_at + EVERY), key
        if newest_at is not None and known.more_at is not None:
            yield max(newest_at, known.more_at + EVERY), key


def _owed(known: Noticing) -> dict[str, _Running]:
    """Return the alerts that go on, are not put aside, and that people do not know of."""
    return {
        key: one for key, one in known.running.items() if key not in known.shelved and _is_news(one)
    }


def _at_once(known: Noticing, at: datetime) -> tuple[_Running, ...]:
    """Return what began or got graver within the last minute."""
    recent = (
        one
        for key, one in known.running.items()
        if key not in known.shelved and at - one.raised_at < AT_ONCE
    )
    return tuple(recent)


def _by_begin(running: _Running) -> tuple[datetime, str]:
    return running.raised.since_at, running.raised.key


def _is_news(running: _Running) -> bool:
    """Return whether people do not know: nobody told them, or only that it was to be watched."""
    is_act_now = running.finding.grade is AlertGrade.ACT_NOW
    return running.told_grade is None or (is_act_now and running.told_grade is AlertGrade.WATCH)


def _notice(running: _Running, at: datetime) -> Notice:
    finding = running.finding
    return Notice(
        kind=NoticeKind.RAISED if running.told_grade is None else NoticeKind.GRAVER,
        at=at,
        message=finding.told,
        grade=finding.grade,
        alert_id=running.raised.alert_id,
        reason=finding.reason,
        flow=running.raised.flow,
        kpi=running.raised.kpi,
        advice=finding.advice,
        launch_id=running.raised.launch_id,
        is_drill=running.is_drill,
    )


def _storm(together: tuple[_Running, ...], at: datetime) -> Notice:
    first = together[0]
    is_urgent = any(one.finding.grade is AlertGrade.ACT_NOW for one in together)
    return Notice(
        kind=NoticeKind.STORM,
        at=at,
        message=message(
            AlertCode.STORM,
            alert_count=len(together),
            about=about(first.raised.key),
            told=first.finding.told,
        ),
        grade=AlertGrade.ACT_NOW if is_urgent else AlertGrade.WATCH,
        alert_id=first.raised.alert_id,
        advice=first.finding.advice,
        launch_id=first.raised.launch_id,
        is_drill=all(one.is_drill for one in together),
    )


def _without(kept: Mapping[str, _KeptT], key: str) -> dict[str, _KeptT]:
    return {name: one for name, one in kept.items() if name != key}
