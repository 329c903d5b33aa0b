"""Rules about channels: what each kind needs, and what must not stand in the file."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cockpit.domain.message import Message, message
from cockpit.ports.workspace_channels import DESKTOP
from cockpit.ports.workspace_file import Kinds
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_fields import given
from cockpit.storage.workspace_sources import (
    address_messages,
    authentication_messages,
    file_messages,
)
from cockpit.storage.workspace_tree import Node, hint, joined, told

SLACK = "slack"
ALERTMANAGER = "alertmanager"

_CONNECTION = ("url", "secret", "auth", "user", "token_header", "ca_file", "proxy", "timeout_s")
_UNWANTED = {
    DESKTOP: (*_CONNECTION, "labels"),
    SLACK: ("auth", "user", "token_header", "labels"),
}
_NEEDED = {DESKTOP: (), SLACK: ("url", "secret"), ALERTMANAGER: ("url",)}
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")  # prometheus.io, "Data model"


def channel_messages(root: Node, kinds: Kinds, folder: Path) -> Iterator[Message]:
    """Yield what is wrong with the channels; files are looked for from `folder`."""
    found = root.at("alerts", "channels")
    for channel in found.fields.values() if found else ():
        kind = channel.at("kind")
        if kind is None or kind.text is None:
            continue  # the reader of fields says so
        if kind.text not in kinds.channels:
            known = hint(kind.text, kinds.channels)
            yield told(kind, RuleCode.UNKNOWN_KIND, given=given(kind), hint=known)
            continue
        yield from _shape(channel, kind.text)
        yield from address_messages(channel.at("url"))
        yield from address_messages(channel.at("proxy"), may_be_clear=True)
        yield from file_messages(channel.at("ca_file"), folder)
        if kind.text != SLACK:
            yield from authentication_messages(channel)
        yield from _labels(channel.at("labels"))
    yield from _checks(root, frozenset(found.fields if found else ()))


def _shape(channel: Node, kind: str) -> Iterator[Message]:
    for name in _NEEDED.get(kind, ()):
        if channel.at(name) is None:
            path = joined(channel.path, name)
            yield message(RuleCode.CHANNEL_NEEDS, line=channel.line, field=path, kind=kind)
    for name in _UNWANTED.get(kind, ()):
        unwanted = channel.fields.get(name)
        if unwanted is not None:
            yield told(unwanted, RuleCode.NOT_FOR_CHANNEL, kind=kind)
    url = channel.at("url")
    if kind == SLACK and url is not None and _has_path(url.text or ""):
        yield told(url, RuleCode.WEBHOOK_IN_FILE)


def _has_path(url: str) -> bool:
    try:
        return urlsplit(url).path not in {"", "/"}
    except ValueError:
        return False  # the reader of fields has said so


def _labels(labels: Node | None) -> Iterator[Message]:
    for name, label in (labels.fields if labels else {}).items():
        if not _LABEL.fullmatch(name):
            yield told(label, RuleCode.NOT_A_LABEL, given=name)


def _checks(root: Node, channels: frozenset[str]) -> Iterator[Message]:
    """Yield each check of the checklist that names a channel which is not there."""
    for item in root.items_at("checklist"):
        channel = item.at("check", "channel")
        if channel is not None and channel.text is not None and channel.text not in channels:
            known = hint(channel.text, channels)
            yield told(channel, RuleCode.NO_SUCH_CHANNEL, given=given(channel), hint=known)
