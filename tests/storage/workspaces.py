"""Workspace files for tests: one without fault, and ways to break it."""

from pathlib import Path

import pytest

from cockpit.domain.message import Message
from cockpit.ports.workspace_file import FILE_NAME, Kinds, WorkspaceError, WorkspaceFile
from cockpit.storage.workspace_file import read_workspace
from cockpit.storage.workspace_notation import read_notation
from cockpit.storage.workspace_tree import Node

RESOURCES = Path(__file__).parents[2] / "resources"
KINDS = Kinds(
    frozenset({"prometheus"}),
    frozenset({"unleash"}),
    frozenset({"webhook"}),
    frozenset({"desktop", "slack", "alertmanager"}),
)

GOOD = """\
version: 1
service: {name: shop-app}
sources:
  metrics: {kind: prometheus, url: https://prom.example.com}
  flags:
    kind: unleash
    url: https://unleash.example.com
    project: default
    environment: production
    auth: headers
    secret: unleash-admin
    client_secret: unleash-client
  deploy: {kind: webhook, url: http://localhost:8000, auth: bearer, secret: deploy}
flows:
  - name: coupon
    source: metrics
    events: 'attempts_total{flow="coupon"}'
    good: 'results_total{flow="coupon",result=~"ok|late"}'
    latency: duration_seconds_bucket
    slo: {target: 0.97}
    latency_slo: {target: 0.95, faster_than_s: 1}
    flag: coupon_v2
rollout:
  bake_s: 600
  ladder: [1, 5, 20, 100]
  targets: [{flag: release, source: flags}]
  freeze:
    - {start: 2026-12-24T00:00:00+09:00, end: 2026-12-26T00:00:00+09:00, reason: holidays}
levers:
  flags:
    - {flag: coupon_v2, source: flags, guards: [coupon], owner: mina}
  rollbacks:
    - {name: shop, source: deploy, service: shop-app, on_call: mina}
people:
  - {id: mina, name: 김미나, roles: [pm]}
journal: {anchor_folder: /mnt/anchors}
"""

MISSHAPEN = (
    "a: 1",
    "flows: 5\nlevers: x\nrollout: [1]\njournal: []\nsources: y\npeople: {a: b}",
    "flows: [1, [2], null]\nlevers: {flags: z, rollbacks: {}}\nrollout: {ladder: 1, freeze: 2}",
    "flows: [x]\nlevers: {flags: [1]}\nrollout: {targets: [a], freeze: [b]}\ncrashes: []",
)
"""Files whose sections have another shape than they should."""


def put(folder: Path, text: str | bytes = GOOD) -> Path:
    """Write the text as the workspace file of the folder."""
    file = folder / FILE_NAME
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def read(
    folder: Path, text: str | bytes = GOOD, *, data_folder: Path | None = None
) -> WorkspaceFile:
    """Return the workspace that the text gives."""
    return read_workspace(put(folder, text), KINDS, data_folder=data_folder)


def refused(
    folder: Path, text: str | bytes, *, data_folder: Path | None = None
) -> tuple[Message, ...]:
    """Return what is said about a text that is refused."""
    with pytest.raises(WorkspaceError) as caught:
        read(folder, text, data_folder=data_folder)
    return caught.value.messages


def changed(*changes: tuple[str, str]) -> str:
    """Return the good text with parts of it replaced; each part must be there."""
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def places(messages: tuple[Message, ...]) -> list[tuple[str, object, object]]:
    """Return code, line and field of each message, without `workspace.` before the codes."""
    return [
        (told.code.removeprefix("workspace."), told.value("line"), told.value("field"))
        for told in messages
    ]


def hints(messages: tuple[Message, ...]) -> list[Message]:
    """Return the hints that the messages carry."""
    return [hint for told in messages if isinstance(hint := told.value("hint"), Message)]


def tree(text: str) -> Node:
    """Return the text as it is read before the models see it."""
    root, wrong = read_notation(text)
    assert root is not None
    assert not wrong
    return root
