"""A thing to tell a person, before it is put into words."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    Value: TypeAlias = "str | int | float | bool | datetime | Message | None"
else:
    Value = Any  # text and instants in one are more than msgspec can tell apart in a row


class Message(Struct, frozen=True):
    """A code and the values that its sentence needs; `cockpit.words` turns it into text.

    The name of a value tells its unit, as everywhere else: `_s`, `_ms`, `_ratio`, `_pct`,
    `_count`, `at`. Journal rows hold messages, so a row can be read in any language.
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def value(self, name: str) -> Value:
        """Return the value called `name`; None when the message carries none."""
        return dict(self.values).get(name)


def message(code: StrEnum, /, **values: Value) -> Message:
    """Return the message for `code`; its values are kept in the order of their names."""
    return Message(code.value, tuple(sorted(values.items())))


def from_mapping(code: str, values: Mapping[str, Value]) -> Message:
    """Return a message that was stored as a code and a mapping."""
    return Message(code, tuple(sorted(values.items())))
