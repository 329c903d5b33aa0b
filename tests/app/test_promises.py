"""Promises are judged by windows that were told in full, and lately."""

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import DataCode
from cockpit.app.plan import SHOWN_S
from cockpit.app.promises import Promise, buckets_of, latency_promise, promise, promise_view
from cockpit.app.tiles import last
from cockpit.domain.codes import SloCode
from cockpit.domain.histogram import Bucket
from cockpit.domain.message import Message
from cockpit.domain.slo import SloState
from cockpit.ports.errors import BadAnswerError, UnreachableError
from tests.kit.desks import Table
from tests.kit.monitoring import flow, workspace

HOUR_S = 3_600.0


def judged(table: Table) -> Promise:
    desk = table.desk()
    return promise(desk, table.plan.flows[0], last(desk, table.part, SHOWN_S))


def hour(verdict: Promise) -> float | None:
    """Return the burn of the longest window of the first alert, an hour."""
    view = promise_view(verdict)
    assert view.burns[0].long_s == HOUR_S
    return view.burns[0].long_burn


def test_a_promise_that_is_kept_shows_its_burn_and_how_long_the_budget_lasts() -> None:
    table = Table(before_s=4_000.0)
    table.ask()
    view = promise_view(judged(table))
    assert view.state is SloState.OK
    assert view.burns[0].long_burn == pytest.approx(0.02 / 0.03, rel=0.1)
    assert view.full_budget_s == pytest.approx(30 * 86_400 * 1.5, rel=0.1)
    assert view.last_hour_count == pytest.approx(60.0 * HOUR_S, rel=0.05)


def test_without_any_failure_the_budget_has_no_end_to_show() -> None:
    table = Table(before_s=4_000.0, bad_ratio=lambda _moment: 0.0)
    table.ask()
    assert promise_view(judged(table)).full_budget_s is None


def test_a_promise_whose_windows_were_not_asked_for_yet_is_awaited() -> None:
    table = Table(before_s=4_000.0)
    reasons = [one.code for one in judged(table).reasons]
    assert reasons == [DataCode.NOT_ASKED]
    speed = latency_promise(table.desk(), table.plan.flows[0], None)
    assert speed is not None
    assert [one.code for one in speed.reasons] == [DataCode.NOT_ASKED]


def test_a_promise_whose_question_fails_is_not_merely_awaited() -> None:
    table = Table(before_s=4_000.0)
    table.contacts.failed("metrics", UnreachableError(Message("test.why")))
    assert [one.code for one in judged(table).reasons] == [SloCode.NO_DATA]


def test_a_window_that_was_told_in_part_is_not_known() -> None:
    table = Table(before_s=4_000.0)
    table.metrics.warnings = (Message("test.partial"),)
    table.ask()
    assert hour(judged(table)) is None


def test_a_window_whose_question_fails_now_is_not_known() -> None:
    table = Table(before_s=4_000.0)
    table.ask()
    burn = next(one for one in table.plan.flows[0].burns if one.range_s == HOUR_S)
    table.contacts.unusable(burn.events, BadAnswerError(Message("test.why")))
    assert hour(judged(table)) is None


def test_a_window_serves_for_three_of_its_turns() -> None:
    table = Table(before_s=4_000.0)
    table.ask()
    table.clock.move(3 * HOUR_S / 60.0)
    assert hour(judged(table)) is not None
    table.clock.move(1.0)
    assert hour(judged(table)) is None


def test_good_events_that_nobody_counts_leave_the_promise_open() -> None:
    table = Table(workspace(flows=[flow("coupon", good="no_such_total")]), before_s=4_000.0)
    table.ask()
    assert hour(judged(table)) is None


def test_where_bad_events_are_counted_none_of_them_means_none() -> None:
    bare = flow("coupon", bad="no_such_total")
    del bare["good"]
    table = Table(workspace(flows=[bare]), before_s=4_000.0)
    table.ask()
    assert hour(judged(table)) == 0.0


def test_a_flow_without_a_promise_of_speed_has_none_to_judge() -> None:
    bare = flow("coupon")
    del bare["latency_slo"]
    table = Table(workspace(flows=[bare]))
    desk = table.ask()
    assert latency_promise(desk, table.plan.flows[0], None) is None


def test_slowness_burns_the_budget_of_the_promise_of_speed() -> None:
    table = Table(before_s=4_000.0, slow_ratio=lambda _moment: 0.6)
    desk = table.ask()
    found = latency_promise(desk, table.plan.flows[0], None)
    assert found is not None
    assert hour(found) == pytest.approx(0.6 / 0.05, rel=0.05)


def test_a_bound_that_is_no_number_is_left_out() -> None:
    counts: dict[tuple[str, ...], float] = {("0.5",): 3.0, ("+Inf",): 9.0, ("fast",): 1.0}
    assert buckets_of(counts) == [Bucket(0.5, 3.0), Bucket(float("inf"), 9.0)]


def test_samples_that_could_not_be_used_leave_the_window_open() -> None:
    table = Table(before_s=4_000.0)
    table.metrics.spoil = lambda series: tuple(replace(one, dropped_count=1) for one in series)
    table.ask()
    assert hour(judged(table)) is None
