"""What the journal tells by now, as boards rest on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cockpit.domain.episodes import Episodes

if TYPE_CHECKING:  # before the first row, there is nothing to read these for
    from cockpit.app.chart_view import Mark
    from cockpit.domain.channel_events import ChannelFailed, ChannelTested
    from cockpit.domain.deliveries import Delivery
    from cockpit.domain.events import Entry
    from cockpit.domain.judgements import FaultDetected, FaultDetectedFirst
    from cockpit.domain.launch import Launch
    from cockpit.domain.launch_life import Numbered
    from cockpit.domain.message import Message
    from cockpit.domain.unresolved import Operation


class Fault(Struct, frozen=True):
    """A fault that was recorded, and when."""

    entry: "Entry"
    event: "FaultDetected | FaultDetectedFirst"


class ChannelPast(Struct, frozen=True):
    """The newest test of a channel, and the newest time that it failed to take something."""

    tested_at: datetime | None = None
    tested: "ChannelTested | None" = None
    failed_at: datetime | None = None
    failed: "ChannelFailed | None" = None

    @property
    def trouble(self) -> "Message | None":
        """Return why the channel did not work the last time that it was tried; None when it did."""
        has_failed_since = self.failed_at is not None and (
            self.tested_at is None or self.failed_at > self.tested_at
        )
        if self.failed is not None and has_failed_since:
            return self.failed.told
        return None if self.tested is None or self.tested.is_proved else self.tested.told


class Past(Struct, frozen=True):
    """The journal up to row `seq`."""

    seq: int = 0
    launches: "tuple[Launch, ...]" = ()
    operations: "Mapping[str, Operation]" = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    back: frozenset[tuple[str, str]] = frozenset()
    """The operation and the flow of each record of a metric back in band."""

    said: "Mapping[str, tuple[Numbered, ...]]" = field(default_factory=dict)
    """By launch: the answers, sign-offs and reasons of its Go/No-Go."""

    deliveries: "Mapping[str, Delivery]" = field(default_factory=dict)
    """By launch: how it went out, what was found, how it was undone."""

    anchored_seq: int | None = None
    """Up to which row the newest anchor vouches for the journal; None without any."""

    channels: Mapping[str, ChannelPast] = field(default_factory=dict)
    """By channel: how it was tested, and whether it failed."""

    marks: "tuple[Mark, ...]" = ()
    """What charts mark, by time."""

    alerts: Episodes = field(default_factory=Episodes)
    """What was told of alerts."""

    def live(self, service: str) -> "Launch | None":
        """Return the launch of the service that goes on."""
        if not self.launches:
            return None
        from cockpit.domain.launch import live  # a board without a launch does without its rules

        return live(self.launches, service)
