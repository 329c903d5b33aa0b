"""What a metrics server tells of its alerts, taken with care."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.connectors.alerts import MOST_ALERTS, MOST_WORDS, alerts_of
from cockpit.connectors.codes import SourceCode
from cockpit.connectors.decode import SHOWN_CHARS, ShapeError
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.server_alerts import AlertsTold, ServerAlert
from tests.connectors.near import failure
from tests.connectors.test_prometheus import opened
from tests.kit.faulty import http, saying

AT = "2026-11-21T11:59:30.123456789Z"

PROMETHEUS = {
    "labels": {"alertname": "CockpitBudgetBurn", "flow": "checkout", "severity": "page"},
    "annotations": {"summary": "결제: 17%", "rule": "0123456789ab"},
    "state": "firing",
    "activeAt": AT,
    "value": "1.7e-01",
}
VMALERT = {
    **PROMETHEUS,
    "id": "11878541486399022372",
    "group_id": "9152377391428866577",
    "expression": "up == 0",
    "source": "vmalert/alert?x",
    "restored": False,
    "stabilizing": False,
}
THANOS = {**PROMETHEUS, "partialResponseStrategy": "ABORT"}
MIMIR = {**PROMETHEUS, "keepFiringSince": None}


def data(*alerts: object) -> dict[str, object]:
    return {"alerts": list(alerts)}


def told(body: object) -> AlertsTold:
    whole = {"status": "success", "data": body}
    with opened(saying(http(json.dumps(whole).encode()))) as (metrics, server):
        found = metrics.alerts()
    (seen,) = server.seen
    assert (seen.method, seen.target) == ("GET", "/api/v1/alerts")
    return found


@pytest.mark.parametrize("answer", [PROMETHEUS, VMALERT, THANOS, MIMIR])
def test_every_server_s_alert_is_the_same_alert(answer: dict[str, object]) -> None:
    (found,) = told(data(answer)).alerts
    at = datetime(2026, 11, 21, 11, 59, 30, 123456, tzinfo=UTC)
    assert found == ServerAlert(
        {"alertname": "CockpitBudgetBurn", "flow": "checkout", "severity": "page"},
        {"summary": "결제: 17%", "rule": "0123456789ab"},
        is_firing=True,
        active_at=at,
    )
    assert found.name == "CockpitBudgetBurn"


def test_no_alerts_are_an_answer() -> None:
    found = told(data())
    assert found.alerts == ()
    assert found.contact.round_trip_s >= 0


def test_what_fires_comes_first_and_what_is_quiet_does_not_come() -> None:
    states = ("pending", "inactive", "firing")
    alerts, left_out_count = alerts_of(data(*({"state": one} for one in states)), ())
    assert [one.is_firing for one in alerts] == [True, False]
    assert left_out_count == 0


def test_a_flood_is_cut_where_nobody_reads_on_and_counted() -> None:
    flood = [{"state": "pending"}] * MOST_ALERTS + [{"state": "firing"}] * 3
    alerts, left_out_count = alerts_of(data(*flood), ())
    assert len(alerts) == MOST_ALERTS
    assert [one.is_firing for one in alerts[:4]] == [True, True, True, False]
    assert left_out_count == 3


def test_foreign_words_are_made_printable_cut_and_kept_few() -> None:
    labels = {f"l{place}": "x" for place in range(MOST_WORDS + 5)}
    notes = {"summary": "a\u202eb\x00 token-1 " + "y" * 1_000}
    ((found,), _) = alerts_of(
        data({"state": "firing", "labels": labels, "annotations": notes}), ("token-1",)
    )
    assert len(found.labels) == MOST_WORDS
    summary = found.annotations["summary"]
    assert summary.startswith("a?b? *** y")
    assert len(summary) == SHOWN_CHARS


@pytest.mark.parametrize(
    "at", [None, "", "yesterday", "2026-11-21T11:59:30", "0001-01-01T00:00:00Z"]
)
def test_an_instant_that_is_none_is_not_known(at: str | None) -> None:
    ((found,), _) = alerts_of(data({"state": "firing", "activeAt": at}), ())
    assert found.active_at is None


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {},
        {"alerts": None},
        {"alerts": {}},
        data(1),
        data({}),
        data({"state": "burning"}),
        data({"state": None}),
        data({"state": "firing", "labels": []}),
        data({"state": "firing", "labels": {"a": 1}}),
        data({"state": "firing", "annotations": "x"}),
        data({"state": "firing", "activeAt": 5}),
    ],
)
def test_another_shape_is_no_answer(odd: object) -> None:
    error = failure(lambda: told(odd))
    assert isinstance(error, BadAnswerError)
    assert error.message.code == SourceCode.SHAPE


def test_a_server_without_the_page_refuses() -> None:
    with opened(saying(http(b"404 page not found", status=404, kind="text/plain"))) as (
        metrics,
        _server,
    ):
        error = failure(metrics.alerts)
    assert isinstance(error, RefusedError)
    assert error.refusal is Refusal.NOT_FOUND


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["alerts", "labels", "annotations", "state", "activeAt"]), inner
        )
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(JSON)
def test_nothing_that_a_server_can_say_is_an_error_of_ours(body: Any) -> None:
    try:
        alerts, left_out_count = alerts_of(body, ("secret",))
    except ShapeError:
        return
    assert left_out_count == 0
    assert all(isinstance(one, ServerAlert) for one in alerts)
