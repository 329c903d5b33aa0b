"""Text from outside, made harmless: it can neither hide, nor turn round, nor flood a line."""

import unicodedata
from functools import lru_cache

MAX_LENGTH = 120
"""A longer text is cut; laying out five million characters would take seconds."""

MOST_KEPT = 2_048
"""Names and words come again with every look; so many are remembered with how they are shown."""

ELLIPSIS = "…"
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
_BREAKS = {"Zl", "Zp", "Zs"}
# Letters and marks that show nothing (Unicode's Default_Ignorable_Code_Point), and the empty
# pattern of Braille.
_BLANK = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0} | {
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE0F),
    *range(0xE0100, 0xE01F0),
}
_MOST_MARKS = 2


def safe(text: str, *, max_length: int = MAX_LENGTH) -> str:
    r"""Return the text on one line, with everything invisible spelled out as an escape.

    Control characters, changes of writing direction and characters without width become
    `\u202e` and the like, line breaks and tabs become a space, a pile of accents is cut to two,
    and what goes past `max_length` characters becomes an ellipsis.
    """
    if len(text) <= max_length and text.isascii() and text.isprintable():
        return text
    return _kept(text, max_length) if len(text) <= MAX_LENGTH else _shown(text, max_length)


@lru_cache(maxsize=MOST_KEPT)
def _kept(text: str, max_length: int) -> str:
    return _shown(text, max_length)


def _shown(text: str, max_length: int) -> str:
    shown: list[str] = []
    length = marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            continue
        piece = _piece(character)
        length += len(piece)
        if length > max_length:
            return _cut(shown, max_length)
        shown.append(piece)
    return "".join(shown)


def _cut(pieces: list[str], max_length: int) -> str:
    while sum(map(len, pieces)) >= max_length:
        pieces.pop()
    return "".join(pieces) + ELLIPSIS


def _piece(character: str) -> str:
    if " " <= character <= "~":
        return character
    if character in "\n\r\t\v\f\x85":
        return " "
    number, category = ord(character), unicodedata.category(character)
    if category in _BREAKS:
        return " "
    if category not in _HIDDEN and number not in _BLANK:
        return character
    if number <= 0xFF:  # noqa: PLR2004 - what two hexadecimal digits can say
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004
