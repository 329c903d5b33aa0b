"""Reads the fields of a line, and names the one that is wrong and what it has to be.

A number is a JSON number of at most 2^53 in size; `true` is none. Nothing is made to fit: no text
becomes a number, no unknown field is passed over.
"""

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from msgspec import Struct

from cockpit.app.decide.codes import DecideCode, WantedCode
from cockpit.domain.message import Message, message

MOST_COUNT, LEAST_COUNT = float(2**53), 1e-9
"""Above the one a float no longer tells one event more; below the other nothing has happened."""

MOST_SHOWN = 40
INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?(?:[Zz]|([+-]\d\d:[0-5]\d))", re.ASCII
)
"""RFC 3339, section 5.6; its leap second counts as the first second after it."""

BOUND = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
ENDLESS = re.compile(r"\+?inf", re.IGNORECASE | re.ASCII)


ChoiceT = TypeVar("ChoiceT", bound=str)


class WrongInputError(Exception):
    """A line cannot be answered; the message says which field is wrong and what is wanted."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.code)
        self.message = told


class Repeated(dict[str, object]):
    """An object of which one name was given more than once: `name`."""

    def __init__(self, pairs: Sequence[tuple[str, object]], name: str) -> None:
        super().__init__(pairs)
        self.name = name


class Absent:
    """Stands where a field is missing."""


ABSENT: Final = Absent()


class Place(Struct, frozen=True):
    """A value and the path that leads to it, empty for the line itself.

    Every reader raises `WrongInputError`.
    """

    value: object
    path: str

    def wrong(self, wanted: Message) -> WrongInputError:
        """Return the error that says what is wanted here."""
        if self.value is ABSENT:
            return WrongInputError(message(DecideCode.MISSING, field=self.path, wanted=wanted))
        return WrongInputError(
            message(DecideCode.WRONG, field=self.path, seen=_shown(self.value), wanted=wanted)
        )

    @property
    def is_null(self) -> bool:
        """Whether it is not known: null, or not given at all."""
        return self.value is None or self.value is ABSENT

    def fields(self, *known: str) -> "Fields":
        """Return the object here, which must not have other fields than `known`."""
        fields = self.members()
        for name in fields.names:
            if name not in known:
                raise WrongInputError(
                    message(
                        DecideCode.UNKNOWN_FIELD,
                        field=_below(self.path, name),
                        known=", ".join(known),
                    )
                )
        return fields

    def members(self) -> "Fields":
        """Return the object here, whatever its names."""
        if isinstance(self.value, Repeated):
            raise WrongInputError(
                message(DecideCode.TWICE, field=_below(self.path, self.value.name))
            )
        if not isinstance(self.value, dict):
            raise self.wrong(message(WantedCode.OBJECT))
        return Fields(self.value, self.path)

    def items(self, length: int | None = None, *, at_least: int = 0) -> "list[Place]":
        """Return the items of the list here, which has to have `length` of them."""
        if not isinstance(self.value, list):
            code = WantedCode.LIST if length is None else WantedCode.LIST_OF
            raise self.wrong(message(code, length=length))
        if length is not None and len(self.value) != length:
            raise self.wrong(message(WantedCode.LIST_OF, length=length))
        if len(self.value) < at_least:
            raise self.wrong(message(WantedCode.FILLED_LIST, length=at_least))
        return [Place(one, f"{self.path}[{number}]") for number, one in enumerate(self.value)]

    def text(self) -> str:
        """Return the text here."""
        if not isinstance(self.value, str):
            raise self.wrong(message(WantedCode.TEXT))
        return self.value

    def one_of(self, choices: Sequence[ChoiceT]) -> ChoiceT:
        """Return the choice that the text here is."""
        for choice in choices:
            if self.value == choice:
                return choice
        raise self.wrong(message(WantedCode.ONE_OF, choices=", ".join(choices)))

    def boolean(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(message(WantedCode.BOOLEAN))
        return self.value

    def number(self) -> float:
        """Return the number here."""
        found = _number(self.value)
        if found is None:
            raise self.wrong(message(WantedCode.NUMBER))
        return found

    def count(self) -> float:
        """Return how many; fractions may come from a server's estimate."""
        found = _number(self.value)
        if found is None or found < 0 or 0 < found < LEAST_COUNT:
            raise self.wrong(message(WantedCode.COUNT))
        return found

    def part_of(self, whole: "Place") -> float:
        """Return how many of those that `whole` counts."""
        found, limit = self.count(), whole.count()
        if found > limit:
            raise self.wrong(message(WantedCode.PART_OF, whole=whole.path, limit=limit))
        return found

    def whole(self, low: int, high: int) -> int:
        """Return the whole number from `low` to `high`."""
        found = _number(self.value)
        if found is None or not low <= found <= high or found != int(found):
            raise self.wrong(message(WantedCode.WHOLE, low=low, high=high))
        return int(found)

    def ratio(self) -> float:
        """Return the ratio from 0 to 1."""
        found = _number(self.value)
        if found is None or not 0 <= found <= 1:
            raise self.wrong(message(WantedCode.RATIO))
        return found

    def open_ratio(self) -> float:
        """Return the ratio above 0 and below 1."""
        found = _number(self.value)
        if found is None or not 0 < found < 1:
            raise self.wrong(message(WantedCode.OPEN_RATIO))
        return found

    def above(self, low: float, high: float) -> float:
        """Return the number above `low`, and up to `high`."""
        found = _number(self.value)
        if found is None or not low < found <= high:
            raise self.wrong(message(WantedCode.ABOVE, low=low, high=high))
        return found

    def up_to(self, high: float) -> float:
        """Return the number up to `high`."""
        found = _number(self.value)
        if found is None or found > high:
            raise self.wrong(message(WantedCode.UP_TO, high=high))
        return found

    def bound_s(self) -> float:
        """Return the upper bound of a bucket, as a number or as Prometheus labels it."""
        found = _number(self.value)
        if isinstance(self.value, str) and BOUND.fullmatch(self.value):
            found = _number(float(self.value))
        if isinstance(self.value, str) and ENDLESS.fullmatch(self.value):
            return math.inf
        if found is None:
            raise self.wrong(message(WantedCode.BOUND))
        return found

    def at(self) -> datetime:
        """Return the instant here in UTC; it has to say its offset."""
        found = INSTANT.fullmatch(self.value) if isinstance(self.value, str) else None
        if found is None:
            raise self.wrong(message(WantedCode.INSTANT))
        day, minute, second, part, offset = found.groups(default="")
        leap = second == "60"
        try:
            text = f"{day}T{minute}{'59' if leap else second}{part[:7]}{offset or '+00:00'}"
            at = datetime.fromisoformat(text).astimezone(UTC)
            return at + timedelta(seconds=1) if leap else at
        except (ValueError, OverflowError):
            raise self.wrong(message(WantedCode.INSTANT)) from None


class Fields(Struct, frozen=True):
    """The fields of an object."""

    values: dict[str, object]
    path: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names that were given, in their order."""
        return tuple(self.values)

    def needed(self, name: str) -> Place:
        """Return the field; whoever reads it is told when it is missing."""
        return Place(self.values.get(name, ABSENT), _below(self.path, name))

    def given(self, name: str) -> Place | None:
        """Return the field; None when it is missing or null."""
        place = self.needed(name)
        return None if place.is_null else place


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _number(value: object) -> float | None:
    """Return the number as it was written; None when it is none, or larger than any that we count.

    A whole number stays one, so that a count comes out as it went in.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= MOST_COUNT else None


def _shown(value: object) -> str:
    """Return the value as it stood in the line, and short."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return f"[…] ({len(value)})"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
