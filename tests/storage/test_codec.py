"""Entries come back from their bytes as they went in."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec import NODEFAULT
from msgspec.structs import fields

from cockpit.domain import events
from cockpit.domain.events import Entry, UnknownEvent
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.ports.journal import JournalError
from cockpit.storage.canonical import canonical, parsed_if_canonical, whole_number
from cockpit.storage.codec import Head, UnreadableBodyError, decode, encode, known_kinds
from cockpit.storage.codes import StorageCode
from tests.kit.events import KINDS, made
from tests.storage.journals import NOON, RUN, begun, entry, intent, outcome

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
YEAR_S = 365 * 86_400.0
INSTANTS = st.floats(-26 * YEAR_S, 74 * YEAR_S).map(lambda s: NOON + timedelta(seconds=s))
PLAIN_VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES
    | INSTANTS
)


def messages(inner: st.SearchStrategy[object]) -> st.SearchStrategy[Message]:
    def made(values: dict[str, object]) -> Message:
        return Message("a.code", tuple(sorted(values.items())))  # type: ignore[arg-type]  # all values

    return st.dictionaries(st.text("abc_", min_size=1, max_size=5), inner, max_size=4).map(made)


VALUES = st.recursive(PLAIN_VALUES, messages, max_leaves=8)


def same(left: object, right: object) -> bool:
    """Compare texts after normalisation, and everything else as it is."""
    return encode_detail(left) == encode_detail(right)


def encode_detail(value: object) -> bytes:
    detail = Message("m", (("value", value),))  # type: ignore[arg-type]  # any value
    return encode(closed(detail))


def closed(detail: Message) -> Entry:
    event = events.JournalBegunAgain(detail, None, 0, "")
    return entry(event)


@pytest.mark.slow
@given(VALUES)
def test_every_message_comes_back_with_its_instants_and_inner_messages(value: object) -> None:
    back = decode(encode_detail(value)).event
    assert isinstance(back, events.JournalBegunAgain)
    returned = back.why.value("value")
    assert same(returned, value)
    assert isinstance(returned, datetime) == isinstance(value, datetime)
    assert isinstance(returned, Message) == isinstance(value, Message)


@pytest.mark.slow
@given(VALUES)
def test_what_is_written_is_canonical(value: object) -> None:
    body = encode_detail(value)
    assert body == rfc8785.dumps(rfc_8785_of(body))  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize("written", [begun(), intent(), outcome()], ids=lambda e: e.event.kind)
def test_an_entry_comes_back_as_it_was(written: Entry) -> None:
    assert decode(encode(written)) == written


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_an_event_of_each_kind_comes_back_as_it_was(kind: type[Any]) -> None:
    written = Entry(NOON, 1.5, RUN, "mina", made(kind))
    assert decode(encode(written)) == written


def test_every_event_of_the_domain_can_be_read() -> None:
    known = [value for value in vars(events).values() if hasattr(value, "__struct_fields__")]
    kinds = [one.default for value in known for one in fields(value) if one.name == "kind"]
    assert set(kinds) - {NODEFAULT} == known_kinds()
    assert len(kinds) - kinds.count(NODEFAULT) == len(known_kinds())


def test_an_event_of_a_newer_program_is_read_as_unknown() -> None:
    body = encode(intent()).replace(b"operation.intent/1", b"operation.intent/9")
    event = decode(body).event
    assert isinstance(event, UnknownEvent)
    assert event.kind == "operation.intent/9"
    assert json.loads(event.text)["order"]["operation_id"] == "op-0"


def test_an_instant_of_another_zone_is_kept_in_utc() -> None:
    seoul = NOON.astimezone(timezone(timedelta(hours=9)))
    assert encode(Entry(seoul, 1.5, RUN, "mina", begun().event)) == encode(
        Entry(NOON, 1.5, RUN, "mina", begun().event)
    )


@pytest.mark.parametrize("minutes", [0, 30])
def test_the_hour_that_comes_twice_in_autumn_is_two_hours(minutes: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, minutes, tzinfo=berlin)
    again = first.replace(fold=1)
    kept = [decode(encode(Entry(at, 1.5, RUN, "mina", begun().event))).at for at in (first, again)]
    assert kept[1] - kept[0] == timedelta(hours=1)


def test_the_hour_that_is_left_out_in_spring_and_the_end_of_a_year_take_no_longer() -> None:
    berlin, tick = ZoneInfo("Europe/Berlin"), timedelta(seconds=1)
    for before in (
        datetime(2026, 3, 29, 1, 59, 59, tzinfo=berlin),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=berlin),
    ):
        after = (before.astimezone(UTC) + tick).astimezone(berlin)
        kept = [
            decode(encode(Entry(at, 1.5, RUN, "mina", begun().event))).at for at in (before, after)
        ]
        assert kept[1] - kept[0] == tick


def test_two_spellings_of_one_name_are_one() -> None:
    composed, decomposed = "\uac00", "\u1100\u1161"
    assert composed != decomposed
    assert encode(intent(flag=composed)) == encode(intent(flag=decomposed))


def test_half_of_a_surrogate_pair_is_kept_as_a_visible_escape() -> None:
    event = decode(encode(intent(flag="a\ud800"))).event
    assert isinstance(event, events.IntentRecorded)
    assert event.order.target.name == "a\\ud800"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_cannot_hold_is_refused_by_name(number: float) -> None:
    fault = FaultDetected("l", "coupon", "android", "release", "r", 1, 2, 3, 4, number)
    with pytest.raises(JournalError) as caught:
        encode(entry(fault))
    assert caught.value.message.code == StorageCode.ENTRY_UNFIT
    assert caught.value.message.value("kind") == "flow.fault_detected/2"


def test_an_integer_past_2_to_the_53_is_refused() -> None:
    event = events.OperationReverted("op", "somebody", 2**53)
    with pytest.raises(JournalError):
        encode(entry(event))
    largest = entry(events.OperationReverted("op", "s", 2**53 - 1))
    assert decode(encode(largest)) == largest


@pytest.mark.parametrize("number", [2.0**53, 1e20, -1e20, 1e21, 1.7e308, 1e-7, 5e-324])
def test_a_float_of_any_size_is_canonical_and_comes_back(number: float) -> None:
    fault = FaultDetected("l", "coupon", "android", "release", "r", 1, 2, 3, 4, number)
    body = encode(entry(fault))
    assert parsed_if_canonical(body) is not None
    assert decode(body).event == fault
    inside = decode(encode_detail(number))
    assert encode(inside) == encode_detail(number)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"event":[]}',
        b'{"event":{}}',
        b"\xff",
        b'{"event":{"kind":"operation.intent/1"}}',
        b'{"event":{"kind":"x/1"}}',
        encode(outcome()).replace(b'"took_s":0.75', b'"took_s":[1]'),
        encode(outcome()).replace(b'{"at":"2026-11-23T12:00:00.000000Z"}', b'{"at":"noon"}'),
        b"[" * 100_000,
    ],
)
def test_bytes_that_hold_no_entry_are_known_as_such(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        decode(body)


# ------------------------------------------------------------------ canonical bytes


def rfc_8785_of(body: bytes) -> object:
    return json.loads(body, parse_int=whole_number)


JSON = st.recursive(
    PLAIN_VALUES.filter(lambda value: not isinstance(value, datetime)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@given(st.dictionaries(NAMES, JSON, max_size=4))
def test_the_quick_look_agrees_with_rfc_8785(tree: dict[str, object]) -> None:
    body = rfc8785.dumps(tree)  # type: ignore[arg-type]  # JSON
    assert parsed_if_canonical(body) == rfc_8785_of(body)


@pytest.mark.slow
@given(st.dictionaries(NAMES, JSON, max_size=4))
def test_the_quick_writer_agrees_with_rfc_8785(tree: dict[str, object]) -> None:
    in_order = dict(sorted(tree.items()))
    assert canonical(in_order) == rfc8785.dumps(tree)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, 2**53, b"bytes", object()],
    ids=["nan", "infinity", "large", "bytes", "object"],
)
def test_what_json_cannot_hold_is_not_written(value: object) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"a": value})


@pytest.mark.slow
@given(st.dictionaries(NAMES, JSON, max_size=4), st.booleans(), st.booleans())
def test_only_rfc_8785_is_canonical(
    tree: dict[str, object], is_sorted: bool, is_ascii: bool
) -> None:
    body = json.dumps(
        tree, sort_keys=is_sorted, ensure_ascii=is_ascii, separators=(",", ":")
    ).encode()
    right = rfc8785.dumps(rfc_8785_of(body))  # type: ignore[arg-type]  # JSON
    assert (parsed_if_canonical(body) is not None) == (body == right)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1 }',
        b'{"b":1,"a":2}',
        b'{"a":{"b":1,"a":2}}',
        b'{"a":[{"b":1,"a":2}]}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":[1.0]}',
        b'{"a":-0}',
        b'{"a":-0.0}',
        b'{"a":1e3}',
        b'{"a":1e16}',
        b'{"a":0.00000010}',
        b'{"a":9007199254740993}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":NaN}',
        b'{"a":1' + b"0" * 400 + b"}",
        b'{"a":Infinity}',
        b'{"\xef\xbf\xbd":1,"\xf0\x90\x80\x80":1}',
        b'{"a":"\xff"}',
        b'{"a":1',
        b"[1]",
        b"1",
        b"",
    ],
)
def test_other_spellings_are_not_canonical(body: bytes) -> None:
    assert parsed_if_canonical(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1e+21}',
        b'{"a":100000000000000000000}',
        b'{"a":1e-7}',
        b'{"a":1234567890123456.5}',
        b'{"a":1234567890123456.55}',
    ],
)
def test_numbers_are_taken_as_rfc_8785_writes_them(body: bytes) -> None:
    assert (parsed_if_canonical(body) is not None) == (body != b'{"a":1234567890123456.55}')


def test_the_head_has_the_fields_of_an_entry_but_its_event() -> None:
    told = [(one.name, one.type, one.default) for one in fields(Entry) if one.name != "event"]
    assert [(one.name, one.type, one.default) for one in fields(Head)] == told
