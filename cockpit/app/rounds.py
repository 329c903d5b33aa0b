"""One round of questions to one source, put one after the other on its own lane."""

from msgspec import Struct

from cockpit.app.asking import bare
from cockpit.app.questions import Call, Question, Told
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, SourceError
from cockpit.ports.metrics import MetricSource

HOPELESS_COUNT = 2
"""When so many questions in a row get no usable answer, it is the source and not the question."""


class Round(Struct, frozen=True):
    """What came of asking one source: answers and errors by question; `error` ended the round."""

    told: tuple[tuple[Question, Told], ...]
    problems: tuple[tuple[Question, SourceError], ...] = ()
    error: Exception | None = None


def asked(source: MetricSource, calls: list[tuple[Question, Call]]) -> Round:
    """Put the questions; a source that does not answer at all is asked no further."""
    told: list[tuple[Question, Told]] = []
    problems: list[tuple[Question, SourceError]] = []
    for question, call in calls:
        try:
            told.append((question, call(source)))
        except SourceError as raised:
            error = bare(raised)
            if not _is_about_question(error):
                return Round(tuple(told), tuple(problems), error)
            problems.append((question, error))
            if not told and len(problems) >= HOPELESS_COUNT:
                return Round((), (), error)
    return Round(tuple(told), tuple(problems))


def _is_about_question(error: SourceError) -> bool:
    """Whether other questions may still be answered."""
    if isinstance(error, RefusedError):
        return error.refusal in {Refusal.BAD_REQUEST, Refusal.NOT_FOUND}
    return isinstance(error, BadAnswerError)
