"""What was heard of presses is folded by value."""

from datetime import timedelta

import pytest

from cockpit.app.underway import ActionProgress, ActionRefused, LogbookNotice, Step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Stamps, Target
from cockpit.ui.heard import (
    MOST_OPERATIONS,
    Heard,
    Press,
    Refusal,
    back_key,
    off_key,
    pressed,
    refused,
    target_of,
    told,
)
from tests.kit.story.times import ASKED_OFF

WHY = Message("why")
KEY = off_key("coupon_v2")


def order(
    operation_id: str = "op", lever: Lever = Lever.FLAG_OFF, name: str = "coupon_v2"
) -> Order:
    return Order(operation_id, lever, Target("flags", "production", name), ASKED_OFF)


def progress(operation_id: str = "op", step: Step = Step.SENT) -> ActionProgress:
    return ActionProgress(order(operation_id), step, Stamps(ASKED_OFF))


def test_a_key_tells_its_target_whatever_the_target_is_called() -> None:
    assert target_of(off_key("a:b")) == "a:b"
    assert off_key("x") != back_key("x")


def test_a_press_forgets_what_was_refused_before_it() -> None:
    before = refused(Heard(), KEY, Refusal(ASKED_OFF, WHY))
    after = pressed(before, Press(KEY, ASKED_OFF, "op"))
    assert KEY not in after.refusals
    assert after.presses[KEY].operation_id == "op"


def test_a_refusal_ends_the_press_it_was_about_and_no_other() -> None:
    other = off_key("checkout_v2")
    both = pressed(pressed(Heard(), Press(KEY, ASKED_OFF, "a")), Press(other, ASKED_OFF, "b"))
    after = refused(both, KEY, Refusal(ASKED_OFF, WHY))
    assert set(after.presses) == {other}


def test_the_newest_progress_of_an_operation_counts() -> None:
    heard = told(Heard(), progress(step=Step.SENT), ASKED_OFF, {})
    heard = told(heard, progress(step=Step.ACCEPTED), ASKED_OFF, {})
    assert heard.progress["op"].step is Step.ACCEPTED


@pytest.mark.parametrize("step", [Step.CLOSED, Step.REVERTED])
def test_what_is_closed_or_reverted_is_forgotten(step: Step) -> None:
    heard = told(Heard(), progress(), ASKED_OFF, {})
    assert told(heard, progress(step=step), ASKED_OFF, {}).progress == {}


@pytest.mark.parametrize("step", [Step.CLOSED, Step.REVERTED])
def test_the_press_of_what_is_closed_or_reverted_no_longer_reads_as_sent(step: Step) -> None:
    other = off_key("checkout_v2")
    heard = pressed(pressed(Heard(), Press(KEY, ASKED_OFF, "op")), Press(other, ASKED_OFF, "b"))
    heard = told(heard, progress(), ASKED_OFF, {})
    assert set(told(heard, progress(step=step), ASKED_OFF, {}).presses) == {other}


def test_a_refused_off_stands_under_its_flag() -> None:
    now = ASKED_OFF + timedelta(seconds=1)
    heard = told(Heard(), ActionRefused(order(), WHY), now, {})
    assert heard.refusals[KEY] == Refusal(now, WHY)


def test_a_refused_rollback_stands_under_its_name_and_not_its_service() -> None:
    event = ActionRefused(order(lever=Lever.ROLLBACK, name="shop-api"), WHY)
    heard = told(Heard(), event, ASKED_OFF, {"shop-api": "shop-app"})
    assert set(heard.refusals) == {back_key("shop-app")}


@pytest.mark.parametrize(
    "event", [ActionRefused(order(lever=Lever.EXPOSURE), WHY), LogbookNotice(WHY)]
)
def test_what_is_about_no_way_out_changes_nothing(event: ActionRefused | LogbookNotice) -> None:
    assert told(Heard(), event, ASKED_OFF, {}) == Heard()


def test_no_more_than_so_many_operations_are_remembered() -> None:
    heard = Heard()
    for number in range(MOST_OPERATIONS + 5):
        heard = told(heard, progress(str(number)), ASKED_OFF, {})
    assert len(heard.progress) == MOST_OPERATIONS
    assert "0" not in heard.progress
