"""A comparison says no more than its numbers prove, and keeps what was proved before."""

import math
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode, DataCode
from cockpit.app.compared_metrics import questions
from cockpit.app.comparing import Case, compared, rule_of
from cockpit.app.past import Fault, Past
from cockpit.app.snapshot import ComparisonView, Metric
from cockpit.app.stage import SETTLE_S
from cockpit.app.trials import Trials
from cockpit.domain.codes import JudgeCode
from cockpit.domain.events import Entry
from cockpit.domain.judgements import FaultDetected
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import Rule, State
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON, no_answer
from tests.kit.metrics import NEW, OLD, Moment

LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(20.0, NOON, "o1"),))
RULE = Rule(block_s=15.0, margin_times=3.0)


def table(**shop: Any) -> Table:
    """Return a shop in which a fifth of the customers has had the new version for long."""
    share = shop.pop("share", lambda _at_s: 0.2)
    return Table(before_s=1_200.0, share=share, **shop)


def view(
    given: Table,
    after_s: float,
    *,
    number: int = 0,
    launch: Launch = LAUNCH,
    past: Past | None = None,
) -> ComparisonView:
    """Return how the versions compare `after_s` into the stage."""
    given.clock.move(after_s)
    desk = given.ask()
    case = Case(desk, Trials(), past or Past(), launch, RULE)
    return compared(case, questions(desk)[number])


def only_new(ratio: float, platform: str | None = None) -> Any:
    """Return what fails in the new version since noon, on one platform or all."""

    def bad_ratio(moment: Moment) -> float:
        is_hit = moment.version == NEW and platform in {None, moment.platform}
        return ratio if is_hit and moment.at_s > NOON.timestamp() else 0.02

    return bad_ratio


def test_a_source_that_never_answered_is_not_taken_for_a_version_without_traffic() -> None:
    given = table()
    given.contacts.failed("metrics", no_answer())
    desk = given.desk()
    case = Case(desk, Trials(), Past(), LAUNCH, RULE)
    found = compared(case, questions(desk)[0])
    assert (found.state, found.message.code) == (State.NO_DATA, DataCode.SOURCE_DOWN)


def test_a_release_that_is_as_good_passes_once_the_first_minutes_are_over() -> None:
    given = table(rate_per_s=400.0)
    early = view(given, SETTLE_S - 1.0)
    assert (early.state, early.message.code) == (State.WAIT, BoardCode.SETTLING)
    assert early.message.value("left_s") == 1.0
    later = view(given, 300.0)
    assert later.state is State.PASS
    assert later.cause is Cause.OK


def test_a_pass_on_fewer_events_than_the_workspace_wants_has_to_wait() -> None:
    given = table(rate_per_s=400.0)
    rollout = replace(given.workspace.rollout, minimum_events=10**7)
    given.workspace = replace(given.workspace, rollout=rollout)
    found = view(given, 420.0)
    assert (found.state, found.message.code) == (State.WAIT, BoardCode.TOO_FEW)
    assert found.message.value("least_count") == 10**7


def test_a_fault_on_one_platform_is_found_there() -> None:
    found = view(table(bad_ratio=only_new(0.3, "ios")), 90.0)
    assert (found.state, found.cause) == (State.FAIL, Cause.RELEASE)
    assert found.worst_stratum == "ios"


def test_a_fault_on_all_platforms_is_blamed_on_none_of_them() -> None:
    found = view(table(bad_ratio=only_new(0.3)), 90.0)
    assert (found.state, found.worst_stratum) == (State.FAIL, None)


def test_evidence_without_end_is_shown_as_a_number() -> None:
    found = view(table(rate_per_s=600.0, bad_ratio=only_new(0.9)), 600.0)
    assert found.state is State.FAIL
    assert math.isfinite(found.evidence)
    assert found.evidence > 1e300


def test_counts_are_those_since_the_stage_began() -> None:
    found = view(table(), 150.0)
    assert found.since_at == NOON
    assert found.new.event_count == pytest.approx(60.0 * 150.0 * 0.2, rel=0.1)
    assert found.old.event_count == pytest.approx(60.0 * 150.0 * 0.8, rel=0.1)
    assert {one.name for one in found.strata} == {"android", "ios"}


@pytest.mark.parametrize(
    ("after_s", "code"), [(10.0, BoardCode.FIRST_RESULTS), (SETTLE_S, JudgeCode.NO_NEW)]
)
def test_right_after_a_step_nobody_is_sent_to_look_for_the_new_version(
    after_s: float, code: str
) -> None:
    found = view(table(share=lambda _at_s: 0.0), after_s)
    assert (found.state, found.message.code) == (State.NO_DATA, code)


def test_numbers_that_are_stale_are_no_verdict() -> None:
    given = table(rate_per_s=400.0)
    assert view(given, 420.0).state is State.PASS
    given.clock.move(61.0)
    desk = given.desk()
    stale = compared(Case(desk, Trials(), Past(), LAUNCH, RULE), questions(desk)[0])
    assert stale.state is State.NO_DATA
    assert stale.age_s == 61.0


def test_a_clock_that_is_far_off_is_no_verdict_either() -> None:
    given = table(rate_per_s=400.0)
    given.metrics.skew_s = 40.0
    assert view(given, 420.0).state is State.NO_DATA


def past_with(metric: Metric, *, at_s: float = 10.0, flow: str = "coupon") -> Past:
    event = FaultDetected(
        "l1", flow, "", "release", rule_of("judge/1", metric), 30, 100, 40, 2_000, 900.0
    )
    given = table()
    given.clock.move(at_s)
    entry = Entry(given.clock.now(), at_s, "run", "mina", event)
    return Past(faults=(Fault(entry, event),))


def test_what_has_failed_in_this_stage_stays_failed() -> None:
    found = view(table(rate_per_s=400.0), 420.0, past=past_with(Metric.SUCCESS))
    assert (found.state, found.message.code) == (State.FAIL, BoardCode.FAILED_BEFORE)
    assert found.message.value("new_ratio") == 0.3
    assert found.message.value("old_ratio") == 0.02


@pytest.mark.parametrize(
    "past",
    [
        pytest.param(past_with(Metric.SLOW), id="another metric"),
        pytest.param(past_with(Metric.SUCCESS, flow="checkout"), id="another flow"),
        pytest.param(past_with(Metric.SUCCESS, at_s=-10.0), id="an earlier stage"),
    ],
)
def test_a_failure_of_something_else_is_not_held_against_it(past: Past) -> None:
    assert view(table(rate_per_s=400.0), 420.0, past=past).state is State.PASS


def test_a_failure_of_another_launch_is_not_held_against_this_one() -> None:
    other = replace(LAUNCH, launch_id="l2")
    given = table(rate_per_s=400.0)
    assert view(given, 420.0, launch=other, past=past_with(Metric.SUCCESS)).state is State.PASS


def test_crashes_are_compared_without_a_flow() -> None:
    found = view(table(), 150.0, number=4)
    assert (found.flow, found.metric) == ("", Metric.CRASH)
    assert found.new.bad_ratio == pytest.approx(0.01, abs=0.01)
