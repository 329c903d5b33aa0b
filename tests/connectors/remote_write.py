"""Hand samples to a Prometheus by its remote write protocol, version 1.

https://prometheus.io/docs/specs/prw/remote_write_spec/: a protobuf message in a snappy block. The
block holds literals only, which every reader of snappy takes.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from urllib.request import Request, urlopen

Line: TypeAlias = tuple[Mapping[str, str], Sequence[tuple[float, float]]]
"""Labels with `__name__`, and points as unix seconds and value."""

LITERAL_BYTES = 60


def write(url: str, lines: Sequence[Line]) -> None:
    """Send the series; raise urllib.error.HTTPError when they are refused."""
    message = b"".join(_field(1, _line(labels, points)) for labels, points in lines)
    request = Request(f"{url}/api/v1/write", _block(message))  # noqa: S310 - a server of the test
    request.add_header("Content-Encoding", "snappy")
    request.add_header("Content-Type", "application/x-protobuf")
    request.add_header("X-Prometheus-Remote-Write-Version", "0.1.0")
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - a server of the test
        answer.read()


def _line(labels: Mapping[str, str], points: Sequence[tuple[float, float]]) -> bytes:
    pairs = (
        _field(1, name.encode()) + _field(2, value.encode())
        for name, value in sorted(labels.items())
    )
    samples = (
        b"\x09" + struct.pack("<d", value) + b"\x10" + _number(round(time_s * 1000))
        for time_s, value in points
    )
    return b"".join([*(_field(1, pair) for pair in pairs), *(_field(2, one) for one in samples)])


def _field(number: int, data: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _number(len(data)) + data


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _block(data: bytes) -> bytes:
    out = [_number(len(data))]
    for start in range(0, len(data), LITERAL_BYTES):
        piece = data[start : start + LITERAL_BYTES]
        out += [bytes([len(piece) - 1 << 2]), piece]
    return b"".join(out)
