"""Long windows come from records where the server has those of this workspace, and only then."""

from typing import Any

import pytest

from cockpit.app.plan import Plan, Windowed, planned
from cockpit.app.records import ASK_EVERY_S, LONG_S, PROBE_EVERY_S, SERVES_S, Records
from cockpit.domain.message import Message
from cockpit.domain.outcomes import Outcomes
from cockpit.ports.errors import UnreachableError
from cockpit.ports.workspace import Workspace
from tests.app.queued import Queue
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import FakeMetrics, FakeShop
from tests.kit.monitoring import flow, workspace
from tests.kit.records import counts, record, record_all

DAY_S, MONTH_S = 86_400.0, 30 * 86_400.0
WHY = Message("test.why")
MILLION = Outcomes(1e6, 1e4)


class Desk:
    """Records over a fake server; `queue` holds what was asked until it is let go."""

    def __init__(self, given: Workspace | None = None, **more: Any) -> None:
        self.workspace = given or workspace()
        self.plan: Plan = planned(self.workspace)
        self.clock = FakeClock()
        self.shop = FakeShop(self.clock, NOON.timestamp() - 10)
        self.metrics = FakeMetrics(self.shop, **more)
        self.queue = Queue()
        self.notes_count = 0
        self.records = Records(
            plan=self.plan,
            service=self.workspace.service.name,
            metrics={"metrics": self.metrics},
            clock=self.clock,
            asks={"metrics": self.queue},
            may_ask=lambda _source, _now_s: True,
        )

    def note(self) -> None:
        self.notes_count += 1

    def ask(self, after_s: float = 0.0) -> None:
        """Let time pass and everything be answered that is due then."""
        self.clock.move(after_s)
        self.records.tick(self.note)
        self.queue.run()

    def window(self, range_s: float, flow_name: str = "coupon") -> Windowed:
        """Return the question for all events of a flow over a window."""
        (one,) = [one for one in self.plan.flows if one.flow.name == flow_name]
        return next(burn.events for burn in one.burns if burn.range_s == range_s)


def recorded(**more: Any) -> Desk:
    desk = Desk(**more)
    record_all(desk.shop, desk.workspace, bad_ratio=0.01)
    desk.ask()
    return desk


def test_the_long_windows_are_those_of_days() -> None:
    assert LONG_S == (DAY_S, 3 * DAY_S)


def test_what_is_recorded_is_told_for_windows_and_periods() -> None:
    records = recorded().records
    assert records.success("coupon", DAY_S) == MILLION
    assert records.success("checkout", MONTH_S) == Outcomes(3e7, 3e5)
    assert records.speed("coupon", 3 * DAY_S) == Outcomes(3e6, 3e4)


def test_without_records_nothing_is_told_and_the_server_is_asked_itself() -> None:
    desk = Desk()
    assert desk.records.spares_period("metrics")
    assert desk.records.spares(desk.window(DAY_S))  # until it is known that there are none
    desk.ask()
    assert desk.records.success("coupon", DAY_S) is None
    assert not desk.records.spares(desk.window(DAY_S))
    assert not desk.records.spares_period("metrics")
    assert desk.notes_count == 0


def test_with_records_only_the_long_windows_are_spared() -> None:
    desk = recorded()
    assert desk.records.spares(desk.window(DAY_S))
    assert not desk.records.spares(desk.window(21_600.0))
    assert desk.records.spares_period("metrics")
    assert desk.notes_count == 1


def test_records_of_another_selector_are_left_alone() -> None:
    other = workspace(flows=[flow("coupon", good="other_total"), flow("checkout")])
    desk = Desk()
    record_all(desk.shop, other, bad_ratio=0.01)
    desk.ask()
    assert desk.records.success("coupon", DAY_S) is None
    assert desk.records.success("checkout", DAY_S) == MILLION
    assert not desk.records.spares(desk.window(DAY_S))


def test_a_window_that_two_flows_share_is_spared_only_with_both_records() -> None:
    twin = {"events": flow("coupon")["events"], "good": None, "bad": "lost_total"}
    both = workspace(flows=[flow("coupon"), flow("checkout", **twin)])
    desk = Desk(both)
    record(desk.shop, counts(both, "coupon")[0], DAY_S, 1e6, 1e4)
    desk.ask()
    assert desk.records.success("coupon", DAY_S) == MILLION
    assert not desk.records.spares(desk.window(DAY_S))
    record(desk.shop, counts(both, "checkout")[0], DAY_S, 1e6, 1e4)
    desk.ask(ASK_EVERY_S)
    assert desk.records.spares(desk.window(DAY_S))


def test_records_that_are_gone_serve_no_more() -> None:
    desk = recorded()
    desk.clock.move(301.0)  # by then the server finds them no more
    desk.ask()
    assert desk.records.success("coupon", DAY_S) is None


def test_an_answer_serves_for_some_minutes_when_the_server_falls_silent() -> None:
    desk = recorded()
    desk.metrics.error = UnreachableError(WHY)
    desk.ask(ASK_EVERY_S)
    assert desk.records.success("coupon", DAY_S) == MILLION
    desk.clock.move(SERVES_S)
    assert desk.records.success("coupon", DAY_S) is None


def test_a_partial_answer_is_no_record() -> None:
    assert recorded(warnings=(WHY,)).records.success("coupon", DAY_S) is None


def test_one_small_question_looks_for_records_every_ten_minutes() -> None:
    desk = Desk()
    desk.ask()
    assert desk.metrics.calls == [("latest", "flow:cockpit_events:increase1d", 0.0)]
    desk.ask(PROBE_EVERY_S - 1)
    assert len(desk.metrics.calls) == 1
    record_all(desk.shop, desk.workspace, bad_ratio=0.01)
    desk.ask(1)
    assert desk.records.success("coupon", DAY_S) == MILLION
    calls_count = len(desk.metrics.calls)
    desk.ask(ASK_EVERY_S)
    assert len(desk.metrics.calls) > calls_count


@pytest.mark.parametrize(("total", "bad"), [(-1.0, 0.0), (float("nan"), 0.0), (10.0, -1.0)])
def test_counts_that_cannot_be_are_no_record(total: float, bad: float) -> None:
    desk = Desk()
    record(desk.shop, counts(desk.workspace, "coupon")[0], DAY_S, total, bad)
    desk.ask()
    assert desk.records.success("coupon", DAY_S) is None


def test_bad_ones_asked_a_moment_later_are_never_more_than_all() -> None:
    desk = Desk()
    record(desk.shop, counts(desk.workspace, "coupon")[0], DAY_S, 10.0, 11.0)
    desk.ask()
    assert desk.records.success("coupon", DAY_S) == Outcomes(10.0, 10.0)


def test_a_flow_that_promises_no_speed_has_no_record_of_it() -> None:
    plain = {"latency": None, "latency_slo": None}
    desk = recorded(given=workspace(flows=[flow("coupon", **plain), flow("checkout")]))
    assert desk.records.speed("coupon", DAY_S) is None
    assert desk.records.speed("checkout", DAY_S) == MILLION
