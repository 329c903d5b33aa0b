"""The ways in which a server misbehaves."""

import gzip
import json
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.kit.faulty import Behaviour, Talk, http, saying

MIB = 1024 * 1024

SOUND = b'{"status":"success","data":{"resultType":"vector","result":[]}}'


def hanging(talk: Talk) -> bool:
    """Take the request and say nothing."""
    talk.hold()
    return False


def dripping_head(talk: Talk) -> bool:
    """Send the header lines byte by byte."""
    talk.drip(http(SOUND, headers="".join(f"X-{n}: y\r\n" for n in range(99))))
    return False


def dripping_body(talk: Talk) -> bool:
    """Send the headers at once and the body byte by byte."""
    head, _, _body = http(b" " * 1000).partition(b"\r\n\r\n")
    talk.send(head + b"\r\n\r\n")
    talk.drip(b" " * 1000)
    return False


def half_open(talk: Talk) -> bool:
    """Begin an answer, then fall silent."""
    talk.send(http(SOUND)[:-10])
    talk.hold()
    return False


def resetting(talk: Talk) -> bool:
    """Take the request and break off."""
    talk.reset()
    return False


def closing(_talk: Talk) -> bool:
    """Take the request and close without a word."""
    return False


def cut_by_length(talk: Talk) -> bool:
    """Promise more bytes than are sent, then close."""
    talk.send(http(SOUND)[:-10])
    return False


def cut_by_close(talk: Talk) -> bool:
    """Send half of a body whose end is the end of the connection."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + SOUND[:-10])
    return False


def endless(talk: Talk) -> bool:
    """Send body without end."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        talk.send(b" " * MIB)


def many_headers(talk: Talk) -> bool:
    """Send header lines without end."""
    talk.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        talk.send(f"X-{number}: {'y' * 1000}\r\n".encode())
    return False


def relaying(url: str) -> Behaviour:
    """Answer as the server at `url` does: sound, until another behaviour takes its place."""
    port = urlsplit(url).port

    def behave(talk: Talk) -> bool:
        seen = talk.seen
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(seen.method, seen.target, seen.body or None, seen.headers)
            answer = connection.getresponse()
            body, date = answer.read(), answer.headers.get("Date", "")
            kind = answer.headers.get("Content-Type", "application/json")
        finally:
            connection.close()
        talk.send(http(body, status=answer.status, kind=kind, headers=f"Date: {date}\r\n"))
        return True

    return behave


def gzip_bomb(mib: int) -> Behaviour:
    """Answer with some hundred KiB that unpack to so many MiB."""
    return saying(http(_packed(mib), headers="Content-Encoding: gzip\r\n"))


@cache
def _packed(mib: int) -> bytes:
    """Return a gzip file of blanks; after a full flush the same piece fits again (RFC 1951)."""
    blanks = b" " * MIB
    head = gzip.compress(b"")[:10]
    squeeze = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    piece = squeeze.compress(blanks) + squeeze.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(mib):
        crc = zlib.crc32(blanks, crc)
    return head + mib * piece + squeeze.flush() + struct.pack("<II", crc, mib * MIB)


def deep(depth: int) -> bytes:
    """Return a body of arrays within arrays."""
    return b"[" * depth + b"]" * depth


def wide(series_count: int) -> bytes:
    """Return a body with so many series."""
    result = [{"metric": {"n": str(number)}, "value": [1, "1"]} for number in range(series_count)]
    return json.dumps({"status": "success", "data": _vector(result)}).encode()


def vector(*entries: object, **envelope: object) -> bytes:
    """Return a sound answer with these entries."""
    return json.dumps({"status": "success", "data": _vector(entries), **envelope}).encode()


def _vector(result: Sequence[object]) -> dict[str, object]:
    return {"resultType": "vector", "result": result}
