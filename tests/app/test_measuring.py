"""What can be measured measures itself, and is unknown whenever its figures cannot be relied on."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.gonogo_view import ItemView
from cockpit.app.history import History
from cockpit.app.measuring import FLAG_READ_S, readings
from cockpit.app.sheet_codes import MeasuredCode, MeasuredFrom
from cockpit.app.snapshot import SourceState
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.events import (
    AnchorPlaced,
    IntentRecorded,
    LaunchClosed,
    LaunchPlanned,
    OutcomeRecorded,
    StageReached,
)
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import ItemState
from cockpit.ports.errors import UnreachableError
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import Cockpit, cockpit, workspace
from tests.kit.sheets import CHECKS, asking, item


def shown(check: str, given: Cockpit | None = None, **more: Any) -> ItemView:
    """Return the question of this check, with a launch under way."""
    made = given or cockpit(asking(check, **more))
    if not made.journal.rows:
        made.launch()
    sheet = made.look().gonogo
    assert sheet is not None
    return next(one for one in sheet.items if one.item_id == check)


def code(told: Message | None) -> str | None:
    return None if told is None else told.code


FINE = {
    "build": MeasuredCode.BUILD_FIRST,
    "crashes": MeasuredCode.CRASH_FREE,
    "success": MeasuredCode.SUCCESS,
    "errors": MeasuredCode.ERRORS,
    "p95": MeasuredCode.P95,
    "kpi": MeasuredCode.KPI,
    "flag": MeasuredCode.FLAG_ON,
    "rollback": MeasuredCode.ROLLBACK_KNOWN,
    "sources": MeasuredCode.SOURCES,
    "unresolved": MeasuredCode.UNRESOLVED,
}


@pytest.mark.parametrize("check", FINE)
def test_a_healthy_service_measures_up(check: str) -> None:
    view = shown(check)
    assert (view.state, view.is_automatic) == (ItemState.OPEN, True)
    assert code(view.measured) == FINE[check]
    assert view.source is not None
    assert view.value is None


@pytest.mark.parametrize(
    ("check", "limit"),
    [
        ("success", {"at_least": 0.9999}),
        ("errors", {"at_most": 0.0001}),
        ("p95", {"p95_at_most_s": 0.0001}),
        ("kpi", {"at_least": 1}),
        ("crashes", {"at_least": 1}),
    ],
)
def test_a_figure_out_of_bounds_fails_and_is_shown_with_its_limit(
    check: str, limit: dict[str, float]
) -> None:
    asked = [item(check, "devops", check=CHECKS[check] | limit)]
    view = shown(check, cockpit(workspace(checklist=asked)))
    assert view.state is ItemState.FAILED
    assert view.measured is not None
    assert code(view.source) in {
        MeasuredFrom.AT_LEAST,
        MeasuredFrom.AT_MOST,
        MeasuredFrom.AT_MOST_S,
    }


@pytest.mark.parametrize("check", ["success", "errors", "p95", "kpi", "crashes"])
def test_a_metric_source_that_does_not_answer_leaves_nothing_known(check: str) -> None:
    given = cockpit(asking(check))
    given.metrics.error = UnreachableError(Message("test.down"))
    view = shown(check, given)
    assert (view.state, view.measured) == (ItemState.UNKNOWN, None)
    assert view.source is not None


@pytest.mark.slow
@pytest.mark.parametrize("check", ["crashes", "success"])
def test_figures_that_have_grown_old_are_unknown(check: str) -> None:
    given = cockpit(asking(check))
    assert shown(check, given).state is ItemState.OPEN
    given.metrics.error = UnreachableError(Message("test.down"))
    sheet = given.watch(120.0).gonogo
    assert sheet is not None
    assert sheet.items[0].state is ItemState.UNKNOWN


def test_sessions_of_the_new_version_are_unknown_before_anybody_has_it() -> None:
    asked = [item("crashes", "devops", check=CHECKS["crashes"] | {"of": "new"})]
    given = cockpit(workspace(checklist=asked), share=0.0)
    view = shown("crashes", given)
    assert view.state is ItemState.UNKNOWN


# ------------------------------------------------------------------ flags, rollbacks


def test_a_flag_that_is_off_already_is_ready_too() -> None:
    given = cockpit(asking("flag"))
    given.flags.set("coupon_v2", enabled=False)
    view = shown("flag", given)
    assert (view.state, code(view.measured)) == (ItemState.OPEN, MeasuredCode.FLAG_OFF)


def test_a_flag_that_cannot_be_read_is_unknown() -> None:
    given = cockpit(asking("flag"))
    given.flags.read_error = UnreachableError(Message("test.down"))
    view = shown("flag", given)
    assert (view.state, code(view.source)) == (ItemState.UNKNOWN, MeasuredFrom.FLAG_NOT_READ)


@pytest.mark.slow
def test_a_flag_that_was_read_too_long_ago_is_unknown() -> None:
    given = cockpit(asking("flag"))
    assert shown("flag", given).state is ItemState.OPEN
    given.flags.read_error = UnreachableError(Message("test.down"))
    sheet = given.watch(FLAG_READ_S + 30.0).gonogo
    assert sheet is not None
    assert sheet.items[0].state is ItemState.UNKNOWN


def rolled_back(given: Cockpit, days_ago: float, outcome: Outcome = Outcome.CONFIRMED) -> None:
    target = Target("deploy", "", "shop-app")
    asked_at = NOON - timedelta(days=days_ago)
    order = Order("r1", Lever.ROLLBACK, target, asked_at, to_version=OLD)
    seen_at = asked_at + timedelta(minutes=3) if outcome is Outcome.CONFIRMED else None
    ended = OutcomeRecorded(
        "r1", outcome, Stamps(asked_at, seen_at=seen_at), Message("m"), "action"
    )
    given.write(IntentRecorded(order), asked_at)
    given.write(ended, asked_at)
    given.launch()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days_ago", "outcome", "expected"),
    [
        (29.0, Outcome.CONFIRMED, MeasuredCode.ROLLBACK_DONE),
        (31.0, Outcome.CONFIRMED, MeasuredCode.ROLLBACK_KNOWN),
        (2.0, Outcome.FAILED, MeasuredCode.ROLLBACK_KNOWN),
    ],
)
def test_a_rollback_that_was_seen_lately_tells_how_long_it_took(
    days_ago: float, outcome: Outcome, expected: MeasuredCode
) -> None:
    given = cockpit(asking("rollback"))
    rolled_back(given, days_ago, outcome)
    view = shown("rollback", given)
    assert (view.state, code(view.measured)) == (ItemState.OPEN, expected)
    if expected is MeasuredCode.ROLLBACK_DONE and view.measured is not None:
        assert view.measured.value("took_s") == 180


# ------------------------------------------------------------------ numbers, connections, journal


def earlier(given: Cockpit, build: str, *, is_exposed: bool = True) -> None:
    given.write(LaunchPlanned("l0", "shop-app", "3.1.9", build, OLD), NOON - timedelta(days=9))
    if is_exposed:
        given.write(StageReached("l0", 5.0, "o"), NOON - timedelta(days=9))
    given.write(LaunchClosed("l0", "done"), NOON - timedelta(days=8))
    given.launch()


@pytest.mark.parametrize(
    ("before", "is_exposed", "state"),
    [
        ("319", True, ItemState.OPEN),
        ("320", True, ItemState.FAILED),
        ("1000", True, ItemState.FAILED),
        ("1000", False, ItemState.OPEN),
        ("rc9", True, ItemState.OPEN),
    ],
)
def test_a_build_is_above_those_that_users_have_had(
    before: str, *, is_exposed: bool, state: ItemState
) -> None:
    given = cockpit(asking("build"))
    earlier(given, before, is_exposed=is_exposed)
    view = shown("build", given)
    assert view.state is state
    if state is ItemState.FAILED:  # no sign of comparison that is not so
        assert code(view.measured) == MeasuredCode.BUILD_FIRST


def test_a_build_out_of_shape_fails() -> None:
    given = cockpit(asking("build", releases={"build_pattern": r"b\d+"}))
    view = shown("build", given)
    assert (view.state, code(view.source)) == (ItemState.FAILED, MeasuredFrom.NOT_IN_SHAPE)


def test_a_build_that_is_no_number_is_only_held_against_its_pattern() -> None:
    given = cockpit(asking("build", releases={"build_pattern": r"b\d+"}))
    given.write(LaunchPlanned("l1", "shop-app", NEW, "b7", OLD))
    assert shown("build", given).state is ItemState.OPEN


def test_a_connection_that_is_down_is_named_and_a_deploy_server_at_rest_is_not_asked() -> None:
    given = cockpit(asking("sources"))
    given.metrics.error = UnreachableError(Message("test.down"))
    view = shown("sources", given)
    assert view.state is ItemState.FAILED
    assert view.source is not None
    assert view.source.value("source") == "metrics"
    assert view.measured is not None
    assert (view.measured.value("ok_count"), view.measured.value("all_count")) == (1, 2)


def test_a_deploy_server_at_rest_is_not_counted_among_all_connections() -> None:
    view = shown("sources", cockpit(asking("sources")))
    assert view.state is ItemState.OPEN
    assert view.source is not None
    assert view.source.code == MeasuredFrom.CONNECTIONS_BUT
    assert view.source.value("sources") == "deploy"


def test_connections_that_were_not_asked_yet_are_unknown() -> None:
    asked = asking("sources", "crashes", "rollback")
    given = cockpit(asked)
    given.launch()
    snapshot = given.look()
    waiting = tuple(replace(one, state=SourceState.WAITING) for one in snapshot.sources)
    past = History().take(given.journal.rows)
    launch = past.launches[0]
    found = readings(asked, launch, replace(snapshot, sources=waiting), past)
    assert found["sources"].state is ItemState.UNKNOWN
    asking_again = tuple(replace(one, state=SourceState.ASKING) for one in snapshot.sources)
    woken = readings(asked, launch, replace(snapshot, sources=asking_again), past)
    assert {woken[one].state for one in ("sources", "crashes", "rollback")} == {ItemState.UNKNOWN}
    assert found["crashes"].state is ItemState.UNKNOWN
    gone = readings(asked, launch, replace(snapshot, sources=(), flows=(), kpis=()), past)
    assert gone["rollback"].state is ItemState.UNKNOWN
    down = tuple(replace(one, state=SourceState.UNREACHABLE) for one in snapshot.sources)
    found = readings(asked, launch, replace(snapshot, sources=down), past)
    assert found["rollback"].state is ItemState.UNKNOWN


def test_an_operation_without_an_outcome_fails_the_check() -> None:
    given = cockpit(asking("unresolved"))
    given.launch()
    target = Target("flags", "production", "coupon_v2")
    given.write(IntentRecorded(Order("o1", Lever.FLAG_OFF, target, NOON, "l1")))
    view = shown("unresolved", given)
    assert view.state is ItemState.FAILED
    assert view.measured is not None
    assert view.measured.value("operations_count") == 1


def test_the_newest_anchor_is_told_and_without_one_nothing_is_known() -> None:
    anchored = workspace(
        checklist=[item("anchored", "devops", check=CHECKS["anchored"])],
        journal={"anchor_folder": "anchors"},
    )
    given = cockpit(anchored)
    assert shown("anchored", given).state is ItemState.UNKNOWN
    for seq in (12, 9):
        given.write(AnchorPlaced("anchors", seq, "00"))
    view = shown("anchored", given)
    assert view.state is ItemState.OPEN
    assert view.measured is not None
    assert view.measured.value("row") == 12


# ------------------------------------------------------------------ channels

HOUR_S = 3_600.0
BROKE = ChannelFailed("chat", "https://hooks.test", "flow:coupon", 1, Message("test.down"))
PROOF = ChannelTested("chat", "slack", "https://hooks.test", "m", True, None, 200, 0.1)
CHAT = {"chat": {"kind": "slack", "url": "https://hooks.test", "secret": "chat"}}


def channel(*told: ChannelTested | ChannelFailed, ago_s: float = 0.0) -> ItemView:
    """Return the question about the channel after these rows, a second apart, so long ago."""
    asked = [item("channel", "devops", check={"kind": "channel", "channel": "chat"})]
    made = cockpit(workspace(checklist=asked, alerts={"channels": CHAT}))
    made.launch()
    for place, event in enumerate(told, start=-len(told)):
        made.write(event, at=NOON + timedelta(seconds=place - ago_s))
    return shown("channel", made)


def test_a_channel_that_was_tested_lately_measures_up() -> None:
    view = channel(PROOF)
    assert (view.state, code(view.measured)) == (ItemState.OPEN, MeasuredCode.CHANNEL_TESTED)
    assert code(view.source) == MeasuredFrom.CHANNEL_TOOK_IT
    seen = channel(replace(PROOF, is_shown=True))
    assert code(seen.source) == MeasuredFrom.CHANNEL_SHOWN


@pytest.mark.parametrize(
    ("told", "ago_s", "why"),
    [
        ((), 0.0, MeasuredFrom.CHANNEL_NOT_TESTED),
        ((PROOF,), 25 * HOUR_S, MeasuredFrom.CHANNEL_TESTED_LONG_AGO),
        ((replace(PROOF, address="https://other.test"),), 0.0, MeasuredFrom.CHANNEL_MOVED),
        ((replace(PROOF, is_delivered=None),), 0.0, MeasuredFrom.CHANNEL_IN_DOUBT),
        ((replace(PROOF, channel="pager"),), 0.0, MeasuredFrom.CHANNEL_NOT_TESTED),
    ],
)
def test_a_channel_without_a_test_that_counts_is_unknown(
    told: tuple[ChannelTested, ...], ago_s: float, why: str
) -> None:
    view = channel(*told, ago_s=ago_s)
    assert (view.state, view.measured) == (ItemState.UNKNOWN, None)
    assert code(view.source) == why


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((replace(PROOF, is_delivered=False),), MeasuredFrom.CHANNEL_TEST_FAILED),
        ((replace(PROOF, is_shown=False),), MeasuredFrom.CHANNEL_TEST_FAILED),
        ((PROOF, BROKE), MeasuredFrom.CHANNEL_FAILED_SINCE),
        ((PROOF, replace(PROOF, is_delivered=False)), MeasuredFrom.CHANNEL_TEST_FAILED),
    ],
)
def test_a_channel_that_failed_is_no_proof_until_it_is_tested_again(
    told: tuple[ChannelTested | ChannelFailed, ...], why: str
) -> None:
    view = channel(*told)
    assert (view.state, code(view.source)) == (ItemState.FAILED, why)
    assert channel(*told, PROOF).state is ItemState.OPEN
