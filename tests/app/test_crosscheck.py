"""The flag server's own record and the journal must tell the same story."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.codes import CheckCode
from cockpit.app.crosscheck import CrossCheck, cross_checked
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.unresolved import Operation
from cockpit.ports.errors import Refusal, RefusedError
from tests.kit.bench import COUPON, Bench
from tests.kit.fakes_acting import NOON, no_answer


@pytest.fixture
def bench() -> Bench:
    return Bench()


def check(bench: Bench, *extra: Operation, own_names: frozenset[str] = frozenset()) -> CrossCheck:
    operations = dict(bench.actions.operations) | {one.operation_id: one for one in extra}
    return cross_checked(
        {"unleash": bench.flags}, operations, [COUPON], since=NOON, own_names=own_names
    )


def codes(messages: tuple[Message, ...]) -> list[str]:
    return [message.code for message in messages]


def forged(bench: Bench, done: Operation, **changes: object) -> Operation:
    """Return a confirmed row that the server has never heard of."""
    assert done.outcome is not None
    order = replace(done.intent.order, operation_id="forged", asked_at=bench.clock.now())
    outcome = replace(done.outcome, operation_id="forged", server_event_id=None)
    intent = replace(done.intent, order=order)
    return replace(done, intent=intent, outcome=replace(outcome, **changes))


def test_a_change_with_its_row_is_no_finding(bench: Bench) -> None:
    bench.off()
    bench.do(Lever.FLAG_ON)
    bench.flags.set("coupon_v2", pct=5.0, by="jun")
    bench.do(Lever.EXPOSURE, exposure_pct=20.0)
    assert check(bench).findings == ()


def test_a_change_in_our_name_without_a_row_is_a_finding(bench: Bench) -> None:
    bench.off()
    bench.clock.move(3_600.0)
    bench.flags.set("coupon_v2", enabled=True, by="cockpit")
    found = check(bench).findings
    assert codes(found) == [CheckCode.EVENT_WITHOUT_ROW]
    assert found[0].value("event_id") == 2


def test_our_name_may_be_given_where_no_row_tells_it(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False, by="cockpit")
    assert codes(check(bench).by_others) == [CheckCode.BY_OTHERS]
    found = check(bench, own_names=frozenset({"cockpit"})).findings
    assert codes(found) == [CheckCode.EVENT_WITHOUT_ROW]


def test_what_other_people_change_is_listed_and_no_finding(bench: Bench) -> None:
    bench.off()
    bench.clock.move(3_600.0)
    bench.flags.set("coupon_v2", enabled=True, by="jun")
    found = check(bench)
    assert (found.findings, codes(found.by_others)) == ((), [CheckCode.BY_OTHERS])


def test_what_happened_before_the_journal_began_is_left_out(bench: Bench) -> None:
    bench.flags.set("coupon_v2", enabled=False, by="jun")
    bench.flags.recorded[0] = replace(bench.flags.recorded[0], at=NOON - timedelta(days=1))
    assert check(bench) == CrossCheck((), (), ())


def test_an_off_of_a_flag_that_was_off_makes_no_event_and_no_finding(bench: Bench) -> None:
    bench.off()
    bench.clock.move(3_600.0)
    bench.off()
    assert check(bench).findings == ()


def test_an_off_whose_state_before_nobody_knows_proves_nothing(bench: Bench) -> None:
    bench.flags.flags["coupon_v2"].enabled = bench.flags.flags["coupon_v2"].served_enabled = False
    bench.off()
    assert check(bench).findings == ()


def test_a_confirmed_off_of_a_flag_that_was_on_must_have_its_event(bench: Bench) -> None:
    done = bench.off()
    bench.do(Lever.FLAG_ON)
    bench.clock.move(3_600.0)
    found = check(bench, forged(bench, done)).findings
    assert codes(found) == [CheckCode.ROW_WITHOUT_EVENT]
    assert found[0].value("operation_id") == "forged"


def test_a_row_that_names_an_event_which_the_server_lacks_is_a_finding(bench: Bench) -> None:
    done = bench.off()
    bench.clock.move(3_600.0)
    found = check(bench, forged(bench, done, server_event_id=99)).findings
    assert codes(found) == [CheckCode.ROW_WITHOUT_EVENT]


def test_a_step_that_changed_the_percentage_must_have_its_event(bench: Bench) -> None:
    bench.flags.set("coupon_v2", pct=5.0, by="jun")
    done = bench.do(Lever.EXPOSURE, exposure_pct=20.0)
    bench.clock.move(3_600.0)
    assert codes(check(bench, forged(bench, done)).findings) == [CheckCode.ROW_WITHOUT_EVENT]


def test_a_row_that_says_failed_has_no_event(bench: Bench) -> None:
    bench.flags.send_error = RefusedError(Message("test.refused"), Refusal.NOT_ALLOWED)
    bench.off()
    bench.flags.send_error = None
    own = frozenset({"cockpit"})
    assert codes(check(bench, own_names=own).findings) == [CheckCode.EVENT_WITHOUT_ROW]


def test_what_is_unknown_and_what_needed_no_request_lack_nothing(bench: Bench) -> None:
    bench.flags.applies = False
    bench.off()
    bench.flags.applies = True
    bench.off()
    bench.do(Lever.FLAG_ON)
    bench.do(Lever.FLAG_ON)
    bench.do(Lever.ROLLBACK, to_version="3.1.0")
    assert check(bench).findings == ()


def test_a_server_that_cannot_be_read_is_told_and_proves_nothing(bench: Bench) -> None:
    bench.off()
    bench.flags.events_error = no_answer()
    found = check(bench)
    assert (found.findings, codes(found.not_read)) == ((), [CheckCode.NOT_READ])
