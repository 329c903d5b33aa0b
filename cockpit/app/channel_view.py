"""A channel as the page of connections shows it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import Message


class ChannelState(StrEnum):
    """Whether people can be told this way, as far as anybody has tried."""

    UNTRIED = "untried"
    OK = "ok"
    FAILING = "failing"
    ELSEWHERE = "elsewhere"
    """Another cockpit on this computer tells people."""


class ChannelView(Struct, frozen=True):
    """A channel: its state, why, and what waits or was lost.

    `told_at` is when it last took something in this run, and `tested` its newest test of all. After
    a failure it is tried again in `retry_in_s`.
    """

    name: str
    kind: str
    state: ChannelState
    message: Message | None = None
    told_at: datetime | None = None
    waiting_count: int = 0
    lost_count: int = 0
    failures_count: int = 0
    retry_in_s: float | None = None
    tested_at: datetime | None = None
    tested: ChannelTested | None = None
