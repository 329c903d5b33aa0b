"""The Prometheus connector against answers of all kinds."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs

import pytest

from cockpit.connectors.codes import MetricCode, SettingsCode, SourceCode
from cockpit.connectors.metrics.prometheus import Prometheus, connect
from cockpit.ports.errors import (
    BadAnswerError,
    Refusal,
    RefusedError,
    SourceError,
    UnreachableError,
)
from cockpit.ports.metrics import Answer, Selector
from cockpit.ports.sources import Auth
from tests.connectors.contracts import asked
from tests.connectors.near import CLOCK, DEADLINE_S, failure, source
from tests.connectors.shapes import SHAPES, Shape
from tests.kit import faulty_ways as ways
from tests.kit.fakes_acting import FakeClock
from tests.kit.faulty import Behaviour, FaultyServer, closed_port, faulty, http, saying

PATIENCE_S = 2.5
"""For servers that answer at once, however busy this computer is."""

UP = Selector("up")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
STILL = FakeClock()
NOW_S = STILL.now().timestamp()


@contextmanager
def opened(behave: Behaviour, **more: object) -> Iterator[tuple[Prometheus, FaultyServer]]:
    with faulty(behave) as server:
        metrics = connect(source(server.url, **{"deadline_s": PATIENCE_S, **more}), STILL)
        try:
            yield metrics, server
        finally:
            metrics.close()


def told(body: bytes, **more: object) -> Answer:
    with opened(saying(http(body)), **more) as (metrics, _server):
        return metrics.samples(UP, 60)


def matrix(*entries: object) -> bytes:
    data = {"resultType": "matrix", "result": list(entries)}
    return json.dumps({"status": "success", "data": data}).encode()


def line(*pairs: tuple[float, str], **labels: str) -> dict[str, object]:
    return {"metric": {"__name__": "up", **labels}, "values": [list(pair) for pair in pairs]}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_question_is_posted_as_the_table_says(shape: Shape) -> None:
    with opened(saying(http(ways.SOUND))) as (metrics, server):
        asked(metrics, shape, NOON)
    (seen,) = server.seen
    form = {name: value[0] for name, value in parse_qs(seen.body.decode()).items()}
    times = (
        {"start": "1795262340.000", "end": "1795262400.000", "step": "30.000"}
        if shape.kind == "history"
        else {"time": "1795262400.000"}
    )
    path = "/api/v1/query_range" if shape.kind == "history" else "/api/v1/query"
    assert (seen.method, seen.target) == ("POST", path)
    assert form == {"query": shape.text, "timeout": f"{PATIENCE_S * 1000:.0f}ms", **times}


def test_without_an_instant_the_server_s_own_now_counts() -> None:
    with opened(saying(http(ways.SOUND))) as (metrics, server):
        metrics.latest(UP)
    assert "time" not in parse_qs(server.seen[0].body.decode())


def test_a_tenant_and_a_prefix_go_along() -> None:
    with faulty(saying(http(ways.SOUND))) as server:
        settings = source(server.url + "/prometheus", headers=(("X-Scope-OrgID", "shop"),))
        metrics = connect(settings, CLOCK)
        metrics.probe()
        metrics.close()
    assert server.seen[0].target == "/prometheus/api/v1/query"
    assert server.seen[0].headers["x-scope-orgid"] == "shop"


def test_the_probe_asks_for_a_series_that_nobody_has() -> None:
    with opened(saying(http(ways.SOUND))) as (metrics, server):
        assert metrics.probe().round_trip_s > 0
    assert parse_qs(server.seen[0].body.decode())["query"] == ['up{job="release-cockpit-probe"}']


def test_points_are_sorted_and_what_is_no_number_is_left_out_and_counted() -> None:
    answer = told(
        matrix(line((30, "3"), (10, "1"), (20, "NaN"), (10, "9"), (25, "+Inf"), (26, "-Inf")))
    )
    (series,) = answer.series
    assert (series.times_s, series.values, series.dropped_count) == ((10.0, 30.0), (1.0, 3.0), 4)
    assert series.labels == {}


def test_times_may_be_whole_or_broken_numbers() -> None:
    (series,) = told(matrix(line((1795262400, "1"), (1795262400.5, "2"), a="b"))).series
    assert series.times_s == (1795262400.0, 1795262400.5)
    assert series.labels == {"a": "b"}


def test_a_series_with_nothing_but_nan_has_no_points() -> None:
    (series,) = told(matrix(line((10, "NaN")))).series
    assert (series.times_s, series.dropped_count) == ((), 1)


def test_an_empty_answer_is_empty_and_not_zero() -> None:
    assert told(ways.SOUND).series == ()


@pytest.mark.parametrize("key", ["warnings", "infos"])
def test_a_remark_of_the_server_is_a_warning(key: str) -> None:
    answer = told(ways.vector(**{key: ["some store did not answer", 7]}))
    assert [warning.value("text") for warning in answer.warnings] == [
        "some store did not answer",
        "?",
    ]
    assert {warning.code for warning in answer.warnings} == {MetricCode.WARNING}


def test_null_remarks_are_none() -> None:
    assert told(ways.vector(warnings=None, infos=None)).warnings == ()


def test_points_from_the_future_are_left_out_with_a_warning() -> None:
    answer = told(matrix(line((NOW_S, "1"), (NOW_S + 60, "2")), line((NOW_S + 90, "3"), a="b")))
    assert [series.values for series in answer.series] == [(1.0,), ()]
    (warning,) = answer.warnings
    assert (warning.code, warning.value("dropped_count")) == (MetricCode.FUTURE, 2)


def test_the_future_begins_where_the_server_s_clock_says() -> None:
    ahead = STILL.now() + timedelta(hours=1)
    dated = f"Date: {format_datetime(ahead, usegmt=True)}\r\n"
    body = matrix(line((ahead.timestamp(), "1"), (ahead.timestamp() + 60, "2")))
    with opened(saying(http(body, headers=dated))) as (metrics, _server):
        answer = metrics.samples(UP, 60)
    assert answer.series[0].values == (1.0,)
    assert answer.contact.skew_s is not None
    assert answer.contact.skew_s >= 3600.0


def test_the_left_end_of_a_range_does_not_count() -> None:
    at_s = NOON.timestamp()
    body = matrix(line((at_s - 60, "1"), (at_s - 45, "2"), (at_s, "3")))
    with opened(saying(http(body))) as (metrics, _server):
        (series,) = metrics.samples(UP, 60, at=NOON).series
    assert (series.values, series.dropped_count) == ((2.0, 3.0), 0)


POINT = {"metric": {"a": "b"}, "value": [10, "1"]}

BAD = [
    pytest.param(ways.vector(POINT, POINT), MetricCode.DOUBLE_SERIES, id="double series"),
    pytest.param(ways.wide(60), MetricCode.TOO_MANY_SERIES, id="too many series"),
    pytest.param(
        ways.vector({"metric": {}, "histogram": [1, {}]}), MetricCode.HISTOGRAM, id="histogram"
    ),
    pytest.param(b'{"status":"success"}', SourceCode.SHAPE, id="no data"),
    pytest.param(b'{"status":"success","data":[]}', SourceCode.SHAPE, id="other data"),
    pytest.param(b"[]", SourceCode.SHAPE, id="no envelope"),
    pytest.param(b"{}", SourceCode.SHAPE, id="empty envelope"),
    pytest.param(b'{"status":"error","errorType":"x"}', MetricCode.BAD_QUERY, id="200 error"),
    pytest.param(
        b'{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}',
        SourceCode.SHAPE,
        id="scalar",
    ),
    pytest.param(ways.vector({"metric": {}}), SourceCode.SHAPE, id="no value"),
    pytest.param(ways.vector({"value": [1, "1"]}), SourceCode.SHAPE, id="no labels"),
    pytest.param(ways.vector({"metric": {"a": 1}, "value": [1, "1"]}), SourceCode.SHAPE, id="1"),
    pytest.param(ways.vector({"metric": {}, "value": [1, 1]}), SourceCode.SHAPE, id="bare value"),
    pytest.param(ways.vector({"metric": {}, "value": [1]}), SourceCode.SHAPE, id="half a point"),
    pytest.param(ways.vector({"metric": {}, "value": ["1", "1"]}), SourceCode.SHAPE, id="time"),
    pytest.param(ways.vector({"metric": {}, "value": [1e15, "1"]}), SourceCode.SHAPE, id="year"),
    pytest.param(ways.vector({"metric": {}, "value": [True, "1"]}), SourceCode.SHAPE, id="true"),
    pytest.param(ways.vector({"metric": {}, "value": [1, "one"]}), SourceCode.SHAPE, id="word"),
    pytest.param(ways.vector(7), SourceCode.SHAPE, id="no series"),
    pytest.param(ways.vector(warnings="x"), SourceCode.SHAPE, id="other warnings"),
]


@pytest.mark.parametrize(("body", "code"), BAD)
def test_an_answer_of_another_shape_is_no_answer(body: bytes, code: str) -> None:
    error = failure(lambda: told(body, options=(("max_series", "50"),)))
    assert isinstance(error, BadAnswerError)
    assert error.message.code == code


def test_a_gauge_is_no_counter() -> None:
    remark = 'PromQL info: metric might not be a counter, name does not end in _total: "up"'
    with opened(saying(http(ways.vector(infos=[remark])))) as (metrics, _server):
        error = failure(lambda: metrics.increases(UP, (), 60))
        assert len(metrics.latest(UP).warnings) == 1
    assert isinstance(error, BadAnswerError)
    assert error.message.code == MetricCode.NOT_A_COUNTER


def problem(status: int, kind: str) -> bytes:
    body = {"status": "error", "errorType": kind, "error": "parse error at char 5"}
    return http(json.dumps(body).encode(), status=status)


REFUSALS = [
    pytest.param(problem(400, "bad_data"), MetricCode.BAD_QUERY, id="Prometheus"),
    pytest.param(problem(422, "422"), MetricCode.BAD_QUERY, id="VictoriaMetrics"),
    pytest.param(problem(422, "execution"), MetricCode.TOO_MUCH, id="too much"),
    pytest.param(
        http(b"no org id", status=401, kind="text/plain"), SourceCode.TOKEN_UNKNOWN, id="Mimir"
    ),
    pytest.param(http(b"404", status=404, kind="text/plain"), SourceCode.NOT_FOUND, id="path"),
    pytest.param(http(b"[]", status=422), SourceCode.BAD_REQUEST, id="another 422"),
]


@pytest.mark.parametrize(("response", "code"), REFUSALS)
def test_a_refused_question_says_why(response: bytes, code: str) -> None:
    with opened(saying(response)) as (metrics, server):
        error = failure(lambda: metrics.latest(UP))
    assert isinstance(error, RefusedError)
    assert error.message.code == code
    assert error.refusal in {Refusal.BAD_REQUEST, Refusal.NOT_FOUND, Refusal.TOKEN_UNKNOWN}
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (problem(503, "timeout"), MetricCode.QUERY_TIMEOUT),
        (problem(499, "canceled"), MetricCode.QUERY_TIMEOUT),
        (problem(500, "unavailable"), MetricCode.NOT_READY),
        (problem(500, "internal"), MetricCode.NOT_READY),
    ],
    ids=["timeout", "cancelled", "unavailable", "internal"],
)
def test_a_server_that_cannot_answer_now_is_not_asked_again_at_once(
    response: bytes, code: str
) -> None:
    with opened(saying(response)) as (metrics, server):
        error = failure(lambda: metrics.latest(UP))
    assert isinstance(error, UnreachableError)
    assert error.message.code == code
    assert len(server.seen) == 1


def test_an_option_that_is_no_number_is_named() -> None:
    settings = source("http://localhost:9090", options=(("max_series", "many"),))
    error = failure(lambda: connect(settings, CLOCK))
    assert (error.message.code, error.message.value("option")) == (
        SettingsCode.OPTION,
        "max_series",
    )


BASIC = {"auth": Auth.BASIC, "user": "mina", "token": "x"}
SAID = b'{"status":"success","data":{"resultType":"matrix","result":%s}}'

FAULTS: dict[str, Behaviour] = {
    "M2 never answers": ways.hanging,
    "M2 drips its head": ways.dripping_head,
    "M2 drips its body": ways.dripping_body,
    "M2 half open": ways.half_open,
    "M3 500": saying(http(b"", status=500)),
    "M3 503": saying(http(b"busy", status=503)),
    "M4 429": saying(http(b"", status=429, headers="Retry-After: 1000\r\n")),
    "M5 page": saying(http(b"<html>sign in</html>", kind="text/html")),
    "M5 page that says JSON": saying(http(b"<html>sign in</html>")),
    "M6 cut by length": ways.cut_by_length,
    "M6 cut by close": ways.cut_by_close,
    "M6 reset": ways.resetting,
    "M7 NaN": saying(http(SAID % b'[{"metric":{},"values":[[1,NaN]]}]')),
    "M7 1e400": saying(http(SAID % b'[{"metric":{},"values":[[1e400,"1"]]}]')),
    "M7 NaN as text": saying(http(SAID % b'[{"metric":{},"values":[[1,"NaN"]]}]')),
    "M8 empty": saying(http(SAID % b"[]")),
    "M8 warnings": saying(http(ways.vector(POINT, warnings=["partial"]))),
    "M9 double series": saying(http(ways.vector(POINT, POINT))),
    "M9 double key": saying(http(b'{"status":"error","status":"success"}')),
    "M11 from the future": saying(http(ways.vector({"metric": {}, "value": [NOW_S + 99, "1"]}))),
    "M13 wide": saying(http(ways.wide(60))),
    "M14 large": saying(http(b" " * 3_000_000)),
    "M14 bomb": ways.gzip_bomb(50),
    "M14 deep": saying(http(ways.deep(100_000))),
    "M14 headers": ways.many_headers,
    "X8 redirect": saying(http(b"", status=302, headers="Location: http://127.0.0.1:1/\r\n")),
}


def result(call: Callable[[], Answer]) -> Answer | SourceError:
    try:
        return call()
    except SourceError as error:
        return error


def looks_healthy(outcome: Answer) -> bool:
    """Return whether a careless reader could take this for good news."""
    has_points = any(series.values for series in outcome.series)
    is_whole = not outcome.warnings and not any(s.dropped_count for s in outcome.series)
    return has_points and is_whole


@pytest.mark.slow
@pytest.mark.parametrize("behave", FAULTS.values(), ids=FAULTS)
def test_no_fault_of_a_server_looks_like_good_news(behave: Behaviour) -> None:
    limits = {"options": (("max_series", "50"),), "max_bytes": 2_000_000, "deadline_s": DEADLINE_S}
    with opened(behave, **limits, **BASIC) as (metrics, _server):
        outcome = result(lambda: metrics.samples(UP, 60))
    if isinstance(outcome, Answer):
        assert not looks_healthy(outcome)
    else:
        assert outcome.message.value("source") == "shop"
        assert not outcome.may_have_applied


def test_a_server_that_is_down_is_no_good_news_either() -> None:
    metrics = connect(source(f"http://127.0.0.1:{closed_port()}"), CLOCK)
    assert isinstance(failure(lambda: metrics.latest(UP)), UnreachableError)
    metrics.close()
