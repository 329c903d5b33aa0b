"""The terminal: where sentences go, and where answers come from."""

import json
import os
import sys

from msgspec import Struct, field
from rich.console import Console
from rich.text import Text

from cockpit.cli.outlet import loss_of
from cockpit.domain.message import Message
from cockpit.words.language import Language
from cockpit.words.words import Words

LEAST_WIDTH, USUAL_WIDTH = 20, 80
"""A terminal that calls itself narrower, such as 0 in some containers, would show nothing."""


class Terminal(Struct, frozen=True):
    """Says messages in one language: results on standard output, complaints on standard error."""

    words: Words
    language: Language
    out: Console = field(default_factory=lambda: _console(to_errors=False))
    err: Console = field(default_factory=lambda: _console(to_errors=True))
    _told_once: set[Message] = field(default_factory=set)

    @property
    def lost(self) -> OSError | None:
        """Return why nobody gets the results any more; None while they arrive."""
        return loss_of(self.out.file)

    def say(self, told: Message, *, style: str = "") -> None:
        """Print one sentence."""
        self.out.print(Text(self.words.text(told), style=style), soft_wrap=True)

    def complain(self, told: Message) -> None:
        """Print one sentence to standard error."""
        self.err.print(Text(self.words.text(told)), soft_wrap=True)

    def complain_once(self, told: Message) -> None:
        """Print one sentence to standard error, unless this call has said it before."""
        if told not in self._told_once:
            self._told_once.add(told)
            self.complain(told)

    def print_json(self, value: object) -> None:
        """Print a value for scripts, as one JSON document."""
        self.out.file.write(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
        self.out.file.flush()

    def print_text(self, text: str) -> None:
        """Print a text for other programs, as it is."""
        self.out.file.write(text)
        self.out.file.flush()


def use_utf8() -> None:
    """Write UTF-8 whatever the console says of itself: Korean must not end in question marks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _console(*, to_errors: bool) -> Console:
    told = os.environ.get("COLUMNS", "")
    width = USUAL_WIDTH if told.isdigit() and int(told) < LEAST_WIDTH else None
    return Console(stderr=to_errors, width=width, highlight=False, markup=False, emoji=False)
