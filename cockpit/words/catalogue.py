"""Sentences by code, read from a gettext catalogue.

Only what our catalogues hold is read: `msgid`, `msgstr`, strings over several lines, comments.
A general reader costs 60 ms before the first sentence; a test compares this one with it.
"""

import json
from pathlib import Path


class CatalogueError(Exception):
    """The catalogue cannot be read: a damaged installation."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line


def sentences(file: Path) -> dict[str, str]:
    """Return the sentence of every code in `file`; one that is not translated is left out."""
    found: dict[str, str] = {}
    parts: dict[str, list[str]] = {"msgid": [], "msgstr": []}
    filling: list[str] | None = None
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            word, _, rest = line.strip().partition(" ")
            if not word or word.startswith("#"):
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
                filling.append(_unquoted(rest))
            except ValueError as error:
                raise CatalogueError(file, number) from error
    _keep(parts, found)
    return found


def _unquoted(text: str) -> str:
    """Return what stands between the quotes; raise `ValueError` where they are not closed.

    Most strings hold nothing that has to be read: a catalogue takes a third of the time so.
    """
    inner = text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in inner and "\\" not in inner:
        return inner
    return str(json.loads(text))


def _keep(parts: dict[str, list[str]], found: dict[str, str]) -> None:
    """Take the entry that is complete now, and make room for the next; the header has no code."""
    code, sentence = "".join(parts["msgid"]), "".join(parts["msgstr"])
    if code and sentence:
        found[code] = sentence
    for part in parts.values():
        part.clear()
