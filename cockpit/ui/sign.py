"""The signs of states, named without Qt; the shapes of the kit bear the same names."""

from enum import StrEnum

from cockpit.app.snapshot import TileState


class Sign(StrEnum):
    """What a mark says; a shape, a word and a colour come of it."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    WAIT = "wait"
    OPEN = "open"
    NONE = "none"


_GRAVITY = (Sign.BAD, Sign.UNKNOWN, Sign.WARN, Sign.WAIT, Sign.OPEN, Sign.OK, Sign.NONE)


def sign_of(state: TileState) -> Sign:
    """Return the sign of a tile's state."""
    return Sign(state.value)


def gravest(signs: tuple[Sign, ...]) -> Sign:
    """Return the sign that a person has to see first; unknown is never hidden by a good one."""
    return min(signs, key=_GRAVITY.index, default=Sign.NONE)
