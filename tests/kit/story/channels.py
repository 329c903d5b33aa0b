"""The channels of the story: a desktop, a chat that works, and an Alertmanager."""

from msgspec.structs import replace

from cockpit.app.channel_view import ChannelState, ChannelView
from cockpit.connectors.codes import SourceCode
from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import message
from cockpit.ports.workspace_channels import Channel
from tests.kit.story.times import at

CHANNELS = {
    "desktop": Channel(kind="desktop"),
    "release-chat": Channel(
        kind="slack", url="https://hooks.slack.com", secret="release-chat", alerts="watch"
    ),
    "on-call": Channel(
        kind="alertmanager", url="https://alertmanager.shop.example", launch_log=False
    ),
}


def proof(name: str, *, is_delivered: bool | None = True) -> ChannelTested:
    """Return a test of the channel, which arrived unless told otherwise."""
    channel = CHANNELS[name]
    is_shown = True if channel.kind == "alertmanager" and is_delivered else None
    told = message(SourceCode.NO_CONNECTION, source=name)
    return ChannelTested(
        channel=name,
        channel_kind=channel.kind,
        address=channel.url or "",
        mark="5f0c21aa",
        is_delivered=is_delivered,
        is_shown=is_shown,
        status=None if channel.kind == "desktop" else 200,
        took_s=0.12,
        told=None if is_delivered else told,
    )


def fine() -> tuple[ChannelView, ...]:
    """Return the channels as they are when all of them work."""
    tested_at = at("13:20:05")
    desktop, chat, on_call = CHANNELS
    return (
        ChannelView(desktop, "desktop", ChannelState.UNTRIED),
        ChannelView(
            chat,
            "slack",
            ChannelState.OK,
            told_at=at("14:02:11"),
            tested_at=tested_at,
            tested=proof(chat),
        ),
        ChannelView(
            on_call,
            "alertmanager",
            ChannelState.UNTRIED,
            tested_at=tested_at,
            tested=proof(on_call),
        ),
    )


def down() -> tuple[ChannelView, ...]:
    """Return the channels while the chat cannot be reached and the desktop has no service."""
    desktop, chat, on_call = fine()
    told = message(SourceCode.NO_CONNECTION, source=chat.name)
    failing = ChannelView(
        chat.name,
        chat.kind,
        ChannelState.FAILING,
        message=told,
        told_at=chat.told_at,
        waiting_count=3,
        lost_count=1,
        failures_count=4,
        retry_in_s=16.0,
        tested_at=chat.tested_at,
        tested=chat.tested,
    )
    doubtful = proof(on_call.name, is_delivered=None)
    return desktop, failing, replace(on_call, tested=doubtful)
