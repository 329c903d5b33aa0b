"""What is asked beside judging: charts and long pasts, whose failures no source is blamed for."""

from typing import Protocol, TypeVar

from cockpit.ports.metrics import Answer, MetricSource


class Errand(Protocol):
    """One question that may be put to a source now."""

    def call(self, source: MetricSource, /) -> Answer:
        """Ask; raises `SourceError`. On the lane of the source."""
        ...


ErrandT = TypeVar("ErrandT", bound=Errand)


class Beside(Protocol[ErrandT]):
    """Keeps what such questions tell. On the core lane."""

    def wanted(self, source: str, *, there_s: float, monotonic_s: float) -> ErrandT | None:
        """Return the question to put to the source now, at its time `there_s`; None without one."""
        ...

    def take(self, asked: ErrandT, answer: Answer | Exception, monotonic_s: float, /) -> None:
        """Keep what was told, or wait a while after a failure."""
        ...
