"""Comparisons that the journal has as failed: what was proved in a stage stays."""

from cockpit.app.board_codes import BoardCode
from cockpit.app.past import Past
from cockpit.app.snapshot import Metric
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message


def on_record(past: Past, launch: Launch, flow: str, metric: Metric) -> Message | None:
    """Return that this comparison has failed before in this stage: what was proved stays."""
    for fault in past.faults:
        event = fault.event
        is_mine = (event.launch_id, event.flow) == (launch.launch_id, flow)
        is_same = is_mine and event.rule.endswith(f" {metric.value}")
        if is_same and fault.entry.at >= launch.since_at:
            return message(
                BoardCode.FAILED_BEFORE,
                at=fault.entry.at,
                new_ratio=_ratio(event.new_bad_count, event.new_total_count),
                old_ratio=_ratio(event.old_bad_count, event.old_total_count),
            )
    return None


def _ratio(bad_count: int, total_count: int) -> float | None:
    return bad_count / total_count if total_count else None
