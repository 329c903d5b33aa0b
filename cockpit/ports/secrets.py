"""Tokens, each kept for one origin, and the key that signs checkpoints."""

from typing import Protocol

from msgspec import Struct

from cockpit.domain.message import Message


class SecretsError(Exception):
    """The keyring cannot be used: missing, locked, silent, or not to be trusted."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


class SecretStore(Protocol):
    """Keeps secrets by origin (`https://host:port`) and name.

    A secret that was entered for one origin is never found under another. Calls end within five
    seconds. Raises `SecretsError` when there is no store to ask; a missing secret is None.
    """

    def read(self, origin: str, name: str) -> str | None:
        """Return the secret, or None when none is kept for this origin and name."""
        ...

    def write(self, origin: str, name: str, secret: str) -> None:
        """Keep the secret, and read it back to be sure."""
        ...

    def remove(self, origin: str, name: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        ...


class KeyInfo(Struct, frozen=True):
    """The key of this installation.

    `is_kept` False means that it lives only as long as this process, because there is no keyring:
    its checkpoints say so.
    """

    public_key: bytes
    is_kept: bool


class Signer(Protocol):
    """Signs checkpoints with this installation's Ed25519 key."""

    def key(self) -> KeyInfo:
        """Return the public part, 32 raw bytes, and whether the key outlives this process."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        ...
