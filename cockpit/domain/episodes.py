"""Alerts as the journal tells them: each from begin to end, put aside or not, of use or not."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.domain.alert_events import (
    AlertEnded,
    AlertRaised,
    AlertRated,
    AlertShelved,
    AlertUnshelved,
)
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding
from cockpit.domain.way_out import Advice, WayOut

if TYPE_CHECKING:  # rows of the journal are read once there are some
    from cockpit.domain.events import Entry

ALERT_EVENTS = AlertRaised | AlertEnded | AlertShelved | AlertUnshelved | AlertRated

LIMIT_COUNT = 2
LIMIT_WINDOW = timedelta(minutes=10)
"""More alerts than two in ten minutes are not manageable for one person (EEMUA 191)."""


class Shelving(Struct, frozen=True):
    """Who put an alert aside, until when and why; it comes back sooner when it gets graver."""

    by: str
    at: datetime
    until_at: datetime
    reason: str
    gravity: int

    def is_on(self, at: datetime, gravity: int) -> bool:
        """Return whether an alert of this gravity is still put aside then."""
        return self.at <= at < self.until_at and gravity <= self.gravity


class Episode(Struct, frozen=True):
    """One alert from begin to end; `ended_at` is None while it goes on.

    `finding` is the gravest that led it. `ratings` has the last word of each person: of use, or
    noise. `was_heard` is False when it began while its flow was put aside.
    """

    alert_id: str
    key: str
    flow: str | None
    kpi: str | None
    finding: Finding
    since_at: datetime
    raised_at: datetime
    launch_id: str | None = None
    is_drill: bool = False
    was_heard: bool = True
    ended_at: datetime | None = None
    ratings: Mapping[str, bool] = field(default_factory=dict)


class Episodes(Struct, frozen=True):
    """Every alert of the journal by its id, in the order in which they began.

    `running` has those that go on by their key, `aliases` the id under which another process told
    of the same alert at the same time, and `shelved` what is put aside, by key. `over_ids` are
    those that are over, in the order in which they ended.
    """

    all: Mapping[str, Episode] = field(default_factory=dict)
    running: Mapping[str, Episode] = field(default_factory=dict)
    shelved: Mapping[str, Shelving] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    over_ids: tuple[str, ...] = ()

    @property
    def running_ids(self) -> frozenset[str]:
        """Return the ids of those that go on."""
        return frozenset(one.alert_id for one in self.running.values())

    def last_over(self, count: int) -> tuple[Episode, ...]:
        """Return the last that are over, the newest first."""
        return tuple(self.all[one] for one in reversed(self.over_ids[-count:]))

    def of(self, alert_id: str) -> Episode | None:
        """Return the alert of this id, whoever gave it; None without one."""
        return self.all.get(self.aliases.get(alert_id, alert_id))

    def is_over(self, alert_id: str) -> bool:
        """Return whether the journal says that this alert is over."""
        episode = self.of(alert_id)
        return episode is not None and episode.ended_at is not None

    def heard_count(self, now: datetime) -> int:
        """Return how many alerts began within the last ten minutes and were not put aside."""
        count = 0
        for one in reversed(tuple(self.all.values())):
            if now - one.raised_at >= 2 * LIMIT_WINDOW:
                break  # they stand in the order of the journal, which is nearly that of time
            count += one.was_heard and timedelta() <= now - one.raised_at < LIMIT_WINDOW
        return count

    def after(self, entries: "Iterable[Entry]") -> "Episodes":
        """Return the alerts after these rows; the same object when they tell of none."""
        draft = Draft(self)
        for entry in entries:
            draft.take(entry)
        return draft.episodes()


class Draft:
    """Alerts that rows are being added to; those that it began with stay as they are."""

    def __init__(self, before: Episodes) -> None:
        self._before = before
        self._is_touched = False
        self._all: dict[str, Episode] = {}
        self._running: dict[str, Episode] = {}
        self._shelved: dict[str, Shelving] = {}
        self._aliases: dict[str, str] = {}
        self._over_ids: list[str] = []

    def episodes(self) -> Episodes:
        """Return the alerts as they are now; the same object when no row told of any."""
        if not self._is_touched:
            return self._before
        return Episodes(
            self._all, self._running, self._shelved, self._aliases, tuple(self._over_ids)
        )

    def take(self, entry: "Entry") -> None:
        """Take one more row."""
        if not isinstance(entry.event, ALERT_EVENTS):
            return
        if not self._is_touched:
            self._is_touched, before = True, self._before
            self._all, self._running = dict(before.all), dict(before.running)
            self._shelved, self._aliases = dict(before.shelved), dict(before.aliases)
            self._over_ids = list(before.over_ids)
        match entry.event:
            case AlertRaised() as raised:
                self._raise(raised, entry)
            case AlertEnded(alert_id=alert_id, well_at=well_at):
                self._end(alert_id, well_at)
            case AlertShelved() as shelved:
                self._shelve(shelved, entry)
            case AlertUnshelved(key=key):
                self._shelved.pop(key, None)
            case AlertRated(alert_id=alert_id, is_useful=is_useful):
                episode = self._of(alert_id)
                if episode is not None:
                    ratings = {**episode.ratings, entry.actor: is_useful}
                    self._keep(replace(episode, ratings=ratings))
            case _:
                pass

    def _raise(self, event: AlertRaised, entry: "Entry") -> None:
        found, running = finding_of(event), self._running.get(event.key)
        shelving = self._shelved.get(event.key)
        if shelving is not None and not shelving.is_on(entry.at, found.gravity):
            del self._shelved[event.key]
            shelving = None
        if running is not None:
            if event.alert_id != running.alert_id:
                self._aliases[event.alert_id] = running.alert_id
            if found.gravity > running.finding.gravity:
                self._keep(replace(running, finding=found))
            return
        self._keep(
            Episode(
                alert_id=event.alert_id,
                key=event.key,
                flow=event.flow,
                kpi=event.kpi,
                finding=found,
                since_at=event.since_at,
                raised_at=entry.at,
                launch_id=event.launch_id,
                is_drill=entry.is_drill,
                was_heard=shelving is None,
            )
        )

    def _end(self, alert_id: str, well_at: datetime) -> None:
        episode = self._of(alert_id)
        if episode is not None and episode.ended_at is None:
            self._all[episode.alert_id] = replace(episode, ended_at=well_at)
            del self._running[episode.key]
            self._over_ids.append(episode.alert_id)

    def _shelve(self, event: AlertShelved, entry: "Entry") -> None:
        episode = self._running.get(event.key)
        if episode is not None:
            self._shelved[event.key] = Shelving(
                entry.actor, entry.at, event.until_at, event.reason, episode.finding.gravity
            )

    def _of(self, alert_id: str) -> Episode | None:
        return self._all.get(self._aliases.get(alert_id, alert_id))

    def _keep(self, episode: Episode) -> None:
        self._all[episode.alert_id] = episode
        if episode.ended_at is None:
            self._running[episode.key] = episode


def finding_of(event: AlertRaised) -> Finding:
    """Return what the row says is wrong."""
    advice = None if event.way_out is None else Advice(WayOut(event.way_out), event.target)
    reason, grade = AlertReason(event.reason), AlertGrade(event.grade)
    return Finding(event.finding, reason, grade, event.told, advice)
