"""Connector: Prometheus and whatever else speaks its query API.

VictoriaMetrics, Thanos and Mimir do; a tenant goes into the source's extra headers
(`X-Scope-OrgID`), a path prefix into its url. Questions are sent by POST, so that their length
does not matter; that is read-only all the same.
"""

from datetime import datetime

from cockpit.connectors import promql
from cockpit.connectors.alerts import alerts_of
from cockpit.connectors.codes import MetricCode, SettingsCode
from cockpit.connectors.decode import items, parsed, printable, record, text
from cockpit.connectors.http import Client, open_client
from cockpit.connectors.metrics import METRICS
from cockpit.connectors.refusals import failure_of, refused
from cockpit.connectors.reply import Reply
from cockpit.connectors.series import Window, all_series
from cockpit.domain.message import Message, message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, SourceError, UnreachableError
from cockpit.ports.metrics import Answer, Matcher, Selector
from cockpit.ports.server_alerts import AlertsTold
from cockpit.ports.sources import Contact, SourceSettings

MAX_SERIES_COUNT = 20_000
FUTURE_S = 5.0
"""A point this much later than the server's own time is no measurement."""

NOTHING = Selector("up", (Matcher("job", "=", "release-cockpit-probe"),))
NO_COUNTER = "metric might not be a counter"


class Prometheus:
    """Asks one Prometheus."""

    def __init__(
        self, client: Client, secrets: tuple[str, ...], max_series_count: int = MAX_SERIES_COUNT
    ) -> None:
        self._client = client
        self._secrets = secrets
        self._max_series_count = max_series_count

    def latest(self, selector: Selector, *, at: datetime | None = None) -> Answer:
        """Return one point of each series; its time is that of the question, not of the point.

        A series that got its last point up to five minutes ago is still told. Its real age is
        known from `samples` only.
        """
        return self._instant(promql.latest(selector), at, Window())

    def samples(self, selector: Selector, range_s: float, *, at: datetime | None = None) -> Answer:
        """Return the raw points of each series in (at - range_s, at]."""
        after = Window() if at is None else Window(after_s=at.timestamp() - range_s)
        return self._instant(promql.samples(selector, range_s), at, after)

    def increases(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        at: datetime | None = None,
    ) -> Answer:
        """Return the server's own estimate of the increase over the range, summed by labels."""
        return self._instant(promql.increases(selector, by, range_s), at, Window(), counters=True)

    def history(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        start: datetime,
        end: datetime,
        step_s: float,
    ) -> Answer:
        """Return `increases` at every `step_s` from start to end, both included.

        Prometheus refuses more than 11,000 points of a series at once.
        """
        form = [
            ("query", promql.increases(selector, by, range_s)),
            ("start", _unix(start)),
            ("end", _unix(end)),
            ("step", f"{step_s:.3f}"),
        ]
        return self._asked("/api/v1/query_range", form, Window(), counters=True)

    def alerts(self) -> AlertsTold:
        """Return the alerts of the server's rules; a server without rules tells none."""
        reply = self._client.get("/api/v1/alerts")
        with reply.reading():
            envelope = record(reply.json(), "{}")
            if text(envelope, "status") != "success":
                raise reply.bad(MetricCode.BAD_QUERY)
            alerts, left_out_count = alerts_of(envelope.get("data"), self._secrets)
            warnings = tuple(self._warning(one) for one in _remarks(envelope, "warnings"))
        return AlertsTold(alerts, warnings, reply.contact, left_out_count)

    def probe(self) -> Contact:
        """Ask for a series that nobody has: cheap, and needs the same rights as any other."""
        return self._instant(promql.latest(NOTHING), None, Window()).contact

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _instant(
        self, query: str, at: datetime | None, window: Window, *, counters: bool = False
    ) -> Answer:
        form = [("query", query)]
        if at is not None:
            form.append(("time", _unix(at)))
        return self._asked("/api/v1/query", form, window, counters=counters)

    def _asked(
        self, path: str, form: list[tuple[str, str]], window: Window, *, counters: bool
    ) -> Answer:
        form.append(("timeout", promql.duration(self._client.deadline_s)))
        reply = self._client.ask(path, form)
        with reply.reading():
            envelope = record(reply.json(), "{}")
            if text(envelope, "status") != "success":
                raise reply.bad(MetricCode.BAD_QUERY)
            remarks = [*_remarks(envelope, "warnings"), *_remarks(envelope, "infos")]
            if counters and any(NO_COUNTER in remark for remark in remarks):
                raise reply.bad(MetricCode.NOT_A_COUNTER)
            until_s = _server_now_s(reply) + FUTURE_S
            series, future_count = all_series(
                envelope.get("data"),
                reply,
                Window(window.after_s, until_s),
                self._max_series_count,
            )
        warnings = [self._warning(remark) for remark in remarks]
        if future_count:
            warnings.append(
                message(MetricCode.FUTURE, source=reply.source, dropped_count=future_count)
            )
        return Answer(series, tuple(warnings), reply.contact)

    def _warning(self, remark: str) -> Message:
        return message(
            MetricCode.WARNING, source=self._client.source, text=printable(remark, self._secrets)
        )


def _remarks(envelope: dict[str, object], key: str) -> list[str]:
    remarks = envelope.get(key)
    if remarks is None:
        return []
    return [remark if isinstance(remark, str) else "?" for remark in items(remarks, key)]


def _server_now_s(reply: Reply) -> float:
    return reply.contact.at.timestamp() + (reply.contact.skew_s or 0.0)


def _unix(at: datetime) -> str:
    return f"{at.timestamp():.3f}"


def _explained(reply: Reply) -> SourceError | None:
    """Return what an error of the API means: its kind counts more than its status."""
    match _error_kind(reply):
        case "bad_data" | "422" | "400":
            return refused(reply, MetricCode.BAD_QUERY, Refusal.BAD_REQUEST)
        case "execution":
            return refused(reply, MetricCode.TOO_MUCH, Refusal.BAD_REQUEST)
        case "timeout" | "canceled":
            return UnreachableError(message(MetricCode.QUERY_TIMEOUT, source=reply.source))
        case "internal" | "unavailable":
            return UnreachableError(message(MetricCode.NOT_READY, source=reply.source))
        case _:
            return failure_of(reply)


def _error_kind(reply: Reply) -> str | None:
    if reply.status < 400:  # noqa: PLR2004 - as HTTP counts
        return None
    try:
        envelope = parsed(reply.body)
    except ValueError:
        return None
    kind = envelope.get("errorType") if isinstance(envelope, dict) else None
    return kind if isinstance(kind, str) else None


def connect(settings: SourceSettings, clock: Clock) -> Prometheus:
    """Open the Prometheus at `settings.url`; nothing is sent yet.

    The option `max_series` says how many series an answer may have.
    """
    told = dict(settings.options).get("max_series", str(MAX_SERIES_COUNT))
    if not told.isdecimal():
        raise UnreachableError(
            message(SettingsCode.OPTION, source=settings.name, option="max_series")
        )
    secrets = tuple(secret for secret in (settings.token, settings.client_token) if secret)
    return Prometheus(open_client(settings, clock, explain=_explained), secrets, int(told))


METRICS.add("prometheus", connect)
