"""A round of questions ends where a source does not answer, not where one question is wrong."""

from collections.abc import Callable

from cockpit.app.plan import Counted
from cockpit.app.questions import Told
from cockpit.app.rounds import HOPELESS_COUNT, asked
from cockpit.domain.message import Message
from cockpit.ports.errors import (
    BadAnswerError,
    Refusal,
    RefusedError,
    SourceError,
    UnreachableError,
)
from cockpit.ports.metrics import MetricSource, Selector
from cockpit.ports.sources import Contact
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import FakeMetrics, FakeShop

WHY = Message("test.why")
FINE = Told(Contact(NOON, 0.01, 0.0))
SOURCE: MetricSource = FakeMetrics(FakeShop(FakeClock(), NOON.timestamp()))


def calls(
    *outcomes: Told | SourceError,
) -> list[tuple[Counted, Callable[[MetricSource], Told]]]:
    def call(outcome: Told | SourceError) -> Callable[[MetricSource], Told]:
        def answer(_source: MetricSource) -> Told:
            if isinstance(outcome, SourceError):
                raise outcome
            return outcome

        return answer

    return [
        (Counted("metrics", Selector(f"m{place}"), ()), call(outcome))
        for place, outcome in enumerate(outcomes)
    ]


def test_a_question_that_is_refused_stops_no_other() -> None:
    refused = RefusedError(WHY, Refusal.BAD_REQUEST)
    done = asked(SOURCE, [*calls(FINE, refused, FINE)])
    assert [question.selector.metric for question, _ in done.told] == ["m0", "m2"]
    assert [error for _, error in done.problems] == [refused]
    assert done.error is None


def test_a_source_that_is_away_is_asked_no_further() -> None:
    away = UnreachableError(WHY)
    done = asked(SOURCE, [*calls(FINE, away, FINE)])
    assert len(done.told) == 1
    assert done.error is away


def test_a_refusal_that_is_about_whoever_asks_ends_the_round() -> None:
    refused = RefusedError(WHY, Refusal.TOKEN_UNKNOWN)
    assert asked(SOURCE, [*calls(refused, FINE)]).error is refused


def test_nothing_but_useless_answers_from_the_start_are_the_source_s_fault() -> None:
    useless = [BadAnswerError(WHY) for _ in range(HOPELESS_COUNT)]
    done = asked(SOURCE, [*calls(*useless, FINE)])
    assert (done.told, done.problems, done.error) == ((), (), useless[-1])
