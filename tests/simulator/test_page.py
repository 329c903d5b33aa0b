import math

import numpy as np
import pytest

from cockpit.simulator.metrics.page import HELP, metrics_page, value_text
from cockpit.simulator.shop.audience import KnownFlag
from cockpit.simulator.shop.faults import FaultPlan
from cockpit.simulator.shop.series import Catalogue
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.shop.shop import Shop


def test_a_page_holds_what_is_present_family_by_family() -> None:
    catalogue = Catalogue()
    catalogue.place("tries_total", {"flow": "cart", "kind": ""})
    count = catalogue.place("took_seconds_count", {}, kind="histogram")
    catalogue.place("took_seconds_sum", {}, kind="histogram", scale=1000, witness=count)
    catalogue.place("tries_total", {"flow": 'a"b\\c\nd'})
    catalogue.place("flag_enabled", {"flag": "off"}, kind="gauge")
    values = np.array([12, 3, 1500, 4, 0], dtype=np.int64)
    present = np.array([True, True, True, True, False])
    assert metrics_page(catalogue.series, values, present).splitlines() == [
        "# TYPE tries_total counter",
        'tries_total{flow="cart"} 12',
        'tries_total{flow="a\\"b\\\\c\\nd"} 4',
        "# TYPE took_seconds histogram",
        "took_seconds_count 3",
        "took_seconds_sum 1.5",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.05, "0.05"), (math.inf, "+Inf"), (-math.inf, "-Inf"), (1e15, "1" + "0" * 15)],
)
def test_values_are_written_as_prometheus_does(value: float, text: str) -> None:
    assert value_text(value) == text


def test_every_family_of_the_shop_is_explained() -> None:
    shop = Shop(TrafficSettings(init_counters=True), 1, FaultPlan([], 0.0))
    shop.meet({"coupon_v2": KnownFlag("coupon_v2", enabled=True)}, deployed=True)
    values, present = shop.snapshot()
    lines = metrics_page(shop.catalogue.series, values, present).splitlines()
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    helped = {line.split()[2] for line in lines if line.startswith("# HELP")}
    assert helped == typed == set(HELP)
