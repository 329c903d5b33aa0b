"""What is sent, what is written down, and what is claimed, whatever happens."""

from copy import copy
from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.codes import ActionCode
from cockpit.app.levers import Known
from cockpit.app.underway import Step
from cockpit.domain.codes import GuardCode
from cockpit.domain.events import IntentRecorded
from cockpit.domain.guards import MAX_ASKED_AGE_S
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Outcome
from cockpit.domain.standings import Status
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from tests.kit.bench import COUPON, Bench, detail
from tests.kit.fakes_acting import NO_SPACE, NOON, no_answer

NEVER_LEFT = UnreachableError(Message("test.no_connection"), may_have_applied=False)


def refused(refusal: Refusal) -> RefusedError:
    return RefusedError(Message("test.refused"), refusal)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_flag_that_clients_see_off_is_confirmed_with_all_stamps(bench: Bench) -> None:
    done = bench.off()
    assert done.status is Status.CONFIRMED
    assert done.outcome is not None
    stamps = done.outcome.stamps
    assert stamps.asked_at <= (stamps.sent_at or NOON) <= (stamps.accepted_at or NOON)
    assert stamps.seen_at is not None
    assert stamps.clients_by_at is not None
    assert (stamps.clients_by_at - stamps.seen_at).total_seconds() == 15.0


def test_the_intent_is_on_the_disk_before_the_request_leaves(bench: Bench) -> None:
    on_disk: list[int] = []
    bench.flags.before_send = lambda: on_disk.append(len(bench.journal.rows))
    bench.off()
    assert on_disk == [1]
    assert isinstance(bench.journal.rows[0].entry.event, IntentRecorded)


def test_an_off_is_sent_without_any_read_before_it(bench: Bench) -> None:
    reads: list[int] = []
    bench.flags.before_send = lambda: reads.append(bench.flags.reads)
    bench.off()
    assert reads == [0]


def test_the_servers_own_event_is_written_down_after_the_outcome(bench: Bench) -> None:
    done = bench.off()
    assert done.outcome is not None
    assert done.outcome.server_event_id == 1
    assert bench.outcomes() == [Outcome.CONFIRMED, Outcome.CONFIRMED]


def test_the_steps_are_told_in_the_order_they_happen(bench: Bench) -> None:
    bench.off()
    settled = [Step.SETTLED, Step.SETTLED]
    assert bench.steps() == [Step.RECORDED, Step.SENT, Step.ACCEPTED, *settled]


def test_a_confirmation_does_not_wait_for_the_servers_events(bench: Bench) -> None:
    bench.flags.events_error = no_answer()
    done = bench.off()
    assert (done.status, bench.outcomes()) == (Status.CONFIRMED, [Outcome.CONFIRMED])


def test_the_clock_of_the_server_is_written_down(bench: Bench) -> None:
    bench.flags.skew_s = 31.0
    done = bench.off()
    assert done.outcome is not None
    assert done.outcome.skew_s == 31.0


def test_clients_that_hear_of_it_a_second_late_confirm_it_then(bench: Bench) -> None:
    bench.flags.is_cached = True

    def after_a_second() -> None:
        if bench.clock.seconds_s >= 1.0:
            bench.flags.refresh_clients()

    bench.clock.on_wait = after_a_second
    done = bench.off()
    assert done.status is Status.CONFIRMED
    assert done.outcome is not None
    assert done.outcome.stamps.seen_at is not None
    assert 1.0 <= (done.outcome.stamps.seen_at - NOON).total_seconds() <= 1.3


def test_what_was_sent_and_is_not_seen_is_unknown(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = no_answer(), False
    done = bench.off()
    assert (done.status, detail(done)) == (Status.UNKNOWN, ActionCode.NOT_SEEN_DOUBT)


def test_a_yes_that_changes_nothing_is_never_a_confirmation(bench: Bench) -> None:
    bench.flags.applies = False
    done = bench.off()
    assert (done.status, detail(done)) == (Status.UNKNOWN, ActionCode.NOT_SEEN)


def test_what_applies_without_an_answer_is_confirmed_by_the_look(bench: Bench) -> None:
    bench.flags.send_error = no_answer()
    assert bench.off().status is Status.CONFIRMED


def test_an_admin_api_that_says_off_is_no_proof_while_clients_see_on(bench: Bench) -> None:
    bench.flags.is_cached = True
    done = bench.off()
    assert done.status is Status.UNKNOWN
    assert done.outcome is not None
    assert done.outcome.detail.value("now") == Message(
        ActionCode.NOW_ON_LATE, (("flag", "coupon_v2"),)
    )


def test_clients_that_see_off_are_no_proof_while_the_admin_api_says_on(bench: Bench) -> None:
    bench.flags.applies = False
    bench.flags.flags["coupon_v2"].served_enabled = False
    assert bench.off().status is Status.UNKNOWN


def test_an_effect_that_cannot_be_looked_at_is_unknown(bench: Bench) -> None:
    bench.flags.served_error = no_answer()
    done = bench.off()
    assert (done.status, detail(done)) == (Status.UNKNOWN, ActionCode.CANNOT_LOOK)


@pytest.mark.logs_warnings
def test_an_answer_that_nobody_foresaw_is_unknown_and_not_lost(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = KeyError("surprise"), False
    assert bench.off().status is Status.UNKNOWN


def test_a_request_that_never_left_has_failed(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = NEVER_LEFT, False
    done = bench.off()
    assert (done.status, detail(done)) == (Status.FAILED, ActionCode.NEVER_LEFT)


@pytest.mark.parametrize("refusal", [Refusal.TOKEN_UNKNOWN, Refusal.NOT_ALLOWED, Refusal.READ_ONLY])
def test_a_refusal_has_failed_and_says_what_users_get(bench: Bench, refusal: Refusal) -> None:
    bench.flags.send_error, bench.flags.applies = refused(refusal), False
    done = bench.off()
    assert (done.status, detail(done)) == (Status.FAILED, ActionCode.REFUSED)
    assert done.outcome is not None
    now = done.outcome.detail.value("now")
    assert isinstance(now, Message)
    assert now.code == ActionCode.NOW_ON_AT


def test_a_refusal_without_a_look_says_that_nobody_looked(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = refused(Refusal.NOT_ALLOWED), False
    bench.flags.served_error = no_answer()
    assert detail(bench.off()) == ActionCode.REFUSED_UNSEEN


def test_a_conflict_over_a_flag_that_another_switched_off_is_as_wanted(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False, by="jun")
    bench.flags.send_error = refused(Refusal.CONFLICT)
    done = bench.off()
    assert (done.status, detail(done)) == (Status.CONFIRMED, ActionCode.BY_ANOTHER)


def test_an_archived_flag_that_nobody_is_served_is_as_wanted(bench: Bench) -> None:
    flag = bench.flags.flags["coupon_v2"]
    flag.is_archived, flag.served_enabled = True, False
    bench.flags.send_error, bench.flags.applies = refused(Refusal.ARCHIVED), False
    assert bench.off().status is Status.CONFIRMED


def test_a_flag_that_the_server_does_not_know_is_never_confirmed(bench: Bench) -> None:
    bench.flags.send_error = refused(Refusal.NOT_FOUND)
    typo = replace(COUPON, name="cupon_v2")
    done = bench.do(Lever.FLAG_OFF, target=typo)
    assert (done.status, detail(done)) == (Status.FAILED, ActionCode.REFUSED)
    bench.flags.send_error = no_answer()
    assert bench.do(Lever.FLAG_OFF, target=typo).status is Status.UNKNOWN


def test_a_refused_repeat_says_nothing_about_the_first_request(bench: Bench) -> None:
    bench.flags.send_error, bench.flags.applies = no_answer(), False
    done = bench.off()
    bench.flags.send_error = refused(Refusal.READ_ONLY)
    bench.work(60.0)
    assert len(bench.flags.sent()) > 1
    assert bench.status(done) is Status.UNKNOWN


def test_a_step_of_the_ladder_is_confirmed_when_clients_are_served_it(bench: Bench) -> None:
    bench.flags.set("coupon_v2", pct=5.0)
    done = bench.do(Lever.EXPOSURE, exposure_pct=20.0)
    assert done.status is Status.CONFIRMED
    assert bench.flags.sent() == [("20", done.operation_id)]
    assert done.intent.before is not None
    assert done.intent.before.value("exposure_pct") == 5.0


def test_a_riskier_change_needs_a_read_that_succeeds(bench: Bench) -> None:
    bench.flags.read_error = no_answer()
    assert bench.actions.perform(bench.order(Lever.FLAG_ON)) is None
    assert bench.refusals() == [GuardCode.NOT_READ]
    assert not bench.journal.rows


def test_a_riskier_change_that_was_asked_for_before_the_computer_slept_is_not_sent(
    bench: Bench,
) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    order = bench.order(Lever.FLAG_ON)
    bench.clock.move(MAX_ASKED_AGE_S + 1)
    bench.actions.press(order)
    assert bench.refusals() == [GuardCode.ASKED_LONG_AGO]
    assert not bench.flags.sent()
    assert not bench.journal.rows


def test_a_safer_change_is_sent_however_long_ago_it_was_asked_for(bench: Bench) -> None:
    order = bench.order(Lever.FLAG_OFF)
    bench.clock.move(3_600.0)
    bench.actions.press(order)
    assert bench.flags.sent() == [("off", order.operation_id)]


def test_a_flag_without_strategies_is_never_switched_on(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.flags.flags["coupon_v2"].has_strategies = False
    bench.actions.press(bench.order(Lever.FLAG_ON))
    assert bench.refusals() == [GuardCode.NO_STRATEGY]
    assert not bench.flags.sent()


def test_a_riskier_change_is_refused_while_the_journal_takes_no_rows(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.journal.fails = NO_SPACE
    bench.actions.press(bench.order(Lever.FLAG_ON))
    assert bench.refusals() == ["test.no_space"]
    assert not bench.flags.sent()


def test_a_riskier_change_is_refused_while_the_journal_cannot_be_read(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False)
    bench.journal.read_fails = NO_SPACE
    bench.actions.press(bench.order(Lever.FLAG_ON))
    assert bench.refusals() == [GuardCode.NO_RECORD]


def test_a_target_that_is_as_wanted_gets_a_row_and_no_request(bench: Bench) -> None:
    done = bench.do(Lever.FLAG_ON)
    assert (done.status, detail(done)) == (Status.CONFIRMED, ActionCode.ALREADY_SO)
    assert not bench.flags.sent()
    assert done.outcome is not None
    assert done.outcome.attempts_count == 0


def test_an_unknown_operation_blocks_riskier_changes_of_its_own_target_only(bench: Bench) -> None:
    bench.flags.flags["cart_v2"] = copy(bench.flags.flags["coupon_v2"])
    bench.flags.flags["cart_v2"].exposure_pct = bench.flags.flags["cart_v2"].served_pct = 5.0
    bench.flags.applies = False
    bench.off()
    bench.flags.applies = True
    bench.actions.press(bench.order(Lever.FLAG_ON))
    assert bench.refusals() == [GuardCode.UNRESOLVED]
    cart = replace(COUPON, name="cart_v2")
    assert bench.do(Lever.EXPOSURE, target=cart, exposure_pct=20.0).status is Status.CONFIRMED


def test_an_order_is_carried_out_once_however_often_it_is_pressed(bench: Bench) -> None:
    order = bench.order()
    bench.actions.press(order)
    bench.actions.press(order)
    assert bench.refusals() == [ActionCode.PRESSED_ALREADY]
    assert len(bench.flags.sent()) == 1


@pytest.mark.parametrize(
    ("lever", "source"), [(Lever.FLAG_OFF, "nowhere"), (Lever.ROLLBACK, "unleash")]
)
def test_a_lever_that_is_not_there_is_refused(bench: Bench, lever: Lever, source: str) -> None:
    target = replace(COUPON, source=source)
    bench.actions.press(bench.order(lever, target=target, to_version="3.1.0"))
    assert bench.refusals() == [ActionCode.NO_SUCH_LEVER]


def test_a_shrink_that_is_known_to_be_one_goes_out_at_once(bench: Bench) -> None:
    known = Known(NOON, 100.0, has_strategies=True, is_as_wanted=False, now=Message("test.now"))
    bench.journal.fails = NO_SPACE
    order = bench.order(Lever.EXPOSURE, exposure_pct=5.0)
    bench.actions.perform(order, last_known=known)
    assert bench.flags.sent() == [("5", order.operation_id)]


def test_what_was_known_too_long_ago_does_not_make_a_shrink(bench: Bench) -> None:
    bench.flags.set("coupon_v2", pct=1.0)
    old = NOON - timedelta(seconds=61)
    known = Known(old, 100.0, has_strategies=True, is_as_wanted=False, now=Message("test.now"))
    bench.journal.fails = NO_SPACE
    bench.actions.press(bench.order(Lever.EXPOSURE, exposure_pct=5.0), last_known=known)
    assert bench.refusals() == ["test.no_space"]
