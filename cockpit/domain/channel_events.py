"""What happens to the channels through which people are told, as it stands in the journal."""

from typing import Literal

from msgspec import Struct

from cockpit.domain.message import Message


class ChannelTested(Struct, frozen=True):
    """A marked message was sent through a channel, to see whether people can be told that way.

    `address` is the channel's address in the workspace, which holds no secret; "" without one.
    `is_delivered` is what the other side answered, None when only a look there can tell;
    `is_shown` what it showed when it was asked, None where it cannot be asked. `told` says why a
    test failed. `status` is that of HTTP.
    """

    channel: str
    channel_kind: str
    address: str
    mark: str
    is_delivered: bool | None
    is_shown: bool | None
    status: int | None
    took_s: float
    told: Message | None = None
    kind: Literal["channel.tested/1"] = "channel.tested/1"

    @property
    def is_proved(self) -> bool | None:
        """Whether people can be told this way; None when only a look there can tell."""
        return False if self.is_shown is False else self.is_delivered


class ChannelFailed(Struct, frozen=True):
    """A channel did not take what was to be told; written once until it takes something again.

    `about` is what the message was about; `told` says why, after so many tries.
    """

    channel: str
    address: str
    about: str
    tries_count: int
    told: Message
    kind: Literal["channel.failed/1"] = "channel.failed/1"
