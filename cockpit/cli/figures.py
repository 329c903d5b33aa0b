"""Figures of the business as parts of a line, and parts as lines that break between them alone."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from cockpit.app.snapshot import CrashFreeView, KpiView
from cockpit.cli.codes import StatusCode
from cockpit.domain.message import Message, message

BETWEEN = "  ·  "


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


def lines_of(parts: Sequence[str], width: int, between: str = BETWEEN) -> Iterator[str]:
    """Yield the parts as lines of at most `width` cells; a part alone may be wider than that.

    A line that goes on keeps the comma of `between`, and no dot.
    """
    end = between.rstrip(" ·")
    line = ""
    for part in parts:
        longer = f"{line}{between}{part}" if line else part
        if line and cell_len(longer + end) > width:
            yield f"{line}{end}"
            line = part
        else:
            line = longer
    if line:
        yield line


def _whole(count: float | None) -> int | None:
    return None if count is None else round(count)
