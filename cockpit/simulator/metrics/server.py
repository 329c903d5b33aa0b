"""The metrics page and the query API over HTTP."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import parse_qs

import numpy as np

from cockpit.simulator.metrics.answers import instant, ranged
from cockpit.simulator.metrics.expression import Expression, ExpressionError, duration_ms, parse
from cockpit.simulator.metrics.history import History
from cockpit.simulator.metrics.page import CONTENT_TYPE
from cockpit.simulator.web import Handler, Reply, Request, has_bearer, json_reply, text_reply

MAX_POINTS = 11_000
BUILD = {"version": "3.5.0", "revision": "simulator", "branch": "simulator", "goVersion": "none"}

Form = dict[str, list[str]]


def shop_handler(page: Callable[[], str]) -> Handler:
    """Return the handler of the shop's own port: `GET /metrics`."""

    def answer(request: Request) -> Reply:
        if (request.method, request.path) == ("GET", "/metrics"):
            return Reply(200, page().encode(), CONTENT_TYPE)
        return text_reply("404 page not found\n", 404)

    return answer


def query_handler(
    history: History,
    now_s: Callable[[], float],
    token: str | None,
    alerts: Callable[[], Sequence[object]] = tuple,
) -> Handler:
    """Return the handler of the small Prometheus.

    It has no rules; `alerts` are what it says of them all the same, as the API has it.
    """
    plain: dict[str, Callable[[], object]] = {
        "/api/v1/status/buildinfo": lambda: BUILD,
        "/api/v1/alerts": lambda: {"alerts": list(alerts())},
    }

    def answer(request: Request) -> Reply:
        if not has_bearer(request, token):
            return text_reply("Unauthorized\n", 401)
        if request.path in {"/-/ready", "/-/healthy"}:
            return text_reply("Prometheus Server is Ready.\n")
        if request.path in plain:
            return _success(plain[request.path]())
        try:
            return _success(_data(history, now_s, request))
        except (ExpressionError, ValueError) as error:
            problem = {"status": "error", "errorType": "bad_data", "error": str(error)}
            return json_reply(problem, 400)
        except LookupError:
            return text_reply("404 page not found\n", 404)

    return answer


def _success(data: object) -> Reply:
    return json_reply({"status": "success", "data": data})


def _data(history: History, now_s: Callable[[], float], request: Request) -> object:
    form = _form(request)
    match request.path:
        case "/api/v1/query":
            at_ms = _instant_ms(form, "time", default_s=now_s())
            return instant(history, _query(form), at_ms)
        case "/api/v1/query_range":
            return _range(history, form)
        case "/api/v1/series":
            return _series(history, form, now_s())
        case _:
            raise LookupError(request.path)


def _form(request: Request) -> Form:
    form = {name: list(values) for name, values in request.query.items()}
    if request.method == "POST":
        form.update(parse_qs(request.body.decode(), keep_blank_values=True))
    return form


def _query(form: Form) -> Expression:
    return parse(form.get("query", [""])[0])


def _range(history: History, form: Form) -> object:
    start_ms, end_ms = _instant_ms(form, "start"), _instant_ms(form, "end")
    if end_ms < start_ms:
        msg = 'invalid parameter "end": end timestamp must not be before start time'
        raise ValueError(msg)
    step_ms = _step_ms(form)
    if step_ms <= 0:
        msg = (
            'invalid parameter "step": zero or negative query resolution step widths are not '
            "accepted. Try a positive integer"
        )
        raise ValueError(msg)
    if (end_ms - start_ms) / step_ms > MAX_POINTS:
        msg = (
            "exceeded maximum resolution of 11,000 points per timeseries. "
            "Try decreasing the query resolution (?step=XX)"
        )
        raise ValueError(msg)
    asked = _query(form)
    if asked.range_ms is not None and asked.by is None:
        msg = (
            'invalid parameter "query": invalid expression type "range vector" for range query, '
            "must be Scalar or instant Vector"
        )
        raise ValueError(msg)
    return ranged(history, asked, np.arange(start_ms, end_ms + 1, step_ms, dtype=np.int64))


def _series(history: History, form: Form, now_s: float) -> object:
    if not form.get("match[]"):
        msg = "no match[] parameter provided"
        raise ValueError(msg)
    start_ms = _instant_ms(form, "start", default_s=0.0)
    end_ms = _instant_ms(form, "end", default_s=now_s)
    places: dict[int, None] = {}
    for text in form["match[]"]:
        asked = parse(text)
        if asked.range_ms is not None:
            msg = 'invalid parameter "match[]": a range cannot be given here'
            raise ValueError(msg)
        places.update(dict.fromkeys(history.index.places(asked.metric, asked.matchers)))
    _, values = history.samples(list(places), start_ms - 1, end_ms)
    seen = set(np.flatnonzero((~np.isnan(values)).any(axis=0)).tolist())
    return [history.index.labels(place) for column, place in enumerate(places) if column in seen]


def _instant_ms(form: Form, name: str, *, default_s: float | None = None) -> int:
    text = form.get(name, [""])[0]
    if not text and default_s is not None:
        return math.floor(default_s * 1000)
    try:
        seconds = float(text)
    except ValueError:
        seconds = _rfc3339_s(text)
    if not math.isfinite(seconds):
        msg = f'invalid parameter "{name}": cannot parse "{text}" to a valid timestamp'
        raise ValueError(msg)
    return round(seconds * 1000)


def _rfc3339_s(text: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    return at.timestamp() if at.tzinfo is not None else math.nan


def _step_ms(form: Form) -> int:
    text = form.get("step", [""])[0]
    found = duration_ms(text)
    if found is not None:
        return found
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        msg = f'invalid parameter "step": cannot parse "{text}" to a valid duration'
        raise ValueError(msg)
    return round(seconds * 1000)
