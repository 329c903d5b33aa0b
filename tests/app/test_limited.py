"""What was refused as too many is counted by a counter of its own, or by its reason."""

from tests.kit.metrics import NEW
from tests.kit.monitoring import Cockpit, cockpit, flow, workspace


def looked(given: Cockpit) -> dict[str, float | None]:
    given.clock.move(120)
    return {one.name: one.limited_ratio for one in given.look().flows}


def failing(**alerts: object) -> Cockpit:
    given = workspace(alerts=alerts) if alerts else workspace()
    return cockpit(given, bad_ratio=lambda moment: 0.2 if moment.version == NEW else 0.1)


def test_reasons_that_mean_429_are_counted() -> None:
    usual = looked(failing())
    assert usual == {"coupon": 0.0, "checkout": 0.0}
    reasons = {one.reason for one in failing().look().flows[0].reasons}
    found = looked(failing(limited_reasons=sorted(reasons)))
    assert all(ratio is not None and 0.05 < ratio <= 0.2 for ratio in found.values())


def test_without_reasons_or_counter_nothing_tells_it() -> None:
    given = workspace(flows=[flow("coupon", reasons=None)], kpis=[], rollout={}, levers={})
    assert looked(cockpit(given)) == {"coupon": None}


def test_a_counter_of_its_own_goes_before_the_reasons() -> None:
    own = 'shop_flow_failures_total{flow="coupon",try="first"}'
    given = workspace(flows=[flow("coupon", limited=own)], kpis=[], rollout={}, levers={})
    (ratio,) = looked(cockpit(given, bad_ratio=lambda _moment: 0.1)).values()
    assert ratio is not None
    assert 0.05 < ratio < 0.15


def test_a_counter_that_nobody_has_seen_yet_tells_nothing() -> None:
    own = 'shop_flow_limited_total{flow="coupon"}'
    given = workspace(flows=[flow("coupon", limited=own)], kpis=[], rollout={}, levers={})
    assert looked(cockpit(given)) == {"coupon": None}
