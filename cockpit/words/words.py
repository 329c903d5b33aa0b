"""Messages put into words, in one language."""

import math
import re
from collections.abc import Mapping
from copy import copy
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from cockpit.domain.message import Message, Value, message
from cockpit.words import units
from cockpit.words.catalogue import sentences
from cockpit.words.codes import WordsCode
from cockpit.words.josa import PARTICLES, with_particle
from cockpit.words.language import Language
from cockpit.words.safe import ELLIPSIS, safe

PLACEHOLDER = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)(?::(?P<particle>\w+))?\}")
"""`{name}`, or `{name:을}` for a value with the Korean particle that fits it."""

_DEEPEST = 8
MOST_PARSED = 4_096
"""More than there are sentences in both languages."""

_WRITTEN = {
    "ms": units.milliseconds,
    "ratio": units.ratio,
    "pct": units.percent,
    "bytes": units.size,
}


_KINDS = {"stratum": "platform"}
"""What a value is one of, where its name says what it is used for."""


class Words:
    """The sentences of one language, and how it writes numbers, durations and instants.

    Every text among the values counts as coming from outside, and is shown harmless. A text that
    has a name of its own is called by it: the flow `coupon` by what its team calls it.
    """

    def __init__(self, catalogue: Mapping[str, str], *, zone: tzinfo | None = None) -> None:
        self._catalogue = dict(catalogue)
        self._zone = zone
        self._near: datetime | None = None

    def learn(self, names: Mapping[str, str]) -> None:
        """Call values by these names from now on: `flow.coupon` is what a flow `coupon` is called.

        They come from the workspace, and are shown as harmless as anything else from outside.
        """
        self._catalogue.update({key: safe(name) for key, name in names.items()})

    def read_at(self, near: datetime) -> "Words":
        """Return the same words for somebody who reads them at `near`: with short instants.

        What is kept, printed or sent is read on another day, and names it whole.
        """
        words = copy(self)  # with the same catalogue, and the names that it learns
        words._near = near  # noqa: SLF001 - a copy of this very one
        return words

    def text(self, told: Message) -> str:
        """Return the sentence of the message; a code without one shows itself and its values."""
        return self._text(told, 0)

    def value(self, name: str, value: Value) -> str:
        """Return one value as it stands in a sentence; the end of its name tells the unit."""
        return self._value(name, value, 0)

    def _text(self, told: Message, depth: int) -> str:
        if depth > _DEEPEST:
            return ELLIPSIS
        values = dict(told.values)
        sentence = self._catalogue.get(told.code)
        if sentence is None:
            shown = [f"{safe(n)}={self._value(n, v, depth + 1)}" for n, v in values.items()]
            return f"{safe(told.code)} ({', '.join(shown)})" if shown else safe(told.code)
        gaps, ending = _parsed(sentence)
        pieces: list[str] = []
        for before, name, particle in gaps:
            filled = self._value(name, values.get(name), depth + 1)
            said = with_particle(filled, particle) if particle in PARTICLES else filled
            pieces += (before, said)
        return "".join((*pieces, ending))

    def _value(self, name: str, value: Value, depth: int) -> str:
        match value:
            case None:
                return self._text(message(WordsCode.UNKNOWN), depth)
            case Message():
                return self._text(value, depth)
            case bool():
                return self._text(message(WordsCode.YES if value else WordsCode.NO), depth)
            case int() | float():
                return self._number(name, value, depth)
            case datetime():
                return self._instant(value)
            case _:
                called = self._catalogue.get(f"{_KINDS.get(name, name)}.{value}")
                return safe(value) if called is None else called

    def _instant(self, at: datetime) -> str:
        if self._near is None:
            return units.instant(at, self._zone)
        return units.moment(at, self._near, self._zone)

    def _number(self, name: str, value: float, depth: int) -> str:
        if math.isnan(value):
            return self._text(message(WordsCode.UNKNOWN), depth)
        unit = name.rpartition("_")[2]
        if unit == "s":
            return self._text(units.duration(value), depth)
        written = _WRITTEN.get(unit) if math.isfinite(value) else None
        return written(value) if written else units.number(value, name)


@lru_cache(maxsize=MOST_PARSED)
def _parsed(sentence: str) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Return each placeholder as what stands before it, name and particle, and how it ends."""
    gaps: list[tuple[str, str, str]] = []
    end = 0
    for found in PLACEHOLDER.finditer(sentence):
        gaps.append((sentence[end : found.start()], found["name"], found["particle"] or ""))
        end = found.end()
    return tuple(gaps), sentence[end:]


def load(language: Language, folder: Path, *, zone: tzinfo | None = None) -> Words:
    """Return the words of the language from its catalogue in `folder`.

    Instants are shown in `zone`, or in the computer's own when it is None.
    """
    return Words(sentences(folder / f"{language}.po"), zone=zone)
