"""Charts of a watching cockpit: filled beside judging, and never in its way."""

from collections.abc import Callable

import numpy as np
import pytest

from cockpit.app.chart_view import MarkKind
from cockpit.app.codes import ActionCode
from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.message import Message
from cockpit.ports.errors import Refusal, RefusedError, SourceError, UnreachableError
from cockpit.ports.metrics import Answer
from tests.app.test_monitor import coupon_breaks_on_android, watching
from tests.kit.monitoring import Cockpit, cockpit

pytestmark = pytest.mark.slow

WHY = Message("test.why")


@pytest.fixture
def watched() -> Cockpit:
    given = cockpit(before_s=5_000.0)
    given.watch(20, step_s=0.25)
    return given


def test_charts_fill_within_seconds_and_end_with_the_figure_of_the_tile(watched: Cockpit) -> None:
    snapshot = watched.seen[-1]
    assert snapshot.chart_range_s == 3_600.0
    for flow in snapshot.flows:
        assert flow.chart is not None
        assert not flow.chart.is_behind
        assert np.isfinite(flow.chart.everything.value).all()
        assert flow.chart.everything.last == pytest.approx(flow.success_ratio, abs=0.005)
        assert flow.chart.p95 is not None
        assert flow.chart.p95.last == pytest.approx(flow.p95_s, rel=0.05)
    (kpi,) = snapshot.kpis
    assert kpi.line is not None
    assert kpi.line.last == pytest.approx(kpi.ratio, abs=0.005)
    assert kpi.expected is not None
    assert kpi.expected.low < 0.98 < kpi.expected.high


def test_one_look_asks_for_no_chart() -> None:
    given = cockpit()
    snapshot = given.look()
    assert [flow.chart for flow in snapshot.flows] == [None, None]
    assert "history" not in {shape for shape, _, _ in given.metrics.calls}


def test_another_range_is_shown_as_soon_as_it_is_told(watched: Cockpit) -> None:
    watched.monitor.show_range(900.0)
    shown = watched.watch(1)
    assert shown.chart_range_s == 900.0
    shown = watched.watch(10)
    assert shown.flows[0].chart is not None
    assert (shown.flows[0].chart.range_s, shown.flows[0].chart.step_s) == (900.0, 15.0)
    with pytest.raises(KeyError):
        watched.monitor.show_range(123.0)


def test_charts_are_the_same_objects_while_nothing_is_new(watched: Cockpit) -> None:
    watched.watch(60)
    changes = sum(
        before.flows[0].chart is not after.flows[0].chart
        for before, after in zip(watched.seen[-60:], watched.seen[-59:], strict=False)
    )
    assert 0 < changes <= 12  # three questions and a new end for each of two steps


def without_history(given: Cockpit, error: SourceError) -> None:
    def history(*_args: object, **_more: object) -> Answer:
        given.metrics.calls.append(("history", "", 0.0))
        raise error

    given.metrics.history = history  # type: ignore[method-assign]


@pytest.mark.parametrize(
    "error",
    [UnreachableError(WHY), RefusedError(WHY, Refusal.BAD_REQUEST)],
    ids=["down", "refused"],
)
def test_a_source_that_tells_no_history_is_judged_all_the_same(
    watched: Cockpit, error: SourceError
) -> None:
    without_history(watched, error)
    watched.metrics.calls.clear()
    snapshot = watched.watch(300)
    assert {flow.state for flow in snapshot.flows} == {TileState.OK}
    assert {one.state for one in snapshot.sources if one.name == "metrics"} == {SourceState.OK}
    assert all(flow.chart is not None and flow.chart.is_behind for flow in snapshot.flows)
    asked = [shape for shape, _, _ in watched.metrics.calls]
    assert asked.count("history") < 60
    assert asked.count("samples") > 300


def test_where_judging_never_ends_charts_fill_all_the_same() -> None:
    given = cockpit(before_s=5_000.0)
    snapshot = given.watch(150, step_s=5.0)  # at each tick all questions are due
    chart = snapshot.flows[1].chart
    assert chart is not None
    assert np.isfinite(chart.everything.value).any()


class OneAtATime:
    """A lane that says how many calls were waiting when another came."""

    def __init__(self) -> None:
        self.held: list[tuple[Callable[[], object], Callable[[object], None]]] = []
        self.most = 0

    def __call__(self, call: Callable[[], object], then: Callable[[object], None]) -> None:
        self.held.append((call, then))
        self.most = max(self.most, len(self.held))

    def answer(self) -> None:
        call, then = self.held.pop(0)
        then(call())


def test_a_source_is_asked_one_thing_at_a_time_and_judging_goes_first(watched: Cockpit) -> None:
    lane = OneAtATime()
    watched.monitor._asks = {**watched.monitor._asks, "metrics": lane}  # type: ignore[dict-item]
    watched.metrics.calls.clear()
    for _ in range(600):
        watched.clock.move(0.1)
        watched.monitor.tick()
        if lane.held:
            lane.answer()
    assert lane.most == 1
    shapes = [shape for shape, _, _ in watched.metrics.calls]
    assert shapes.count("history") >= 12
    snapshot = watched.seen[-1]
    assert all((flow.age_s or 0.0) <= 11.0 for flow in snapshot.flows)


def test_a_fault_is_alerted_marked_and_its_harm_counted() -> None:
    given = watching(cockpit())
    t0 = given.clock.now().timestamp()
    given.launch(5)
    given.watch(180, step_s=5)
    given.shop.bad_ratio = coupon_breaks_on_android(t0 + 180)
    snapshot = given.watch(150, step_s=2.5)
    (alert,) = [one for one in snapshot.alerts if one.reason is AlertReason.VERSION]
    assert (alert.flow, alert.grade) == ("coupon", AlertGrade.ACT_NOW)
    assert alert.advice == snapshot.release.advice if snapshot.release else None
    assert [one.kind for one in snapshot.marks] == [MarkKind.STAGE, MarkKind.DETECTED]
    assert snapshot.release is not None
    harm = snapshot.release.harm
    assert harm is not None
    assert (harm.flow, harm.platform) == ("coupon", "android")
    assert harm.failed_count == pytest.approx(0.16 * 60 * 0.05 * 0.6 * 150, rel=0.5)
    assert abs(harm.since_at.timestamp() - (t0 + 180)) <= 60
    chart = snapshot.flows[0].chart
    assert chart is not None
    assert chart.bad_from == harm.since_at
    assert snapshot.flows[0].new_state is TileState.BAD
    assert snapshot.flows[1].new_state is not TileState.BAD
    assert snapshot.journal is not None
    assert (snapshot.journal.seq, snapshot.journal.is_writable) == (len(given.journal.rows), True)


def test_a_journal_that_takes_no_rows_is_said_until_it_does(watched: Cockpit) -> None:
    def shown() -> tuple[bool, Message | None]:
        journal = watched.monitor.snapshot().journal
        assert journal is not None
        return journal.is_writable, journal.error

    assert shown() == (True, None)
    notice = Message(ActionCode.NOT_WRITTEN.value, (("reason", WHY),))
    watched.monitor.note_logbook(notice)
    assert shown() == (False, notice)
    watched.monitor.note_logbook(Message(ActionCode.NO_SUCH_OPERATION.value))
    assert shown() == (False, notice)
    watched.monitor.note_logbook(Message(ActionCode.WRITTEN_LATE.value))
    assert shown() == (True, None)


def test_a_draw_brings_every_chart_up_to_now_in_one_snapshot(watched: Cockpit) -> None:
    """A picture is taken of it: with a chart for each tick some had no line of the new version."""
    watched.launch(5)
    watched.watch(2)
    watched.clock.move(300.0)
    watched.monitor.catch_up(lambda _seen: None)
    watched.seen.clear()
    told: list[bool] = []
    watched.monitor.draw(lambda: told.append(True))
    (drawn,) = watched.seen
    assert told == [True]
    for flow in drawn.flows:
        assert flow.chart is not None
        assert flow.chart.end_s == watched.clock.now().timestamp() // 30.0 * 30.0
        for line in (flow.chart.everything, flow.chart.baseline, flow.chart.new):
            assert line is not None
            assert np.isfinite(line.value[-1])


def test_what_was_written_down_meanwhile_is_read_on_and_nothing_else_is_shown(
    watched: Cockpit,
) -> None:
    watched.seen.clear()
    has_grown: list[bool] = []
    watched.monitor.read_on(has_grown.append)
    watched.launch(5)
    watched.monitor.read_on(has_grown.append)
    assert has_grown == [False, True]
    (shown,) = watched.seen
    assert shown.launch is not None
