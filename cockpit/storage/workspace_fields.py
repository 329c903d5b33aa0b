"""Sections of the workspace out of what stands in the file, or all that is wrong with them.

What a field may hold is read from the types of `cockpit.ports.workspace`. Each fault is told where
it stands, and keeps nobody from looking at the other fields.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from msgspec import inspect

from cockpit.domain.message import Message, Value, message
from cockpit.ports.selectors import SelectorError
from cockpit.ports.workspace_fields import (
    READ,
    AddressError,
    AddressFault,
    InstantError,
    Section,
    ZoneError,
)
from cockpit.storage.workspace_codes import FieldCode, HintCode
from cockpit.storage.workspace_secrets import looks_secret
from cockpit.storage.workspace_tree import Node, hint, joined, told

PartT = TypeVar("PartT", bound=Section)
ChoiceT = TypeVar("ChoiceT")
Number = inspect.IntType | inspect.FloatType
Make = Callable[[str], object]

_YES = frozenset({"true", "yes", "on", "y", "t", "1"})
_NO = frozenset({"false", "no", "off", "n", "f", "0"})
"""What people write for yes and no in YAML, and in other files."""


class _WrongError(Exception):
    """The node holds something else than it may."""

    def __init__(self, wrong: Message) -> None:
        super().__init__(wrong.code)
        self.wrong = wrong


def section(node: Node, kind: type[PartT]) -> tuple[PartT | None, tuple[Message, ...]]:
    """Return the section, None when something is wrong with it; and all that is wrong."""
    reader = _Reader()
    found = reader.value(node, _shape(kind))
    return (None if reader.wrong else cast("PartT", found)), tuple(reader.wrong)


def given(node: Node) -> Value:
    """Return the text of the node for a sentence, hidden when it may be a secret."""
    text = node.text
    return message(HintCode.HIDDEN) if text is not None and looks_secret(text) else text


@cache
def _shape(kind: type[Section]) -> inspect.Type:
    """Return what the section may hold."""
    return inspect.type_info(kind)


class _Reader:
    """Makes values of nodes, and notes what is wrong; what it returns then is of no use."""

    def __init__(self) -> None:
        self.wrong: list[Message] = []

    def value(self, node: Node, shape: inspect.Type) -> object:
        """Return what the node holds."""
        make: Make | None = None
        while isinstance(shape, inspect.Metadata):
            make, shape = (shape.extra or {}).get(READ, make), shape.type
        try:
            if isinstance(shape, inspect.UnionType):
                return self._one_of(node, shape)
            return self._read(node, shape, make)
        except _WrongError as error:
            self.wrong.append(error.wrong)
            return None

    def _read(self, node: Node, shape: inspect.Type, make: Make | None) -> object:
        if node.content is None:
            raise _WrongError(told(node, FieldCode.NO_VALUE))
        match shape:
            case inspect.StructType():
                return self._section(node, shape)
            case inspect.DictType():
                return self._named(node, shape)
            case inspect.VarTupleType():
                return self._list(node, shape)
            case _:
                return _scalar(node, shape, make)

    def _one_of(self, node: Node, shape: inspect.UnionType) -> object:
        """Return nothing where nothing may stand, or else the section that `kind` names."""
        parts = [one for one in shape.types if not isinstance(one, inspect.NoneType)]
        if node.content is None and len(parts) < len(shape.types):
            return None
        if len(parts) == 1:
            return self.value(node, parts[0])
        kinds = {one.tag: one for one in parts if isinstance(one, inspect.StructType)}
        if "kind" not in _fields(node):
            raise _missing(node, "kind")
        chosen = node.fields["kind"]
        if chosen.content is None:
            raise _WrongError(told(chosen, FieldCode.NO_VALUE))
        return self._section(node, _choice(chosen, kinds))

    def _section(self, node: Node, shape: inspect.StructType) -> object:
        before, given_fields = len(self.wrong), _fields(node)
        known = frozenset((*(one.name for one in shape.fields), *filter(None, [shape.tag_field])))
        found: dict[str, object] = {}
        for field in shape.fields:
            if field.name in given_fields:
                found[field.name] = self.value(given_fields[field.name], field.type)
            elif field.required:
                self.wrong.append(_missing(node, field.name).wrong)
        for name in (name for name in given_fields if name not in known):
            unknown = told(given_fields[name], FieldCode.UNKNOWN, hint=hint(name, known))
            self.wrong.append(unknown)
        return shape.cls(**found) if len(self.wrong) == before else None

    def _named(self, node: Node, shape: inspect.DictType) -> object:
        found: dict[object, object] = {}
        for name, field in _fields(node).items():
            key = self.value(Node(field.line, field.path, name), shape.key_type)
            found[key] = self.value(field, shape.value_type)
        return found

    def _list(self, node: Node, shape: inspect.VarTupleType) -> object:
        if not isinstance(node.content, tuple):
            raise _WrongError(told(node, FieldCode.NOT_A_LIST))
        if len(node.items) < (shape.min_length or 0):
            raise _WrongError(told(node, FieldCode.EMPTY_LIST))
        return tuple(self.value(one, shape.item_type) for one in node.items)


def _fields(node: Node) -> Mapping[str, Node]:
    if not isinstance(node.content, Mapping):
        raise _WrongError(told(node, FieldCode.NOT_A_SECTION))
    return node.content


def _missing(node: Node, name: str) -> _WrongError:
    path = joined(node.path, name)
    return _WrongError(message(FieldCode.MISSING, line=node.line, field=path))


def _scalar(node: Node, shape: inspect.Type, make: Make | None) -> object:
    match shape:
        case inspect.LiteralType(values=values):
            return _choice(node, {str(one): one for one in values})
        case inspect.EnumType(cls=kind):
            return _choice(node, {str(one.value): one for one in kind})
        case inspect.BoolType():
            return _truth(node)
        case inspect.IntType() | inspect.FloatType():
            return _number(node, shape)
        case _:
            return _text(node, shape, make)


def _choice(node: Node, choices: Mapping[Any, ChoiceT]) -> ChoiceT:
    if node.text not in choices:
        names = ", ".join(choices)
        raise _WrongError(told(node, FieldCode.NOT_ONE_OF, given=given(node), names=names))
    return choices[node.text]


def _truth(node: Node) -> bool:
    text = (node.text or "").lower()
    if text not in _YES | _NO:
        raise _WrongError(told(node, FieldCode.WRONG))
    return text in _YES


def _number(node: Node, shape: Number) -> float:
    is_whole = isinstance(shape, inspect.IntType)
    number = _whole(node.text) if is_whole else _finite(node.text)
    if number is None:
        raise _WrongError(told(node, FieldCode.NOT_WHOLE if is_whole else FieldCode.NOT_A_NUMBER))
    for code, limit in _passed(number, shape):
        raise _WrongError(told(node, code, given=given(node), limit=type(number)(limit)))
    return number


def _whole(text: str | None) -> int | None:
    """Return the whole number, also one that is written with a point and noughts."""
    if not (text or "").isascii():
        return None
    before, _, after = (text or "").strip().partition(".")
    try:
        return None if after.strip("0") else int(before)
    except ValueError:
        return None


def _finite(text: str | None) -> float | None:
    try:
        number = float(text if text is not None and text.isascii() else "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _passed(number: float, shape: Number) -> Iterator[tuple[FieldCode, float]]:
    """Yield each limit that the number has passed."""
    if shape.gt is not None and number <= shape.gt:
        yield FieldCode.NOT_ABOVE, shape.gt
    if shape.ge is not None and number < shape.ge:
        yield FieldCode.TOO_SMALL, shape.ge
    if shape.lt is not None and number >= shape.lt:
        yield FieldCode.NOT_BELOW, shape.lt
    if shape.le is not None and number > shape.le:
        yield FieldCode.TOO_BIG, shape.le


def _text(node: Node, shape: inspect.Type, make: Make | None) -> object:
    """Return the text, or what is made of it; a text that is too long is not even looked at."""
    text = node.text
    if isinstance(shape, inspect.StrType):
        for code, values in _unfit(text, shape):
            raise _WrongError(told(node, code, **values))
        if shape.pattern is not None and re.fullmatch(shape.pattern, text or "") is None:
            raise _WrongError(told(node, FieldCode.NOT_A_NAME, given=given(node)))
    try:
        return text if make is None else make(text or "")
    except ValueError as error:
        raise _WrongError(_refused(node, error)) from None


def _unfit(text: str | None, shape: inspect.StrType) -> Iterator[tuple[FieldCode, dict[str, int]]]:
    if text is None:
        yield FieldCode.NOT_TEXT, {}
        return
    length = len(text.strip())
    if length < (shape.min_length or 0):
        yield FieldCode.EMPTY_TEXT, {}
    if shape.max_length is not None and length > shape.max_length:
        yield FieldCode.LONG_TEXT, {"limit_count": shape.max_length}


def _refused(node: Node, error: ValueError) -> Message:
    match error:
        case SelectorError():
            return told(node, FieldCode.NOT_A_SELECTOR, position=error.position + 1)
        case AddressError(fault=AddressFault.USER):
            return told(node, FieldCode.USER_IN_ADDRESS)
        case ZoneError():
            return told(node, FieldCode.NOT_A_ZONE, given=given(node))
        case InstantError():
            return told(node, FieldCode.NOT_AN_INSTANT)
        case _:
            return told(node, FieldCode.NOT_AN_ADDRESS)
