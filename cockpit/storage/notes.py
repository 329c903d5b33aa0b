"""Checkpoints as signed notes: small texts that other tools can read too.

The form is C2SP's signed note (https://c2sp.org/signed-note) with the lines of its tlog-checkpoint:
origin, size, root in base64, then lines of our own. The root is the hash of the newest row, which
stands for all rows before it. A key that lives for one session says so in the text and brings its
public part along: such a note proves nothing about who wrote it.
"""

import base64
import binascii
import hashlib
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from cockpit.ports.secrets import Signer

MAX_NOTE_BYTES = 64 * 1024
UNSIGNED = "unsigned on this machine"
_KEY_NAME = "release-cockpit"
_SESSION = "session-key "
_AT = "at "
_DASH = "\u2014 "
_ED25519 = b"\x01"
_HASH_BYTES, _KEY_HASH_BYTES, _KEY_BYTES = 32, 4, 32
_MIN_LINES = 4


class BadNoteError(ValueError):
    """The text is no signed note of a journal."""


class Checkpoint(Struct, frozen=True):
    """The first `size` rows of the journal `origin` end in the hash `root`, 32 bytes.

    `session_key` is the public key, 32 bytes, of a note that no lasting key signed; else None.
    """

    origin: str
    size: int
    root: bytes
    at: datetime
    session_key: bytes | None = None

    @property
    def is_unsigned(self) -> bool:
        """Whether nothing that outlives its session vouches for this checkpoint."""
        return self.session_key is not None


class SignedNote(Struct, frozen=True):
    """A checkpoint, the text that was signed, and the signature with its key's hash."""

    checkpoint: Checkpoint
    text: bytes
    key_hash: bytes
    signature: bytes

    def is_signed_by(self, public_key: bytes) -> bool:
        """Return whether `public_key` made the signature."""
        if key_hash(public_key) != self.key_hash:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.text)
        except (InvalidSignature, ValueError):
            return False
        return True


def origin_of(install_id: str) -> str:
    """Return the name under which the checkpoints of an installation's journal are known."""
    return f"release-cockpit/journal/{install_id}"


def signed_note(origin: str, size: int, root: bytes, at: datetime, signer: Signer) -> str:
    """Return the note about the first `size` rows, signed."""
    key = signer.key()
    session_key = None if key.is_kept else key.public_key
    text = _text(Checkpoint(origin, size, root, at, session_key))
    signature = key_hash(key.public_key) + signer.sign(text.encode())
    return f"{text}\n{_DASH}{_KEY_NAME} {base64.b64encode(signature).decode()}\n"


def read_note(note: str) -> SignedNote:
    """Return the note's parts, the signature not yet checked; raise `BadNoteError`."""
    text, blank, signatures = note.rpartition("\n\n")
    text += "\n"
    if not blank or len(note) > MAX_NOTE_BYTES:
        raise BadNoteError
    try:
        checkpoint = _checkpoint(text)
        name, encoded = signatures.removeprefix(_DASH).removesuffix("\n").split(" ")
        raw = base64.b64decode(encoded, validate=True)
    except (ValueError, IndexError, binascii.Error) as error:
        raise BadNoteError from error
    if name != _KEY_NAME or text != _text(checkpoint):
        raise BadNoteError
    return SignedNote(checkpoint, text.encode(), raw[:_KEY_HASH_BYTES], raw[_KEY_HASH_BYTES:])


def key_hash(public_key: bytes) -> bytes:
    """Return the four bytes by which a note names its Ed25519 key."""
    named = _KEY_NAME.encode() + b"\n" + _ED25519 + public_key
    return hashlib.sha256(named).digest()[:_KEY_HASH_BYTES]


def _text(checkpoint: Checkpoint) -> str:
    at = checkpoint.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    lines = [checkpoint.origin, str(checkpoint.size), _base64(checkpoint.root), _AT + at]
    if checkpoint.session_key is not None:
        lines += [UNSIGNED, _SESSION + _base64(checkpoint.session_key)]
    return "".join(f"{line}\n" for line in lines)


def _checkpoint(text: str) -> Checkpoint:
    lines = text.splitlines()
    session_key = None
    if len(lines) > _MIN_LINES:
        session_key = base64.b64decode(lines[5].removeprefix(_SESSION), validate=True)
        if len(session_key) != _KEY_BYTES:
            raise BadNoteError
    root = base64.b64decode(lines[2], validate=True)
    if len(root) != _HASH_BYTES:
        raise BadNoteError
    at = datetime.fromisoformat(lines[3].removeprefix(_AT))
    return Checkpoint(lines[0], int(lines[1]), root, at, session_key)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
