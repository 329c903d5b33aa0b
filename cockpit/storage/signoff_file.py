"""Sign-offs as files: one object of canonical JSON, signed with Ed25519 by a journal's own key.

The fields are those of `Content` and `signature`, which is base64 of the signature over the line
`release-cockpit/signoff/2`, a line feed, and the canonical form (RFC 8785) of all other fields.
The key is the one that signs the journal's checkpoints, and has to stand in the workspace under
`people[].public_key` of who exported it. The file's `checkpoint` is a note of the same key.
A file that is not in that form is none, so that nothing can stand in it that was not signed.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from cockpit.domain.message import Message, message
from cockpit.ports.secrets import Signer
from cockpit.ports.signoff_file import (
    DrillSaid,
    ExceptionSaid,
    ItemSaid,
    RoleSaid,
    SignOffFile,
    SignOffFileError,
)
from cockpit.storage.canonical import canonical, parsed_if_canonical
from cockpit.storage.folders import may_replace, write_whole
from cockpit.storage.notes import BadNoteError, read_note
from cockpit.storage.signoff_codes import SignOffCode

FORMAT: Final = "release-cockpit/signoff/2"
MAX_BYTES = 256 * 1024
_BEGINS = b'{"answers":'
_SIGNATURE = "signature"
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)

Word = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=4_000)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[AwareDatetime, Field(strict=False)]


class RoleContent(BaseModel):
    """What a role has said."""

    model_config = _STRICT

    role: Line
    person: Word
    is_go: bool
    at: Instant
    reason: Line


class ItemContent(BaseModel):
    """An answer."""

    model_config = _STRICT

    item: Word
    role: Line
    person: Word
    accepts: bool
    value: Line
    note: Line
    at: Instant


class ExceptionContent(BaseModel):
    """What was accepted though a check had found it."""

    model_config = _STRICT

    check: Word
    exposure_pct: float
    person: Word
    reason: Line
    at: Instant


class DrillContent(BaseModel):
    """A lever that was pulled in a drill."""

    model_config = _STRICT

    lever: Word
    target: Word
    seen_at: Instant


class Content(BaseModel):
    """What a sign-off says."""

    model_config = _STRICT

    format: Literal["release-cockpit/signoff/2"] = FORMAT
    service: Word
    version: Word
    build: Word
    role: Line
    person: Word
    is_go: bool
    policy_sha256: Digest
    evidence_sha256: Digest
    signed_at: Instant
    exported_by: Word
    exported_at: Instant
    launch_id: Word
    roles: Annotated[tuple[RoleContent, ...], Field(strict=False)]
    answers: Annotated[tuple[ItemContent, ...], Field(strict=False)]
    exceptions: Annotated[tuple[ExceptionContent, ...], Field(strict=False)]
    drills: Annotated[tuple[DrillContent, ...], Field(strict=False)]
    checkpoint: Line


def signed_file(said: SignOffFile, signer: Signer) -> bytes:
    """Return the file of the sign-off; whatever fault it has is not part of it.

    Raises `SignOffFileError` when something in it is longer or other than a file can hold.
    """
    told = msgspec.to_builtins(said, builtin_types=(datetime,))
    told.pop("fault")
    try:
        fields = Content.model_validate(told).model_dump(mode="json")
    except ValidationError:
        raise SignOffFileError(message(SignOffCode.NOT_WRITABLE, version=said.version)) from None
    signature = signer.sign(_signed(fields))
    return canonical(dict(sorted({**fields, _SIGNATURE: _base64(signature)}.items())))


def write_sign_off(file: Path, raw: bytes) -> None:
    """Put it into a file, whole or not at all.

    Raises `OSError`, and `SignOffFileError` when the file holds something else.
    """
    if not may_replace(file, _BEGINS):
        raise SignOffFileError(message(SignOffCode.NOT_OURS, file=str(file)))
    write_whole(file, raw + b"\n")


def read_sign_off(file: Path, keys: Mapping[str, str]) -> SignOffFile:
    """Return the sign-off in the file; `keys` are the public keys of people, in base64.

    Raises `SignOffFileError` when it holds none. One whose signature does not hold has a fault.
    """
    tree = _tree(file)
    signature = tree.pop(_SIGNATURE, None)
    try:
        content = Content.model_validate(tree)
    except ValidationError:
        raise SignOffFileError(message(SignOffCode.NOT_ONE, file=str(file))) from None
    parts = {"format", "roles", "answers", "exceptions", "drills"}
    return SignOffFile(
        **content.model_dump(exclude=parts),
        roles=tuple(RoleSaid(**one.model_dump()) for one in content.roles),
        answers=tuple(ItemSaid(**one.model_dump()) for one in content.answers),
        exceptions=tuple(ExceptionSaid(**one.model_dump()) for one in content.exceptions),
        drills=tuple(DrillSaid(**one.model_dump()) for one in content.drills),
        fault=_fault(content, _signed(tree), signature, keys),
    )


def _tree(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise SignOffFileError(message(SignOffCode.UNREADABLE, file=str(file))) from None
    if len(raw) > MAX_BYTES:
        told = message(SignOffCode.TOO_LARGE, file=str(file), limit_bytes=MAX_BYTES)
        raise SignOffFileError(told)
    tree = parsed_if_canonical(raw.strip())
    if tree is None:
        raise SignOffFileError(message(SignOffCode.NOT_ONE, file=str(file)))
    return tree


def _fault(
    content: Content, signed: bytes, signature: object, keys: Mapping[str, str]
) -> Message | None:
    person = content.exported_by
    key = keys.get(person)
    if key is None:
        return message(SignOffCode.NO_KEY, person=person)
    try:
        raw = base64.b64decode(key, validate=True)
        public = Ed25519PublicKey.from_public_bytes(raw)
        public.verify(base64.b64decode(str(signature), validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return message(SignOffCode.NOT_SIGNED_BY, person=person)
    try:
        is_of_journal = read_note(content.checkpoint).is_signed_by(raw)
    except BadNoteError:
        is_of_journal = False
    return None if is_of_journal else message(SignOffCode.NO_CHECKPOINT, person=person)


def _signed(fields: Mapping[str, object]) -> bytes:
    return f"{FORMAT}\n".encode() + canonical(dict(sorted(fields.items())))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
