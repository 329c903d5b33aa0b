"""Metrics, as the cockpit asks for them: three shapes of a question, no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.ports.server_alerts import AlertsTold
from cockpit.ports.sources import Contact

Operator = Literal["=", "!=", "=~", "!~"]


class Matcher(Struct, frozen=True):
    """One condition on a label."""

    label: str
    operator: Operator
    value: str


class Selector(Struct, frozen=True):
    """The series of one metric whose labels meet all conditions."""

    metric: str
    matchers: tuple[Matcher, ...] = ()


class Series(Struct, frozen=True):
    """One series: its labels (without `__name__`) and its points, oldest first.

    `times_s` are unix seconds of the server's clock; `values` are finite numbers. A point that
    was NaN, infinite or out of order is left out and counted in `dropped_count`.
    """

    labels: Mapping[str, str]
    times_s: tuple[float, ...]
    values: tuple[float, ...]
    dropped_count: int = 0


class Answer(Struct, frozen=True):
    """What a metric source said. With `warnings` it may be partial, and is never good news."""

    series: tuple[Series, ...]
    warnings: tuple[Message, ...]
    contact: Contact


class MetricSource(Protocol):
    """A system that keeps metrics. Every call raises `SourceError` when there is no usable answer.

    Two series with the same labels in one answer, and a series that is no counter where one is
    needed, are `BadAnswerError`s.
    """

    def latest(self, selector: Selector, *, at: datetime | None = None) -> Answer:
        """Return the newest point of each series at most five minutes older than `at` (now)."""
        ...

    def samples(self, selector: Selector, range_s: float, *, at: datetime | None = None) -> Answer:
        """Return the raw points of each series in (at - range_s, at]."""
        ...

    def increases(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        at: datetime | None = None,
    ) -> Answer:
        """Return the server's own estimate of the increase over the range, summed by labels."""
        ...

    def history(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        start: datetime,
        end: datetime,
        step_s: float,
    ) -> Answer:
        """Return `increases` at every `step_s` from start to end, both included."""
        ...

    def alerts(self) -> AlertsTold:
        """Return the alerts of the server's own rules, those that fire first."""
        ...

    def probe(self) -> Contact:
        """Ask something cheap that needs the same rights as the questions above."""
        ...
