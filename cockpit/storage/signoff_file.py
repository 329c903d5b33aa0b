"""Sign-offs as files: one object of canonical JSON, signed with Ed25519 by a person's own key.

The fields are those of `Content` and `signature`, which is base64 of the signature over the line
`release-cockpit/signoff/1`, a line feed, and the canonical form (RFC 8785) of all other fields.
A file that is not in that form is none, so that nothing can stand in it that was not signed.
"""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from cockpit.domain.message import Message, message
from cockpit.ports.secrets import Signer
from cockpit.ports.signoff_file import SignOffFile, SignOffFileError
from cockpit.storage.canonical import canonical, parsed_if_canonical
from cockpit.storage.signoff_codes import SignOffCode

FORMAT: Final = "release-cockpit/signoff/1"
MAX_BYTES = 16 * 1024
_SIGNATURE = "signature"

Word = Annotated[str, Field(min_length=1, max_length=200)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Content(BaseModel):
    """What a sign-off says."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["release-cockpit/signoff/1"] = FORMAT
    service: Word
    version: Word
    build: Word
    role: Word
    person: Word
    is_go: bool
    policy_sha256: Digest
    evidence_sha256: Digest
    signed_at: Annotated[AwareDatetime, Field(strict=False)]


def signed_file(content: Content, signer: Signer) -> bytes:
    """Return the file of the sign-off."""
    fields = content.model_dump(mode="json")
    signature = signer.sign(_signed(fields))
    return canonical(dict(sorted({**fields, _SIGNATURE: _base64(signature)}.items())))


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
    said = content.model_dump(exclude={"format"})
    return SignOffFile(**said, fault=_fault(content, _signed(tree), signature, keys))


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
    key = keys.get(content.person)
    if key is None:
        return message(SignOffCode.NO_KEY, person=content.person)
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(str(signature), validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return message(SignOffCode.NOT_SIGNED_BY, person=content.person)
    return None


def _signed(fields: Mapping[str, object]) -> bytes:
    return f"{FORMAT}\n".encode() + canonical(dict(sorted(fields.items())))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
