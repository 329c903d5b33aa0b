import numpy as np
import pytest

from cockpit.simulator.shop.murmur import buckets_of, murmur3_x86_32


@pytest.mark.parametrize(
    ("key", "seed", "expected"),
    [
        (b"", 0, 0x00000000),
        (b"", 1, 0x514E28B7),
        (b"", 0xFFFFFFFF, 0x81F16F39),
        (b"\xff\xff\xff\xff", 0, 0x76293B50),
        (b"\x21\x43\x65\x87", 0, 0xF55B516B),
        (b"\x21\x43\x65", 0, 0x7E4A8634),
        (b"\x21\x43", 0, 0xA0F7B07A),
        (b"\x21", 0, 0x72661CF4),
        (b"test", 0, 0xBA6BD213),
        (b"Hello, world!", 0, 0xC0363E43),
        (b"The quick brown fox jumps over the lazy dog", 0, 0x2E4FF723),
    ],
)
def test_hashes_are_those_that_everybody_gets(key: bytes, seed: int, expected: int) -> None:
    rows = np.frombuffer(key, dtype=np.uint8).reshape(1, -1)
    assert int(murmur3_x86_32(rows, seed)[0]) == expected


@pytest.mark.parametrize(
    ("group", "customer", "expected"), [("gr1", "123", 73), ("groupX", "999", 25)]
)
def test_buckets_are_those_of_the_unleash_clients(group: str, customer: str, expected: int) -> None:
    assert buckets_of(group, [customer]).tolist() == [expected]
