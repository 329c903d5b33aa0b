"""Orders are made from what the workspace says of a lever."""

import pytest

from cockpit.app.orders import USUAL_CLIENT_POLL_S, Orders, new_operation_id
from cockpit.domain.operations import Lever, Target
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import workspace

LEVERS = {
    "flags": [
        {"flag": "coupon_v2", "source": "flags", "guards": ["coupon"], "client_poll_s": 30},
    ],
    "rollbacks": [
        {"name": "app", "source": "deploy", "service": "shop"},
        {"name": "fixed", "source": "deploy", "service": "shop", "to": "3.0.0"},
    ],
}
SOURCES = {
    "metrics": {"kind": "prometheus", "url": "http://127.0.0.1:9090"},
    "flags": {"kind": "unleash", "url": "http://127.0.0.1:4242", "environment": "production"},
    "deploy": {"kind": "webhook", "url": "http://127.0.0.1:4300"},
}
TARGETS = [
    {"flag": "release_a", "source": "flags"},
    {"flag": "coupon_v2", "source": "flags"},
]


def orders() -> Orders:
    return Orders(workspace(levers=LEVERS, sources=SOURCES, rollout={"targets": TARGETS}))


def test_a_flag_off_goes_to_the_flag_in_the_environment_of_its_source() -> None:
    order = orders().flag_off("coupon_v2", asked_at=NOON, launch_id="l1")
    assert order.lever is Lever.FLAG_OFF
    assert order.target == Target("flags", "production", "coupon_v2")
    assert (order.asked_at, order.launch_id, order.client_poll_s) == (NOON, "l1", 30.0)


def test_a_flag_that_is_no_lever_cannot_be_ordered_off() -> None:
    with pytest.raises(KeyError):
        orders().flag_off("release_a", asked_at=NOON)


def test_a_step_moves_every_flag_that_carries_the_exposure_in_the_workspaces_order() -> None:
    made = orders().steps(5, asked_at=NOON, launch_id="l1")
    assert [one.target.name for one in made] == ["release_a", "coupon_v2"]
    assert {one.exposure_pct for one in made} == {5}
    assert len({one.operation_id for one in made}) == 2
    assert [one.client_poll_s for one in made] == [USUAL_CLIENT_POLL_S, 30.0]


def test_without_targets_a_step_orders_nothing() -> None:
    assert Orders(workspace(rollout={"targets": []})).steps(5, asked_at=NOON) == ()


def test_a_rollback_goes_to_its_service_and_reaches_clients_at_once() -> None:
    order = orders().rollback("app", "3.1.4", asked_at=NOON)
    assert order.lever is Lever.ROLLBACK
    assert order.target == Target("deploy", "", "shop")
    assert (order.to_version, order.client_poll_s) == ("3.1.4", 0.0)


def test_a_rollback_that_is_not_in_the_workspace_cannot_be_ordered() -> None:
    with pytest.raises(KeyError):
        orders().rollback("nowhere", "3.1.4", asked_at=NOON)


def test_a_rollback_leads_to_the_baseline_unless_the_workspace_names_a_version() -> None:
    assert orders().version_to_go_back_to("app", baseline="3.1.4") == "3.1.4"
    assert orders().version_to_go_back_to("app", baseline=None) is None
    assert orders().version_to_go_back_to("fixed", baseline="3.1.4") == "3.0.0"
    assert orders().version_to_go_back_to("fixed", baseline=None) == "3.0.0"


def test_no_two_operations_share_an_id() -> None:
    assert len({new_operation_id() for _ in range(1_000)}) == 1_000
