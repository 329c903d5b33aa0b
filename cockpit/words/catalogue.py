"""Sentences by code, read from a gettext catalogue.

Only what our catalogues hold is read: `msgid`, `msgstr`, strings over several lines, comments.
A general reader costs 60 ms before the first sentence; a test compares this one with it.
"""

import json
import re
from pathlib import Path

_PLAIN = re.compile(r'^msgid "([^"\\\n]+)"\nmsgstr "([^"\\\n]+)"\n(?=\n|\Z)', re.MULTILINE)
"""An entry of two lines with nothing in them that has to be read: nearly all are like it."""


class CatalogueError(Exception):
    """The catalogue cannot be read: a damaged installation."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line


def sentences(file: Path) -> dict[str, str]:
    """Return the sentence of every code in `file`; one that is not translated is left out."""
    pieces = _PLAIN.split(file.read_text(encoding="utf-8"))
    found = dict(zip(pieces[1::3], pieces[2::3], strict=True))
    left = "\n\n".join(pieces[::3])  # the ends of the two lines stay: errors tell the line
    _read(left, file, found)
    return found


def _read(text: str, file: Path, found: dict[str, str]) -> None:
    """Take the entries line by line."""
    parts: dict[str, list[str]] = {"msgid": [], "msgstr": []}
    filling: list[str] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.strip().partition(" ")
        if not word:
            continue
        if word.startswith('"'):
            rest = line.strip()
        elif word in parts:
            if word == "msgid":
                _keep(parts, found)
            filling = parts[word]
        else:
            raise CatalogueError(file, number)
        if filling is None:
            raise CatalogueError(file, number)
        try:
            filling.append(str(json.loads(rest)))
        except ValueError as error:
            raise CatalogueError(file, number) from error
    _keep(parts, found)


def _keep(parts: dict[str, list[str]], found: dict[str, str]) -> None:
    """Take the entry that is complete now, and make room for the next; the header has no code."""
    code, sentence = "".join(parts["msgid"]), "".join(parts["msgstr"])
    if code and sentence:
        found[code] = sentence
    for part in parts.values():
        part.clear()
