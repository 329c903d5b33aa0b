"""The board of change safety, worked out from rows of the journal."""

from datetime import datetime, timedelta

import pytest

from cockpit.app.history import History
from cockpit.app.safety import ANEW_S, Safety
from cockpit.app.safety_view import MeasureKind, MeasureView, MemberResult, SafetyView
from cockpit.domain.events import (
    BackInBand,
    Entry,
    Event,
    IntentRecorded,
    LaunchClosed,
    LaunchDeployed,
    LaunchDisputed,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.ports.journal import Row
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import cockpit

TARGET = Target("flags", "production", "coupon_v2")


class Story:
    """A journal in the making, and the board over it."""

    def __init__(self) -> None:
        self.breaths = 0
        self.rows: list[Row] = []
        self.history = History()
        self.safety = Safety("shop-app", self._breathe)

    def _breathe(self) -> None:
        self.breaths += 1

    def write(self, at: datetime, *events: Event, is_drill: bool = False) -> None:
        for event in events:
            entry = Entry(at, 0.0, "run", "mina", event, is_drill=is_drill)
            self.rows.append(Row(len(self.rows) + 1, entry, ""))

    def release(
        self,
        name: str,
        days_ago: float,
        *,
        fails: bool = False,
        top_pct: float = 100.0,
        kind: str = "release",
        service: str = "shop-app",
        is_drill: bool = False,
        is_closed: bool = True,
    ) -> None:
        """Write a release; a failing one is detected after 10 min and seen off 6 min later."""
        at = NOON - timedelta(days=days_ago)
        planned = LaunchPlanned(name, service, "3.2.0", "320", "3.1.4", release_kind=kind)  # type: ignore[arg-type]
        stage = StageReached(name, top_pct, f"{name}-stage")
        self.write(at, planned, LaunchDeployed(name), stage, is_drill=is_drill)
        if fails:
            fault = FaultDetected(
                name, "coupon", "android", "release", "r", 30, 100, 40, 2_000, 9.0
            )
            self.write(at + timedelta(minutes=10), fault, is_drill=is_drill)
            order = Order(f"{name}-off", Lever.FLAG_OFF, TARGET, at + timedelta(minutes=14), name)
            seen = Stamps(order.asked_at, seen_at=at + timedelta(minutes=16))
            ended = OutcomeRecorded(
                order.operation_id, Outcome.CONFIRMED, seen, Message("told"), "action"
            )
            self.write(order.asked_at, IntentRecorded(order), ended, is_drill=is_drill)
            back = BackInBand(order.operation_id, "coupon", 0.02, 0.05, 900)
            self.write(at + timedelta(minutes=20), back, is_drill=is_drill)
        if is_closed:
            result = "stopped" if fails else "done"
            self.write(at + timedelta(hours=1), LaunchClosed(name, result), is_drill=is_drill)  # type: ignore[arg-type]

    def view(self, now: datetime = NOON) -> SafetyView:
        return self.safety.view(self.history.take(self.rows), now)


def measure(view: SafetyView, kind: MeasureKind) -> MeasureView:
    return next(one for one in view.measures if one.kind is kind)


def test_without_a_release_nothing_is_known_and_every_measure_is_there() -> None:
    view = Story().view()
    assert [one.kind for one in view.measures] == list(MeasureKind)
    assert {one.value for one in view.measures} == {None}
    assert (view.members, view.prevented, view.open_count) == ((), (), 0)


def test_one_of_four_releases_fails_and_is_seen_off_after_six_minutes() -> None:
    story = Story()
    for name, days_ago in (("a", 40.0), ("b", 30.0), ("c", 20.0)):
        story.release(name, days_ago)
    story.release("d", 2.0, fails=True, top_pct=5.0)
    view = story.view()
    rate = measure(view, MeasureKind.CHANGE_FAIL_RATE)
    assert (rate.value, rate.count, rate.of_count) == (0.25, 1, 4)
    assert rate.interval is not None
    assert rate.members == ("a", "b", "c", "d")
    off = measure(view, MeasureKind.DETECT_TO_OFF)
    assert (off.value, off.count, off.low, off.high, off.members) == (
        360.0,
        1,
        360.0,
        360.0,
        ("d",),
    )
    whole = measure(view, MeasureKind.RELEASE_TO_MITIGATION)
    assert (whole.value, whole.members) == (960.0, ("d",))
    assert measure(view, MeasureKind.FREQUENCY).value == pytest.approx(4 * 7 / 90)


def test_a_failed_release_tells_where_by_what_and_how_much() -> None:
    story = Story()
    story.release("d", 2.0, fails=True, top_pct=5.0)
    story.release("e", 1.0, is_closed=False)
    running, failed = story.view().members
    assert (running.launch_id, running.result) == ("e", MemberResult.RUNNING)
    assert (failed.result, failed.way_out) == (MemberResult.FAILED, "flag_off")
    assert (failed.flow, failed.platform) == ("coupon", "android")
    assert (failed.detect_to_off_s, failed.release_to_mitigation_s) == (360.0, 960.0)
    assert failed.stopped_at_pct == 5.0
    assert failed.failed_count == pytest.approx(28.0)


def test_a_dispute_stands_beside_its_release_and_changes_no_figure() -> None:
    story = Story()
    story.release("d", 2.0, fails=True, top_pct=5.0)
    before = story.view()
    story.write(NOON, LaunchDisputed("d", "the provider was down"))
    after = story.view()
    (member,) = after.members
    assert (member.dispute, member.disputed_by) == ("the provider was down", "mina")
    assert member.result is MemberResult.FAILED
    assert after.measures == before.measures


def test_only_what_was_stopped_before_everybody_had_it_was_prevented() -> None:
    story = Story()
    story.release("early", 3.0, fails=True, top_pct=5.0)
    story.release("late", 2.0, fails=True, top_pct=100.0)
    story.release("practice", 1.0, fails=True, top_pct=5.0, is_drill=True)
    assert [one.launch_id for one in story.view().prevented] == ["early"]


def test_drills_are_no_releases_and_have_a_measure_of_their_own() -> None:
    story = Story()
    story.release("real", 3.0)
    story.release("practice", 2.0, fails=True, is_drill=True)
    view = story.view()
    assert measure(view, MeasureKind.CHANGE_FAIL_RATE).of_count == 1
    assert measure(view, MeasureKind.DETECT_TO_OFF).value is None
    drill = measure(view, MeasureKind.DRILL_TO_OFF)
    assert (drill.value, drill.members) == (360.0, ("practice",))
    results = {one.launch_id: one.result for one in view.members}
    assert results == {"real": MemberResult.FINE, "practice": MemberResult.DRILL}


def test_the_window_before_stands_beside_it() -> None:
    story = Story()
    story.release("old", 100.0, fails=True)
    story.release("new", 10.0)
    view = story.view()
    rate = measure(view, MeasureKind.CHANGE_FAIL_RATE)
    assert (rate.value, rate.before, rate.before_count) == (0.0, 1.0, 1)
    off = measure(view, MeasureKind.DETECT_TO_OFF)
    assert (off.value, off.before, off.before_count) == (None, 360.0, 1)
    assert [one.launch_id for one in view.members] == ["new"]


def test_the_same_is_told_over_30_90_and_365_days() -> None:
    story = Story()
    for name, days_ago in (("a", 300.0), ("b", 60.0), ("c", 3.0)):
        story.release(name, days_ago)
    view = story.view()
    counts = {days: measure(view.over(days), MeasureKind.FREQUENCY).count for days in (30, 90, 365)}
    assert counts == {30: 1, 90: 2, 365: 3}
    weeks = {days: len(view.over(days).measures[0].weeks) for days in counts}
    assert weeks == {30: 5, 90: 13, 365: 53}


def test_each_week_has_its_releases_and_the_median_of_its_times() -> None:
    story = Story()
    story.release("a", 20.0, fails=True)
    story.release("b", 3.0)
    story.release("c", 1.0, fails=True)
    view = story.view()
    rate = measure(view, MeasureKind.CHANGE_FAIL_RATE)
    assert rate.weeks == (None,) * 10 + (1.0, None, 2.0)
    assert rate.failed_weeks == (10, 12)
    off = measure(view, MeasureKind.DETECT_TO_OFF)
    assert off.weeks == (None,) * 10 + (360.0, None, 360.0)


def test_hotfixes_are_releases_and_rollbacks_are_not() -> None:
    story = Story()
    story.release("a", 3.0)
    story.release("b", 2.0, kind="hotfix")
    story.release("c", 1.0, kind="rollback")
    view = story.view()
    assert measure(view, MeasureKind.FREQUENCY).members == ("a", "b")
    assert [one.launch_id for one in view.members] == ["b", "a"]


def test_another_service_is_not_counted() -> None:
    story = Story()
    story.release("a", 3.0, service="other")
    assert story.view().members == ()


def test_a_fault_that_nobody_has_stopped_yet_is_open() -> None:
    story = Story()
    story.release("a", 3.0, is_closed=False)
    fault = FaultDetected("a", "coupon", "android", "release", "r", 30, 100, 40, 2_000, 9.0)
    story.write(NOON - timedelta(days=2), fault)
    view = story.view()
    assert (view.open_count, view.invalid_count) == (1, 0)
    assert view.members[0].result is MemberResult.FAILED


def test_the_board_is_kept_until_the_journal_grows_or_the_window_has_moved() -> None:
    story = Story()
    story.release("a", 3.0)
    first = story.view()
    assert story.view(NOON + timedelta(seconds=ANEW_S - 1)) is first
    assert story.view(NOON + timedelta(days=120)).members == ()
    story.release("b", 2.0)
    assert story.view().seq == len(story.rows)
    assert {one.launch_id for one in story.view().members} == {"a", "b"}


@pytest.mark.slow
def test_a_long_journal_is_worked_out_in_slices() -> None:
    story = Story()
    for number in range(1_000):
        story.release(f"r{number}", number / 6, fails=not number % 5)
    view = story.view()
    rate = measure(view, MeasureKind.CHANGE_FAIL_RATE)
    assert rate.value == pytest.approx(0.2, abs=0.01)
    assert story.breaths > 1_000 / 100


def test_every_snapshot_has_the_board() -> None:
    given = cockpit(before_s=60.0)
    given.launch(5.0)
    board = given.look().safety
    assert board is not None
    assert [one.result for one in board.members] == [MemberResult.RUNNING]
    assert [one.window_days for one in (*board.others, board)] == [30, 365, 90]
