"""Bytes from outside."""

import gzip
import json
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.connectors import decode
from cockpit.connectors.codes import SourceCode
from cockpit.connectors.decode import DecodeError, ShapeError, parsed, unpacked

NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.slow
@given(JSON)
def test_sound_json_is_read_as_it_was_written(value: object) -> None:
    assert parsed(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(DecodeError):
        parsed(body)


@given(st.binary(max_size=5000), st.integers(1, 300), st.integers(0, 6000))
def test_a_packed_body_is_whole_or_refused(body: bytes, piece: int, cap: int) -> None:
    packed = gzip.compress(body)
    chunks = iter([packed[at : at + piece] for at in range(0, len(packed), piece)])
    if len(body) <= cap:
        assert unpacked(chunks, "gzip", cap) == body
    else:
        with pytest.raises(DecodeError, match=SourceCode.TOO_LARGE):
            unpacked(chunks, "gzip", cap)


def test_what_follows_a_packed_body_is_refused() -> None:
    squeeze = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    packed = squeeze.compress(b"{}") + squeeze.flush()
    with pytest.raises(DecodeError, match=SourceCode.BAD_ENCODING):
        unpacked(iter([packed, b"more"]), "gzip", 100)


READS: dict[str, Callable[[], object]] = {
    "a list is no object": lambda: decode.record([], "x"),
    "an object is no list": lambda: decode.items({}, "x"),
    "a number is no text": lambda: decode.text({"x": 1}, "x"),
    "nothing is no text": lambda: decode.text({}, "x"),
    "a number is no text either": lambda: decode.text_or_none({"x": 1}, "x"),
    "1 is not true": lambda: decode.truth({"x": 1}, "x"),
    "a word is not true": lambda: decode.truth({"x": "true"}, "x"),
    "true is no number": lambda: decode.whole({"x": True}, "x"),
    "1.0 is not whole": lambda: decode.whole({"x": 1.0}, "x"),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_field_of_another_kind_is_named(read: Callable[[], object]) -> None:
    with pytest.raises(ShapeError) as caught:
        read()
    assert caught.value.field == "x"


def test_a_text_that_may_be_missing_is_none_then() -> None:
    assert decode.text_or_none({"x": None}, "x") is None
    assert decode.text_or_none({}, "x") is None
