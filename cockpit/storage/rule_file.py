"""A file of rules as Prometheus, VictoriaMetrics and Thanos load it, written and put in its place.

The format: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ and
alerting_rules. Labels and annotations are templates there, so braces of ours are spelt out.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import yaml
from typing_extensions import override

from cockpit.domain.message import Message, message
from cockpit.ports.rules import (
    MARK,
    SECONDS,
    VALUE,
    Alerting,
    Recording,
    Rule,
    RuleFile,
    RuleFileError,
    RuleGroup,
)
from cockpit.storage.folders import may_replace, write_whole
from cockpit.storage.rule_codes import RuleFileCode

Say = Callable[[Message], str]
"""Puts a message into words of one language."""

NEVER_FOLD = 1_000_000


class _Quoted(str):
    """A text in quotes."""

    __slots__ = ()


class _Block(str):
    """A text on lines of its own."""

    __slots__ = ()


class _Writer(yaml.SafeDumper):
    """Writes as people do: what belongs to a list is further in than the list's name."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


_Writer.add_representer(
    _Quoted, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
_Writer.add_representer(
    _Block, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def rule_text(file: RuleFile, says: Mapping[str, Say]) -> str:
    """Return the text of the file.

    `says` has a way to say things for each language. The first one's is what every alert calls
    its `summary`; those of the others have the language behind, as in `summary_en`.
    """
    groups = yaml.dump(
        {"groups": [_group(group, says) for group in file.groups]},
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        width=NEVER_FOLD,
    )
    notes = [f"# {_one_line(say(note))}\n" for say in says.values() for note in file.notes]
    return "".join((MARK, "\n#\n", *notes, "\n", groups))


def write_rules(file: Path, text: str) -> None:
    """Put the text into the file.

    Raises `RuleFileError` when it cannot be written, and when a file is there that is not ours.
    Whoever reads the file at the same time sees all of the old text or all of the new one, and so
    does a metrics server after a power cut: an empty file would be a file without alerts.
    """
    try:
        if not may_replace(file, MARK.encode()):
            raise RuleFileError(message(RuleFileCode.NOT_OURS, file=str(file)))
        write_whole(file, text.encode())
    except OSError:
        raise RuleFileError(message(RuleFileCode.NOT_WRITTEN, file=str(file))) from None


def template(text: str) -> str:
    """Return the text as a template that gives it back, but for the figure of the moment.

    Go's templates (https://pkg.go.dev/text/template) act on two braces; one in braces is a brace.
    """
    for figure in (VALUE, SECONDS):
        if figure in text:
            return figure.join(template(piece) for piece in text.split(figure))
    return text.replace("{", '{{"{"}}')


def _group(group: RuleGroup, says: Mapping[str, Say]) -> dict[str, object]:
    return {
        "name": _quoted(group.name),
        "interval": f"{group.interval_s:.0f}s",
        "rules": [_rule(rule, says) for rule in group.rules],
    }


def _rule(rule: Rule, says: Mapping[str, Say]) -> dict[str, object]:
    match rule:
        case Recording(name, expr, labels):
            return {"record": name, "expr": _block(expr), "labels": _texts(labels)}
        case Alerting(name, expr, labels, summary, annotations, for_s):
            waits = {"for": f"{for_s:.0f}s"} if for_s else {}
            told = {
                "summary" if place == 0 else f"summary_{language}": say(summary)
                for place, (language, say) in enumerate(says.items())
            }
            return {
                "alert": name,
                "expr": _block(expr),
                **waits,
                "labels": _texts(labels),
                "annotations": _texts({**told, **annotations}),
            }


def _texts(given: Mapping[str, str]) -> dict[str, object]:
    return {name: _quoted(template(text)) for name, text in given.items()}


def _quoted(text: str) -> str:
    """Return the text in quotes, so that a flow named `on` or `1.10` stays what it is."""
    return _Quoted(text)


def _block(expr: str) -> str:
    """Return an expression as lines of its own, or in quotes where a block would not keep it.

    What is no plain text, such as U+2028 within a value, would end a line or be refused there.
    """
    lines = expr.split("\n")
    is_plain = all(line.isprintable() and line.strip() == line != "" for line in lines)
    return _Block(expr) if is_plain else _quoted(expr)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
