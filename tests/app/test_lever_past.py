"""How long levers take: from their own past, and not from what was so already."""

from datetime import datetime, timedelta

from msgspec import to_builtins
from msgspec.structs import replace

from cockpit.app.lever_past import LeverPast
from cockpit.app.snapshot import LeverView, TileState
from cockpit.domain.events import IntentRecorded, OperationReverted, OutcomeRecorded
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.unresolved import Operation
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import workspace

WHY = Message("test.why")
VIEW = LeverView("coupon_v2", "flags", TileState.OK, WHY, True, True, 5.0, 5.0, 1.0, ("coupon",))
LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina")


def operation(
    operation_id: str,
    took_s: float | None,
    lever: Lever = Lever.FLAG_OFF,
    name: str = "coupon_v2",
    *,
    source: str = "flags",
    begun_at: datetime = NOON,
    outcome: Outcome = Outcome.CONFIRMED,
    attempts_count: int = 1,
    is_drill: bool = False,
) -> Operation:
    order = Order(operation_id, lever, Target(source, "", name), begun_at)
    seen_at = None if took_s is None else begun_at + timedelta(seconds=took_s)
    ended = OutcomeRecorded(
        operation_id, outcome, Stamps(begun_at, seen_at=seen_at), WHY, "action", attempts_count
    )
    return Operation(
        IntentRecorded(order), "mina", "run", begun_at, is_drill=is_drill, outcome=ended
    )


def learned(*operations: Operation, **more: object) -> LeverPast:
    past = LeverPast(workspace(**more))
    past.take({one.operation_id: one for one in operations})
    return past


def test_the_usual_time_of_a_flag_is_the_median_of_its_own_past() -> None:
    past = learned(
        operation("a", 4.0),
        operation("b", 8.0),
        operation("c", 60.0),
        operation("d", 1.0, name="other"),
        operation("e", 1.0, Lever.FLAG_ON),
        operation("f", 0.1, attempts_count=0),
        operation("g", 2.0, outcome=Outcome.UNKNOWN),
        operation("h", None),
    )
    (view,) = past.levers((VIEW,))
    assert view.usual_off_s == 8.0


def test_without_a_past_nothing_is_usual() -> None:
    (view,) = learned().levers((VIEW,))
    assert view.usual_off_s is None
    (view,) = learned(operation("a", 0.1, attempts_count=0)).levers((VIEW,))
    assert view.usual_off_s is None


def test_what_was_reverted_afterwards_had_been_seen_all_the_same() -> None:
    one = replace(operation("a", 4.0), reverted=OperationReverted("a", "another", None))
    (view,) = learned(one).levers((VIEW,))
    assert view.usual_off_s == 4.0


def test_how_soon_clients_ask_again_is_what_the_workspace_says() -> None:
    levers = {"flags": [{"flag": "coupon_v2", "source": "flags", "client_poll_s": 40}]}
    (view,) = learned(levers=levers).levers((VIEW,))
    assert view.client_poll_s == 40.0


def test_a_rollback_leads_to_the_baseline_of_the_launch_and_tells_of_the_last_drill() -> None:
    day = timedelta(days=1)
    past = learned(
        operation("b", 200.0, Lever.ROLLBACK, "shop-app", source="deploy", begun_at=NOON),
        operation("a", 100.0, Lever.ROLLBACK, "shop-app", source="deploy", begun_at=NOON - day),
        operation(
            "c",
            300.0,
            Lever.ROLLBACK,
            "shop-app",
            source="deploy",
            begun_at=NOON + day,
            is_drill=True,
        ),
    )
    (view,) = past.rollbacks(LAUNCH)
    assert (view.name, view.to_version, view.usual_s) == ("shop", OLD, 200.0)
    assert view.last_done_at == NOON + day + timedelta(seconds=300)
    assert view.last_was_drill


def test_without_a_launch_it_is_not_known_where_a_baseline_is() -> None:
    (view,) = learned().rollbacks(None)
    assert (view.to_version, view.usual_s, view.last_done_at) == (None, None, None)


def test_a_rollback_to_a_version_leads_there_whatever_the_launch() -> None:
    levers = {"rollbacks": [{"name": "s", "source": "deploy", "service": "x", "to": "3.0.0"}]}
    flows = to_builtins(workspace())["flows"]
    for flow in flows:
        flow["flag"] = None
    (view,) = learned(levers=levers, flows=flows).rollbacks(LAUNCH)
    assert view.to_version == "3.0.0"


def test_the_same_operations_are_looked_through_once() -> None:
    past, operations = LeverPast(workspace()), {"a": operation("a", 4.0)}
    past.take(operations)
    operations["b"] = operation("b", 400.0)
    past.take(operations)
    (view,) = past.levers((VIEW,))
    assert view.usual_off_s == 4.0
