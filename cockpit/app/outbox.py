"""One channel's outbox: what waits to be told, in which order, and what became of it."""

from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.app.channel_codes import ChannelNote
from cockpit.app.channel_view import ChannelState, ChannelView
from cockpit.app.teller import Telling
from cockpit.domain.message import Message, message
from cockpit.ports.channels import NoteKind, Receipt, Urgency
from cockpit.ports.errors import RefusedError, SourceError

MOST_WAITING = 20
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0
"""The pause after a failure doubles from the first to the longest; a server may ask for more."""

STALE_AFTER = timedelta(minutes=15)
"""What could not be told for so long is no news any more."""

WRITTEN_AFTER_COUNT = 3
"""So many failures in a row are no hiccup any more."""

_ORDER = {urgency: place for place, urgency in enumerate(Urgency)}


class Waiting(Struct, frozen=True):
    """Something that waits since `since_at`; it came from row `seq` of the journal."""

    telling: Telling
    since_at: datetime
    seq: int
    tries_count: int = 0


class Outbox(Struct):
    """Keeps what one channel has to tell. All of it happens on one lane.

    At most `MOST_WAITING` things wait: the log gives way to alerts, the older to the newer, and a
    newer one about the same thing takes the place of the older.
    """

    name: str
    kind: str
    may_repeat: bool
    waiting: dict[str, Waiting] = field(default_factory=dict)
    going: Waiting | None = None
    not_before_s: float = float("-inf")
    failures_count: int = 0
    lost_count: int = 0
    told_at: datetime | None = None
    error: Message | None = None
    is_written: bool = False

    def put(self, telling: Telling, now: datetime, seq: int) -> None:
        """Have it wait for its turn."""
        self.waiting.pop(telling.key, None)
        self.waiting[telling.key] = Waiting(telling, now, seq)
        if len(self.waiting) > MOST_WAITING:
            logs = (key for key, one in self.waiting.items() if one.telling.kind is NoteKind.LOG)
            del self.waiting[next(logs, next(iter(self.waiting)))]
            self.lost_count += 1

    def start(self, now: datetime, monotonic_s: float) -> Waiting | None:
        """Take out what is told next, the urgent first; None while nothing may go."""
        if self.going is not None or monotonic_s < self.not_before_s:
            return None
        for key in [key for key, one in self.waiting.items() if now - one.since_at > STALE_AFTER]:
            del self.waiting[key]
            self.lost_count += 1
        if not self.waiting:
            return None
        key = min(self.waiting, key=lambda one: _ORDER[self.waiting[one].telling.urgency])
        self.going = self.waiting.pop(key)
        return self.going

    def took(self, receipt: Receipt) -> None:
        """Note that the channel took what it was given."""
        self.going = None
        self.told_at = receipt.at
        self.error, self.failures_count, self.is_written = None, 0, False

    def failed(self, error: Exception, monotonic_s: float) -> bool:
        """Note that it did not; return whether that has to be written down.

        What has surely not arrived is tried again; what may have arrived only where twice is seen
        as once. Written down is the first loss, or the third failure in a row, until something is
        taken again.
        """
        lost_count = self.lost_count
        going, self.going = self.going, None
        self.failures_count += 1
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(self.failures_count - 1, 10))
        if isinstance(error, RefusedError) and error.retry_after_s is not None:
            pause_s = max(pause_s, error.retry_after_s)
        self.not_before_s = monotonic_s + pause_s
        may_have_arrived = True
        self.error = message(ChannelNote.BROKEN, channel=self.name)
        if isinstance(error, SourceError):
            self.error, may_have_arrived = error.message, error.may_have_applied
        if going is not None and going.telling.key not in self.waiting:  # else there is a newer one
            if self.may_repeat or not may_have_arrived:
                again = replace(going, tries_count=going.tries_count + 1)
                self.waiting = {going.telling.key: again, **self.waiting}
            else:
                self.lost_count += 1
        is_grave = self.lost_count > lost_count or self.failures_count >= WRITTEN_AFTER_COUNT
        is_news, self.is_written = is_grave and not self.is_written, self.is_written or is_grave
        return is_news

    def least_seq(self) -> int | None:
        """Return the row of the oldest that has not been told; None when all were."""
        left = [*self.waiting.values(), *([self.going] if self.going is not None else [])]
        return min((one.seq for one in left), default=None)

    def view(self, monotonic_s: float) -> ChannelView:
        """Return how it stands."""
        state = ChannelState.UNTRIED if self.told_at is None else ChannelState.OK
        is_failing = self.error is not None
        return ChannelView(
            name=self.name,
            kind=self.kind,
            state=ChannelState.FAILING if is_failing else state,
            message=self.error,
            told_at=self.told_at,
            waiting_count=len(self.waiting) + (self.going is not None),
            lost_count=self.lost_count,
            failures_count=self.failures_count,
            retry_in_s=max(0.0, self.not_before_s - monotonic_s) if is_failing else None,
        )
