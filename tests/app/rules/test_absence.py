"""What is not there is told, and told from what is well."""

from cockpit.app.rules.absence import NO_DATA_ALERT, absent
from cockpit.ports.selectors import parsed
from tests.app.rules.written import alerts, one_flow, written

SPEED = {"latency": "took_bucket", "latency_slo": {"target": 0.95, "faster_than_s": 1}}


def test_nothing_at_all_is_asked_for_without_the_labels_of_a_selector() -> None:
    assert absent(parsed('tries_total{a="b"}')) == 'absent(sum(tries_total{a="b"}))'


def test_events_and_good_ones_page_and_a_bound_is_a_ticket() -> None:
    file = written(one_flow(flow=SPEED))
    found = {one.labels["missing"]: one.labels["severity"] for one in alerts(file, NO_DATA_ALERT)}
    assert found == {"events": "page", "good": "page", "bound": "ticket"}


def test_a_missing_counter_of_failures_is_no_alert() -> None:
    file = written(one_flow(flow={"good": None, "bad": "lost_total"}))
    (gone,) = alerts(file, NO_DATA_ALERT)
    assert gone.labels["missing"] == "events"
