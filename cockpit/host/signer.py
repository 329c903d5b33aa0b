"""The Ed25519 key that signs a journal's checkpoints."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cockpit.domain.message import Message, message
from cockpit.host.codes import HostCode
from cockpit.ports.secrets import KeyInfo, SecretsError, SecretStore

ORIGIN = "journal-key"
_NEW, _USED = "new:", "used:"


class SessionSigner:
    """Signs with a key that lives as long as this process; checkpoints say so."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()

    def key(self) -> KeyInfo:
        """Return the public part; `is_kept` is False."""
        return KeyInfo(self._private.public_key().public_bytes_raw(), is_kept=False)

    def sign(self, data: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._private.sign(data)


class KeptSigner:
    """Signs with the key that the keyring keeps for one journal; made by `open_signer`.

    `was_used` tells that the key has belonged to a journal before this process began. A key is
    marked as used only after the journal stands, so that a crash on the very first start does not
    look like a journal that somebody removed.
    """

    def __init__(
        self, private: Ed25519PrivateKey, *, secrets: SecretStore, name: str, was_used: bool
    ) -> None:
        self._private = private
        self._secrets = secrets
        self._name = name
        self.was_used = was_used

    def key(self) -> KeyInfo:
        """Return the public part; `is_kept` is True."""
        return KeyInfo(self._private.public_key().public_bytes_raw(), is_kept=True)

    def sign(self, data: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._private.sign(data)

    def mark_used(self) -> None:
        """Note in the keyring that the journal of this key has begun; raise `SecretsError`."""
        if not self.was_used:
            self._secrets.write(ORIGIN, self._name, _USED + _text(self._private))
            self.was_used = True


def open_signer(
    secrets: SecretStore, name: str
) -> tuple[KeptSigner | SessionSigner, Message | None]:
    """Return the signer of the journal `name`, and why its key is not kept, None when it is.

    A key is made on the first call. Without a keyring it lives for this session alone.
    """
    try:
        kept = secrets.read(ORIGIN, name)
        if kept is None:
            private = Ed25519PrivateKey.generate()
            secrets.write(ORIGIN, name, _NEW + _text(private))
            return KeptSigner(private, secrets=secrets, name=name, was_used=False), None
        mark, _colon, text = kept.partition(":")
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
    except SecretsError as error:
        return SessionSigner(), error.message
    except (ValueError, binascii.Error):
        return SessionSigner(), message(HostCode.KEY_UNREADABLE)
    was_used = f"{mark}:" == _USED
    return KeptSigner(private, secrets=secrets, name=name, was_used=was_used), None


def _text(private: Ed25519PrivateKey) -> str:
    return base64.b64encode(private.private_bytes_raw()).decode()
