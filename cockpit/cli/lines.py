"""Lines of JSON in, lines of JSON out: the questions of scripts, and the quick way to them.

Reading all commands and their help takes longer than answering. So a call that plainly asks for
`decide` goes straight to it; whatever else is said goes to the whole program.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO

from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.outlet import discard
from cockpit.cli.plain import plain
from cockpit.domain.message import message
from cockpit.words.language import chosen, system_locale
from cockpit.words.words import Words, load

OTHER_LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})
"""JSON writes them as they are, and many readers of lines then see two lines."""

LONGEST = 16 * 2**20
"""A line of more bytes is refused unread: a stream without a line end must not fill the memory."""


def run(arguments: Sequence[str], *, ready: Callable[[], None] = lambda: None) -> int | None:
    """Answer standard input, and return an exit status; None when the whole program is meant.

    `ready` is called once an interruption can be told in a sentence.
    """
    match arguments:
        case ["decide"]:
            language = None
        case ["--lang", language, "decide"]:
            pass
        case [option, "decide"] if option.startswith("--lang="):
            language = option.removeprefix("--lang=")
        case _:
            return None
    from cockpit.bootstrap.folders import resources_folder

    spoken = chosen(language, os.environ, system=system_locale())
    words = load(spoken, resources_folder() / "i18n")
    logging.getLogger().addHandler(logging.NullHandler())  # what is logged is never shown raw
    try:
        ready()
        return answer_standard_input(words)
    except KeyboardInterrupt:
        sys.stderr.write(f"{words.text(message(CliCode.INTERRUPTED))}\n")
        return Exit.UNKNOWN


def answer_standard_input(words: Words) -> int:
    """Answer each line of standard input on standard output, while anybody takes the answers."""
    if sys.stdin is None or sys.stdout is None:  # closed by whoever called
        return Exit.OK if sys.stdin is None else Exit.UNKNOWN
    if sys.stdin.isatty():
        sys.stderr.write(f"{words.text(message(CliCode.DECIDE_READS))}\n")
    try:
        return answer_all(sys.stdin.buffer, sys.stdout.buffer, words)
    except OSError as error:
        discard(sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or type(error).__name__
            sys.stderr.write(f"{words.text(message(CliCode.LINES_BROKEN, reason=reason))}\n")
        return Exit.UNKNOWN


def answer_all(lines: BinaryIO, out: BinaryIO, words: Words) -> int:
    """Answer each line as soon as it has come; UNKNOWN when any could not be answered."""
    from cockpit.app.decide.answering import answer, too_long

    status = Exit.OK
    while line := lines.readline(LONGEST):
        is_whole = len(line) < LONGEST or line.endswith(b"\n")
        if not is_whole:
            _skip(lines)
        found = answer(line) if is_whole else too_long(LONGEST)
        told: dict[str, object] = {"id": found.id}
        if found.problem is None:
            told["out"] = found.out
        else:
            told["error"] = words.text(found.problem)
            status = Exit.UNKNOWN
        out.write(_written(told) + b"\n")
        out.flush()
    return status


def _skip(lines: BinaryIO) -> None:
    """Read on to the end of the line."""
    while (rest := lines.readline(LONGEST)) and not rest.endswith(b"\n"):
        pass


def _written(told: object) -> bytes:
    """Return one line of JSON in UTF-8; half a character (a lone surrogate) stays escaped."""
    value = plain(told)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).translate(OTHER_LINE_ENDS)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False).encode()
