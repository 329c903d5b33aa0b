"""What tiles get from charts, verdict and past."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.chart_drawing import Drawing
from cockpit.app.chart_plan import charted
from cockpit.app.chart_store import Sheets, Track
from cockpit.app.dressing import (
    bad_since,
    bad_until,
    defended,
    is_measured,
    past_until,
    with_chart,
    with_expectation,
)
from cockpit.app.kpi_guards import Taught
from cockpit.app.launch_view import HarmView
from cockpit.app.past import Fault, Past
from cockpit.app.plan import planned
from cockpit.app.snapshot import FlowView, KpiView, MendView, OperationView, TileState
from cockpit.domain.events import Entry, IntentRecorded
from cockpit.domain.intervals import Interval
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.kpi_now import KpiNow
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Target
from cockpit.domain.standings import Status
from cockpit.domain.unresolved import Operation
from cockpit.domain.verdict import State
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import workspace
from tests.kit.releases import release_view, row

LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina")
KPI = KpiView("completion", TileState.OK, (), 0.40, 5_000.0, 600.0, 1.0)
NOW_S = 1_800_000.0
YOUNG = Taught(3, is_read=True)


def young(days_count: int) -> Message:
    return message(BoardCode.KPI_YOUNG, days_count=days_count, needed_count=14)


def drawing(*, ratio: float | None) -> Drawing:
    """Return a drawing whose KPI has had this share in all windows of the past."""
    plan = charted(planned(workspace()))
    lines, past = Sheets(3_600.0, 30.0, 600.0), Sheets(43_200.0, 600.0, 600.0)
    made = Drawing(plan, lines, past)
    if ratio is not None:
        for ask, value in zip(plan.kpis[0].ratio.asks, (5_000.0, 5_000.0 * ratio), strict=True):
            steps = past.at(ask, NOW_S)
            counts = {(Track.EVERYTHING, ""): np.full(steps.size, value)}
            steps.put(steps.first, steps.newest, counts)
    return made


@pytest.mark.parametrize(
    ("ratio", "is_worse_low", "state"),
    [
        (0.40, True, TileState.OK),
        (0.36, True, TileState.WARN),
        (0.44, True, TileState.OK),
        (0.36, False, TileState.OK),
        (0.44, False, TileState.WARN),
    ],
)
def test_a_kpi_that_left_its_band_on_the_bad_side_is_worth_a_look(
    ratio: float, is_worse_low: bool, state: TileState
) -> None:
    view = replace(KPI, ratio=ratio, is_worse_low=is_worse_low)
    found = with_expectation(view, drawing(ratio=0.40), NOW_S, YOUNG, None)
    assert found.state is state
    assert found.expected is not None
    assert found.basis == young(3)
    assert found.expected.low < 0.40 < found.expected.high
    if state is TileState.WARN:
        code = BoardCode.KPI_LOW if is_worse_low else BoardCode.KPI_HIGH
        assert [one.code for one in found.messages] == [code]


def test_without_a_past_nothing_is_expected_and_the_kpi_is_not_known_to_be_well() -> None:
    found = with_expectation(replace(KPI, ratio=0.0), drawing(ratio=None), NOW_S, YOUNG, None)
    assert (found.expected, found.state) == (None, TileState.UNKNOWN)
    assert found.messages == (young(3),)
    assert is_measured(found)  # the figure itself is known


def test_a_figure_that_nobody_counted_is_not_measured() -> None:
    lost = replace(KPI, state=TileState.UNKNOWN, messages=(Message("test.lost"),))
    assert not is_measured(lost)
    assert not is_measured(with_expectation(lost, drawing(ratio=None), NOW_S, YOUNG, None))
    assert is_measured(KPI)


def test_a_past_that_is_still_being_read_is_said_to_be_so() -> None:
    reading = Taught(12, is_read=False)
    found = with_expectation(KPI, drawing(ratio=0.40), NOW_S, reading, None)
    assert found.state is TileState.OK
    assert found.basis is not None
    assert found.basis.code == BoardCode.KPI_READING
    assert (found.basis.value("days_count"), found.basis.value("needed_count")) == (12, 28)


def test_a_kpi_that_cannot_be_relied_on_stays_unknown_outside_of_its_band() -> None:
    view = replace(KPI, ratio=0.1, state=TileState.UNKNOWN)
    found = with_expectation(view, drawing(ratio=0.4), NOW_S, YOUNG, None)
    assert found.state is TileState.UNKNOWN


def weeks(sinking_s: float | None, *, ratio: float, is_worse_low: bool = True) -> KpiView:
    """Return a KPI whose weeks expect 40 % of what is defended."""
    view = replace(KPI, ratio=ratio, is_worse_low=is_worse_low)
    now = KpiNow(0.40, Interval(0.38, 0.42), sinking_s)
    return with_expectation(view, drawing(ratio=0.9), NOW_S, Taught(20, is_read=True), now)


def test_weeks_of_history_make_the_band_and_need_no_excuse() -> None:
    found = weeks(None, ratio=0.40)
    assert (found.state, found.expected, found.basis) == (
        TileState.OK,
        Interval(0.38, 0.42),
        None,
    )


def test_leaving_the_band_for_once_is_no_alarm_yet() -> None:
    assert weeks(None, ratio=0.37).state is TileState.OK


@pytest.mark.parametrize(
    ("ratio", "is_worse_low", "code"),
    [
        (0.30, True, BoardCode.KPI_LOW),
        (0.39, True, BoardCode.KPI_SINKS),
        (0.70, False, BoardCode.KPI_HIGH),
        (0.61, False, BoardCode.KPI_RISES),
    ],
)
def test_an_alarm_says_on_which_side_and_whether_it_is_plain_or_creeping(
    ratio: float, is_worse_low: bool, code: BoardCode
) -> None:
    found = weeks(1_800.0, ratio=ratio, is_worse_low=is_worse_low)
    assert found.state is TileState.WARN
    assert [one.code for one in found.messages] == [code]
    assert found.expected is not None
    assert found.expected.low == pytest.approx(0.38 if is_worse_low else 0.58)


def test_an_hour_of_which_the_weeks_know_nothing_is_unknown() -> None:
    found = with_expectation(KPI, drawing(ratio=0.4), NOW_S, Taught(20, is_read=True), None)
    assert found.state is TileState.UNKNOWN
    assert [one.code for one in found.messages] == [BoardCode.KPI_UNTAUGHT]


@pytest.mark.parametrize(("is_worse_low", "bad_count"), [(True, 3_000.0), (False, 2_000.0)])
def test_what_is_defended_depends_on_the_bad_direction(
    is_worse_low: bool, bad_count: float
) -> None:
    found = defended(replace(KPI, is_worse_low=is_worse_low))
    assert found is not None
    assert found.bad_count == pytest.approx(bad_count)
    assert defended(replace(KPI, ratio=None)) is None
    assert defended(replace(KPI, event_count=0.0)) is None


def test_the_past_ends_before_the_stage_and_without_one_before_the_figure() -> None:
    launch = replace(LAUNCH, stages=(Stage(5.0, NOON, "o1"),))
    now = NOON + timedelta(hours=3)
    assert past_until(launch, now) == NOON.timestamp()
    assert past_until(None, now) == now.timestamp() - 600.0


FLOW = FlowView("coupon", TileState.OK, (), 300.0)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((State.PASS, State.FAIL), TileState.BAD),
        ((State.PASS, State.PASS), TileState.OK),
        ((State.PASS, State.WAIT), TileState.UNKNOWN),
        ((State.NO_DATA,), TileState.UNKNOWN),
        ((), TileState.UNKNOWN),
    ],
)
def test_of_the_new_version_only_what_is_proved_is_told(
    states: tuple[State, ...], expected: TileState
) -> None:
    rows = [row("coupon", state) for state in states]
    view = release_view(*rows, row("checkout", State.FAIL))
    assert with_chart(FLOW, drawing(ratio=None), view, None).new_state is expected


def test_without_a_release_nothing_is_told_of_a_new_version() -> None:
    assert with_chart(FLOW, drawing(ratio=None), None, None).new_state is TileState.UNKNOWN


def fault(minutes: float, flow: str = "coupon", launch_id: str = "l1") -> Fault:
    event = FaultDetected(launch_id, flow, "", "release", "stream/1 success", 1, 2, 3, 4, 5.0)
    return Fault(Entry(NOON + timedelta(minutes=minutes), 0.0, "run", "cockpit", event), event)


def test_it_is_bad_from_the_first_fault_of_this_flow_in_this_stage() -> None:
    past = Past(
        faults=(fault(-5), fault(9), fault(7), fault(2, "checkout"), fault(1, launch_id="l0"))
    )
    assert bad_since(past, LAUNCH, None, "coupon") == NOON + timedelta(minutes=7)
    assert bad_since(past, LAUNCH, None, "login") is None
    assert bad_since(past, None, None, "coupon") is None


def pulled(operation_id: str, safe_at: datetime) -> Operation:
    order = Order(operation_id, Lever.FLAG_OFF, Target("flags", "", "coupon_v2"), NOON)
    return Operation(IntentRecorded(order), "mina", "run", NOON, back_in_band_at=safe_at)


def seen(*, is_back: bool) -> OperationView:
    mend = MendView("coupon", NEW, None, 100.0, 2.0, 0.02, 0.04, is_back, "band/1")
    told, status = Message("test.told"), Status.CONFIRMED
    return OperationView(
        "o1", Lever.FLAG_OFF, "coupon_v2", status, told, NOON, NOON, NOON, None, (mend,)
    )


def test_it_is_bad_until_users_are_safe_again() -> None:
    begun_at, safe_at = NOON + timedelta(minutes=3), NOON + timedelta(minutes=9)
    done = pulled("o1", safe_at)
    past = Past(operations={"o1": done}, back=frozenset({("o1", "coupon")}))
    assert bad_until(past, (), "coupon", begun_at) == safe_at
    assert bad_until(past, (), "checkout", begun_at) is None
    assert bad_until(past, (), "coupon", None) is None
    assert bad_until(past, (), "coupon", NOON + timedelta(minutes=10)) is None


def test_a_metric_that_has_left_the_band_again_is_bad_again() -> None:
    begun_at, safe_at = NOON + timedelta(minutes=3), NOON + timedelta(minutes=9)
    done = pulled("o1", safe_at)
    past = Past(operations={"o1": done}, back=frozenset({("o1", "coupon")}))
    assert bad_until(past, (seen(is_back=True),), "coupon", begun_at) == safe_at
    assert bad_until(past, (seen(is_back=False),), "coupon", begun_at) is None


def test_it_is_bad_from_the_begin_of_the_harm_where_that_is_known() -> None:
    began_at = NOON + timedelta(minutes=3)
    harm = HarmView("coupon", None, 43.0, 8.0, began_at)
    view = replace(release_view(row("coupon", State.FAIL)), harm=harm)
    past = Past(faults=(fault(7), fault(5, "checkout")))
    assert bad_since(past, LAUNCH, view, "coupon") == began_at
    assert bad_since(past, LAUNCH, view, "checkout") == NOON + timedelta(minutes=5)
