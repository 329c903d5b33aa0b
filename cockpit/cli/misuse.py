"""What was wrong with a call, as sentences: the library tells it in English alone."""

import re

from typer.exceptions import TyperException

from cockpit.cli.codes import CliCode
from cockpit.domain.message import Message, message

SENTENCES = (
    (re.compile(r"No such command '(?P<text>.*?)'\.", re.DOTALL), CliCode.NO_COMMAND),
    (re.compile(r"Missing (?P<text>command)\."), CliCode.MISSING),
    (re.compile(r"Got unexpected extra argument\S* \((?P<text>.*)\)", re.DOTALL), CliCode.TOO_MUCH),
)
"""What the library tells by an English sentence alone, and what it means."""

CHOICES = re.compile(r"is not one of (?P<known>'.*')\.")
NUMBERS = {
    "float_parsing": CliCode.BAD_NUMBER,
    "int_parsing": CliCode.BAD_WHOLE,
    "int_parsing_size": CliCode.BAD_WHOLE,
}


def misuse(error: TyperException) -> Message | None:
    """Return what was wrong with the call; None when help was shown instead."""
    parameter = getattr(error, "param", None)
    name = None if parameter is None else parameter.opts[0]
    option = getattr(error, "option_name", None)
    kind, text = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":
        return None
    for sentence, code in SENTENCES:
        if found := sentence.match(text):
            return message(code, parameter=found["text"])
    told = {
        "MissingParameter": message(CliCode.MISSING, parameter=name),
        "NoSuchOption": message(CliCode.NO_OPTION, option=option),
        "BadOptionUsage": message(CliCode.NO_VALUE, option=option),
        "BadParameter": _wanted(error, name),
    }
    return told.get(kind) or message(CliCode.MISUSE, text=text)


def _wanted(error: TyperException, name: str | None) -> Message:
    """Return what the parameter takes instead, as far as its check by pydantic tells."""
    problems = getattr(error.__cause__, "errors", None)
    first = problems()[0] if problems is not None else {}
    given, kind = str(first.get("input")), str(first.get("type"))
    if kind in NUMBERS:
        return message(NUMBERS[kind], parameter=name, given=given)
    if kind == "greater_than_equal":
        least = first["ctx"]["ge"]
        return message(CliCode.BAD_LEAST, parameter=name, given=given, least=least)
    if found := CHOICES.search(error.format_message()):
        known = found["known"].replace("'", "")
        return message(CliCode.BAD_CHOICE, parameter=name, given=given, known=known)
    return message(CliCode.BAD_VALUE, parameter=name)
