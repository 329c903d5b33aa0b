"""Text for the window: sentences from `Words`, and figures, ages and times as screens show them."""

import math
from collections.abc import Mapping
from copy import copy
from datetime import datetime, tzinfo
from enum import StrEnum

from cockpit.domain.message import Message, Value, message
from cockpit.ui.codes import UnitCode
from cockpit.words.language import Language
from cockpit.words.safe import safe
from cockpit.words.words import Words

DASH = "–"
"""A missing value: never 0, never green."""

MINUS = "\u2212"
JOINER = "\u2060"
_HANGUL = ("가", "힣")
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_LEAST_PCT = 0.0001
"""What is nearer to nothing or to all is told as less or more."""

_MANY = 1_000_000
_SCALES = {Language.KO: (10_000, 100_000_000), Language.EN: (1_000_000, 1_000_000_000)}
"""What large numbers are counted in."""

_FIGURES = 3
"""How many figures of a large number are told."""


class Say:
    """Everything that the window says, in one language and one zone.

    `people` are the names of person ids; an id without a name shows itself.
    """

    def __init__(
        self,
        words: Words,
        language: Language,
        *,
        zone: tzinfo | None = None,
        people: Mapping[str, str] | None = None,
    ) -> None:
        self.words = words
        self.language = language
        self._zone = zone
        self._people = dict(people or {})
        self._near: datetime | None = None

    def __call__(self, code: StrEnum, **values: Value) -> str:
        """Return the sentence or label of a code."""
        return self.words.text(message(code, **values))

    def text(self, told: Message, near: datetime | None = None) -> str:
        """Return the sentence of a message; read at `near`, with times of day instead of dates."""
        words = self.words if near is None else self.words.read_at(near)
        return words.text(told)

    def name(self, kind: str, given: str) -> str:
        """Return what people call it: `name("flow", "coupon")`."""
        return self.words.value(kind, given)

    def person(self, person_id: str | None) -> str:
        """Return the name of a person id, harmless."""
        return DASH if person_id is None else safe(self._people.get(person_id, person_id))

    def ratio(self, value: float | None, digits: int = 1) -> str:
        """Return a ratio (0..1) in per cent, without the sign; a dash when it is not known.

        Never rounded to 0 or 100 when it is not.
        """
        if value is None or not math.isfinite(value):
            return DASH
        shown_pct = value * 100
        while digits < 4 and value not in {0.0, 1.0} and round(shown_pct, digits) in {0.0, 100.0}:  # noqa: PLR2004
            digits += 1
        shown = f"{shown_pct:.{digits}f}"
        if value not in {0.0, 1.0} and float(shown) in {0.0, 100.0}:
            return f"< {_LEAST_PCT}" if float(shown) < _LEAST_PCT else f"> {100 - _LEAST_PCT}"
        return shown.replace("-", MINUS)

    def count(self, value: float | None) -> str:
        """Return a whole number with separators."""
        if value is None or not math.isfinite(value):
            return DASH
        return f"{round(value):,}".replace("-", MINUS)

    def short_count(self, value: float | None) -> str:
        """Return the same; from a million on rounded to few figures: `107만`, `1.07M`."""
        if value is None or not math.isfinite(value) or value < _MANY:
            return self.count(value)
        small, large = _SCALES[self.language]
        # What is rounded up to the next unit is written in it.
        code, scale = (
            (UnitCode.MANY, small) if value < large - small / 2 else (UnitCode.MOST, large)
        )
        scaled = value / scale
        digits = max(0, _FIGURES - 1 - math.floor(math.log10(scaled)))
        shown = self.number(scaled, digits)
        shown = shown.rstrip("0").rstrip(".") if digits else shown
        return self(code, number=shown)

    def number(self, value: float | None, digits: int = 1) -> str:
        """Return a number with so many digits after the point."""
        if value is None or not math.isfinite(value):
            return DASH
        return f"{value:,.{digits}f}".replace("-", MINUS)

    def milliseconds(self, seconds: float | None) -> str:
        """Return seconds as whole milliseconds, without the unit."""
        return self.count(None if seconds is None else seconds * 1_000)

    def age(self, seconds: float | None) -> str:
        """Return an age in its largest unit, or two below an hour: `3초`, `1분 12초`, `9시간`."""
        if seconds is None or not math.isfinite(seconds):
            return DASH
        whole = max(0, round(seconds))
        return self._minutes(whole) if whole < _HOUR_S else self._hours(whole)

    def ago(self, seconds: float | None) -> str:
        """Return how long ago: `3초 전`."""
        return DASH if seconds is None else self(UnitCode.AGO, age=self.age(seconds))

    def clock(self, seconds: float | None) -> str:
        """Return a running time as `12:31`, or `1:02:03` from an hour on."""
        if seconds is None or not math.isfinite(seconds):
            return DASH
        whole = max(0, math.floor(seconds))
        hours, rest = divmod(whole, _HOUR_S)
        minutes, left = divmod(rest, _MINUTE_S)
        return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"

    def _minutes(self, whole: int) -> str:
        if whole < _MINUTE_S:
            return self(UnitCode.SECONDS, number=str(whole))
        minutes, rest = divmod(whole, _MINUTE_S)
        if rest and minutes < 10:  # noqa: PLR2004 - seconds matter in the first minutes only
            return self(UnitCode.MINUTES_SECONDS, minutes=str(minutes), number=str(rest))
        return self(UnitCode.MINUTES, number=str(minutes))

    def _hours(self, whole: int) -> str:
        if whole >= _DAY_S:
            return self(UnitCode.DAYS, number=str(whole // _DAY_S))
        hours, rest = divmod(whole // _MINUTE_S, _MINUTE_S)
        if rest:
            return self(UnitCode.HOURS_MINUTES, hours=str(hours), number=str(rest))
        return self(UnitCode.HOURS, number=str(hours))

    def local(self, at: datetime) -> datetime:
        """Return the instant in the zone of the window."""
        return at.astimezone(self._zone)

    def instant(self, local: datetime) -> datetime:
        """Return the instant of a wall-clock time in the window's zone."""
        if self._zone is None:
            return local.astimezone()
        return local.replace(tzinfo=self._zone)

    def on(self, near: datetime | None) -> "Say":
        """Return the same for somebody who looks at `near`: times of other days name their day.

        None stands for a day that is not known.
        """
        say = copy(self)
        say._near = near  # noqa: SLF001 - a copy of this very one
        return say

    def time(self, at: datetime | None) -> str:
        """Return `10:49` in the window's zone."""
        return DASH if at is None else f"{self._other_day(at)}{self.local(at):%H:%M}"

    def rough_time(self, at: datetime) -> str:
        """Return the same; of an instant that is days away the day alone."""
        if self._near is None or abs((at - self._near).total_seconds()) < 2 * _DAY_S:
            return self.time(at)
        return self._other_day(at).strip()

    def time_s(self, at: datetime | None) -> str:
        """Return `10:49:10` in the window's zone; of another day the minute is enough."""
        if at is None:
            return DASH
        return self.time(at) if self._other_day(at) else f"{self.local(at):%H:%M:%S}"

    def _other_day(self, at: datetime) -> str:
        """Return the day before a time, "" on the day itself and where nobody told which it is."""
        if self._near is None:
            return ""
        local, today = self.local(at), self.local(self._near)
        if local.date() == today.date():
            return ""
        return f"{local:%m-%d} " if local.year == today.year else f"{local:%Y-%m-%d} "

    def day(self, at: datetime | None) -> str:
        """Return `11-17` in the window's zone."""
        return DASH if at is None else f"{self.local(at):%m-%d}"

    def zone_name(self, at: datetime) -> str:
        """Return the zone's short name, or its offset."""
        name = self.local(at).tzname() or ""
        return name if name.isascii() and name.isalpha() else f"UTC{self.local(at):%z}"

    def wrapping(self, text: str) -> str:
        """Return the text so that Korean breaks at spaces only, as people write it."""
        pieces: list[str] = []
        for before, character in zip(" " + text, text, strict=False):
            if _is_hangul(character) and before != " ":
                pieces.append(JOINER)
            pieces.append(character)
        return "".join(pieces)


def _is_hangul(character: str) -> bool:
    return _HANGUL[0] <= character <= _HANGUL[1]
