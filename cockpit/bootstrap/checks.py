"""Whether sources answer, levers are there and channels work: asked once, before a launch."""

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime

from msgspec import Struct

from cockpit.app.board_codes import SourceNote
from cockpit.app.history import channels_after
from cockpit.app.past import ChannelPast
from cockpit.app.standing import MOST_SKEW_S
from cockpit.bootstrap.channels import carriers
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.sources import Secrets, Sources, connected
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.message import Message, message
from cockpit.host.clock import SystemClock
from cockpit.host.places import places_for
from cockpit.ports.channels import Note, NoteKind, Urgency
from cockpit.ports.errors import SourceError
from cockpit.ports.journal import JournalError, all_rows
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.anchors import trouble_of_folder
from cockpit.storage.opening import open_for_reading


class Finding(Struct, frozen=True):
    """What one question to a source, or about one of its flags, came to; no trouble is fine."""

    source: str
    flag: str | None
    trouble: Message | None


def checked(file: WorkspaceFile, secrets: Secrets) -> Iterator[Finding]:
    """Yield a finding for every source, then one for every flag that is named as lever or target.

    Only reads; flags of a source that does not answer are left out.
    """
    sources = connected(file.workspace, file.file.parent, secrets, SystemClock())
    with closing(sources):
        answering: set[str] = set()
        for name in file.workspace.sources:
            trouble = trouble_of(sources, name)
            if trouble is None or trouble.code == SourceNote.SKEWED:
                answering.add(name)
            yield Finding(name, None, trouble)
        wanted = [(lever.source, lever.flag) for lever in file.workspace.levers.flags]
        wanted += [(target.source, target.flag) for target in file.workspace.rollout.targets]
        for name, flag in dict.fromkeys(wanted):
            if name in answering:
                yield Finding(name, flag, _trouble_of_flag(sources, name, flag))


def anchor_trouble(file: WorkspaceFile) -> Message | None:
    """Return why checkpoints cannot be put outside this computer now; None also where none are."""
    folder = file.workspace.journal.anchor_folder
    return None if folder is None else trouble_of_folder(file.file.parent / folder)


class ChannelFinding(Struct, frozen=True):
    """What is known of a channel: why it cannot be used, if so, and its newest proved test."""

    channel: str
    trouble: Message | None
    proved_at: datetime | None


def checked_channels(file: WorkspaceFile, secrets: Secrets) -> Iterator[ChannelFinding]:
    """Yield a finding for every channel, without sending anything.

    A channel that can be asked is asked; what the journal tells of the others counts.
    """
    past = _past_of_channels(file)
    clock = SystemClock()
    found = carriers(file.workspace, file.file.parent, secrets, clock)
    look = Note("check", NoteKind.TEST, Urgency.NEWS, "", clock.now())
    for name, carrier in found.items():
        known = past.get(name, ChannelPast())
        proved_at = known.tested_at if known.tested and known.tested.is_proved else None
        trouble = known.trouble
        with closing(carrier):
            try:
                carrier.shows(look)
            except SourceError as error:
                trouble = error.message
        yield ChannelFinding(name, trouble, proved_at)


def _past_of_channels(file: WorkspaceFile) -> Mapping[str, ChannelPast]:
    """Return what the journal tells of the channels; nothing when there is none to read."""
    past: Mapping[str, ChannelPast] = {}
    place = places_for(file.file, file.workspace.service.name).journal_file
    with suppress(JournalError), closing(open_for_reading(place)) as journal:
        for row in all_rows(journal):
            if isinstance(row.entry.event, ChannelTested | ChannelFailed):
                past = channels_after(past, row.entry.at, row.entry.event)
    return past


def trouble_of(sources: Sources, name: str) -> Message | None:
    """Ask the source something cheap that needs its token; return what is wrong, if anything."""
    contacts: list[Contact] = []
    try:
        if name in sources.metrics:
            contacts.append(sources.metrics[name].probe())
        if name in sources.flags:
            contacts.append(sources.flags[name].warm())
        if name in sources.rollbacks:
            contacts.append(sources.rollbacks[name].warm())
    except SourceError as error:
        return error.message
    skew_s = max((one.skew_s or 0.0 for one in contacts), key=abs, default=0.0)
    if abs(skew_s) <= MOST_SKEW_S:
        return None
    return message(SourceNote.SKEWED, source=name, skew_s=skew_s)


def abilities(sources: Sources, workspace: Workspace, name: str) -> tuple[Message, ...]:
    """Return what the cockpit does with the token of the source, and nothing else."""
    found: list[Message] = []
    if name in sources.metrics:
        found.append(message(BootCode.CAN_READ))
    flags = [lever.flag for lever in workspace.levers.flags if lever.source == name]
    if flags:
        found.append(message(BootCode.CAN_SWITCH, flags=", ".join(flags)))
    targets = [target.flag for target in workspace.rollout.targets if target.source == name]
    if targets:
        found.append(message(BootCode.CAN_EXPOSE, flags=", ".join(targets)))
    jobs = [lever.name for lever in workspace.levers.rollbacks if lever.source == name]
    if jobs:
        found.append(message(BootCode.CAN_ROLL_BACK, names=", ".join(jobs)))
    return tuple(found)


def _trouble_of_flag(sources: Sources, name: str, flag: str) -> Message | None:
    try:
        sources.flags[name].read(flag)
        sources.flags[name].served(flag)
    except SourceError as error:
        return error.message
    return None
