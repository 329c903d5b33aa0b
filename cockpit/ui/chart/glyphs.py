"""Where the glyphs of marks stand above a plot, so that none covers another."""

from collections.abc import Sequence

from msgspec import Struct

NUDGE_PX = 16.0
"""How far a glyph may stand left of its own line to make room."""


class Wanted(Struct, frozen=True):
    """A glyph that wants to begin at `left` and is so wide, both in pixels."""

    left: float
    width: float


def placed(wanted: Sequence[Wanted], width: float) -> list[float | None]:
    """Return the left edge of each glyph, None where there is no room.

    `wanted` is in the order of time. The newest are placed first: they are what people look for.
    """
    found: list[float | None] = [None] * len(wanted)
    free_until = width
    for number in reversed(range(len(wanted))):
        glyph = wanted[number]
        left = min(glyph.left, free_until - glyph.width)
        if glyph.left - left <= NUDGE_PX and left >= 0.0:
            found[number] = left
            free_until = left - 1.0
    return found
