"""The chain that makes a changed row visible."""

from hashlib import sha256

GENESIS_PREV = bytes(32)
"""What stands before the first row: 32 zero bytes."""

_ROW = b"\x00"


def row_hash(prev: bytes, body: bytes) -> bytes:
    """Return SHA-256 of a zero byte, the hash before and the body, all as stored.

    The zero byte keeps a row's hash apart from any other hash that may be needed one day.
    """
    return sha256(_ROW + prev + body).digest()
