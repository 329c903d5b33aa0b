"""Reading the three shapes of query that the small Prometheus answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_OPERATOR = re.compile(r"=~|!~|!=|=")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdwy]))+")
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_UNIT_MS = {
    "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000,
    "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000,
}  # fmt: skip
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}


class ExpressionError(Exception):
    """A query that is not one of the three shapes."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A condition on a label; a label that is missing counts as empty."""

    label: str
    operator: str
    value: str

    def accepts(self, labels: Mapping[str, str]) -> bool:
        """Return whether a series with these labels fits."""
        found = labels.get(self.label, "")
        match self.operator:
            case "=":
                return found == self.value
            case "!=":
                return found != self.value
            case "=~":
                return re.fullmatch(self.value, found) is not None
            case _:
                return re.fullmatch(self.value, found) is None


@dataclass(frozen=True, slots=True)
class Expression:
    """A selector; with `range_ms` its raw samples; with `by` the sums of their increase."""

    metric: str
    matchers: tuple[Matcher, ...]
    range_ms: int | None = None
    by: tuple[str, ...] | None = None


def parse(query: str) -> Expression:
    """Return what `query` asks for; raise ExpressionError when it is something else."""
    reader = _Reader(query)
    if reader.takes_word("sum"):
        reader.need_word("by")
        by = reader.names()
        reader.need("(")
        reader.need_word("increase")
        reader.need("(")
        metric, matchers = reader.selector()
        range_ms = reader.range_ms()
        if range_ms is None:
            reader.fail("expected a range in increase()")
        reader.need(")")
        reader.need(")")
    else:
        by = None
        metric, matchers = reader.selector()
        range_ms = reader.range_ms()
    reader.end()
    return Expression(metric, matchers, range_ms, by)


def duration_ms(text: str) -> int | None:
    """Return a duration such as 1h30m in milliseconds; None when it is none."""
    if not _DURATION.fullmatch(text):
        return None
    return sum(int(count) * _UNIT_MS[unit] for count, unit in _PART.findall(text))


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def fail(self, what: str) -> NoReturn:
        msg = f'invalid parameter "query": 1:{self._at + 1}: parse error: {what}'
        raise ExpressionError(msg)

    def take(self, pattern: re.Pattern[str]) -> str | None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        found = pattern.match(self._text, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found.group()

    def takes(self, mark: str) -> bool:
        return self.take(re.compile(re.escape(mark))) is not None

    def takes_word(self, word: str) -> bool:
        return self.take(re.compile(rf"{word}\b(?=\s*[\w(])", re.IGNORECASE)) is not None

    def need(self, mark: str) -> None:
        if not self.takes(mark):
            self.fail(f'unexpected {self._rest()}, expected "{mark}"')

    def need_word(self, word: str) -> None:
        if not self.takes_word(word):
            self.fail(f'unexpected {self._rest()}, expected "{word}"')

    def end(self) -> None:
        self.take(re.compile(r"\s*"))
        if self._at < len(self._text):
            self.fail(
                f"unexpected {self._rest()}: only selector, selector[range] and "
                "sum by (labels) (increase(selector[range])) are answered here"
            )

    def names(self) -> tuple[str, ...]:
        self.need("(")
        found: list[str] = []
        while not self.takes(")"):
            name = self.take(_LABEL)
            if name is None:
                self.fail(f"unexpected {self._rest()} in grouping, expected a label")
            found.append(name)
            if not self.takes(","):
                self.need(")")
                break
        return tuple(found)

    def selector(self) -> tuple[str, tuple[Matcher, ...]]:
        metric = self.take(_NAME)
        if metric is None:
            self.fail(f"unexpected {self._rest()}, expected a metric name")
        found: list[Matcher] = []
        if self.takes("{"):
            while not self.takes("}"):
                found.append(self._matcher())
                if not self.takes(","):
                    self.need("}")
                    break
        return metric, tuple(found)

    def range_ms(self) -> int | None:
        if not self.takes("["):
            return None
        text = self.take(_DURATION)
        found = duration_ms(text) if text is not None else None
        if not found:
            self.fail(f"bad duration near {self._rest()}")
        self.need("]")
        return found

    def _matcher(self) -> Matcher:
        label = self.take(_LABEL)
        operator = self.take(_OPERATOR) if label is not None else None
        literal = self.take(_STRING) if operator is not None else None
        if label is None or operator is None or literal is None:
            self.fail(f"unexpected {self._rest()} in label matching")
        value = self._unquoted(literal)
        if operator in {"=~", "!~"}:
            try:
                re.compile(value)
            except re.error as error:
                self.fail(f"error parsing regexp: {error}")
        return Matcher(label, operator, value)

    def _unquoted(self, literal: str) -> str:
        inside = literal[1:-1]
        if literal[0] == "`":
            return inside

        def plain(escape: re.Match[str]) -> str:
            if escape.group(1) not in _ESCAPES:
                self.fail(f"unknown escape sequence {escape.group()!r}")
            return _ESCAPES[escape.group(1)]

        return re.sub(r"\\(.)", plain, inside)

    def _rest(self) -> str:
        rest = self._text[self._at : self._at + 20]
        return repr(rest) if rest else "end of input"
