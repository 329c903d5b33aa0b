"""Blocks of a comparison as a short text, and back: what a row of the journal keeps of them.

A block is `new bad_new old bad_old`, one that is not known is `-`, and blocks stand one after the
other with `;` between two. `*3` behind a block says that it stands there three times in a row.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from cockpit.domain.outcomes import Outcomes, Pair

UNKNOWN = "-"
MOST_BLOCKS_COUNT = 100_000
"""A text that stands for more is a mistake, or an attempt to fill the memory."""

# Seventeen digits tell any float; Python writes up to three zeros before them: 0.000123...
_NUMBER = r"(?:0|[1-9]\d{0,15})(?:\.\d{1,20})?(?:e-?\d{1,3})?"
_BLOCK = re.compile(
    rf"(?P<counts>-|{_NUMBER}(?: {_NUMBER}){{3}})(?:\*(?P<times>[1-9]\d{{0,5}}))?", re.ASCII
)


class BlockTextError(ValueError):
    """A text that is no blocks; `number` is the place of the first one that is wrong, from 0."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no block at place {number}")
        self.number = number


def packed(blocks: Iterable[Pair | None]) -> str:
    """Return the blocks as text; None is not known."""
    texts = (_text(block) for block in blocks)
    return ";".join(_times(text, sum(1 for _ in same)) for text, same in groupby(texts))


def unpacked(text: str) -> tuple[Pair | None, ...]:
    """Return the blocks that the text stands for, None where one is not known.

    Raises `BlockTextError` for a text that is none, and for counts that cannot be.
    """
    found: list[Pair | None] = []
    for number, part in enumerate(text.split(";") if text else ()):
        match = _BLOCK.fullmatch(part)
        if match is None:
            raise BlockTextError(number)
        times_count = int(match["times"] or 1)
        if len(found) + times_count > MOST_BLOCKS_COUNT:
            raise BlockTextError(number)
        found += [_pair(match["counts"], number)] * times_count
    return tuple(found)


def digest(texts: Mapping[str, str]) -> str:
    """Return the SHA-256, in hex, of strata and their blocks, in the order of their names."""
    whole = "\n".join(f"{name}\t{texts[name]}" for name in sorted(texts))
    return hashlib.sha256(whole.encode()).hexdigest()


def _text(block: Pair | None) -> str:
    if block is None:
        return UNKNOWN
    new, old = block.new, block.old
    counts = (new.total_count, new.bad_count, old.total_count, old.bad_count)
    return " ".join(_number(count) for count in counts)


def _number(count: float) -> str:
    return str(int(count)) if count == int(count) else repr(float(count))


def _times(text: str, times_count: int) -> str:
    return text if times_count == 1 else f"{text}*{times_count}"


def _pair(counts: str, number: int) -> Pair | None:
    if counts == UNKNOWN:
        return None
    new, new_bad, old, old_bad = (float(one) for one in counts.split(" "))
    if new_bad > new or old_bad > old:
        raise BlockTextError(number)
    return Pair(Outcomes(new, new_bad), Outcomes(old, old_bad))
