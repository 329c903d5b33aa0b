"""What a source is like, and when it may be asked again."""

from datetime import timedelta

import pytest

from cockpit.app.board_codes import SourceNote
from cockpit.app.contacts import Contacts
from cockpit.app.plan import Named
from cockpit.app.questions import Told
from cockpit.app.snapshot import SourceState
from cockpit.app.standing import LONGEST_PAUSE_S, Standing, answered, failed, shown
from cockpit.domain.message import Message
from cockpit.ports.errors import (
    BadAnswerError,
    Refusal,
    RefusedError,
    SourceError,
    UnreachableError,
)
from cockpit.ports.metrics import Answer, Selector
from cockpit.ports.sources import Contact
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.monitoring import workspace

WHY = Message("test.why")
FRESH = Standing("metrics", "prometheus")
ASK = Named("metrics", Selector("target_info"))


def contact(skew_s: float | None = 0.0, round_trip_s: float = 0.1) -> Contact:
    return Contact(NOON, round_trip_s, skew_s)


def state(standing: Standing, data_age_s: float | None = 1.0) -> SourceState:
    return shown(standing, NOON, 0.0, data_age_s, 60.0).state


def too_many(retry_after_s: float | None) -> RefusedError:
    return RefusedError(WHY, Refusal.TOO_MANY, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("standing", "data_age_s", "wanted"),
    [
        pytest.param(FRESH, None, SourceState.WAITING, id="not asked yet"),
        pytest.param(answered(FRESH, contact()), 1.0, SourceState.OK, id="fine"),
        pytest.param(answered(FRESH, contact(6.0)), 1.0, SourceState.OK, id="skew is only shown"),
        pytest.param(answered(FRESH, contact(-31.0)), 1.0, SourceState.SKEWED, id="far behind"),
        pytest.param(answered(FRESH, contact(None)), 1.0, SourceState.OK, id="no date"),
        pytest.param(answered(FRESH, contact(), WHY), 1.0, SourceState.PARTIAL, id="partial"),
        pytest.param(answered(FRESH, contact()), 61.0, SourceState.STALE, id="old samples"),
        pytest.param(answered(FRESH, contact(0, 3.0)), 1.0, SourceState.SLOW, id="slow"),
    ],
)
def test_a_source_is_as_its_last_answer_was(
    standing: Standing, data_age_s: float | None, wanted: SourceState
) -> None:
    assert state(standing, data_age_s) is wanted


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (UnreachableError(WHY), SourceState.UNREACHABLE),
        (RefusedError(WHY, Refusal.TOKEN_UNKNOWN), SourceState.REFUSED),
        (BadAnswerError(WHY), SourceState.BAD_ANSWER),
        (SourceError(WHY), SourceState.BAD_ANSWER),
        (RuntimeError("broken"), SourceState.BAD_ANSWER),
    ],
)
def test_a_failure_is_shown_with_what_was_known_before(
    error: Exception, wanted: SourceState
) -> None:
    broken = failed(answered(FRESH, contact()), error, monotonic_s=10.0, jitter=1.0)
    view = shown(broken, NOON + timedelta(seconds=7), 11.0, 7.0, 60.0)
    assert (view.state, view.age_s, view.failures_count) == (wanted, 7.0, 1)
    assert view.retry_in_s == 1.0
    assert answered(broken, contact()).failures_count == 0


def test_pauses_double_up_to_five_minutes() -> None:
    standing, pauses = FRESH, []
    for _ in range(10):
        standing = failed(standing, UnreachableError(WHY), monotonic_s=0.0, jitter=1.0)
        pauses.append(standing.not_before_s)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, LONGEST_PAUSE_S, LONGEST_PAUSE_S]


def test_jitter_keeps_several_cockpits_from_returning_together() -> None:
    first = failed(FRESH, UnreachableError(WHY), monotonic_s=0.0, jitter=0.0)
    assert first.not_before_s == 1.0


@pytest.mark.parametrize(
    ("retry_after_s", "pause_s"),
    [
        pytest.param(30.0, 30.0, id="as the server asks"),
        pytest.param(None, 2.0, id="absent"),
        pytest.param(86_400.0, LONGEST_PAUSE_S, id="huge"),
        pytest.param(-5.0, 2.0, id="negative"),
        pytest.param(0.0, 2.0, id="nothing"),
    ],
)
def test_retry_after_is_honoured_within_reason(retry_after_s: float | None, pause_s: float) -> None:
    paused = failed(FRESH, too_many(retry_after_s), monotonic_s=0.0, jitter=1.0)
    assert paused.not_before_s == pause_s


@pytest.mark.parametrize(
    ("measured_s", "taken_s"), [(None, 0.0), (0.9, 0.0), (-1.0, 0.0), (1.1, 1.1), (-40.0, -40.0)]
)
def test_clocks_that_differ_by_no_more_than_can_be_told_go_alike(
    measured_s: float | None, taken_s: float
) -> None:
    assert answered(FRESH, contact(measured_s)).skew_s == taken_s


def test_a_known_skew_is_kept_when_an_answer_tells_none() -> None:
    standing = answered(answered(FRESH, contact(9.0)), contact(None))
    assert standing.skew_s == 9.0


def test_one_question_without_a_usable_answer_shows_on_the_source() -> None:
    contacts = Contacts(workspace(), FakeClock(), lambda: 0.5)
    contacts.told("metrics", ASK, Told(contact()))
    contacts.unusable(ASK, BadAnswerError(WHY))
    (view, *_others) = contacts.views(NOON, 0.0, {"metrics": (1.0, 60.0)})
    assert (view.state, view.message) == (SourceState.BAD_ANSWER, WHY)
    assert contacts.problem(ASK) == WHY
    contacts.unusable(ASK, RefusedError(WHY, Refusal.BAD_REQUEST))
    assert contacts.views(NOON, 0.0, {})[0].state is SourceState.REFUSED
    contacts.told("metrics", ASK, Told(contact()))
    assert contacts.views(NOON, 0.0, {})[0].state is SourceState.OK


def test_a_warning_shows_until_its_question_is_answered_without_one() -> None:
    contacts = Contacts(workspace(), FakeClock(), lambda: 0.5)
    warned = Answer((), (WHY,), contact())
    contacts.told("metrics", ASK, Told(contact(), answers=((warned, 0.0, 1.0),)))
    assert contacts.views(NOON, 0.0, {})[0].state is SourceState.PARTIAL
    contacts.answered("metrics", contact())
    assert contacts.views(NOON, 0.0, {})[0].state is SourceState.PARTIAL
    contacts.told("metrics", ASK, Told(contact()))
    assert contacts.views(NOON, 0.0, {})[0].state is SourceState.OK


@pytest.mark.parametrize("data_age_s", [None, 3_600.0])
def test_a_source_that_was_heard_long_ago_is_being_asked_again(data_age_s: float | None) -> None:
    standing = answered(FRESH, contact())
    for silent_s, wanted in ((60.0, SourceState.OK), (61.0, SourceState.ASKING)):
        at = NOON + timedelta(seconds=silent_s)
        fresh_s = None if data_age_s is None or wanted is SourceState.OK else data_age_s
        assert shown(standing, at, 0.0, fresh_s, 60.0).state is wanted
    woken = shown(standing, NOON + timedelta(hours=1), 0.0, data_age_s, 60.0)
    assert (woken.message.code, woken.age_s) == (SourceNote.ASKING, 3_600.0)


def test_where_samples_are_rare_answers_may_be_as_rare() -> None:
    standing, later = answered(FRESH, contact()), NOON + timedelta(seconds=170)
    assert shown(standing, later, 0.0, 170.0, 180.0).state is SourceState.OK


def test_what_failed_is_said_rather_than_how_long_it_has_been() -> None:
    standing = failed(answered(FRESH, contact()), UnreachableError(WHY), monotonic_s=0, jitter=1)
    found = shown(standing, NOON + timedelta(hours=1), 0.0, None, 60.0)
    assert (found.state, found.message) == (SourceState.UNREACHABLE, WHY)
