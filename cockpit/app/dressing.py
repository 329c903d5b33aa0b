"""Adds to tiles what charts, verdict and the past know: lines, expectation, the new version."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cockpit.app.backfill import PAST_DAYS
from cockpit.app.board_codes import BoardCode
from cockpit.app.chart_drawing import Drawing
from cockpit.app.kpi_guards import Taught
from cockpit.app.past import Past
from cockpit.app.snapshot import (
    ComparisonView,
    FlowView,
    KpiView,
    OperationView,
    ReleaseView,
    TileState,
)
from cockpit.app.tiles import KPI_S
from cockpit.domain.band import expected_band
from cockpit.domain.intervals import Interval
from cockpit.domain.kpi import TEACHING_DAYS
from cockpit.domain.kpi_now import KpiNow
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Outcomes
from cockpit.domain.verdict import State

if TYPE_CHECKING:  # a board without a launch does without its rules
    from cockpit.domain.launch import Launch


def with_chart(
    flow: FlowView,
    drawing: Drawing,
    release: ReleaseView | None,
    bad_from: datetime | None,
    bad_until: datetime | None = None,
) -> FlowView:
    """Return the flow with its chart, and with what the verdict says of the new version."""
    rows = () if release is None else release.rows
    return replace(
        flow,
        chart=drawing.chart(flow.name, bad_from, bad_until),
        new_state=_new_state(flow, [row for row in rows if row.flow == flow.name]),
    )


def bad_since(
    past: Past, launch: "Launch | None", release: ReleaseView | None, flow: str
) -> datetime | None:
    """Return since when the new version is worse in a flow; None as long as it is not.

    That is the begin of the harm where it is known, else when the fault was found at the present
    exposure.
    """
    if launch is None:
        return None
    harm = None if release is None else release.harm
    if harm is not None and harm.flow == flow:
        return harm.since_at
    return min(
        (
            fault.entry.at
            for fault in past.faults
            if (fault.event.launch_id, fault.event.flow) == (launch.launch_id, flow)
            and fault.entry.at >= launch.since_at
        ),
        default=None,
    )


def bad_until(
    past: Past, operations: Sequence[OperationView], flow: str, bad_from: datetime | None
) -> datetime | None:
    """Return since when users of the flow are safe again; None as long as they are not.

    That is when the metric was recorded to be back in band after a way out, unless it has left
    the band again.
    """
    mends = [mend for one in operations for mend in one.mends if mend.flow == flow]
    if bad_from is None or any(not mend.is_back for mend in mends):
        return None
    return max(
        (
            one.back_in_band_at
            for one in past.operations.values()
            if (one.operation_id, flow) in past.back
            and one.back_in_band_at is not None
            and one.back_in_band_at > bad_from
        ),
        default=None,
    )


def with_expectation(
    view: KpiView, drawing: Drawing, before_s: float, taught: Taught, now: KpiNow | None
) -> KpiView:
    """Return the KPI with its line, and beside the band that its own past leads to expect.

    `now` is what its weeks say of the window. While they are not known, the last hours serve,
    and the view says so; they ended by `before_s`, in the source's time: when the stage began,
    or, without one, when the window that is shown did. Leaving the band on the bad side is worth
    a look, no more: a KPI alone proves nothing. Where nothing is expected, nothing is known.
    """
    if taught.is_enough:
        band = None if now is None else _side_shown(view, now.expected)
        left = None if now is None or band is None else _sunk(view, band, now)
    else:
        band = _hours_band(view, drawing, before_s)
        left = None if band is None else _left_band(view, band)
    basis = _basis(view, taught, band)
    state, messages = view.state, view.messages
    if state is TileState.OK and left is not None:
        state, messages = TileState.WARN, (left,)
    elif state is TileState.OK and band is None and basis is not None:
        state, messages = TileState.UNKNOWN, (basis,)
    line = drawing.kpi_line(view.name)
    return replace(view, state=state, messages=messages, line=line, expected=band, basis=basis)


def is_measured(view: KpiView) -> bool:
    """Return whether the figure can be relied on, even where nothing can be expected of it."""
    is_only_untaught = view.basis is not None and view.messages == (view.basis,)
    return view.state is not TileState.UNKNOWN or is_only_untaught


def defended(view: KpiView) -> Outcomes | None:
    """Return the window with what the KPI is guarded against as bad; None without events."""
    if view.ratio is None or not view.event_count:
        return None
    bad_ratio = 1.0 - view.ratio if view.is_worse_low else view.ratio
    return Outcomes(view.event_count, min(1.0, max(0.0, bad_ratio)) * view.event_count)


def past_until(launch: "Launch | None", now: datetime) -> float:
    """Return the unix seconds up to which a KPI's past counts: before the stage, or the window."""
    if launch is not None:
        return launch.since_at.timestamp()
    return now.timestamp() - KPI_S


def _hours_band(view: KpiView, drawing: Drawing, before_s: float) -> Interval | None:
    if view.event_count is None:
        return None
    bad = expected_band(drawing.kpi_past(view.name, before_s), view.event_count)
    return None if bad is None else Interval(1.0 - bad.high, 1.0 - bad.low)


def _side_shown(view: KpiView, expected: Interval) -> Interval:
    """Return the band of what is shown, from that of what is defended."""
    if view.is_worse_low:
        return expected
    return Interval(1.0 - expected.high, 1.0 - expected.low)


def _sunk(view: KpiView, band: Interval, now: KpiNow) -> Message | None:
    if now.sinking_s is None:
        return None
    if (left := _left_band(view, band)) is not None:
        return left
    code = BoardCode.KPI_SINKS if view.is_worse_low else BoardCode.KPI_RISES
    return message(
        code,
        kpi=view.name,
        ratio=view.ratio,
        low_ratio=band.low,
        high_ratio=band.high,
        sinking_s=now.sinking_s,
    )


def _left_band(view: KpiView, band: Interval) -> Message | None:
    if view.ratio is None:
        return None
    is_left = view.ratio < band.low if view.is_worse_low else view.ratio > band.high
    if not is_left:
        return None
    code = BoardCode.KPI_LOW if view.is_worse_low else BoardCode.KPI_HIGH
    return message(code, kpi=view.name, ratio=view.ratio, low_ratio=band.low, high_ratio=band.high)


def _basis(view: KpiView, taught: Taught, band: Interval | None) -> Message | None:
    """Return on what less than weeks the expectation rests; None when weeks have taught it."""
    if taught.is_enough:
        return message(BoardCode.KPI_UNTAUGHT, kpi=view.name) if band is None else None
    code, needed = (
        (BoardCode.KPI_YOUNG, TEACHING_DAYS)
        if taught.is_read
        else (BoardCode.KPI_READING, PAST_DAYS)
    )
    return message(code, days_count=taught.days_count, needed_count=needed)


def _new_state(flow: FlowView, rows: Sequence[ComparisonView]) -> TileState:
    """Return what is proved of the new version in a flow; waiting for a proof is not knowing.

    One that would break the promise at 100 % is worth a look, be it worse than the old or not.
    """
    states = {row.state for row in rows}
    if State.FAIL in states:
        return TileState.BAD
    at_full = None if flow.slo is None else flow.slo.at_full
    if at_full is not None and at_full.breaks:
        return TileState.WARN
    return TileState.OK if states == {State.PASS} else TileState.UNKNOWN
