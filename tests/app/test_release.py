"""The verdict names the release's own failure first, and is never better than its rows."""

import math
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.past import Past
from cockpit.app.release import release, waiting_told, worst_row
from cockpit.app.snapshot import ComparisonView, ReleaseView
from cockpit.app.trials import Trials
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.workspace import Workspace
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD, Moment
from tests.kit.monitoring import flow, workspace

LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(20.0, NOON, "o1"),))


def judged(
    after_s: float, *, given: Workspace | None = None, launch: Launch = LAUNCH, **shop: Any
) -> ReleaseView:
    """Return the verdict `after_s` into a stage of a fifth of the customers."""
    share = shop.pop("share", lambda _at_s: 0.2)
    table = Table(given, before_s=1_200.0, share=share, **shop)
    table.clock.move(after_s)
    return release(table.ask(reach_s=after_s + 600.0), Trials(), Past(), launch, lambda: None)


def broken(flow: str, version: str | None, platform: str | None = None) -> Any:
    def bad_ratio(moment: Moment) -> float:
        is_here = moment.flow == flow and moment.at_s > NOON.timestamp()
        is_mine = version in {None, moment.version} and platform in {None, moment.platform}
        return 0.3 if is_here and is_mine else 0.02

    return bad_ratio


@pytest.fixture(scope="module")
def failing() -> ReleaseView:
    """Judge a coupon that fails in the new version on Android."""
    return judged(120.0, bad_ratio=broken("coupon", NEW, "android"))


def test_a_failure_on_one_platform_is_told_with_its_figures(failing: ReleaseView) -> None:
    assert (failing.state, failing.cause) == (State.FAIL, Cause.RELEASE)
    assert (failing.flow, failing.platform) == ("coupon", "android")
    verdict = failing.verdict
    assert verdict.code == BoardCode.RELEASE_FAILS_IN
    assert (verdict.value("version"), verdict.value("baseline")) == (NEW, OLD)
    assert verdict.value("new_ratio") == pytest.approx(0.3, abs=0.05)
    assert verdict.value("old_ratio") == pytest.approx(0.02, abs=0.02)


def test_the_flag_that_guards_the_flow_is_the_way_out(failing: ReleaseView) -> None:
    assert failing.advice == Advice(WayOut.FLAG_OFF, "coupon_v2")


def test_a_flow_may_name_its_flag_where_the_lever_names_no_flows() -> None:
    levers = {"flags": [{"flag": "coupon_v2", "source": "flags"}]}
    view = judged(120.0, given=workspace(levers=levers), bad_ratio=broken("coupon", NEW))
    assert view.advice == Advice(WayOut.FLAG_OFF, "coupon_v2")


def test_without_a_lever_there_is_no_way_out_to_recommend() -> None:
    bare = workspace(levers={}, flows=[flow("coupon"), flow("checkout")])
    view = judged(120.0, given=bare, bad_ratio=broken("coupon", NEW))
    assert (view.state, view.advice) == (State.FAIL, None)


def row_like(failing: ReleaseView, **changes: Any) -> ComparisonView:
    return replace(failing.rows[0], state=State.FAIL, **changes)


def test_the_release_s_own_failure_is_spoken_of_before_a_surer_one_from_outside(
    failing: ReleaseView,
) -> None:
    own = row_like(failing, cause=Cause.RELEASE, evidence=200.0)
    outside = row_like(failing, cause=Cause.EXTERNAL, evidence=1e9)
    assert worst_row([outside, own]) is own
    assert worst_row([outside]) is outside


def test_of_two_failures_the_surer_one_is_spoken_of(failing: ReleaseView) -> None:
    likely = row_like(failing, cause=Cause.RELEASE, evidence=200.0)
    sure = row_like(failing, cause=Cause.RELEASE, evidence=900.0)
    assert worst_row([likely, sure, replace(sure, state=State.PASS, evidence=1e12)]) is sure
    assert worst_row([replace(sure, state=State.WAIT)]) is None


def test_a_flow_is_spoken_about_before_the_whole_app(failing: ReleaseView) -> None:
    flow = row_like(failing, flow="coupon", cause=Cause.RELEASE, evidence=1e3)
    app = row_like(failing, flow="", cause=Cause.RELEASE, evidence=1e9)
    assert worst_row([app, flow]) is flow


def test_a_release_passes_only_when_every_row_does() -> None:
    view = judged(1_500.0, rate_per_s=600.0)
    assert {row.state for row in view.rows} == {State.PASS}
    assert (view.state, view.cause, view.verdict.code) == (
        State.PASS,
        Cause.OK,
        BoardCode.RELEASE_PASSES,
    )


def test_one_row_that_waits_keeps_the_whole_release_waiting() -> None:
    view = judged(60.0)
    assert view.state is State.WAIT
    assert view.verdict.code in {BoardCode.RELEASE_WAITS, BoardCode.RELEASE_WAITS_UNTIL}
    assert view.advice is None


@pytest.mark.parametrize(
    ("passed_count", "expected_s", "code"),
    [
        (0, None, BoardCode.RELEASE_WAITS),
        (0, 600.0, BoardCode.RELEASE_WAITS_UNTIL),
        (1, None, BoardCode.RELEASE_WAITS_SOME),
        (1, 600.0, BoardCode.RELEASE_WAITS_SOME_UNTIL),
    ],
)
def test_what_is_proved_already_is_counted_while_the_rest_is_awaited(
    failing: ReleaseView, passed_count: int, expected_s: float | None, code: BoardCode
) -> None:
    row = replace(failing.rows[0], expected_s=expected_s, late_s=expected_s, passages=())
    passed = [replace(row, state=State.PASS)] * passed_count
    told = waiting_told([*passed, replace(row, state=State.WAIT)], {"version": NEW})
    assert told.code == code
    if passed:
        assert (told.value("passed_count"), told.value("row_count")) == (1, 2)


def test_one_row_without_data_leaves_the_whole_release_unknown() -> None:
    blind = workspace(flows=[flow("coupon", good="no_such_total"), flow("checkout")])
    view = judged(600.0, given=blind, rate_per_s=400.0)
    assert (view.state, view.cause) == (State.NO_DATA, Cause.NO_DATA)
    assert (view.verdict.code, view.verdict.value("flow")) == (BoardCode.RELEASE_UNKNOWN, "coupon")


def test_a_stage_that_has_just_begun_awaits_its_first_results() -> None:
    view = judged(10.0, share=lambda _at_s: 0.0)
    assert (view.state, view.cause) == (State.NO_DATA, Cause.NO_DATA)
    assert view.verdict.code == BoardCode.RELEASE_OPENED
    assert view.verdict.value("exposure_pct") == 20.0


def test_trouble_of_both_versions_long_after_the_step_comes_from_outside() -> None:
    start_s = NOON.timestamp() + 900.0

    def ratio(moment: Moment) -> float:
        return 0.3 if moment.at_s > start_s else 0.02

    view = judged(1_100.0, bad_ratio=ratio)
    assert view.state is not State.FAIL
    assert (view.cause, view.verdict.code) == (Cause.EXTERNAL, BoardCode.OUTSIDE)


def test_before_the_first_step_there_is_nothing_to_compare() -> None:
    planned = replace(LAUNCH, stages=())
    view = judged(120.0, launch=planned, share=lambda _at_s: 0.0)
    assert (view.state, view.verdict.code) == (State.NO_DATA, BoardCode.NOT_EXPOSED)


def test_there_is_a_breath_within_and_after_each_comparison() -> None:
    table = Table(share=lambda _at_s: 0.2)
    breaths: list[int] = []
    view = release(table.ask(), Trials(), Past(), LAUNCH, lambda: breaths.append(1))
    assert len(breaths) == 1 + 4 * len(view.rows)


def served(ratio: float | None, *, share: float, given: Workspace | None = None) -> ReleaseView:
    """Return the verdict about equal versions; the flag serves the new one to `ratio` of users."""
    table = Table(given, before_s=1_200.0, share=lambda _at_s: share, rate_per_s=40.0)
    table.clock.move(600.0)
    desk = table.ask(reach_s=1_200.0)
    return release(desk, Trials(), Past(), LAUNCH, lambda: None, served_ratio=ratio)


def test_users_who_are_spread_otherwise_than_the_flag_says_leave_no_verdict() -> None:
    view = served(0.2, share=0.1)
    assert view.split is not None
    assert view.split.is_mismatch
    assert (view.state, view.verdict.code) == (State.NO_DATA, BoardCode.UNHEALTHY_SPLIT)
    assert view.verdict.value("served_ratio") == 0.2
    assert view.verdict.value("seen_ratio") == pytest.approx(0.1, abs=0.02)
    assert {row.state for row in view.rows} == {State.NO_DATA}
    assert {row.message.code for row in view.rows} == {BoardCode.UNHEALTHY_SPLIT}


def test_users_who_are_spread_as_the_flag_says_are_compared() -> None:
    view = served(0.2, share=0.2)
    assert view.split is not None
    assert not view.split.is_mismatch
    assert view.split.seen_ratio == pytest.approx(0.2, abs=0.03)
    assert State.PASS in {row.state for row in view.rows}


def test_a_breakage_is_told_whatever_the_split() -> None:
    table = Table(before_s=1_200.0, share=lambda _at_s: 0.1, bad_ratio=broken("coupon", NEW))
    table.clock.move(600.0)
    desk = table.ask(reach_s=1_200.0)
    view = release(desk, Trials(), Past(), LAUNCH, lambda: None, served_ratio=0.2)
    assert view.split is not None
    assert view.split.is_mismatch
    assert (view.state, view.flow) == (State.FAIL, "coupon")


def test_where_versions_do_not_follow_the_flag_their_split_is_nobodys_business() -> None:
    rollout = {"targets": [{"flag": "coupon_v2", "source": "flags"}], "check_split": False}
    assert served(0.2, share=0.1, given=workspace(rollout=rollout)).split is None
    assert served(None, share=0.1).split is None


def test_attempts_with_retries_weigh_less_and_their_proof_is_marked() -> None:
    def passed(counts: str) -> ComparisonView:
        flows = [flow("coupon", counts=counts, flag="coupon_v2"), flow("checkout")]
        return served(0.2, share=0.2, given=workspace(flows=flows)).rows[0]

    first, retried = passed("first_attempts"), passed("attempts")
    assert (first.discount, retried.discount) == (1.0, 9.0)
    assert (first.state, first.message.code) == (State.PASS, "judge.pass")
    assert retried.state is State.WAIT
    assert abs(math.log(retried.evidence)) < abs(math.log(first.evidence))


def test_a_failure_on_attempts_says_that_retries_are_counted() -> None:
    flows = [flow("coupon", counts="attempts", flag="coupon_v2"), flow("checkout")]
    view = judged(300.0, given=workspace(flows=flows), bad_ratio=broken("coupon", NEW))
    row = view.rows[0]
    assert (row.state, row.message.code) == (State.FAIL, BoardCode.RETRIES_COUNTED)
    assert row.message.value("discount") == 9.0


def test_a_stage_that_begins_says_when_the_last_answer_comes() -> None:
    view = judged(45.0)
    assert view.expected_s is not None
    assert view.late_s is not None
    waits = [row for row in view.rows if row.state is State.WAIT]
    assert view.late_s >= view.expected_s >= max(row.expected_s or 0.0 for row in waits)


def test_the_course_of_the_evidence_ends_at_what_it_is_now() -> None:
    row = judged(300.0).rows[0]
    assert row.course is not None
    assert row.course.at_s.size == row.course.log_evidence.size == row.block_count
    assert math.exp(row.course.log_evidence[-1]) == pytest.approx(row.evidence)
