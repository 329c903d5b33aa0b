"""Rules for a server that watches while nobody has the cockpit open: recordings and alerts."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from cockpit.domain.message import Message

MARK = "# release-cockpit rules 1"
"""The first line of a file of ours: no other file is ever written over."""

VALUE = "{{ $value | humanizePercentage }}"
SECONDS = "{{ $value | humanizeDuration }}"
"""What a sentence of an alert has where the server puts the figure of the moment."""


class Recording(Struct, frozen=True):
    """A series that the server keeps: the metric `name` with `labels`, worked out by `expr`."""

    name: str
    expr: str
    labels: Mapping[str, str]


class Alerting(Struct, frozen=True):
    """An alert: it fires when `expr` has had a result for `for_s`; `summary` says what is wrong."""

    name: str
    expr: str
    labels: Mapping[str, str]
    summary: Message
    annotations: Mapping[str, str] = field(default_factory=dict)
    for_s: float = 0.0


Rule: TypeAlias = Recording | Alerting


class RuleGroup(Struct, frozen=True):
    """Rules that are worked out together, one after the other, every `interval_s`."""

    name: str
    interval_s: float
    rules: tuple[Rule, ...]


class RuleFile(Struct, frozen=True):
    """Everything for one server; `notes` say above it what a reader has to know."""

    notes: tuple[Message, ...]
    groups: tuple[RuleGroup, ...]

    @property
    def alerts(self) -> tuple[Alerting, ...]:
        """Return the alerts of all groups."""
        rules = (rule for group in self.groups for rule in group.rules)
        return tuple(rule for rule in rules if isinstance(rule, Alerting))


class RuleFileError(Exception):
    """The file cannot be written; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message
