"""Whether the sources answer and the levers are there: asked once, before a launch."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.sources import Secrets, Sources, connected
from cockpit.domain.message import Message, message
from cockpit.host.clock import SystemClock
from cockpit.ports.errors import SourceError
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_file import WorkspaceFile


@dataclass(frozen=True, slots=True)
class Finding:
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
            if trouble is None:
                answering.add(name)
            yield Finding(name, None, trouble)
        wanted = [(lever.source, lever.flag) for lever in file.workspace.levers.flags]
        wanted += [(target.source, target.flag) for target in file.workspace.rollout.targets]
        for name, flag in dict.fromkeys(wanted):
            if name in answering:
                yield Finding(name, flag, _trouble_of_flag(sources, name, flag))


def trouble_of(sources: Sources, name: str) -> Message | None:
    """Ask the source something cheap that needs its token; return what is wrong, if anything."""
    try:
        if name in sources.metrics:
            sources.metrics[name].probe()
        if name in sources.flags:
            sources.flags[name].warm()
        if name in sources.rollbacks:
            sources.rollbacks[name].warm()
    except SourceError as error:
        return error.message
    return None


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
