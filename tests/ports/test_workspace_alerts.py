"""Thresholds of single flows stand before those of every flow."""

from cockpit.ports.workspace_alerts import Alerts, RatioThreshold, SecondsThreshold, Thresholds

LOW = RatioThreshold(above_ratio=0.05, clear_below_ratio=0.03)
HIGH = RatioThreshold(above_ratio=0.5, clear_below_ratio=0.3)
QUICK = SecondsThreshold(above_s=1, clear_below_s=0.8)


def test_without_a_word_nothing_is_looked_at() -> None:
    assert Alerts().of_flow("coupon") == Thresholds()


def test_a_flow_takes_the_place_of_every_flow_one_threshold_at_a_time() -> None:
    alerts = Alerts(
        thresholds=Thresholds(errors=LOW, p95=QUICK, limited=LOW),
        flows={"coupon": Thresholds(errors=HIGH, slow=LOW)},
    )
    assert alerts.of_flow("coupon") == Thresholds(errors=HIGH, p95=QUICK, slow=LOW, limited=LOW)
    assert alerts.of_flow("cart") == alerts.thresholds


def test_levels_are_kept_as_they_are_written() -> None:
    assert (QUICK.above_s, QUICK.clear_below_s, QUICK.minimum_events) == (1, 0.8, 100)
    assert "429" in Alerts().limited_reasons
