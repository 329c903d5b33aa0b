"""A real Prometheus loads the rules that the cockpit writes, records, fires and tells of it."""

import time

import pytest

from cockpit.app.asking import in_place
from cockpit.app.plan import planned
from cockpit.app.records import Records
from cockpit.app.rules.absence import NO_DATA_ALERT
from cockpit.app.rules.burning import BURN_ALERT
from cockpit.connectors.metrics import prometheus
from tests.connectors.near import CLOCK, source
from tests.connectors.remote_write import write
from tests.kit.real.fixtures import StartPrometheus
from tests.kit.real.promtool import firing, rules, text_of
from tests.kit.real.rehearsing import (
    EVERY_S,
    HOUR,
    shop,
    steady,
)


def test_the_real_server_loads_the_rules_fires_and_tells_the_cockpit(
    start_prometheus: StartPrometheus,
) -> None:
    given = shop(flow={"runbook": "https://wiki.example.com/checkout"})
    text = text_of(given, "now").replace("interval: 15s", "interval: 1s")
    server = start_prometheus([], rule_text=text)
    loaded = server.rules()
    alerting = [rule["name"] for rule in loaded if rule["type"] == "alerting"]
    assert alerting == [BURN_ALERT, NO_DATA_ALERT, NO_DATA_ALERT]
    now_s = float(round(time.time()))
    series = steady(900, HOUR, lambda scrape: scrape >= HOUR - 40)
    write(
        server.url,
        [
            (
                {"__name__": name},
                [(now_s - EVERY_S * (HOUR - at), value) for at, value in enumerate(points)],
            )
            for name, points in series.items()
        ],
    )
    server.wait_for(firing(BURN_ALERT, pair="page_quick"), within_s=20)
    assert {rule["health"] for rule in server.rules()} == {"ok"}
    client = prometheus.connect(source(server.url, deadline_s=10.0), CLOCK)
    try:
        told = client.alerts()
    finally:
        client.close()
    (page,) = [one for one in told.alerts if one.name == BURN_ALERT]
    assert page.is_firing
    assert page.labels["flow"] == "checkout"
    assert page.annotations["runbook_url"] == "https://wiki.example.com/checkout"
    assert page.annotations["rule"] in {one.annotations["rule"] for one in rules(given).alerts}
    assert page.active_at is not None


def test_what_the_real_server_records_is_what_it_would_have_answered(
    start_prometheus: StartPrometheus,
) -> None:
    given = shop()
    text = text_of(given, "days").replace("interval: 120s", "interval: 1s")
    server = start_prometheus([], rule_text=text)
    now_s = float(round(time.time()))
    for name, points in steady(900, 25 * 60, lambda minute: 0.01 * (minute % 2)).items():
        ages_s = [60.0 * (25 * 60 - at) for at in range(len(points))]
        write(
            server.url,
            [
                (
                    {"__name__": name},
                    [(now_s - age_s, value) for age_s, value in zip(ages_s, points, strict=True)],
                )
            ],
        )
    plan = planned(given)
    client = prometheus.connect(source(server.url, deadline_s=10.0), CLOCK)
    records = Records(
        plan=plan,
        service=given.service.name,
        metrics={"metrics": client},
        clock=CLOCK,
        asks={"metrics": in_place},
        may_ask=lambda _source, _now_s: True,
    )
    try:
        server.wait_for("flow:cockpit_bad:increase1d > 1000", within_s=20)
        records.tick(lambda: None)
        asked = client.increases(plan.flows[0].success.events.selector, (), 86_400.0)
    finally:
        client.close()
    found = records.success("checkout", 86_400.0)
    assert found is not None
    assert found.total_count == pytest.approx(asked.series[0].values[0], rel=0.001)
    assert found.bad_ratio == pytest.approx(0.005, rel=0.001)
