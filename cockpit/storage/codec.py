"""Entries as bytes and back: what a journal row holds."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias, cast, get_args

import rfc8785
from msgspec import Struct, ValidationError, convert
from msgspec.structs import asdict, fields, replace

from cockpit.domain.events import Entry, Event, UnknownEvent
from cockpit.domain.message import Message, Value, from_mapping, message
from cockpit.ports.journal import JournalError
from cockpit.storage.canonical import MAX_INT, canonical, whole_number
from cockpit.storage.codes import StorageCode

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_AT = "at"
_MESSAGE_KEYS = {"code", "values"}


class UnreadableBodyError(ValueError):
    """The bytes are not an entry."""


class Head(Struct, frozen=True):
    """All of an `Entry` but its event, which is read by its kind."""

    at: datetime
    monotonic_s: float
    run_id: str
    actor: str
    is_drill: bool = False
    is_late: bool = False


def encode(entry: Entry) -> bytes:
    """Return the entry as canonical JSON (RFC 8785), its texts in Unicode's form NFC.

    An instant inside a message is kept as `{"at": …}`, so that it comes back as an instant.
    Raises `JournalError` for what JSON cannot hold: NaN, infinity, integers past 2^53.
    """
    try:
        return canonical(_plain(entry))
    except rfc8785.CanonicalizationError as error:
        kind = entry.event.kind
        raise JournalError(message(StorageCode.ENTRY_UNFIT, kind=kind)) from error


def decode(body: bytes) -> Entry:
    """Return the entry that `body` holds; raise `UnreadableBodyError` when it holds none.

    An event of a kind that this program does not know comes back as `UnknownEvent`.
    """
    tree = readable(body)
    try:
        raw = cast("dict[str, Json]", tree["event"])
        kind = str(raw["kind"])
        if kind in known_kinds():
            event = convert(_with_messages(raw), _event_by_kind()[kind])
        else:
            event = UnknownEvent(kind, rfc8785.dumps(raw).decode())
        return Entry(event=event, **asdict(convert(tree, Head)))
    except (ValueError, TypeError, KeyError, RecursionError, ValidationError) as error:
        raise UnreadableBodyError from error


def readable(body: bytes) -> dict[str, Json]:
    """Return what `body` says, as JSON has it; raise `UnreadableBodyError` for anything else."""
    try:
        tree = json.loads(body, parse_int=whole_number)
    except (ValueError, OverflowError, RecursionError) as error:
        raise UnreadableBodyError from error
    if not isinstance(tree, dict) or not isinstance(tree.get("event"), dict):
        raise UnreadableBodyError
    return tree


@cache
def known_kinds() -> frozenset[str]:
    """Return the kinds of events that this program can read."""
    return frozenset(_event_by_kind())


def late(entry: Entry) -> Entry:
    """Return the entry marked as recorded after the fact."""
    return replace(entry, is_late=True)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _text(value)  # of an enum, too
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, Message):
        values = {_text(name): _plain_value(item) for name, item in value.values}
        return {"code": _text(value.code), "values": values}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Struct):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    return _whole(value) if isinstance(value, float) else value


def _whole(value: float) -> float:
    """Return a float without a fraction as an integer: written alike, and sooner."""
    return int(value) if value.is_integer() and abs(value) <= MAX_INT else value


@cache
def _names(kind: type[Struct]) -> tuple[str, ...]:
    """Return the names of a value's fields in the order in which they are written."""
    return tuple(sorted(kind.__struct_fields__))


def _plain_value(value: Value) -> object:
    return {_AT: _instant(value)} if isinstance(value, datetime) else _plain(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _text(text: str) -> str:
    if text.isascii():
        return str(text)
    # Half of a surrogate pair has no UTF-8: it stays readable as an escape.
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return unicodedata.normalize("NFC", whole)


def _with_messages(tree: Json) -> object:
    if isinstance(tree, dict):
        values = tree.get("values")
        if isinstance(values, dict) and tree.keys() == _MESSAGE_KEYS:
            read = {name: _value(item) for name, item in values.items()}
            return from_mapping(str(tree["code"]), read)
        return {name: _with_messages(item) for name, item in tree.items()}
    if isinstance(tree, list):
        return [_with_messages(item) for item in tree]
    return tree


def _value(item: Json) -> Value:
    if not isinstance(item, dict | list):
        return item
    at = item.get(_AT) if isinstance(item, dict) and len(item) == 1 else None
    value = datetime.fromisoformat(at) if isinstance(at, str) else _with_messages(item)
    if not isinstance(value, datetime | Message):
        raise UnreadableBodyError
    return value


@cache
def _event_by_kind() -> Mapping[str, type[Event]]:
    known = (event for event in get_args(Event) if event is not UnknownEvent)
    return {get_args(_kind_type(event))[0]: event for event in known}


def _kind_type(event: type[Struct]) -> object:
    return next(field.type for field in fields(event) if field.name == "kind")
