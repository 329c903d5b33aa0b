"""What a watching cockpit shows, and what it asks of its sources."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from msgspec.structs import replace

from cockpit.app.asking import in_place
from cockpit.app.board_codes import BoardCode
from cockpit.app.detect import Detector
from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.events import BackInBand, IntentRecorded, OutcomeRecorded
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from cockpit.ports.metrics import Series
from tests.kit.fakes_acting import FakeRuns
from tests.kit.metrics import NEW, Moment
from tests.kit.monitoring import Cockpit, cockpit

pytestmark = pytest.mark.slow

WHY = Message("test.why")


def coupon_breaks_on_android(
    from_s: float, until_s: float = float("inf")
) -> Callable[[Moment], float]:
    def ratio(moment: Moment) -> float:
        is_hit = (moment.flow, moment.version, moment.platform) == ("coupon", NEW, "android")
        return 0.18 if is_hit and from_s < moment.at_s <= until_s else 0.02

    return ratio


def watching(given: Cockpit) -> Cockpit:
    """Write down what the monitor finds, as a running program does."""
    detector = Detector(
        journal=given.journal,
        clock=given.clock,
        runs=FakeRuns(),
        disk=in_place,
    )
    given.on_snapshot = detector.take
    return given


def events_of(given: Cockpit, kind: type) -> list:  # type: ignore[type-arg]
    return [row.entry.event for row in given.journal.rows if isinstance(row.entry.event, kind)]


def test_a_fault_behind_a_flag_is_found_switched_off_and_seen_to_be_over() -> None:
    given = watching(cockpit())
    t0 = given.clock.now().timestamp()
    given.launch(5)
    given.watch(180, step_s=5)
    assert events_of(given, FaultDetected) == []

    given.shop.bad_ratio = coupon_breaks_on_android(t0 + 180)
    snapshot = given.watch(120, step_s=2.5)
    release = snapshot.release
    assert release is not None
    assert (release.state, release.cause) == (State.FAIL, Cause.RELEASE)
    assert (release.flow, release.platform) == ("coupon", "android")
    assert release.advice == Advice(WayOut.FLAG_OFF, "coupon_v2")
    assert snapshot.state is TileState.BAD
    (fault,) = events_of(given, FaultDetected)
    assert (fault.flow, fault.stratum, fault.cause) == ("coupon", "android", "release")

    off_at = given.clock.now()
    order = Order("op1", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), off_at, "l1")
    given.write(IntentRecorded(order))
    assert given.watch(2).operations[0].status.value == "open"
    stamps = Stamps(off_at, off_at, off_at, off_at, off_at + timedelta(seconds=15))
    given.write(OutcomeRecorded("op1", Outcome.CONFIRMED, stamps, WHY, "action"))
    given.shop.bad_ratio = coupon_breaks_on_android(t0 + 180, off_at.timestamp() + 15)
    assert events_of(given, BackInBand) == []
    snapshot = given.watch(60, step_s=2.5)
    (back,) = events_of(given, BackInBand)
    assert (back.operation_id, back.flow) == ("op1", "coupon")
    assert back.total_count >= 30
    assert back.bad_ratio <= back.limit_ratio < 0.1
    assert snapshot.operations[0].back_in_band_at is not None
    assert snapshot.verdict.code == "board.back_in_band"
    assert events_of(given, FaultDetected) == [fault]
    given.metrics.error = UnreachableError(WHY)  # nobody can tell any more that users are safe
    assert given.watch(120, step_s=5).verdict.code == "board.release_fails_in"


def down(given: Cockpit) -> None:
    given.metrics.error = UnreachableError(WHY)


def refused(given: Cockpit) -> None:
    given.metrics.error = RefusedError(WHY, Refusal.OTHER)


def too_many(given: Cockpit) -> None:
    given.metrics.error = RefusedError(WHY, Refusal.TOO_MANY, retry_after_s=30)


def bad_answer(given: Cockpit) -> None:
    given.metrics.error = BadAnswerError(WHY)


def slow(given: Cockpit) -> None:
    given.metrics.error = UnreachableError(WHY)


def empty(given: Cockpit) -> None:
    given.metrics.spoil = lambda _series: ()


def warned(given: Cockpit) -> None:
    given.metrics.warnings = (WHY,)


def with_nan(given: Cockpit) -> None:
    given.metrics.spoil = lambda found: tuple(replace(one, dropped_count=1) for one in found)


def without_newest(given: Cockpit) -> None:
    """Give the same old points again and again, as a dead exporter does."""
    last_s = given.clock.now().timestamp()

    def cut(series: Series) -> Series:
        points = [p for p in zip(series.times_s, series.values, strict=True) if p[0] <= last_s]
        return replace(
            series, times_s=tuple(p[0] for p in points), values=tuple(p[1] for p in points)
        )

    given.metrics.spoil = lambda found: tuple(cut(one) for one in found)


def skewed_ahead(given: Cockpit) -> None:
    given.metrics.skew_s = 45.0


def skewed_behind(given: Cockpit) -> None:
    given.metrics.skew_s = -45.0


def ios_silent(given: Cockpit) -> None:
    last_s = given.clock.now().timestamp()

    def cut(series: Series) -> Series:
        if series.labels.get("platform") != "ios":
            return series
        points = [p for p in zip(series.times_s, series.values, strict=True) if p[0] <= last_s]
        return replace(
            series, times_s=tuple(p[0] for p in points), values=tuple(p[1] for p in points)
        )

    given.metrics.spoil = lambda found: tuple(cut(one) for one in found)


FAULTS = [
    pytest.param(down, SourceState.UNREACHABLE, id="M1 down"),
    pytest.param(slow, SourceState.UNREACHABLE, id="M2 out of time"),
    pytest.param(refused, SourceState.REFUSED, id="M3 server error"),
    pytest.param(too_many, SourceState.REFUSED, id="M4 too many requests"),
    pytest.param(bad_answer, SourceState.BAD_ANSWER, id="M5 M6 M9 M13 M14 no usable answer"),
    pytest.param(with_nan, SourceState.OK, id="M7 M10 samples that cannot be used"),
    pytest.param(empty, SourceState.STALE, id="M8 nothing there"),
    pytest.param(warned, SourceState.PARTIAL, id="M8 partial"),
    pytest.param(without_newest, SourceState.STALE, id="frozen"),
    pytest.param(skewed_ahead, SourceState.SKEWED, id="M11 clock ahead"),
    pytest.param(skewed_behind, SourceState.SKEWED, id="M11 clock behind"),
    pytest.param(ios_silent, SourceState.OK, id="a platform fell silent"),
]


@pytest.fixture(scope="module")
def healthy_launch() -> Cockpit:
    """Return a launch that passes; a test works on a copy of it."""
    given = cockpit(before_s=300.0, rate_per_s=400.0, share=lambda _at_s: 0.5)
    given.launch(5)
    healthy = given.watch(200, step_s=5.0)
    assert {one.state for one in healthy.flows} == {TileState.OK}
    assert healthy.release is not None
    assert healthy.release.state is State.PASS, healthy.release.verdict
    given.seen.clear()  # a copy of each page would take longer than the test
    return given


@pytest.mark.parametrize(("fault", "state"), FAULTS)
def test_nothing_is_green_while_data_are_missing_old_or_broken(
    healthy_launch: Cockpit, fault: Callable[[Cockpit], None], state: SourceState
) -> None:
    given = deepcopy(healthy_launch)
    fault(given)
    snapshot = given.watch(120, step_s=10.0)
    assert {one.state for one in snapshot.flows} == {TileState.UNKNOWN}
    assert {one.state for one in snapshot.kpis} == {TileState.UNKNOWN}
    assert all(one.messages for one in snapshot.flows)
    assert snapshot.release is not None
    assert State.PASS not in {one.state for one in snapshot.release.rows}
    assert snapshot.release.state is not State.PASS
    assert snapshot.state is TileState.UNKNOWN
    (source,) = [one for one in snapshot.sources if one.name == "metrics"]
    assert source.state is state
    assert snapshot.flows[0].success_ratio is not None, "the last value stays, with its age"


def test_a_flag_server_that_does_not_answer_keeps_the_whole_from_being_green(
    healthy_launch: Cockpit,
) -> None:
    given = deepcopy(healthy_launch)
    why = Message("test.down")
    given.flags.read_error = UnreachableError(why)
    snapshot = given.watch(20, step_s=5.0)
    assert {one.state for one in snapshot.flows} == {TileState.OK}
    assert snapshot.state is TileState.UNKNOWN
    assert snapshot.verdict == message(BoardCode.FLAGS_UNREAD, why=why)


def test_before_the_journal_was_read_nothing_is_said_of_launches() -> None:
    shown = cockpit().monitor.snapshot()
    assert (shown.state, shown.verdict.code) == (TileState.UNKNOWN, BoardCode.JOURNAL_UNREAD)
