"""What a server's answers tell about an operation, and who else has touched its target."""

from datetime import timedelta

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.findings import (
    KIND_OFF,
    KIND_ON,
    KIND_STRATEGY,
    changed_by_another,
    found,
    may_be_done_by_another,
    not_seen,
    own_event,
    reason_of,
    reverted_by,
)
from cockpit.app.levers import FlagLevers, Look, Pull
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Target
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from cockpit.ports.flags import FlagEvent
from tests.kit.fakes_acting import ENVIRONMENT, NOON, OWN_NAME, FakeClock, FakeFlags, no_answer

NOW, WHY = Message("test.now"), Message("test.why")
OURS = OWN_NAME


def order(lever: Lever = Lever.FLAG_OFF) -> Order:
    return Order("op-1", lever, Target("unleash", ENVIRONMENT, "coupon_v2"), NOON)


def event(number: int, kind: str, by: str = "jun") -> FlagEvent:
    at = NOON + timedelta(seconds=number)
    return FlagEvent(number, kind, "coupon_v2", ENVIRONMENT, by, at)


def test_while_a_flag_is_not_off_any_event_of_another_person_counts_the_newest_first() -> None:
    events = [event(1, KIND_OFF), event(2, KIND_ON), event(3, "feature-archived")]
    assert changed_by_another(order(), events, OURS) == events[2]
    assert changed_by_another(order(), [], OURS) is None


def test_an_own_step_of_exposure_takes_nothing_away_from_an_off() -> None:
    own, another = event(2, KIND_STRATEGY, OWN_NAME), event(1, KIND_ON)
    assert changed_by_another(order(), [own], OURS) is None
    assert changed_by_another(order(), [another, own], OURS) == another


def test_an_own_step_counts_against_another_step() -> None:
    own = event(2, KIND_STRATEGY, OWN_NAME)
    assert changed_by_another(order(Lever.EXPOSURE), [own], OURS) == own


def test_a_step_by_somebody_else_counts_against_an_off() -> None:
    step = event(2, KIND_STRATEGY, "jun")
    assert changed_by_another(order(), [step], OURS) == step


@pytest.mark.parametrize(
    ("lever", "number"),
    [(Lever.FLAG_OFF, 3), (Lever.FLAG_ON, 2), (Lever.EXPOSURE, 4), (Lever.ROLLBACK, None)],
)
def test_the_own_event_is_the_newest_of_the_kind_that_the_lever_causes(
    lever: Lever, number: int | None
) -> None:
    kinds = {1: KIND_OFF, 2: KIND_ON, 3: KIND_OFF, 4: KIND_STRATEGY}
    events = [event(place, kind) for place, kind in kinds.items()]
    mine = own_event(order(lever), events)
    assert (mine.event_id if mine else None) == number


@pytest.mark.parametrize(
    ("error", "may_be"),
    [
        (RefusedError(WHY, Refusal.CONFLICT), True),
        (RefusedError(WHY, Refusal.ARCHIVED), True),
        (RefusedError(WHY, Refusal.NOT_FOUND), False),
        (RefusedError(WHY, Refusal.NOT_ALLOWED), False),
        (UnreachableError(WHY), False),
    ],
)
def test_only_a_conflict_or_an_archive_can_mean_that_another_has_done_it(
    error: Exception, may_be: bool
) -> None:
    assert may_be_done_by_another(error) is may_be


def test_a_look_that_shows_the_effect_asks_for_no_events() -> None:
    flags = FakeFlags(FakeClock())
    flags.set("coupon_v2", enabled=False)
    flags.events_error = AssertionError("asked for events")
    seen = found(FlagLevers(flags, flags.clock), Pull(order()))
    assert (seen.look.is_as_wanted, seen.events) == (True, None)


def test_events_that_cannot_be_read_are_not_no_events() -> None:
    flags = FakeFlags(FakeClock())
    lever, pull = FlagLevers(flags, flags.clock), Pull(order())
    assert found(lever, pull).events == ()
    flags.events_error = no_answer()
    assert found(lever, pull).events is None


def test_a_reason_is_the_message_of_a_source_and_the_kind_of_any_other_error() -> None:
    assert reason_of(UnreachableError(WHY)) == WHY
    told = reason_of(KeyError("a secret"))
    assert (told.code, told.value("kind")) == (ActionCode.UNEXPECTED, "KeyError")
    assert "secret" not in repr(told)


def test_what_is_not_seen_says_what_the_server_says_and_what_speaks_against_it() -> None:
    assert not_seen(no_answer(), None).code == ActionCode.CANNOT_LOOK
    assert not_seen(Look(NOW), None) == Message(ActionCode.NOT_SEEN, (("now", NOW),))
    doubtful = not_seen(Look(NOW), WHY)
    assert (doubtful.code, doubtful.value("reason")) == (ActionCode.NOT_SEEN_DOUBT, WHY)


def test_a_reversal_names_the_person_where_the_server_does() -> None:
    assert reverted_by("jun", NOW).value("by") == "jun"
    assert reverted_by("", NOW).code == reverted_by(None, NOW).code == ActionCode.REVERTED
