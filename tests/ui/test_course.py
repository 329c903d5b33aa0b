"""How far an operation has come, from the snapshot and from what was heard."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.app.underway import ActionProgress, Step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import Status
from cockpit.ui.course import JUST_S, REFUSED_S, SEEN_S, Side, Stand, course
from cockpit.ui.heard import Heard, Press, Refusal, off_key, pressed, refused, told
from tests.kit.story import moments
from tests.kit.story.levers import healed_off, open_off, unknown_off
from tests.kit.story.times import ASKED_OFF

KEY = off_key("coupon_v2")
SIDE = Side(KEY, Lever.FLAG_OFF, "coupon_v2")


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def snapshot(*operations: OperationView) -> Snapshot:
    return replace(moments.fault(), at=ASKED_OFF, operations=operations)


def event(outcome: Outcome | None, operation_id: str = "heard", **stamps: object) -> ActionProgress:
    order = Order(
        operation_id, Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), ASKED_OFF
    )
    given = replace(Stamps(ASKED_OFF), **stamps)
    return ActionProgress(order, Step.SENT, given, outcome, Message("why"))


def heard(*events: ActionProgress) -> Heard:
    found = Heard()
    for one in events:
        found = told(found, one, ASKED_OFF, {})
    return found


def stand(operations: Sequence[OperationView], known: Heard, after_s: float = 1.0) -> Stand | None:
    found = course(snapshot(*operations), known, SIDE, ASKED_OFF + later(after_s))
    return None if found is None else found.stand


def test_nothing_was_pressed() -> None:
    assert stand((), Heard()) is None


def test_a_press_is_sent_before_anything_is_heard_of_it() -> None:
    known = pressed(Heard(), Press(KEY, ASKED_OFF, "op"))
    assert stand((), known) is Stand.SENT
    assert stand((), known, JUST_S + 1) is None


def test_a_press_without_an_operation_is_no_press() -> None:
    assert stand((), pressed(Heard(), Press(KEY, ASKED_OFF, None))) is None


def test_an_intent_of_an_earlier_run_is_unknown_and_one_of_now_was_just_sent() -> None:
    assert stand((open_off(),), Heard(), JUST_S - 1) is Stand.SENT
    assert stand((open_off(),), Heard(), JUST_S + 1) is Stand.UNKNOWN


def test_an_intent_of_this_run_is_sent_as_long_as_it_has_no_outcome() -> None:
    known = heard(event(None, open_off().operation_id))
    assert stand((open_off(),), known, 300.0) is Stand.SENT


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        (Outcome.CONFIRMED, Stand.SEEN),
        (Outcome.FAILED, Stand.REFUSED),
        (Outcome.UNKNOWN, Stand.UNKNOWN),
        (None, Stand.SENT),
    ],
)
def test_an_outcome_counts_as_soon_as_it_is_heard(outcome: Outcome | None, wanted: Stand) -> None:
    assert stand((), heard(event(outcome))) is wanted
    assert stand((open_off(),), heard(event(outcome, open_off().operation_id))) is wanted


def test_accepted_is_not_seen() -> None:
    known = heard(event(None, sent_at=ASKED_OFF, accepted_at=ASKED_OFF))
    found = course(snapshot(), known, SIDE, ASKED_OFF + later(1))
    assert found is not None
    assert found.stand is Stand.SENT
    assert found.accepted_at == ASKED_OFF


def test_a_refusal_stays_for_a_while_and_a_seen_effect_until_a_snapshot_should_show_it() -> None:
    failed, seen = heard(event(Outcome.FAILED)), heard(event(Outcome.CONFIRMED, seen_at=ASKED_OFF))
    assert stand((), failed, REFUSED_S - 1) is Stand.REFUSED
    assert stand((), failed, REFUSED_S + 1) is None
    assert stand((), seen, SEEN_S - 1) is Stand.SEEN
    assert stand((), seen, SEEN_S + 1) is None


def test_a_wish_that_was_not_granted_is_refused_with_its_reason() -> None:
    known = refused(Heard(), KEY, Refusal(ASKED_OFF, Message("why")))
    found = course(snapshot(), known, SIDE, ASKED_OFF + later(1))
    assert found is not None
    assert (found.stand, found.detail) == (Stand.REFUSED, Message("why"))
    assert stand((), known, REFUSED_S + 1) is None


def test_an_unknown_outcome_does_not_end_by_itself() -> None:
    assert stand((unknown_off(),), Heard(), 86_400.0) is Stand.UNKNOWN
    assert stand((), heard(event(Outcome.UNKNOWN)), 86_400.0) is Stand.UNKNOWN


def test_what_the_snapshot_has_proved_outweighs_what_was_heard_before() -> None:
    known = heard(event(Outcome.UNKNOWN, healed_off().operation_id))
    found = course(snapshot(healed_off()), known, SIDE, ASKED_OFF + later(900))
    assert found is not None
    assert found.stand is Stand.SEEN
    assert found.back_at == healed_off().back_in_band_at


def test_a_failure_that_a_snapshot_shows_is_refused() -> None:
    failed = replace(open_off(), status=Status.FAILED)
    assert stand((failed,), Heard(), JUST_S + 1) is Stand.REFUSED


def test_of_two_operations_the_one_asked_last_counts() -> None:
    newer = replace(open_off(), operation_id="newer", asked_at=ASKED_OFF + later(30))
    found = course(snapshot(unknown_off(), newer), Heard(), SIDE, ASKED_OFF + later(31))
    assert found is not None
    assert found.operation_id == "newer"


def test_others_of_the_same_name_are_not_mistaken_for_it() -> None:
    step = replace(unknown_off(), lever=Lever.EXPOSURE)
    other = replace(unknown_off(), target="checkout_v2")
    assert stand((step, other), Heard()) is None
