"""Selectors as text, in PromQL's notation: `metric{label="value",other=~"regex"}`.

Grammar: https://prometheus.io/docs/prometheus/latest/querying/basics/ (instant vector selectors);
only what a workspace file needs: one metric name and conditions, no offset and no range.
"""

import re
from typing import cast

from cockpit.ports.metrics import Matcher, Operator, Selector

METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_CONDITION = re.compile(
    r'\s*(?P<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*(?P<operator>=~|!~|!=|=)\s*"(?P<value>(?:[^"\\\n]|\\.)*)"\s*'
)
_NAME = "__name__"  # stands in front of the braces, and nowhere else
_ESCAPE = re.compile(r"\\(.)")
_MEANING = {"n": "\n", "t": "\t", "\\": "\\", '"': '"'}


class SelectorError(ValueError):
    """The text is no selector; `position` is where reading stopped, from 0."""

    def __init__(self, position: int) -> None:
        super().__init__(f"not a selector, from character {position + 1} on")
        self.position = position


def parsed(text: str) -> Selector:
    """Return the selector that `text` spells; raise `SelectorError` when it spells none."""
    found = METRIC.match(text)
    if found is None:
        raise SelectorError(0)
    matchers: list[Matcher] = []
    position = found.end()
    if position == len(text):
        return Selector(found.group())
    if text[position] != "{" or not text.endswith("}"):
        raise SelectorError(position)
    position, end = position + 1, len(text) - 1
    while text[position:end].strip():  # a comma may stand after the last condition
        condition = _CONDITION.match(text, position)
        if condition is None or text[condition.end()] not in ",}" or condition["label"] == _NAME:
            raise SelectorError(position)
        matchers.append(
            Matcher(
                condition["label"],
                cast("Operator", condition["operator"]),
                _unescaped(condition["value"], position),
            )
        )
        position = condition.end() + 1
        if text[condition.end()] == "}" and position <= end:
            raise SelectorError(position)
    return Selector(found.group(), tuple(matchers))


def rendered(selector: Selector) -> str:
    """Return the text of the selector; `parsed` gives the same selector back."""
    if not selector.matchers:
        return selector.metric
    conditions = ",".join(
        f'{matcher.label}{matcher.operator}"{_escaped(matcher.value)}"'
        for matcher in selector.matchers
    )
    return f"{selector.metric}{{{conditions}}}"


def _escaped(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("\n", "\\n").replace("\t", "\\t")


def _unescaped(value: str, position: int) -> str:
    def meaning(found: re.Match[str]) -> str:
        if found[1] not in _MEANING:
            raise SelectorError(position)
        return _MEANING[found[1]]

    return _ESCAPE.sub(meaning, value)
