"""Turn bytes from outside into values, without trusting a single one."""

import json
import zlib
from collections.abc import Iterator
from math import isfinite
from typing import NoReturn

from cockpit.connectors.codes import SourceCode

SHOWN_CHARS = 200


class DecodeError(ValueError):
    """The bytes are not what they should be; `code` says in which way."""

    def __init__(self, code: SourceCode) -> None:
        super().__init__(code.value)
        self.code = code


class ShapeError(ValueError):
    """The JSON is sound but has another shape; `field` is the one that is missing or odd."""

    def __init__(self, *, field: str) -> None:
        super().__init__(field)
        self.field = field


def unpacked(chunks: Iterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """Return the decoded body; raise `DecodeError` as soon as it grows past `max_bytes`.

    A small packed body that would grow without end costs no more memory than the cap.
    """
    if encoding in {"", "identity"}:
        return _capped(chunks, max_bytes)
    if encoding not in {"gzip", "x-gzip"}:
        raise DecodeError(SourceCode.BAD_ENCODING)
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    body = bytearray()
    for chunk in chunks:
        try:
            body += unzip.decompress(chunk, max_bytes + 1 - len(body))
        except zlib.error:
            raise DecodeError(SourceCode.BAD_ENCODING) from None
        if len(body) > max_bytes:
            raise DecodeError(SourceCode.TOO_LARGE)
    if not unzip.eof or unzip.unused_data:
        raise DecodeError(SourceCode.BAD_ENCODING)
    return bytes(body)


def _capped(chunks: Iterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise DecodeError(SourceCode.TOO_LARGE)
    return bytes(body)


def parsed(body: bytes) -> object:
    """Return the value of a JSON text in UTF-8; raise `DecodeError` for anything doubtful.

    Python's own parser takes NaN, 1e400, and the last of two equal keys; this one does not.
    """
    try:
        text = body.decode("utf-8")
        return _DECODER.decode(text)
    except DecodeError:
        raise
    except ValueError:  # cut off, not JSON, not UTF-8, a number with thousands of digits
        raise DecodeError(SourceCode.NOT_JSON) from None
    except RecursionError:
        raise DecodeError(SourceCode.TOO_DEEP) from None


def looks_like_a_page(body: bytes, content_type: str) -> bool:
    """Return whether this is something for a browser, such as a log-in page."""
    return "html" in content_type.lower() or body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def printable(text: str, secrets: tuple[str, ...]) -> str:
    """Return foreign text fit for a message: no secrets, no control characters, not too long."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return "".join(letter if letter.isprintable() else "?" for letter in text[:SHOWN_CHARS])


def record(value: object, what: str) -> dict[str, object]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise ShapeError(field=what)
    return value


def items(value: object, what: str) -> list[object]:
    """Return a JSON array."""
    if not isinstance(value, list):
        raise ShapeError(field=what)
    return value


def text(fields: dict[str, object], key: str) -> str:
    """Return a text that must be there."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise ShapeError(field=key)
    return value


def text_or_none(fields: dict[str, object], key: str) -> str | None:
    """Return a text that may be missing or null."""
    return None if fields.get(key) is None else text(fields, key)


def truth(fields: dict[str, object], key: str) -> bool:
    """Return true or false, and nothing that only looks like it."""
    value = fields.get(key)
    if not isinstance(value, bool):
        raise ShapeError(field=key)
    return value


def whole(fields: dict[str, object], key: str) -> int:
    """Return a whole number."""
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ShapeError(field=key)
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise DecodeError(SourceCode.NOT_FINITE)
    return number


def _no_constant(_name: str) -> NoReturn:
    raise DecodeError(SourceCode.NOT_FINITE)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise DecodeError(SourceCode.DOUBLE_KEY)
    return fields


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_finite, parse_constant=_no_constant
)
