"""A test of a channel: a marked message goes out, and what comes of it is evidence."""

import uuid
from collections.abc import Callable

from msgspec.structs import replace

from cockpit.app.channel_codes import TrialCode
from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import Message, message
from cockpit.ports.channels import Carrier, Note, NoteKind, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.errors import SourceError
from cockpit.ports.workspace_channels import Channel

MARK_CHARS = 8


def trial(
    name: str,
    channel: Channel,
    carrier: Carrier,
    clock: Clock,
    *,
    service: str,
    person: str,
    say: Callable[[Message], str],
) -> ChannelTested:
    """Send a message with a mark of its own, look whether it is shown, and end it; may wait.

    `say` puts messages into the channel's language. Nothing is raised for a channel that fails.
    """
    mark = uuid.uuid4().hex[:MARK_CHARS]
    began_s = clock.monotonic_s()
    note = Note(
        key=f"test:{mark}",
        kind=NoteKind.TEST,
        urgency=Urgency.NEWS,
        title=say(message(TrialCode.TITLE, service=service)),
        text=say(message(TrialCode.TEXT, person=person, mark=mark)),
        since_at=clock.now(),
        facts=(("service", service), ("mark", mark)),
    )
    told: Message | None = None
    status: int | None = None
    is_delivered: bool | None
    is_shown: bool | None = None
    try:
        status = carrier.send(note).status
        is_delivered = True
    except SourceError as error:
        told, is_delivered = error.message, None if error.may_have_applied else False
    if is_delivered:
        try:
            is_shown = carrier.shows(note)
            if is_shown is False:
                told = message(TrialCode.NOT_SHOWN, channel=name)
            elif is_shown:
                carrier.send(replace(note, until_at=clock.now()))
        except SourceError as error:
            told = error.message
    return ChannelTested(
        channel=name,
        channel_kind=channel.kind,
        address=channel.url or "",
        mark=mark,
        is_delivered=is_delivered,
        is_shown=is_shown,
        status=status,
        took_s=clock.monotonic_s() - began_s,
        told=told,
    )
