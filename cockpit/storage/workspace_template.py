"""The first workspace file of a team: a commented example, and the schema for editors."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec

from cockpit.domain.message import message
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_file import FILE_NAME, WorkspaceError
from cockpit.storage.workspace_codes import FileCode

_METRICS_URL = "https://prometheus.example.com"
_FLAGS_URL = "https://unleash.example.com"
_DEPLOY_URL = "https://deploy.example.com"
_SERVICE = "shop-app"
_ROLLOUT_FLAG = "release_3_2_0"
_NO_ANCHOR = "# journal:\n#   anchor_folder: //nas/release-anchors\n"


MODE = 0o644
"""Whoever lets everybody write to new files would get one that is never read."""


def template(
    resources: Path,
    *,
    metrics_url: str = _METRICS_URL,
    flags_url: str = _FLAGS_URL,
    deploy_url: str = _DEPLOY_URL,
    service: str = _SERVICE,
    rollout_flag: str = _ROLLOUT_FLAG,
    anchor_folder: Path | None = None,
) -> str:
    """Return the text of a workspace file for these addresses.

    `resources` is the folder with the program's own files. The text there is a valid workspace by
    itself: its examples are what is replaced. The metric names are those of an example shop.
    """
    text = (resources / "workspace" / FILE_NAME).read_text(encoding="utf-8")
    anchor = _NO_ANCHOR
    if anchor_folder is not None:
        anchor = (
            f"journal:\n  anchor_folder: {json.dumps(str(anchor_folder), ensure_ascii=False)}\n"
        )
    for example, wanted in (
        (_METRICS_URL, metrics_url),
        (_FLAGS_URL, flags_url),
        (_DEPLOY_URL, deploy_url),
        (_SERVICE, service),
        (_ROLLOUT_FLAG, rollout_flag),
        (_NO_ANCHOR, anchor),
    ):
        text = text.replace(example, wanted)
    return text


def write_template(folder: Path, text: str) -> Path:
    """Write a new workspace file into the folder, and return it.

    Raises `WorkspaceError` when there is one already, which stays as it is, and when the folder
    cannot be written to.
    """
    file = folder / FILE_NAME
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        if file.exists():
            raise WorkspaceError((message(FileCode.EXISTS, file=str(file)),))
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
        except OSError:
            file.unlink(missing_ok=True)  # half a file would be in the way of the next one
            raise
    except OSError:
        raise WorkspaceError((message(FileCode.NOT_WRITTEN, file=str(file)),)) from None
    return file


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the workspace file, for editors that complete and check it."""
    _, sections = msgspec.json.schema_components([Workspace], ref_template="#/$defs/{name}")
    for one in sections.values():
        if kind := one.get("properties", {}).get("kind"):
            kind.setdefault("description", one["description"])
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **sections.pop(Workspace.__name__),
        "title": FILE_NAME,
        "$defs": sections,
    }
    plain: dict[str, Any] = json.loads(msgspec.json.encode(described))  # no tuples for defaults
    return plain
