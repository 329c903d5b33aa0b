"""YAML read down to text, lines and paths, with everything refused that a human would not write.

Anchors, aliases and tags are refused before anything is built from them, so that neither a bomb
nor a Python object can come out; fields given twice are refused rather than the last one taken.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import Reader

from cockpit.domain.message import Message, message
from cockpit.storage.workspace_codes import NotationCode
from cockpit.storage.workspace_tree import Node, joined

MOST_DEPTH = 12
"""More levels than any workspace needs, and fewer than would trouble the reader."""

# libyaml reads a workspace in two milliseconds; without it, as on PyPy, it takes some thirty.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_VALUE = {"", "~", "null", "Null", "NULL"}
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "map", "seq")
}
# What YAML 1.2 does not allow in a stream: https://yaml.org/spec/1.2.2/#51-character-set
_CONTROL = Reader.NON_PRINTABLE


_Content: TypeAlias = AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent


class _StopReadingError(Exception):
    """What follows cannot be read any more."""


def read_notation(text: str) -> tuple[Node | None, tuple[Message, ...]]:
    """Return the tree, None where there is none, and all that is wrong with the notation."""
    wrong = [
        message(NotationCode.CONTROL_CHARACTER, line=1 + text.count("\n", 0, found.start()))
        for found in _CONTROL.finditer(text)
    ]
    if wrong:
        return None, tuple(wrong)
    reader = _Reader(yaml.parse(text, Loader=_LOADER), wrong)
    try:
        return reader.document(), tuple(wrong)
    except _StopReadingError:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        code = NotationCode.TAB if _is_tabbed(text, line) else NotationCode.NOT_YAML
        wrong.append(message(code, line=line, column=column))
    except (yaml.YAMLError, ValueError, OverflowError):  # an escape that is no character
        wrong.append(message(NotationCode.NOT_YAML, line=1, column=1))
    return None, tuple(wrong)


def _is_tabbed(text: str, line: int) -> bool:
    """Return whether the line is indented with a tab, which nobody sees."""
    found = text.splitlines()[line - 1 : line]
    return any("\t" in one[: len(one) - len(one.lstrip())] for one in found)


class _Reader:
    """Builds the tree from events, one after the other, and notes what is wrong."""

    def __init__(self, events: Iterator[Any], wrong: list[Message]) -> None:
        self._events = events
        self._wrong = wrong

    def document(self) -> Node | None:
        """Return the one document of the stream; None when it is empty."""
        root = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                self._note(NotationCode.SEVERAL_DOCUMENTS, event)
                break
            if isinstance(event, _Content):
                root = self._node(event, 1, "", 0)
        return root if root is None or root.content is not None else None

    def _node(self, event: _Content, line: int, path: str, depth: int) -> Node:
        if depth > MOST_DEPTH:
            self._note(NotationCode.TOO_DEEP, event, limit_count=MOST_DEPTH)
            raise _StopReadingError
        if isinstance(event, AliasEvent):
            self._note(NotationCode.ALIAS, event)
            return Node(line, path, None)
        if event.anchor is not None:
            self._note(NotationCode.ALIAS, event)
        if event.tag is not None and str(event.tag) not in _PLAIN_TAGS:
            self._note(NotationCode.TAG, event)
        if isinstance(event, MappingStartEvent):
            return Node(line, path, self._fields(path, depth))
        if isinstance(event, SequenceStartEvent):
            return Node(line, path, tuple(self._items(path, depth)))
        has_none = event.implicit[0] and event.value in _NO_VALUE
        return Node(line, path, None if has_none else event.value)

    def _items(self, path: str, depth: int) -> Iterator[Node]:
        number = 0
        while not isinstance(event := next(self._events), SequenceEndEvent):
            yield self._node(event, _line(event), joined(path, number), depth + 1)
            number += 1

    def _fields(self, path: str, depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = _line(event)
            key = self._node(event, line, path, depth + 1).text
            if key is None:
                self._note(NotationCode.KEY_NOT_TEXT, event)
            value = self._node(next(self._events), line, joined(path, key or "?"), depth + 1)
            if key is None:
                continue
            if key in fields:
                first_line = fields[key].line
                self._note(
                    NotationCode.DUPLICATE_FIELD, event, field=value.path, first_line=first_line
                )
                continue
            fields[key] = value
        return fields

    def _note(self, code: NotationCode, event: Event, **values: str | int) -> None:
        self._wrong.append(message(code, line=_line(event), **values))


def _line(event: Event) -> int:
    return 1 + (event.start_mark.line if event.start_mark else 0)
