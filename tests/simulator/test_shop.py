from collections.abc import Mapping

import numpy as np
import pytest

from cockpit.simulator.shop.audience import KnownFlag, Rollout
from cockpit.simulator.shop.book import FLOWS
from cockpit.simulator.shop.faults import Fault, FaultKind, FaultPlan
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.shop.shape import level_at
from cockpit.simulator.shop.shop import Shop

START_S = 1_795_230_000.0
STEADY = TrafficSettings(has_daily_shape=False)


def flags(percent: int, *, coupon: bool = True) -> Mapping[str, KnownFlag]:
    release = KnownFlag("release_3_2_0", True, (Rollout("release_3_2_0", percent),))
    return {"release_3_2_0": release, "coupon_v2": KnownFlag("coupon_v2", coupon)}


class Day:
    """A shop that is ticked by hand."""

    def __init__(
        self, percent: int = 50, *, seed: int = 1, settings: TrafficSettings = STEADY
    ) -> None:
        self.faults = FaultPlan(settings.faults, START_S)
        self.shop = Shop(settings, seed, self.faults)
        self.shop.meet(flags(percent), deployed=True)
        self.now_s = START_S

    def pass_s(self, seconds: int, tick_s: float = 1.0) -> "Day":
        for _ in range(round(seconds / tick_s)):
            self.now_s += tick_s
            self.shop.tick(self.now_s, tick_s)
        return self

    def total(self, name: str, **labels: str) -> float:
        """Return the sum of all series of a name that have these labels."""
        values, _ = self.shop.snapshot()
        return sum(
            float(values[place]) / series.scale
            for place, series in enumerate(self.shop.catalogue.series)
            if series.name == name and labels.items() <= dict(series.labels).items()
        )

    def fail_ratio(self, flow: str, tried: str = "first", **labels: str) -> float:
        chosen = {"flow": flow, "try": tried, **labels}
        failed = self.total("shop_flow_results_total", result="fail", **chosen)
        return failed / self.total("shop_flow_attempts_total", **chosen)


@pytest.mark.slow
def test_the_same_seed_and_steps_give_the_same_counts() -> None:
    fault = Fault(FaultKind.COUPON_NPE, after_s=60)
    settings = TrafficSettings(faults=(fault,))
    one, two, other = (
        Day(seed=seed, settings=settings).pass_s(300).shop.snapshot() for seed in (7, 7, 8)
    )
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1])
    assert not np.array_equal(one[0], other[0])


@pytest.fixture(scope="module")
def usual() -> Day:
    return Day().pass_s(1200)


@pytest.mark.slow
def test_everyday_failures_have_their_shares(usual: Day) -> None:
    for flow in FLOWS:
        tries = usual.total("shop_flow_attempts_total", flow=flow.name, **{"try": "first"})
        allowed = 4 * (flow.fail_ratio / tries) ** 0.5
        assert usual.fail_ratio(flow.name) == pytest.approx(flow.fail_ratio, abs=allowed)


def test_the_counts_of_one_flow_agree_with_each_other(usual: Day) -> None:
    for flow in FLOWS:
        tries = usual.total("shop_flow_attempts_total", flow=flow.name)
        failed = usual.total("shop_flow_results_total", flow=flow.name, result="fail")
        assert tries == failed + usual.total("shop_flow_results_total", flow=flow.name, result="ok")
        assert failed == usual.total("shop_flow_failures_total", flow=flow.name)
        timed = "shop_flow_duration_seconds"
        assert tries == usual.total(f"{timed}_count", flow=flow.name)
        assert tries == usual.total(f"{timed}_bucket", flow=flow.name, le="+Inf")


def test_buckets_hold_what_the_smaller_ones_hold(usual: Day) -> None:
    bounds = ["0.005", "0.05", "0.25", "0.5", "0.75", "1.0", "10.0", "+Inf"]
    counts = [
        usual.total("shop_flow_duration_seconds_bucket", flow="checkout", le=le) for le in bounds
    ]
    assert counts == sorted(counts)
    mean_s = usual.total("shop_flow_duration_seconds_sum", flow="checkout") / counts[-1]
    assert 0.2 < mean_s < 0.3


def test_sums_of_sessions_and_sales_hang_together(usual: Day) -> None:
    searches = usual.total("shop_searches_total")
    assert searches == usual.total("shop_flow_results_total", flow="search", result="ok")
    assert usual.total("shop_searches_converted_total") / searches == pytest.approx(0.08, rel=0.05)
    shown = usual.total("shop_recommendation_impressions_total")
    clicks = usual.total("shop_recommendation_clicks_total")
    assert clicks / shown == pytest.approx(0.045, rel=0.05)
    finished = usual.total("shop_checkouts_finished_total")
    assert finished == usual.total("shop_flow_results_total", flow="checkout", result="ok")
    assert usual.total("shop_checkouts_begun_total") > finished
    sessions = usual.total("shop_sessions_total")
    assert 0 < usual.total("shop_sessions_crashed_total") < 0.01 * sessions


def test_a_kind_is_a_label_of_its_own_flow_only(usual: Day) -> None:
    for series in usual.shop.catalogue.series:
        labels = dict(series.labels)
        if series.name == "shop_flow_attempts_total":
            assert ("payment_method" in labels) == (labels["flow"] == "checkout")
            assert ("coupon_type" in labels) == (labels["flow"] == "coupon")


def test_the_new_version_appears_when_somebody_has_it() -> None:
    day = Day(percent=0).pass_s(60)
    _, present = day.shop.snapshot()

    def seen(name: str) -> set[str]:
        return {
            dict(series.labels)["version"]
            for place, series in enumerate(day.shop.catalogue.series)
            if present[place] and series.name == name
        }

    assert seen("shop_flow_attempts_total") == {"3.1.4"}
    day.shop.meet(flags(5), deployed=True)
    day.pass_s(60)
    _, present = day.shop.snapshot()
    assert seen("shop_flow_attempts_total") == {"3.1.4", "3.2.0"}


def test_counters_may_begin_at_zero() -> None:
    settings = TrafficSettings(init_counters=True)
    values, present = Day(settings=settings).shop.snapshot()
    assert present.all()
    assert values[present].sum() > 0  # the shares of the versions
    assert Day(settings=settings).total("shop_flow_failures_total", reason="COUPON_NPE") == 0


@pytest.mark.slow
def test_the_share_of_the_new_version_follows_the_rollout() -> None:
    for percent in (1, 5, 20, 100):
        day = Day(percent).pass_s(120)
        new = day.total("shop_flow_attempts_total", version="3.2.0")
        share = new / day.total("shop_flow_attempts_total")
        assert share == pytest.approx(percent / 100, abs=0.01)
        gauge = day.total("shop_release_exposure_ratio", version="3.2.0")
        assert gauge == pytest.approx(percent / 100, abs=0.01)


@pytest.mark.slow
def test_a_coupon_npe_hits_android_customers_of_the_new_version_only() -> None:
    day = Day()
    day.faults.add(Fault(FaultKind.COUPON_NPE), START_S)
    day.pass_s(900)
    hit = {"version": "3.2.0", "platform": "android"}
    assert 0.14 < day.fail_ratio("coupon", **hit) < 0.18
    all_tries = sum(day.total("shop_flow_attempts_total", flow="coupon", **hit) for _ in "1")
    assert (
        0.15
        < day.total("shop_flow_results_total", flow="coupon", result="fail", **hit) / all_tries
        < 0.20
    )
    npe = day.total("shop_flow_failures_total", reason="COUPON_NPE")
    assert npe == day.total(
        "shop_flow_failures_total", reason="COUPON_NPE", coupon_type="new_customer", **hit
    )
    assert npe > 0
    for others in ({"version": "3.1.4"}, {"version": "3.2.0", "platform": "ios"}):
        assert day.fail_ratio("coupon", **others) < 0.03
    new = day.total("shop_sessions_crashed_total", **hit) / day.total("shop_sessions_total", **hit)
    old = day.total("shop_sessions_crashed_total", version="3.1.4")
    assert new > 3 * old / day.total("shop_sessions_total", version="3.1.4")


def test_with_the_coupon_flag_off_the_npe_is_over() -> None:
    day = Day()
    day.faults.add(Fault(FaultKind.COUPON_NPE), START_S)
    day.pass_s(120)
    day.shop.meet(flags(50, coupon=False), deployed=True)
    before = day.total("shop_flow_failures_total", reason="COUPON_NPE")
    day.pass_s(120)
    assert before > 0
    assert day.total("shop_flow_failures_total", reason="COUPON_NPE") == before
    assert day.total("shop_flag_enabled", flag="coupon_v2") == 0


@pytest.mark.slow
def test_a_payment_outage_hits_one_provider_on_every_version_and_then_ends() -> None:
    day = Day()
    day.faults.add(Fault(FaultKind.PAYMENT_OUTAGE, duration_s=300), START_S)
    day.pass_s(300)
    for version in ("3.1.4", "3.2.0"):
        kakao = day.fail_ratio("checkout", version=version, payment_method="kakaopay")
        card = day.fail_ratio("checkout", version=version, payment_method="card")
        assert kakao > 0.85
        assert card < 0.03
    timeouts = day.total("shop_flow_failures_total", reason="PG_TIMEOUT")
    assert timeouts > 0.7 * day.total("shop_flow_failures_total", flow="checkout")
    slow = day.total("shop_flow_duration_seconds_bucket", flow="checkout", le="7.5")
    slow -= day.total("shop_flow_duration_seconds_bucket", flow="checkout", le="5.0")
    assert slow > 0.7 * timeouts
    day.pass_s(60)
    before = day.total("shop_flow_failures_total", reason="PG_TIMEOUT")
    day.pass_s(60)
    assert day.total("shop_flow_failures_total", reason="PG_TIMEOUT") - before < 30


@pytest.mark.slow
def test_those_who_fail_try_again_about_twice_while_it_keeps_failing() -> None:
    day = Day()
    day.faults.add(Fault(FaultKind.PAYMENT_OUTAGE, strength=1.0), START_S)
    day.pass_s(900)
    first = day.total("shop_flow_attempts_total", payment_method="kakaopay", **{"try": "first"})
    again = day.total("shop_flow_attempts_total", payment_method="kakaopay", **{"try": "retry"})
    assert again / first == pytest.approx(2.0, abs=0.1)


@pytest.mark.slow
def test_a_slow_burn_shows_in_the_slow_share_before_sales_drop() -> None:
    day = Day()
    day.faults.add(Fault(FaultKind.SLOW_BURN, strength=0.1), START_S)

    def minute(version: str) -> tuple[float, float]:
        """Return the share slower than 0.75 s, and sales for each checkout begun."""
        timed, at = "shop_flow_duration_seconds", {"flow": "checkout", "version": version}

        def now() -> list[float]:
            return [
                day.total(f"{timed}_count", **at),
                day.total(f"{timed}_bucket", le="0.75", **at),
                day.total("shop_checkouts_begun_total", version=version),
                day.total("shop_checkouts_finished_total", version=version),
            ]

        before = now()
        day.pass_s(60)
        count, fast, begun, sold = (b - a for a, b in zip(before, now(), strict=True))
        return 1 - fast / count, sold / begun

    day.pass_s(900)
    slow_new, sold_new = minute("3.2.0")
    slow_old, sold_old = minute("3.1.4")
    assert slow_new > 5 * slow_old
    assert sold_new == pytest.approx(sold_old, abs=0.03)
    day.pass_s(1800)
    _, sold_late = minute("3.2.0")
    assert sold_late < sold_old - 0.1


def test_after_a_restart_counters_begin_again() -> None:
    day = Day().pass_s(60)
    before = day.total("shop_searches_total")
    day.faults.add(Fault(FaultKind.RESTART), day.now_s)
    day.pass_s(1)
    assert 0 < day.total("shop_searches_total") < before / 10


def test_an_archived_flag_shows_as_off() -> None:
    day = Day()
    day.shop.meet({"release_3_2_0": flags(5)["release_3_2_0"]}, deployed=True)
    assert day.total("shop_flag_enabled", flag="coupon_v2") == 0
    assert day.total("shop_flag_enabled", flag="release_3_2_0") == 1


def test_the_week_has_nights_evenings_and_an_even_mean() -> None:
    monday_s = 1_795_359_600.0  # 23 November 2026, 00:00 in Korea
    hours = [level_at(monday_s + 3600 * hour) for hour in range(7 * 24)]
    assert sum(hours) / len(hours) == pytest.approx(1.0, abs=0.01)
    assert hours[4] < 0.3
    assert hours[21] > 1.5
    assert hours[5 * 24 + 14] > hours[14]
    assert level_at(monday_s) != level_at(monday_s + 1800)
