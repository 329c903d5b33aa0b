"""The hash by which Unleash keeps a customer on one side of a gradual rollout."""

import numpy as np
from numpy.typing import NDArray

HashArray = NDArray[np.uint32]

_C1 = np.uint32(0xCC9E2D51)
_C2 = np.uint32(0x1B873593)
_BUCKETS = 100


def murmur3_x86_32(keys: NDArray[np.uint8], seed: int = 0) -> HashArray:
    """Return the hash of each row of `keys`, an array of (number of keys, bytes in each).

    MurmurHash3 x86 32 by Austin Appleby, public domain:
    github.com/aappleby/smhasher, src/MurmurHash3.cpp.
    """
    count, length = keys.shape
    state = np.full(count, seed, dtype=np.uint32)
    whole = length - length % 4
    words = np.ascontiguousarray(keys[:, :whole]).view("<u4").astype(np.uint32)
    for column in words.T:
        state = _rotated(state ^ _mixed(column), 13) * np.uint32(5) + np.uint32(0xE6546B64)
    if whole < length:
        tail = np.zeros(count, dtype=np.uint32)
        for place in range(length - whole):
            tail |= keys[:, whole + place].astype(np.uint32) << np.uint32(8 * place)
        state ^= _mixed(tail)
    state ^= np.uint32(length)
    state = (state ^ (state >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    state = (state ^ (state >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return state ^ (state >> np.uint32(16))


def buckets_of(group_id: str, customers: list[str]) -> NDArray[np.int64]:
    """Return each customer's bucket, 1 to 100, in the rollout named `group_id`.

    All customer ids must have the same number of bytes. Unleash's `normalizedStrategyValue`:
    the hash of "group:id" modulo 100, plus 1; in the rollout when bucket <= percentage.
    """
    text = "".join(f"{group_id}:{customer}" for customer in customers).encode()
    keys = np.frombuffer(text, dtype=np.uint8).reshape(len(customers), -1)
    return (murmur3_x86_32(keys) % np.uint32(_BUCKETS) + 1).astype(np.int64)


def _mixed(block: HashArray) -> HashArray:
    return _rotated(block * _C1, 15) * _C2


def _rotated(value: HashArray, bits: int) -> HashArray:
    return (value << np.uint32(bits)) | (value >> np.uint32(32 - bits))
