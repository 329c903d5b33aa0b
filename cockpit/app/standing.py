"""What each source is like: how it answered, when it may be asked again, how far its clock is."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.board_codes import SourceNote
from cockpit.app.snapshot import SourceState, SourceView
from cockpit.domain.message import Message, message
from cockpit.ports.errors import BadAnswerError, RefusedError, SourceError, UnreachableError
from cockpit.ports.sources import Contact

FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 300.0
"""The pause after a failure doubles from the first to the longest, also when a server asks."""

SILENT_S = 60.0
"""An answer of longer ago says nothing of now: the computer slept, or the source takes its time."""

SLOW_S = 2.0
TELLING_SKEW_S = 1.0
"""A server tells its time in whole seconds: clocks that differ by no more go alike."""

SEEN_SKEW_S, MOST_SKEW_S = 5.0, 30.0
"""A clock this far away is shown; further than the second, ages cannot be told any more."""


class Standing(Struct, frozen=True):
    """One source after the last exchange.

    `not_before_s` is monotonic: earlier it is not asked. `warning` came with the last answer,
    `error` in its place. `slowest_s` is the longest round trip of the last round.
    """

    name: str
    kind: str
    contact: Contact | None = None
    error: Message | None = None
    error_state: SourceState = SourceState.WAITING
    warning: Message | None = None
    failures_count: int = 0
    not_before_s: float = 0.0

    @property
    def skew_s(self) -> float:
        """Return the source's clock minus ours; 0 while it is not known, or too small to be told.

        Else two programs that look at the same second would count in different blocks.
        """
        known = self.contact.skew_s if self.contact is not None else None
        return 0.0 if known is None or abs(known) <= TELLING_SKEW_S else known

    @property
    def is_skewed(self) -> bool:
        """Whether its clock is so far away that the age of its data cannot be told."""
        return abs(self.skew_s) > MOST_SKEW_S


def answered(standing: Standing, contact: Contact, warning: Message | None = None) -> Standing:
    """Return the standing after an answer; a known skew is kept when the answer tells none."""
    before = standing.contact
    if contact.skew_s is None and before is not None:
        contact = replace(contact, skew_s=before.skew_s)
    return Standing(standing.name, standing.kind, contact, warning=warning)


def failed(standing: Standing, error: Exception, *, monotonic_s: float, jitter: float) -> Standing:
    """Return the standing after a failure.

    The pause doubles with each failure in a row, give or take `jitter` (0..1) of half of it, so
    that several cockpits do not return together. A server's own Retry-After is honoured.
    """
    failures_count = standing.failures_count + 1
    pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures_count - 1, 10))
    pause_s *= 0.5 + 0.5 * jitter
    if isinstance(error, RefusedError) and error.retry_after_s is not None:
        pause_s = min(LONGEST_PAUSE_S, max(pause_s, error.retry_after_s))
    return replace(
        standing,
        error=error.message if isinstance(error, SourceError) else message(SourceNote.BROKEN),
        error_state=_state_of(error),
        warning=None,
        failures_count=failures_count,
        not_before_s=monotonic_s + pause_s,
    )


def shown(
    standing: Standing, now: datetime, monotonic_s: float, data_age_s: float | None, stale_s: float
) -> SourceView:
    """Return the source as it is now; `data_age_s` is None for sources without samples.

    Samples older than `stale_s` are stale.
    """
    contact = standing.contact
    age_s = None if contact is None else max(0.0, (now - contact.at).total_seconds())
    state, why = _judged(standing, age_s, data_age_s, stale_s)
    return SourceView(
        name=standing.name,
        kind=standing.kind,
        state=state,
        message=why,
        age_s=age_s,
        data_age_s=data_age_s,
        round_trip_s=None if contact is None else contact.round_trip_s,
        skew_s=None if contact is None else contact.skew_s,
        failures_count=standing.failures_count,
        retry_in_s=max(0.0, standing.not_before_s - monotonic_s) if standing.error else None,
    )


def _judged(
    standing: Standing, age_s: float | None, data_age_s: float | None, stale_s: float
) -> tuple[SourceState, Message]:
    name, contact = standing.name, standing.contact
    if standing.error is not None:
        return standing.error_state, standing.error
    if contact is None or age_s is None:
        return SourceState.WAITING, message(SourceNote.WAITING, source=name)
    if age_s > max(SILENT_S, stale_s):
        return SourceState.ASKING, message(SourceNote.ASKING, source=name, age_s=age_s)
    if standing.is_skewed:
        return SourceState.SKEWED, message(SourceNote.SKEWED, source=name, skew_s=standing.skew_s)
    if data_age_s is not None and data_age_s > stale_s:
        return SourceState.STALE, message(SourceNote.STALE, source=name, age_s=data_age_s)
    return _answering(standing, contact)


def _answering(standing: Standing, contact: Contact) -> tuple[SourceState, Message]:
    name = standing.name
    if standing.warning is not None:
        why = message(SourceNote.PARTIAL, source=name, warning=standing.warning)
        return SourceState.PARTIAL, why
    if contact.round_trip_s > SLOW_S:
        why = message(SourceNote.SLOW, source=name, round_trip_s=contact.round_trip_s)
        return SourceState.SLOW, why
    if abs(standing.skew_s) > SEEN_SKEW_S:
        why = message(SourceNote.SKEW_SEEN, source=name, skew_s=standing.skew_s)
        return SourceState.OK, why
    return SourceState.OK, message(SourceNote.OK, source=name)


def _state_of(error: Exception) -> SourceState:
    match error:
        case UnreachableError():
            return SourceState.UNREACHABLE
        case RefusedError():
            return SourceState.REFUSED
        case BadAnswerError():
            return SourceState.BAD_ANSWER
        case _:
            return SourceState.BAD_ANSWER
