"""A flag is the first way out, a rollback the second."""

from cockpit.app.way_out import way_out_for
from cockpit.domain.way_out import Advice, WayOut
from tests.kit.monitoring import flow, workspace


def test_the_flag_that_guards_the_flow_or_that_the_flow_names_is_the_way_out() -> None:
    assert way_out_for(workspace(), "coupon") == Advice(WayOut.FLAG_OFF, "coupon_v2")
    named = workspace(flows=[flow("checkout", flag="coupon_v2")])
    assert way_out_for(named, "checkout") == Advice(WayOut.FLAG_OFF, "coupon_v2")


def test_without_a_flag_it_is_the_rollback_and_without_a_lever_nothing() -> None:
    assert way_out_for(workspace(), "checkout") == Advice(WayOut.ROLLBACK, "shop")
    assert way_out_for(workspace(levers={}), "checkout") is None
