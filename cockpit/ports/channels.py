"""Messages to people away from the window, and the systems that carry them there.

A note holds whole sentences: what it says was put into words, in the channel's language, before
it comes here.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class NoteKind(StrEnum):
    """What a note is about."""

    ALERT = "alert"
    SUMMARY = "summary"
    LOG = "log"
    TEST = "test"


class Urgency(StrEnum):
    """How much a note is in a hurry."""

    ACT_NOW = "act_now"
    WATCH = "watch"
    NEWS = "news"


class Note(Struct, frozen=True):
    """One message: a title, and more text where there is some.

    A newer note with the same `key` takes the place of an older one. `facts` are names and values
    for machines, such as flow and reason; together with `kind` and `urgency` they tell one note
    from another. It is true from `since_at` to `until_at`; `link` leads to what to do.
    """

    key: str
    kind: NoteKind
    urgency: Urgency
    title: str
    since_at: datetime
    text: str = ""
    until_at: datetime | None = None
    facts: tuple[tuple[str, str], ...] = ()
    link: str | None = None


class Receipt(Struct, frozen=True):
    """What the carrier answered: when, and with which HTTP status; None without HTTP."""

    at: datetime
    status: int | None = None


class Manner(Struct, frozen=True):
    """How a kind of carrier takes notes.

    `keeps_alarms`: the place wants to hear of an alert for as long as it lasts, and of its end.
    `may_repeat`: the same note twice is seen as once.
    """

    keeps_alarms: bool
    may_repeat: bool


class Carrier(Protocol):
    """Carries notes to one place. Every call may wait, and may raise `SourceError`.

    An error with `may_have_applied` leaves open whether the note has arrived.
    """

    def send(self, note: Note) -> Receipt:
        """Hand the note over."""
        ...

    def shows(self, note: Note) -> bool | None:
        """Return whether the place shows the note now; None where it cannot be asked."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class Office(Protocol):
    """Held by the one process of this computer that tells people."""

    def take(self) -> bool:
        """Return whether this process holds it now; raise `OSError` where nobody can."""
        ...

    def told_seq(self) -> int | None:
        """Return the row up to which everything was told; None when nobody has said so."""
        ...

    def keep(self, seq: int) -> None:
        """Note that everything up to this row was told."""
        ...

    def close(self) -> None:
        """Let the next one in."""
        ...
