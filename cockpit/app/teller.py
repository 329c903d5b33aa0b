"""What people away from the window are told, row by row of the journal."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from cockpit.app.channel_codes import LogCode, TellingCode
from cockpit.app.history import channels_after
from cockpit.app.launch_log import LaunchLog
from cockpit.app.past import ChannelPast
from cockpit.domain.alert_words import AlertGrade, about
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.episodes import Episode, Episodes
from cockpit.domain.message import Message, message
from cockpit.domain.notices import Notice, NoticeKind, Noticing
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.channels import NoteKind, Urgency
from cockpit.ports.journal import Row

GRAVE = frozenset(
    {
        LogCode.OFF_FAILED,
        LogCode.OFF_UNKNOWN,
        LogCode.BACK_FAILED,
        LogCode.BACK_UNKNOWN,
        LogCode.TO_ZERO_FAILED,
        LogCode.TO_ZERO_UNKNOWN,
    }
)
"""A way out that did not come true: nobody should overlook the line."""

URGENCIES = {AlertGrade.ACT_NOW: Urgency.ACT_NOW, AlertGrade.WATCH: Urgency.WATCH}
ADVICE = {WayOut.FLAG_OFF: TellingCode.FLAG_OFF, WayOut.ROLLBACK: TellingCode.ROLLBACK}


class Telling(Struct, frozen=True):
    """Something to tell, before it is put into the words of a channel.

    `at` is when it happened, `until_at` when it was over; `is_late` that it was recorded later.
    """

    key: str
    kind: NoteKind
    urgency: Urgency
    title: Message
    at: datetime
    text: Message | None = None
    facts: tuple[tuple[str, str], ...] = ()
    link: str | None = None
    is_drill: bool = False
    is_late: bool = False
    until_at: datetime | None = None


class Teller:
    """Folds rows. `channels` is what the rows so far tell of the channels themselves.

    `runbooks` has an address for each flow that has one.
    """

    def __init__(self, runbooks: Mapping[str, str]) -> None:
        self._runbooks = runbooks
        self._log = LaunchLog()
        self._noticing = Noticing()
        self._episodes = Episodes()
        self.channels: Mapping[str, ChannelPast] = {}

    def take(self, row: Row) -> tuple[Telling, ...]:
        """Return what there is to tell of this row."""
        entry = row.entry
        if isinstance(entry.event, ChannelTested | ChannelFailed):
            self.channels = channels_after(self.channels, entry.at, entry.event)
        self._episodes = self._episodes.after((entry,))
        owed = self.passed(entry.at)
        self._noticing, notice = self._noticing.after(entry)
        if notice is not None:
            return (*owed, self.noticed(notice))
        line = self._log.take(entry)
        return owed if line is None else (*owed, _logged(row, line))

    def passed(self, now: datetime) -> tuple[Telling, ...]:
        """Return what was owed and may be told by now, though no row came."""
        self._noticing, owed = self._noticing.passed(now)
        return tuple(self.noticed(one) for one in owed)

    def noticed(self, notice: Notice) -> Telling:
        """Return the notice as something to tell; the same one has the same key."""
        is_storm = notice.kind is NoticeKind.STORM
        facts = {
            "flow": notice.flow,
            "kpi": notice.kpi,
            "reason": notice.reason,
            "launch": notice.launch_id,
        }
        kind = NoteKind.SUMMARY if is_storm else NoteKind.ALERT
        return Telling(
            key="summary" if is_storm else f"alert:{notice.alert_id}",
            kind=kind,
            urgency=URGENCIES[notice.grade],
            title=_title(notice),
            at=notice.at,
            text=_advice(notice.advice),
            facts=tuple((name, str(text)) for name, text in facts.items() if text),
            link=self._runbooks.get(notice.flow or ""),
            is_drill=notice.is_drill,
        )

    def alarms(self) -> tuple[Telling, ...]:
        """Return the alerts that go on and are not put aside, for places that keep them."""
        running = self._episodes.running
        shelved = self._episodes.shelved
        return tuple(self._alarm(one) for key, one in running.items() if key not in shelved)

    def _alarm(self, episode: Episode) -> Telling:
        finding = episode.finding
        facts = {"flow": episode.flow, "kpi": episode.kpi, "reason": finding.reason.value}
        return Telling(
            # What an alarm is known by there; when it changes, the one before ends.
            key=f"alarm:{episode.key}:{finding.reason.value}:{finding.grade.value}",
            kind=NoteKind.ALERT,
            urgency=URGENCIES[finding.grade],
            title=message(TellingCode.ALARM, about=about(episode.key), told=finding.told),
            at=episode.since_at,
            text=_advice(finding.advice),
            facts=tuple((name, text) for name, text in facts.items() if text),
            link=self._runbooks.get(episode.flow or ""),
            is_drill=episode.is_drill,
        )


def _title(notice: Notice) -> Message:
    if notice.kind is NoticeKind.STORM:
        return message(TellingCode.STORM, told=notice.message)
    is_urgent = notice.grade is AlertGrade.ACT_NOW
    code = TellingCode.ACT_NOW if is_urgent else TellingCode.WATCH
    if notice.kind is NoticeKind.GRAVER:
        code = TellingCode.GRAVER
    key = f"kpi:{notice.kpi}" if notice.kpi is not None else f"flow:{notice.flow or ''}"
    return message(code, about=about(key), told=notice.message)


def _advice(advice: Advice | None) -> Message | None:
    return None if advice is None else message(ADVICE[advice.way_out], name=advice.name)


def _logged(row: Row, line: Message) -> Telling:
    told = line.value("told")
    code = told.code if line.code == LogCode.LATE and isinstance(told, Message) else line.code
    return Telling(
        key=f"row:{row.seq}",
        kind=NoteKind.LOG,
        urgency=Urgency.WATCH if code in GRAVE else Urgency.NEWS,
        title=line,
        at=row.entry.at,
        facts=(("row", str(row.seq)),),
        is_drill=row.entry.is_drill,
        is_late=row.entry.is_late,
    )
