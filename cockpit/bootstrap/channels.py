"""From the channels of the workspace to carriers, each with its own secret only."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from cockpit.app.asking import Ask
from cockpit.app.channel_tests import trial
from cockpit.app.delivery import Way
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.sources import Secrets, secret_of
from cockpit.connectors.notify import CARRIERS
from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import Message, message
from cockpit.host.codes import HostCode
from cockpit.ports.channels import Carrier, Manner, Note, Receipt
from cockpit.ports.clock import Clock
from cockpit.ports.errors import UnreachableError
from cockpit.ports.sources import SourceSettings
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_channels import DESKTOP, Channel
from cockpit.words.language import Language
from cockpit.words.names import names_of
from cockpit.words.words import load

Say = Callable[[Message], str]

OF_DESKTOP = Manner(keeps_alarms=False, may_repeat=True)


class LateCarrier:
    """Opens the real carrier with the first note, on the lane that may wait for the keyring.

    While it cannot be opened, every call says why, and the next one tries again: a secret that is
    entered meanwhile is found.
    """

    def __init__(self, open_: Callable[[], Carrier]) -> None:
        self._open = open_
        self._carrier: Carrier | None = None

    def send(self, note: Note) -> Receipt:
        """Hand the note over."""
        return self._opened().send(note)

    def shows(self, note: Note) -> bool | None:
        """Return whether the place shows the note now; None where it cannot be asked."""
        return self._opened().shows(note)

    def close(self) -> None:
        """Give the connections back."""
        if self._carrier is not None:
            self._carrier.close()

    def _opened(self) -> Carrier:
        if self._carrier is None:
            self._carrier = self._open()
        return self._carrier


def carriers(
    workspace: Workspace,
    folder: Path,
    secrets: Secrets,
    clock: Clock,
    *,
    desktop: Carrier | None = None,
) -> Mapping[str, Carrier]:
    """Return a carrier for each channel; nothing is opened yet. `folder` is the file's.

    `desktop` is that of a window, None where the system has a service for it.
    """

    def opened(name: str, channel: Channel) -> Carrier:
        if channel.kind == DESKTOP:
            return desktop or _desktop(name, clock)
        settings = _settings(name, channel, folder, secrets)
        return CARRIERS.parts()[channel.kind].connect(settings, clock)

    return {
        name: LateCarrier(partial(opened, name, channel))
        for name, channel in workspace.alerts.channels.items()
    }


def manner_of(channel: Channel) -> Manner:
    """Return how the channel takes notes."""
    return OF_DESKTOP if channel.kind == DESKTOP else CARRIERS.parts()[channel.kind].manner


def ways(
    workspace: Workspace, found: Mapping[str, Carrier], asks: Mapping[str, Ask]
) -> tuple[Way, ...]:
    """Return what delivery needs of each channel; `asks` has a way of waiting for each."""
    return tuple(
        Way(name, channel, manner_of(channel), found[name], _say(workspace, channel), asks[name])
        for name, channel in workspace.alerts.channels.items()
    )


def speaking(workspace: Workspace, language: str) -> Say:
    """Return what puts messages into a language, with the team's own names."""
    wanted = Language(language)
    words = load(wanted, resources_folder() / "i18n")
    words.learn(names_of(workspace, wanted))
    return words.text


def channel_tested(
    workspace: Workspace, name: str, carrier: Carrier, clock: Clock, person: str
) -> ChannelTested:
    """Send a test through a channel and return what came of it; may wait."""
    channel = workspace.alerts.channels[name]
    return trial(
        name,
        channel,
        carrier,
        clock,
        service=workspace.service.name,
        person=person,
        say=speaking(workspace, channel.language),
    )


def _say(workspace: Workspace, channel: Channel) -> Say:
    """Return the words of the channel, which are read when its lane needs them first."""
    say: Say | None = None

    def speak(told: Message) -> str:
        nonlocal say
        say = say or speaking(workspace, channel.language)
        return say(told)

    return speak


def _desktop(name: str, clock: Clock) -> Carrier:
    """Return the desktop of this computer; raise `UnreachableError` where it has no notes."""
    if sys.platform != "linux":
        raise UnreachableError(message(HostCode.NO_DESKTOP_NOTES, channel=name))
    from cockpit.host.desktop_notes import DesktopNotes

    return DesktopNotes(clock, name=name)


def _settings(name: str, channel: Channel, folder: Path, secrets: Secrets) -> SourceSettings:
    url = channel.url or ""
    return SourceSettings(
        name=name,
        kind=channel.kind,
        url=url,
        auth=channel.auth,
        user=channel.user,
        token_header=channel.token_header,
        token=secret_of(name, url, channel.secret, secrets),
        options=tuple(sorted(channel.labels.items())),
        ca_file=None if channel.ca_file is None else str(folder / channel.ca_file),
        proxy=channel.proxy,
        deadline_s=channel.timeout_s,
    )
