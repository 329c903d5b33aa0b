"""What comes of reading, testing and writing that a person asked for at the window."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import Message


class RowText(Struct, frozen=True):
    """A row as it stands in the journal, and the hash of the row before; "" when not there."""

    seq: int
    text: str
    previous_hash_hex: str
    error: Message | None = None


class Verified(Struct, frozen=True):
    """What verifying the journal has shown: 0 sound, 1 broken, 2 sound but nothing anchored."""

    result: Literal[0, 1, 2]
    messages: tuple[Message, ...]
    at: datetime
    took_s: float
    first_bad_seq: int | None = None


class Exported(Struct, frozen=True):
    """The journal was written to a file, or why not."""

    file: Path
    error: Message | None = None


class MinutesSaved(Struct, frozen=True):
    """The minutes of a Go/No-Go were written to a file, or why not."""

    file: Path
    error: Message | None = None


class SourceTested(Struct, frozen=True):
    """What a test of a connection has shown: what is wrong, if anything, and what we do there."""

    source: str
    trouble: Message | None
    can: tuple[Message, ...]
    at: datetime
    took_s: float


class ChannelTried(Struct, frozen=True):
    """What a test of a channel has shown; `error` says why it is in no row of the journal."""

    channel: str
    event: ChannelTested
    at: datetime
    error: Message | None = None


class SecretPut(Struct, frozen=True):
    """A secret was put into the keyring, or why not. The secret itself is nowhere here."""

    secret: str
    error: Message | None = None
