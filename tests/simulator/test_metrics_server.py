import json
import math
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from cockpit.simulator.metrics.history import History
from cockpit.simulator.metrics.server import query_handler
from cockpit.simulator.shop.series import Catalogue
from cockpit.simulator.web import Handler, Reply, Request
from tests.simulator.shapes import ANSWERS, BEYOND, BROKEN, SAMPLES, START_S, Answered

SCRAPE_LABELS = ("instance", "job")


@pytest.fixture(scope="module")
def history() -> History:
    catalogue = Catalogue()
    places = [catalogue.place(name, labels) for name, labels, _ in SAMPLES]
    kept = History(catalogue.series, retention_s=3600)
    for after_s in range(0, 61, 15):
        values = np.zeros(len(places), dtype=np.int64)
        present = np.zeros(len(places), dtype=np.bool_)
        for place, (_, _, samples) in zip(places, SAMPLES, strict=True):
            found = dict(samples).get(after_s)
            values[place], present[place] = found or 0, found is not None
        kept.append((START_S + after_s) * 1000, values, present)
    return kept


@pytest.fixture
def ask(history: History) -> Handler:
    return query_handler(history, lambda: START_S + 62.0, None)


def get(ask: Handler, path: str, **parameters: str) -> Reply:
    return ask(Request("GET", path, {name: [value] for name, value in parameters.items()}))


def body(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reply.body)
    return found


def seconds(result: list[dict[str, Any]]) -> list[tuple[dict[str, str], Any]]:
    """Return rows as in the table: labels without those of the scrape, numbers for texts."""
    rows: list[tuple[dict[str, str], Any]] = []
    for row in result:
        metric = {k: v for k, v in row["metric"].items() if k not in SCRAPE_LABELS}
        if "values" in row:
            rows.append((metric, [(at - START_S, float(v)) for at, v in row["values"]]))
        else:
            rows.append((metric, float(row["value"][1])))
    return rows


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.about)
def test_the_three_shapes_answer_as_prometheus_does(ask: Handler, case: Answered) -> None:
    reply = get(ask, "/api/v1/query", query=case.query, time=str(START_S + case.at_s))
    data = body(reply)["data"]
    assert (reply.status, data["resultType"]) == (200, case.result_type)
    rows = seconds(data["result"])
    assert [metric for metric, _ in rows] == [metric for metric, _ in case.rows]
    for (_, found), (_, expected) in zip(rows, case.rows, strict=True):
        assert found == (expected if case.result_type == "matrix" else pytest.approx(expected))


@pytest.mark.parametrize("query", [*BROKEN, *BEYOND])
def test_everything_else_is_bad_data(ask: Handler, query: str) -> None:
    reply = get(ask, "/api/v1/query", query=query)
    assert reply.status == 400
    assert body(reply)["status"] == "error"
    assert body(reply)["errorType"] == "bad_data"
    assert body(reply)["error"]


def test_a_long_query_may_come_as_a_form(ask: Handler) -> None:
    form = urlencode({"query": 'tries_total{os="ios",flow="cart"}', "time": START_S + 62})
    reply = ask(Request("POST", "/api/v1/query", body=form.encode()))
    assert body(reply)["data"]["result"][0]["value"] == [START_S + 62, "40"]


def test_without_a_time_the_simulated_now_is_meant(ask: Handler) -> None:
    reply = get(ask, "/api/v1/query", query="flag_enabled")
    assert body(reply)["data"]["result"][0]["value"] == [START_S + 62, "0"]


def test_rows_name_where_they_were_scraped(ask: Handler) -> None:
    metric = body(get(ask, "/api/v1/query", query="flag_enabled"))["data"]["result"][0]["metric"]
    assert {name: metric[name] for name in SCRAPE_LABELS} == {"instance": "shop", "job": "shop"}


def test_a_series_that_ended_is_stale_at_the_next_scrape(ask: Handler) -> None:
    late = get(ask, "/api/v1/query", query="gone_total", time=str(START_S + 50))
    early = get(ask, "/api/v1/query", query="gone_total", time=str(START_S + 40))
    assert body(late)["data"]["result"] == []
    assert len(body(early)["data"]["result"]) == 1


def test_a_range_query_gives_each_step_that_has_a_value(ask: Handler) -> None:
    reply = get(
        ask,
        "/api/v1/query_range",
        query='tries_total{flow="login"}',
        start=str(START_S + 30),
        end=str(START_S + 70),
        step="20",
    )
    data = body(reply)["data"]
    assert data["resultType"] == "matrix"
    assert data["result"][0]["values"] == [[START_S + 50, "3"], [START_S + 70, "5"]]


@pytest.mark.parametrize(("start", "printed"), [("50", '50,"3"'), ("50.5", '50.5,"3"')])
def test_whole_seconds_are_printed_without_a_point(ask: Handler, start: str, printed: str) -> None:
    reply = get(
        ask,
        "/api/v1/query_range",
        query='tries_total{flow="login"}',
        start=str(START_S + float(start)),
        end=str(START_S + 70),
        step="20",
    )
    at, text = printed.split(",")
    assert f"[{START_S + float(at):.12g},{text}]" in reply.body.decode()


def test_a_range_query_of_an_increase_is_the_instant_one_at_each_step(ask: Handler) -> None:
    query = "sum by (flow) (increase(tries_total[1m]))"
    ranged = get(
        ask,
        "/api/v1/query_range",
        query=query,
        start=str(START_S + 2),
        end=str(START_S + 62),
        step="15s",
    )
    rows = {row["metric"]["flow"]: row["values"] for row in body(ranged)["data"]["result"]}
    for at_s in (2, 17, 32, 47, 62):
        now = get(ask, "/api/v1/query", query=query, time=str(START_S + at_s))
        alone = {row["metric"]["flow"]: row["value"] for row in body(now)["data"]["result"]}
        together = {
            flow: value
            for flow, values in rows.items()
            for value in values
            if value[0] - START_S == at_s
        }
        assert together == alone


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"step": "0"}, "zero or negative"),
        ({"step": "-1"}, "zero or negative"),
        ({"step": "soon"}, "valid duration"),
        ({"end": "0"}, "before start"),
        ({"start": "yesterday"}, "valid timestamp"),
        ({"start": "1", "step": "1"}, "11,000"),
        ({"query": "tries_total[1m]"}, "range vector"),
        ({"end": "nan"}, "valid timestamp"),
    ],
)
def test_a_range_query_with_a_bad_parameter_is_bad_data(
    ask: Handler, change: dict[str, str], part: str
) -> None:
    usual = {"query": "tries_total", "start": str(START_S), "end": str(START_S + 60), "step": "15"}
    reply = get(ask, "/api/v1/query_range", **(usual | change))
    assert (reply.status, body(reply)["errorType"]) == (400, "bad_data")
    assert part in body(reply)["error"]


def test_instants_may_be_written_as_dates(ask: Handler) -> None:
    reply = get(ask, "/api/v1/query", query="flag_enabled", time="2027-01-15T08:00:20Z")
    assert body(reply)["data"]["result"][0]["value"] == [START_S + 20, "1"]


def test_series_are_listed_when_they_have_a_sample_in_the_range(ask: Handler) -> None:
    def listed(**parameters: str) -> list[str]:
        reply = get(ask, "/api/v1/series", **{"match[]": "tries_total"}, **parameters)
        return [f"{row['flow']} {row['os']}" for row in body(reply)["data"]]

    assert listed() == ["cart ios", "cart web", "login ios"]
    assert listed(start=str(START_S), end=str(START_S + 20)) == ["cart ios", "cart web"]
    assert get(ask, "/api/v1/series").status == 400
    assert get(ask, "/api/v1/series", **{"match[]": "tries_total[1m]"}).status == 400


def test_it_tells_what_it_is_and_that_it_is_ready(ask: Handler) -> None:
    assert body(get(ask, "/api/v1/status/buildinfo"))["data"]["version"]
    assert get(ask, "/-/ready").status == 200


def test_an_unknown_path_is_plain_text(ask: Handler) -> None:
    reply = get(ask, "/api/v1/rules")
    assert (reply.status, reply.content_type) == (404, "text/plain; charset=utf-8")


def test_with_a_token_only_its_bearer_is_answered(history: History) -> None:
    ask = query_handler(history, lambda: 0.0, "secret")
    given = Request("GET", "/-/ready", headers={"authorization": "Bearer secret"})
    assert get(ask, "/-/ready").status == 401
    assert ask(given).status == 200


def test_values_survive_blocks_resets_and_new_series() -> None:
    catalogue = Catalogue()
    first = catalogue.place("a_total", {})
    history = History(catalogue.series, retention_s=100_000)
    expected = []
    for row in range(500):
        second = catalogue.place("b", {}, kind="gauge", scale=1000) if row >= 200 else None
        value = 3_000_000_000 + row if row < 300 else row  # a reset of more than 2^31
        values = np.array([value] if second is None else [value, row], dtype=np.int64)
        history.append(row * 1000, values, np.ones(len(values), dtype=np.bool_))
        expected.append((value, row / 1000 if row >= 200 else math.nan))
    times, found = history.samples([first, 1], -1, 1_000_000)
    assert times.tolist() == [row * 1000 for row in range(500)]
    assert np.array_equal(found, np.array(expected), equal_nan=True)


def test_old_samples_are_forgotten() -> None:
    catalogue = Catalogue()
    catalogue.place("a_total", {})
    history = History(catalogue.series, retention_s=600)
    present = np.ones(1, dtype=np.bool_)
    for row in range(2000):
        history.append(row * 5000, np.array([row], dtype=np.int64), present)
    times, _ = history.samples([0], -1, 1e12)
    assert times[-1] == 1999 * 5000
    assert 600 <= (times[-1] - times[0]) / 1000 <= 600 + 120 * 5
    bytes_count = sum(block.distances.nbytes for block in history._blocks)
    assert bytes_count <= 4 * (600 / 5 + 2 * 120)  # 4 bytes a sample
