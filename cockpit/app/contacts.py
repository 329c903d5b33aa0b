"""The standing of every source of the workspace, and which questions it could not answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from msgspec.structs import replace

from cockpit.app.questions import Question, Told
from cockpit.app.snapshot import SourceState, SourceView
from cockpit.app.standing import Standing, answered, failed, shown
from cockpit.domain.message import Message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import RefusedError, SourceError
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Workspace

DataAges: TypeAlias = Mapping[str, tuple[float | None, float]]
"""By metric source: the age of its newest sample, and from which age on it is stale; seconds."""


class Contacts:
    """Remembers the last exchange with each source."""

    def __init__(self, workspace: Workspace, clock: Clock, jitter: Callable[[], float]) -> None:
        self._clock = clock
        self._jitter = jitter
        self._standings = {
            name: Standing(name, source.kind) for name, source in workspace.sources.items()
        }
        self._problems: dict[Question, tuple[SourceState, Message]] = {}
        self._warnings: dict[Question, Message] = {}

    def may_ask(self, source: str, monotonic_s: float) -> bool:
        """Return whether the pause after the last failure is over."""
        return monotonic_s >= self._standings[source].not_before_s

    def end_pauses(self) -> None:
        """Let every source be asked at once, whatever came of the last time."""
        for name, standing in self._standings.items():
            self._standings[name] = replace(standing, not_before_s=0.0)

    def skew_s(self, source: str) -> float:
        """Return the source's clock minus ours; 0 while it is not known."""
        return self._standings[source].skew_s

    def is_skewed(self, source: str) -> bool:
        """Return whether its clock is too far away to tell how old its data are."""
        return self._standings[source].is_skewed

    def error(self, source: str) -> Message | None:
        """Return why the source cannot be asked; None when it answered the last time."""
        return self._standings[source].error

    def problem(self, question: Question) -> Message | None:
        """Return why this question was not answered the last time; None when it was."""
        found = self._problems.get(question)
        return found[1] if found is not None else None

    def told(self, source: str, question: Question, told: Told) -> None:
        """Note an answer."""
        self._problems.pop(question, None)
        warning = next((one for answer, _, _ in told.answers for one in answer.warnings), None)
        if warning is None:
            self._warnings.pop(question, None)
        else:
            self._warnings[question] = warning
        self.answered(source, told.contact)

    def answered(self, source: str, contact: Contact) -> None:
        """Note that the source answered."""
        mine = (warning for asked, warning in self._warnings.items() if asked.source == source)
        self._standings[source] = answered(self._standings[source], contact, next(mine, None))

    def unusable(self, question: Question, error: SourceError) -> None:
        """Note that a source answered this question in a way that cannot be used."""
        refused = isinstance(error, RefusedError)
        state = SourceState.REFUSED if refused else SourceState.BAD_ANSWER
        self._problems[question] = (state, error.message)
        self._warnings.pop(question, None)

    def failed(self, source: str, error: Exception) -> None:
        """Note that the source could not be asked."""
        self._standings[source] = failed(
            self._standings[source],
            error,
            monotonic_s=self._clock.monotonic_s(),
            jitter=self._jitter(),
        )

    def views(self, now: datetime, monotonic_s: float, ages: DataAges) -> tuple[SourceView, ...]:
        """Return all sources as they are now, in the order of the workspace."""
        views: list[SourceView] = []
        for name, standing in self._standings.items():
            mine = (found for asked, found in self._problems.items() if asked.source == name)
            problem = next(mine, None)
            if standing.error is None and problem is not None:
                standing = _with_problem(standing, problem)  # noqa: PLW2901 - the same, with its problem
            age_s, stale_s = ages.get(name, (None, 0.0))
            views.append(shown(standing, now, monotonic_s, age_s, stale_s))
        return tuple(views)


def _with_problem(standing: Standing, problem: tuple[SourceState, Message]) -> Standing:
    state, why = problem
    return Standing(standing.name, standing.kind, standing.contact, why, state)
