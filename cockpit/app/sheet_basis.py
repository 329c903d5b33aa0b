"""What an automatic check of the Go/No-Go weighs at the gates, and what its figure rests on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import to_builtins

from cockpit.app.gonogo_view import Rests
from cockpit.app.plan import SHOWN_S
from cockpit.app.stage_policy import weighing_of
from cockpit.app.tiles import KPI_S
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from cockpit.ports import workspace_checks as checks
from cockpit.ports.workspace import Flow, Workspace


def rests(
    workspace: Workspace,
    check: checks.Check,
    measured: Message | None,
    until_at: datetime | None,
    launches: Iterable[Launch] = (),
) -> Rests:
    """Return what the check rests on; `until_at` is the instant of its newest sample."""
    count = None if measured is None else measured.value("events_count")
    is_counted = isinstance(count, int) and until_at is not None
    named, window_s = _named(check), _window_s(check)
    return Rests(
        rule=_rule(check),
        weighing=None if named is None else weighing_of(workspace, *named, launches),
        event_count=count if isinstance(count, int) and is_counted else None,
        since_at=until_at - timedelta(seconds=window_s) if until_at and is_counted else None,
        until_at=until_at if is_counted else None,
        queries=_queries(workspace, check),
    )


def _named(check: checks.Check) -> tuple[str, str] | None:
    """Return metric and name by which the gates compare the same figure; None for no figure."""
    match check:
        case checks.FlowSuccess() | checks.ErrorRatio():
            return "success", check.flow
        case checks.FlowLatency():
            return "slow", check.flow
        case checks.CrashFree():
            return "crash", ""
        case checks.KpiLevel():
            return "kpi", check.kpi
        case _:
            return None


def _window_s(check: checks.Check) -> float:
    return KPI_S if isinstance(check, checks.KpiLevel | checks.CrashFree) else SHOWN_S


def _rule(check: checks.Check) -> str:
    """Return the rule in one line, such as `flow_success flow=checkout at_least=0.97`."""
    asked = to_builtins(check)
    kind = asked.pop("kind")
    return " ".join((str(kind), *(f"{name}={value}" for name, value in asked.items())))


def _queries(workspace: Workspace, check: checks.Check) -> tuple[str, ...]:
    match check:
        case checks.FlowSuccess() | checks.ErrorRatio():
            flow = _flow(workspace, check.flow)
            return tuple(filter(None, (flow.events, flow.good, flow.bad)))
        case checks.FlowLatency():
            return tuple(filter(None, (_flow(workspace, check.flow).latency,)))
        case checks.CrashFree():
            crashes = workspace.crashes
            return () if crashes is None else (crashes.sessions, crashes.crashed)
        case checks.KpiLevel():
            kpi = next(one for one in workspace.kpis if one.name == check.kpi)
            return kpi.events, kpi.good
        case _:
            return ()


def _flow(workspace: Workspace, name: str) -> Flow:
    return next(one for one in workspace.flows if one.name == name)
