"""Tells people away from the window: each channel at its own pace, and in nobody's way.

What is told follows from the rows of the journal alone, whoever wrote them. On each computer one
process tells, the one that holds the office; another takes over when it is gone.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.asking import Ask
from cockpit.app.channel_codes import ChannelNote
from cockpit.app.channel_view import ChannelState, ChannelView
from cockpit.app.history import SLICE_ROWS, new_rows
from cockpit.app.outbox import Outbox
from cockpit.app.past import ChannelPast
from cockpit.app.teller import Teller, Telling
from cockpit.domain.channel_events import ChannelFailed
from cockpit.domain.events import Event
from cockpit.domain.message import Message, message
from cockpit.domain.notices import Notice
from cockpit.ports.channels import Carrier, Manner, Note, NoteKind, Office, Receipt, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.journal import PAGE_ROWS, Journal, JournalError, Row
from cockpit.ports.workspace_channels import DESKTOP, Channel

READ_EVERY_S = 1.0
MOST_TOLD = 50
RESEND_EVERY_S = 60.0
"""So often a place that keeps alarms hears of those that go on; it forgets them after four."""

NEWS_FOR, LATE_NEWS_FOR = timedelta(minutes=15), timedelta(hours=24)
"""What happened earlier is not told any more; what was recorded late may have waited longer."""


class Way(Struct, frozen=True):
    """One channel: what it wants to hear and how, its carrier, its words, a lane to wait on."""

    name: str
    channel: Channel
    manner: Manner
    carrier: Carrier
    say: Callable[[Message], str]
    ask: Ask


class _Read(Struct, frozen=True):
    """Rows that were read: those known from before the office was taken, and what is new.

    Without a journal that can be read there are none, and nothing is known yet.
    """

    has_office: bool
    is_anew: bool = False
    is_known: bool = True
    known: tuple[Row, ...] = ()
    new: tuple[Row, ...] = ()


class Delivery:
    """Every method runs on the core lane and returns at once.

    `disk` reads the journal and holds the office; `record` appends an event there. `breathe` is
    called between slices of work.
    """

    def __init__(
        self,
        *,
        ways: Sequence[Way],
        service: str,
        teller: Callable[[], Teller],
        journal: Journal,
        office: Office,
        clock: Clock,
        disk: Ask,
        record: Callable[[Event], None],
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        self._ways = {way.name: way for way in ways}
        self._service = service
        self._new_teller = teller
        self._teller = teller()
        self._journal = journal
        self._office = office
        self._clock = clock
        self._disk = disk
        self._record = record
        self._breathe = breathe
        self._outboxes = {
            way.name: Outbox(way.name, way.channel.kind, way.manner.may_repeat) for way in ways
        }
        self._alarms: dict[str, dict[str, tuple[Telling, float]]] = {way.name: {} for way in ways}
        self._told: deque[Telling] = deque(maxlen=MOST_TOLD)
        self._seq: int | None = None
        self._has_office = False
        self._is_reading = False
        self._read_due_s = float("-inf")

    def tick(self) -> None:
        """Read what is new, and hand on what is due; to be called several times a second."""
        if not self._ways:
            return
        now_s = self._clock.monotonic_s()
        if now_s >= self._read_due_s and not self._is_reading:
            self._read_due_s = now_s + READ_EVERY_S
            self._is_reading = True
            seq, told_seq, had_office = self._seq, self._told_seq(), self._has_office
            self._disk(lambda: self._read(seq, told_seq, had_office=had_office), self._take)
        for name, outbox in self._outboxes.items():
            waiting = outbox.start(self._clock.now(), now_s)
            if waiting is not None:
                way = self._ways[name]
                send = partial(sent, way, self._service, waiting.telling)
                way.ask(send, partial(self._answered, outbox, waiting.telling))

    def notify(self, notice: Notice) -> None:
        """Tell of an alert before its row is read here, or although it could not be written."""
        telling = self._teller.noticed(notice)
        self._tell(telling, self._seq or 0)
        if self._has_office:
            self._told.append(telling)

    def views(self) -> tuple[ChannelView, ...]:
        """Return the channels as they are now, in the order of the workspace."""
        now_s = self._clock.monotonic_s()
        return tuple(self._view(outbox, now_s) for outbox in self._outboxes.values())

    # ------------------------------------------------------------ on the lane of the disk

    def _read(self, seq: int | None, told_seq: int | None, *, had_office: bool) -> _Read:
        try:
            has_office = self._office.take()
        except OSError:  # nobody can hold it here: told twice is better than not at all
            has_office = True
        if had_office and told_seq is not None:
            self._office.keep(told_seq)
        try:
            if seq is not None and has_office == had_office:
                return _Read(has_office, new=new_rows(self._journal, seq))
            return self._read_anew(has_office=has_office)
        except JournalError:
            return _Read(has_office, is_known=False)

    def _read_anew(self, *, has_office: bool) -> _Read:
        """Return the rows after those that were told, and those before as far as they matter."""
        newest_seq = self._journal.newest_seq()
        before_seq = self._office.told_seq() if has_office else None
        begin_seq = newest_seq if before_seq is None else min(max(0, before_seq), newest_seq)
        from_seq = max(0, begin_seq - PAGE_ROWS)
        known: tuple[Row, ...] = ()
        if begin_seq:
            known = self._journal.page(after_seq=from_seq, limit=begin_seq - from_seq)
        new = new_rows(self._journal, begin_seq)
        return _Read(has_office, is_anew=True, known=known, new=new)

    # ------------------------------------------------------------ on the core lane

    def _take(self, read: _Read | Exception) -> None:
        self._is_reading = False
        if isinstance(read, Exception):
            return  # the lane has logged it; it is tried again
        if not read.is_known:  # what cannot be written is told all the same, see `notify`
            self._has_office = read.has_office if self._seq is None else self._has_office
            return
        if read.is_anew:
            self._teller, self._seq = self._new_teller(), 0
        self._has_office = read.has_office
        for row in self._in_slices(read.known):
            self._teller.take(row)
        for row in self._in_slices(read.new):
            for telling in self._teller.take(row):
                self._tell(telling, row.seq)
        for telling in self._teller.passed(self._clock.now()):
            self._tell(telling, self._seq or 0)
        rows = read.new or read.known
        self._seq = rows[-1].seq if rows else self._seq
        if self._has_office:
            self._keep_alarms()

    def _in_slices(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the rows, and let others think after each slice of them."""
        for place, row in enumerate(rows, start=1):
            yield row
            if not place % SLICE_ROWS:
                self._breathe()

    def _tell(self, telling: Telling, seq: int) -> None:
        now = self._clock.now()
        news_for = LATE_NEWS_FOR if telling.is_late else NEWS_FOR
        if not self._has_office or now - telling.at > news_for or telling in self._told:
            return
        for way in self._ways.values():
            if wants(way.channel, telling) and not _is_kept(way, telling):
                self._outboxes[way.name].put(telling, now, seq)

    def _keep_alarms(self) -> None:
        """Have the places that keep alarms hear of each that goes on, and of its end."""
        now, now_s = self._clock.now(), self._clock.monotonic_s()
        for way in self._ways.values():
            if not way.manner.keeps_alarms:
                continue
            kept, outbox = self._alarms[way.name], self._outboxes[way.name]
            going_on = {one.key: one for one in self._teller.alarms() if wants(way.channel, one)}
            for key, telling in going_on.items():
                if key not in kept or now_s - kept[key][1] >= RESEND_EVERY_S:
                    kept[key] = (telling, now_s)
                    outbox.put(telling, now, self._seq or 0)
            for key in [key for key in kept if key not in going_on]:
                telling, _ = kept.pop(key)
                outbox.put(replace(telling, until_at=now), now, self._seq or 0)

    def _answered(self, outbox: Outbox, telling: Telling, answer: Receipt | Exception) -> None:
        if not isinstance(answer, Exception):
            outbox.took(answer)
            return
        is_grave = outbox.failed(answer, self._clock.monotonic_s())
        # A desktop that has no notes is no outage: the page of connections says so.
        if is_grave and outbox.kind != DESKTOP and outbox.error is not None:
            failed = ChannelFailed(
                channel=outbox.name,
                address=self._ways[outbox.name].channel.url or "",
                about=telling.key,
                tries_count=outbox.failures_count,
                told=outbox.error,
            )
            self._disk(lambda: self._record(failed), lambda _done: None)

    def _told_seq(self) -> int | None:
        """Return the row up to which everything has been told; None while nothing is known."""
        if self._seq is None:
            return None
        left = [outbox.least_seq() for outbox in self._outboxes.values()]
        return min([self._seq, *(seq - 1 for seq in left if seq is not None)])

    def _view(self, outbox: Outbox, now_s: float) -> ChannelView:
        view = outbox.view(now_s)
        past = self._teller.channels.get(outbox.name, ChannelPast())
        if self._seq is not None and not self._has_office:
            told = message(ChannelNote.ELSEWHERE)
            view = replace(view, state=ChannelState.ELSEWHERE, message=told)
        return replace(view, tested_at=past.tested_at, tested=past.tested)


def sent(way: Way, service: str, telling: Telling) -> Receipt:
    """Put it into words and hand it over, on the lane of the channel: both may take a while."""
    return way.carrier.send(
        Note(
            key=telling.key,
            kind=telling.kind,
            urgency=telling.urgency,
            title=way.say(telling.title),
            text="" if telling.text is None else way.say(telling.text),
            since_at=telling.at,
            until_at=telling.until_at,
            facts=(("service", service), *telling.facts),
            link=telling.link,
        )
    )


def wants(channel: Channel, telling: Telling) -> bool:
    """Return whether the channel is to hear of this."""
    if telling.is_drill and not channel.drills:
        return False
    match telling.kind:
        case NoteKind.LOG:
            return channel.launch_log
        case NoteKind.SUMMARY:
            return channel.summaries
        case _:
            is_urgent = telling.urgency is Urgency.ACT_NOW
            return channel.alerts == "watch" or (channel.alerts == "act_now" and is_urgent)


def _is_kept(way: Way, telling: Telling) -> bool:
    """Return whether the place hears of it as an alarm anyway, and groups alarms by itself."""
    return way.manner.keeps_alarms and telling.kind is not NoteKind.LOG
