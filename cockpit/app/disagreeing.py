"""Where the server pages and the cockpit does not, or the other way round, and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from cockpit.app.alert_view import AlertView
from cockpit.app.server_codes import ServerCode, WhyCode
from cockpit.app.server_view import Disagreement, ServerAlertView, ServerView
from cockpit.app.snapshot import FlowView, Snapshot, TileState
from cockpit.domain.alert_words import AlertGrade, AlertReason
from cockpit.domain.codes import SloCode
from cockpit.domain.message import Message, message

GRACE = timedelta(seconds=60)
"""The two look at different moments: what settles within so long is no disagreement."""


def with_server(snapshot: Snapshot, server: ServerView) -> Snapshot:
    """Return the snapshot with the server's alerts, compared with its own."""
    own = snapshot.alerts
    found = compare_alerts(own, server, flows=snapshot.flows, now=snapshot.at)
    return replace(snapshot, server=replace(server, disagreements=found))


def compare_alerts(
    own: Sequence[AlertView],
    theirs: ServerView,
    *,
    flows: Sequence[FlowView],
    now: datetime,
) -> tuple[Disagreement, ...]:
    """Return the flows about which one pages and the other does not, in the order of the flows.

    Only an alert that has lasted a minute counts. While the server's alerts are not known, the
    cockpit does not say what they are not.
    """
    return tuple(_found(own, theirs, flows, now))


def _found(
    own: Sequence[AlertView], theirs: ServerView, flows: Sequence[FlowView], now: datetime
) -> Iterator[Disagreement]:
    for flow in flows:
        mine = [one for one in own if one.flow == flow.name]
        paged = [one for one in mine if one.grade is AlertGrade.ACT_NOW]
        there = [one for one in theirs.alerts if one.flow == flow.name]
        pages = [one for one in there if one.is_page and one.is_firing]
        if pages and not paged:
            page = next((one for one in pages if _has_lasted(one.since_at, now)), None)
            if page is not None:
                why = _why_not_here(page, mine, flow)
                told = message(ServerCode.ONLY_SERVER, flow=flow.name, alert=page.name, why=why)
                yield Disagreement(flow.name, told)
        elif paged and not pages and theirs.unknown is None:
            lasting = next((one for one in paged if _has_lasted(one.since_at, now)), None)
            if lasting is not None:
                why = _why_not_there(lasting, there, theirs)
                told = message(ServerCode.ONLY_COCKPIT, flow=flow.name, why=why)
                yield Disagreement(flow.name, told)


def _has_lasted(since_at: datetime | None, now: datetime) -> bool:
    return since_at is None or now - since_at >= GRACE


def _why_not_here(page: ServerAlertView, mine: Sequence[AlertView], flow: FlowView) -> Message:
    """Return why the server pages and the cockpit does not, the surest reason first."""
    if not page.is_current:
        return message(WhyCode.OTHER_RULES if page.is_ours else WhyCode.OWN_RULE)
    if page.is_about_data:
        return message(WhyCode.NO_DATA)
    if flow.state is TileState.UNKNOWN and flow.messages:
        return message(WhyCode.COCKPIT_BLIND, told=flow.messages[0])
    promises = [one for one in (flow.slo, flow.latency_slo) if one is not None]
    if any(reason.code == SloCode.FEW_FAILURES for one in promises for reason in one.reasons):
        return message(WhyCode.FEW_FAILURES)
    if mine:
        return message(WhyCode.COCKPIT_WATCHES, told=mine[0].message)
    return message(WhyCode.LATER)


def _why_not_there(own: AlertView, there: Sequence[ServerAlertView], theirs: ServerView) -> Message:
    """Return why the cockpit pages and the server does not, the surest reason first."""
    if own.reason is AlertReason.VERSION:
        return message(WhyCode.VERSIONS)
    if any(one.is_page for one in there):
        return message(WhyCode.PENDING)  # it does not fire yet
    if not any(one.is_current for one in theirs.alerts):
        return message(WhyCode.RULES_SILENT)
    return message(WhyCode.LATER)
