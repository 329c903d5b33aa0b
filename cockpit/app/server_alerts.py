"""The alerts of the metrics servers' own rules, asked now and then, and kept."""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.asking import Ask
from cockpit.app.rules.file import rules_of
from cockpit.app.rules.labelled import PAGE, RULE, SEVERITY
from cockpit.app.rules.series import FLOW, KPI, SERVICE
from cockpit.app.server_codes import ServerCode
from cockpit.app.server_view import ServerAlertView, ServerView
from cockpit.domain.message import Message, message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, RefusedError, SourceError
from cockpit.ports.metrics import MetricSource
from cockpit.ports.server_alerts import AlertsTold, ServerAlert
from cockpit.ports.workspace import Workspace

ASK_EVERY_S = 20.0
AFTER_FAILURE_S = 60.0
STALE_S = 90.0

PAGES = frozenset({PAGE, "critical"})
"""What teams call an alert that somebody has to look at now."""

PLAIN, ENGLISH = "summary", "summary_en"
OURS, NO_DATA = "Cockpit", "CockpitNoData"
SENTENCES = (PLAIN, "message", "description")
"""Annotations in which the rules of other teams keep their sentence."""


class _Heard(Struct, frozen=True):
    """The last answer of a source, or why there was none with the one before."""

    told: AlertsTold | None = None
    views: tuple[ServerAlertView, ...] = ()
    error: Message | None = None


class ServerAlerts:
    """Asks every metric source for its alerts. On the core lane; `asks` wait elsewhere.

    A source that does not tell its alerts keeps the standing that its metrics give it.
    """

    def __init__(
        self,
        workspace: Workspace,
        metrics: Mapping[str, MetricSource],
        clock: Clock,
        asks: Mapping[str, Ask],
        may_ask: Callable[[str, float], bool],
    ) -> None:
        self._workspace = workspace
        self._metrics = metrics
        self._clock = clock
        self._asks = asks
        self._may_ask = may_ask
        self._heard: dict[str, _Heard] = {}
        self._rules: dict[str, frozenset[str]] = {}
        self._in_flight: set[str] = set()
        self._due_s = dict.fromkeys(metrics, float("-inf"))

    def tick(self, note: Callable[[], None]) -> None:
        """Ask what is due; `note` is called when something was told."""
        now_s = self._clock.monotonic_s()
        for source, due_s in self._due_s.items():
            is_free = source not in self._in_flight and self._may_ask(source, now_s)
            if is_free and now_s >= due_s:
                self._ask(source, note)

    def view(self, now: datetime) -> ServerView:
        """Return what is known now."""
        views: list[ServerAlertView] = []
        unknown: list[Message] = []
        ages_s: list[float] = []
        left_out_count = 0
        for source in self._metrics:
            heard = self._heard.get(source, _Heard())
            told = heard.told
            age_s = None if told is None else max(0.0, (now - told.contact.at).total_seconds())
            if told is None or age_s is None or age_s > STALE_S:
                unknown.append(heard.error or message(ServerCode.NOT_ASKED, source=source))
                continue
            ages_s.append(age_s)
            left_out_count += told.left_out_count
            unknown += told.warnings
            views += heard.views
        return ServerView(
            alerts=tuple(sorted(views, key=_order)),
            unknown=unknown[0] if unknown else None,
            age_s=max(ages_s, default=None),
            left_out_count=left_out_count,
        )

    def _ask(self, source: str, note: Callable[[], None]) -> None:
        self._in_flight.add(source)

        def take(heard: _Heard | Exception) -> None:
            self._in_flight.discard(source)
            now_s = self._clock.monotonic_s()
            if isinstance(heard, Exception):
                before = self._heard.get(source, _Heard())
                self._heard[source] = replace(before, error=_why(source, heard))
                self._due_s[source] = now_s + AFTER_FAILURE_S
            else:
                self._heard[source] = heard
                self._due_s[source] = now_s + ASK_EVERY_S
            note()

        self._asks[source](lambda: self._told(source), take)

    def _told(self, source: str) -> _Heard:
        """Ask on the lane of the source, where what takes its time is worked out as well."""
        told = self._metrics[source].alerts()
        rules = self._rules.get(source)
        if rules is None:
            own = rules_of(self._workspace, source, "").alerts
            rules = self._rules[source] = frozenset(one.annotations[RULE] for one in own)
        views = [_view(source, one, rules, self._workspace) for one in told.alerts]
        return _Heard(told, tuple(views))


def _why(source: str, error: Exception) -> Message:
    if isinstance(error, RefusedError) and error.refusal is Refusal.NOT_FOUND:
        return message(ServerCode.NOT_OFFERED, source=source)
    if isinstance(error, SourceError):
        return error.message
    return message(ServerCode.NOT_ASKED, source=source)


def _view(
    source: str, alert: ServerAlert, rules: frozenset[str], workspace: Workspace
) -> ServerAlertView:
    labels, notes = alert.labels, alert.annotations
    is_here = labels.get(SERVICE, workspace.service.name) == workspace.service.name
    flow, kpi = labels.get(FLOW), labels.get(KPI)
    flows, kpis = {one.name for one in workspace.flows}, {one.name for one in workspace.kpis}
    plain = next((notes[name] for name in SENTENCES if notes.get(name)), "")
    is_ours = alert.name.startswith(OURS) and RULE in notes
    summaries = {"ko": plain, "en": notes.get(ENGLISH, plain)} if is_ours else {"": plain}
    return ServerAlertView(
        source=source,
        name=alert.name,
        flow=flow if is_here and flow in flows else None,
        kpi=kpi if is_here and kpi in kpis else None,
        is_page=labels.get(SEVERITY) in PAGES,
        is_firing=alert.is_firing,
        since_at=alert.active_at,
        summaries=summaries,
        is_ours=is_ours,
        is_current=is_ours and notes[RULE] in rules,
        is_about_data=alert.name == NO_DATA,
    )


def _order(view: ServerAlertView) -> tuple[bool, bool, bool, str, str]:
    """Return what puts pages first, of flows first, and those that fire before those to come."""
    return not view.is_firing, not view.is_page, view.flow is None, view.flow or "", view.name
