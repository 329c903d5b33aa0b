"""The content of a workspace file as it stands there: every value with its line and its path."""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from cockpit.domain.message import Message, Value, message
from cockpit.storage.workspace_codes import HintCode

Content: TypeAlias = "str | tuple[Node, ...] | Mapping[str, Node] | None"
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


class Node(Struct, frozen=True):
    """A value in the file: the line where it (or its field) begins, from 1, and its path.

    Every scalar is text, whatever YAML would take it for: the fields know what a number is, and
    a version 3.10 never becomes 3.1.
    """

    line: int
    path: str
    content: Content

    @property
    def text(self) -> str | None:
        """Return the text of a scalar; None for anything else, and for one without a value."""
        return self.content if isinstance(self.content, str) else None

    @property
    def items(self) -> "tuple[Node, ...]":
        """Return the items of a list; nothing for anything else."""
        return self.content if isinstance(self.content, tuple) else ()

    @property
    def fields(self) -> "Mapping[str, Node]":
        """Return the fields of a section; nothing for anything else."""
        return self.content if isinstance(self.content, Mapping) else {}

    def at(self, *names: str) -> "Node | None":
        """Return the field of a field …; None when one of them is not there, or has no value."""
        node = self
        for name in names:
            found = node.fields.get(name)
            if found is None or found.content is None:
                return None
            node = found
        return node

    def text_at(self, *names: str) -> str | None:
        """Return the text of the field there; None when there is none."""
        found = self.at(*names)
        return found.text if found else None

    def items_at(self, *names: str) -> "tuple[Node, ...]":
        """Return the items of the list there; nothing when there is none."""
        found = self.at(*names)
        return found.items if found else ()


def joined(path: str, step: str | int) -> str:
    """Return the path of a field or an item below `path`."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


def plain(node: Node) -> Plain:
    """Return the content without lines and paths."""
    content = node.content
    if isinstance(content, tuple):
        return [plain(item) for item in content]
    if isinstance(content, Mapping):
        return {name: plain(field) for name, field in content.items()}
    return content


def number(node: Node) -> float:
    """Return the number; NaN, which compares with nothing, when it is none."""
    try:
        return float(node.text or "")
    except ValueError:
        return math.nan


def told(node: Node, code: StrEnum, /, **values: Value) -> Message:
    """Return a message about the node, with its line and path."""
    return message(code, line=node.line, field=node.path, **values)


def hint(given: str | None, known: frozenset[str] | set[str]) -> Message:
    """Return what may have been meant by `given`."""
    if not known:
        return message(HintCode.NONE)
    from difflib import get_close_matches  # a good file has no use for it

    near = get_close_matches(given or "", sorted(known), n=1)
    if near:
        return message(HintCode.NEAREST, name=near[0])
    return message(HintCode.KNOWN, names=", ".join(sorted(known)))
