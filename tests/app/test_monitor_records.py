"""A monitor whose server has records asks for no long window, and says where they came from."""

import pytest

from cockpit.app.records import LONG_S, PROBE_EVERY_S
from cockpit.app.store import Mode
from tests.kit.metrics import ATTEMPTS
from tests.kit.monitoring import Cockpit, cockpit, flow, workspace
from tests.kit.records import record_all

pytestmark = pytest.mark.slow


def long_asks(made: Cockpit) -> list[tuple[str, str, float]]:
    """Return the questions for windows of days."""
    return [call for call in made.metrics.calls if call[0] == "increases" and call[2] in LONG_S]


def recording() -> Cockpit:
    """Return a cockpit whose server has recorded twice the budget of three per cent."""
    made = cockpit()
    record_all(made.shop, workspace(), bad_ratio=0.06)
    return made


def test_with_records_no_window_of_days_is_ever_asked_for() -> None:
    made = recording()
    seen = made.watch(60.0)
    assert long_asks(made) == []
    coupon = seen.flows[0]
    assert coupon.long_mode is Mode.RECORDED
    assert coupon.slo is not None
    assert coupon.latency_slo is not None
    assert [burn.long_burn for burn in coupon.slo.burns[2:]] == pytest.approx([2.0, 2.0])
    assert coupon.latency_slo.burns[3].long_burn == pytest.approx(0.06 / 0.05)


def test_without_records_the_server_is_asked_itself() -> None:
    made = cockpit()
    seen = made.watch(60.0)
    assert {range_s for _, _, range_s in long_asks(made)} == set(LONG_S)
    coupon = seen.flows[0]
    assert coupon.long_mode is Mode.ESTIMATED
    assert coupon.slo is not None
    assert coupon.slo.burns[3].long_burn == pytest.approx(0.02 / 0.03, rel=0.2)


def test_records_of_an_older_workspace_are_not_taken_for_those_of_this_one() -> None:
    older = workspace(flows=[flow("coupon", events=f'{ATTEMPTS}{{flow="coupon"}}')])
    made = cockpit()
    record_all(made.shop, older, bad_ratio=0.5)
    seen = made.watch(60.0)
    assert seen.flows[0].long_mode is Mode.ESTIMATED
    assert long_asks(made) != []


def test_rules_that_are_loaded_later_are_found() -> None:
    made = cockpit()
    made.watch(30.0)
    record_all(made.shop, workspace(), bad_ratio=0.06)
    for at in range(3):  # a record is found for five minutes, so the rules go on writing it
        made.watch(PROBE_EVERY_S / 3 + at, step_s=10.0)
        record_all(made.shop, workspace(), bad_ratio=0.06)
    assert made.watch(120.0, step_s=10.0).flows[0].long_mode is Mode.RECORDED


def test_a_recorded_period_tells_what_is_left_without_reading_it_hour_by_hour() -> None:
    made = recording()
    coupon = made.watch(60.0).flows[0]
    assert coupon.slo is not None
    assert coupon.slo.budget_left_ratio == pytest.approx(-1.0)  # twice the budget was spent
    assert coupon.slo.budget_known_s is None
    long_reads = [call for call in made.metrics.calls if call[0] == "history" and call[2] == 3_600]
    assert long_reads == []
