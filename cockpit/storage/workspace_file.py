"""Read `cockpit.yaml`: everything that is wrong with it at once, or a workspace."""

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import rfc8785

from cockpit.domain.message import Message, message
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_file import Kinds, WorkspaceError, WorkspaceFile
from cockpit.storage.workspace_channels import channel_messages
from cockpit.storage.workspace_codes import FieldCode, FileCode
from cockpit.storage.workspace_fields import section
from cockpit.storage.workspace_names import name_messages
from cockpit.storage.workspace_notation import read_notation
from cockpit.storage.workspace_rules import rule_messages
from cockpit.storage.workspace_secrets import secret_lines
from cockpit.storage.workspace_sources import source_messages
from cockpit.storage.workspace_warnings import warning_messages

MAX_BYTES = 1_048_576


def read_workspace(file: Path, kinds: Kinds, *, data_folder: Path | None = None) -> WorkspaceFile:
    """Return the workspace in `file`; raise `WorkspaceError` with everything that is wrong.

    `data_folder` is where the journal is kept: no anchor may lie there.
    """
    text = _text(file)
    secrets = tuple(dict.fromkeys(secret_lines(text)))
    root, found = read_notation(text)
    notation = tuple(dict.fromkeys(found))  # a line may be wrong in the same way twice
    if root is None:
        empty = () if secrets or notation else (message(FileCode.EMPTY, file=str(file)),)
        raise WorkspaceError((*secrets, *notation, *empty))
    if not root.fields:
        raise WorkspaceError((*secrets, *notation, message(FileCode.NO_SECTIONS, file=str(file))))
    workspace, fields = section(root, Workspace)
    messages = (
        *fields,
        *name_messages(root, kinds),
        *source_messages(root, kinds, file.parent),
        *channel_messages(root, kinds, file.parent),
        *rule_messages(root, file.parent, data_folder),
    )
    if workspace is None or secrets or notation or messages:
        raise WorkspaceError(_told_once(secrets + notation, messages))
    return WorkspaceFile(file, workspace, policy_hash(workspace), tuple(warning_messages(root)))


def policy_hash(workspace: Workspace) -> str:
    """Return the SHA-256, in hex, of the workspace as canonical JSON (RFC 8785).

    Defaults are filled in first, so that a default that changes with the program shows.
    """
    content = _without_none(msgspec.to_builtins(workspace))
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _without_none(content: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    match content:
        case dict():
            return {name: _without_none(one) for name, one in content.items() if one is not None}
        case tuple():
            return [_without_none(one) for one in content]
        case _:
            return content


def _text(file: Path) -> str:
    """Return the text of the file, with one way to end a line."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused(FileCode.NOT_A_FILE, file)
        if os.name == "posix" and found.st_mode & stat.S_IWOTH:
            raise _refused(FileCode.WORLD_WRITABLE, file)
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refused(FileCode.NOT_FOUND, file) from None
    except (OSError, ValueError):
        raise _refused(FileCode.UNREADABLE, file) from None
    if len(raw) > MAX_BYTES:
        told = message(FileCode.TOO_LARGE, file=str(file), limit_bytes=MAX_BYTES)
        raise WorkspaceError((told,))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told = message(FileCode.NOT_UTF8, file=str(file), line=line)
        raise WorkspaceError((told,)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(code: FileCode, file: Path) -> WorkspaceError:
    return WorkspaceError((message(code, file=str(file)),))


def _told_once(first: tuple[Message, ...], then: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return all messages by line; a line that is wrong by itself needs no other."""
    lines = {told.value("line") for told in first}
    rest = [
        told
        for told in dict.fromkeys(then)
        if told.code == FieldCode.MISSING or told.value("line") not in lines
    ]
    return tuple(sorted((*dict.fromkeys(first), *rest), key=_line))


def _line(told: Message) -> int:
    line = told.value("line")
    return line if isinstance(line, int) else 0
