"""Figures of the business, each with the count that it rests on."""

from collections.abc import Iterator, Sequence

from cockpit.app.snapshot import CrashFreeView, KpiView
from cockpit.cli.codes import StatusCode
from cockpit.domain.message import Message, message


def figures(kpis: Sequence[KpiView], crash_free: Sequence[CrashFreeView]) -> Iterator[Message]:
    """Yield each figure with the count that it rests on."""
    for kpi in kpis:
        yield message(
            StatusCode.KPI, kpi=kpi.name, ratio=kpi.ratio, event_count=_whole(kpi.event_count)
        )
    for one in crash_free:
        yield message(
            StatusCode.CRASH_FREE,
            version=one.version,
            ratio=one.crash_free_ratio,
            event_count=_whole(one.session_count),
        )


def _whole(count: float | None) -> int | None:
    return None if count is None else round(count)
