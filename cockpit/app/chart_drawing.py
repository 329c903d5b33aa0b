"""From kept steps to the charts of flows and the lines of KPIs; what has not changed stays."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, cast

import numpy as np
from msgspec.structs import replace

from cockpit.app.chart_lines import known_good, p95_line, ratio_line
from cockpit.app.chart_plan import ChartPlan, FlowAsks
from cockpit.app.chart_store import RatioSteps, Sheets, Steps, Track
from cockpit.app.chart_view import ChartView, Line, Numbers
from cockpit.app.plan import SHOWN_S
from cockpit.app.tiles import KPI_S, LEAST_COUNT
from cockpit.domain.outcomes import Outcomes

DrawnT = TypeVar("DrawnT")

LATE_STEPS = 1
"""A step is asked for while the next one passes: only what is later still is behind."""

PAST_COUNT = 36
"""Six hours of windows of ten minutes say what a KPI is usually like."""


class Drawing:
    """Draws what the sheets hold; the same objects come back until something has changed."""

    def __init__(self, plan: ChartPlan, lines: Sheets, past: Sheets) -> None:
        self._flows = {one.flow.name: one for one in plan.flows}
        self._kpis = {one.kpi.name: one for one in plan.kpis}
        self._knows_versions = plan.version_label is not None
        self._lines = lines
        self._past = past
        self._drawn: dict[tuple[str, str], tuple[object, object]] = {}

    def chart(
        self, flow: str, bad_from: datetime | None = None, bad_until: datetime | None = None
    ) -> ChartView | None:
        """Return the chart of a flow; None before anything was asked for it."""
        asks = self._flows[flow]
        used = self._lines.of(asks.success)
        buckets = None if asks.buckets is None else self._lines.steps.get(asks.buckets)
        if asks.buckets is not None and buckets is None:
            used = None
        told = () if used is None else tuple(one for one in (*used.all, buckets) if one is not None)

        def drawn() -> ChartView | None:
            if used is None:
                return None
            return self._same(
                "flow", flow, _marks(*told), lambda: self._charted(asks, used, buckets)
            )

        plain = self._filled("flow filled", flow, told, drawn)
        if plain is None or bad_from is None:
            return plain
        return self._same(
            "bad",
            flow,
            (id(plain), bad_from, bad_until),
            lambda: replace(plain, bad_from=bad_from, bad_until=bad_until),
        )

    def kpi_line(self, kpi: str) -> Line | None:
        """Return the line of a KPI; None before anything was asked for it."""
        used = self._lines.of(self._kpis[kpi].ratio)
        told = () if used is None else used.all

        def line(used: RatioSteps) -> Line:
            window = self._lines.window(KPI_S)
            return ratio_line(self._at_s(used.events), window, Track.EVERYTHING, used)

        def drawn() -> Line | None:
            if used is None:
                return None
            return self._same("kpi", kpi, _marks(*told), lambda: line(used))

        return self._filled("kpi filled", kpi, told, drawn)

    def kpi_past(self, kpi: str, before_s: float) -> tuple[Outcomes, ...]:
        """Return windows of a KPI that ended by `before_s`, in the source's time, oldest first.

        The bad ones are those that are not counted as good. At most `PAST_COUNT` windows that are
        known.
        """
        used = self._past.of(self._kpis[kpi].ratio)
        if used is None:
            return ()
        until = int(before_s // self._past.step_s)
        return self._same(
            "past", kpi, (*_marks(*used.all), until), lambda: _outcomes_until(until, used)
        )

    def _charted(
        self,
        asks: FlowAsks,
        used: RatioSteps,
        buckets: Steps | None,
    ) -> ChartView:
        at_s, window = self._at_s(used.events), self._lines.window(SHOWN_S)
        has_sides = self._knows_versions and self._lines.sides is not None

        def ratio(track: Track) -> Line:
            return ratio_line(at_s, window, track, used)

        def p95(track: Track) -> Line | None:
            return None if buckets is None else p95_line(at_s, window, track, buckets)

        slo = asks.flow.latency_slo
        late = used.events.newest - LATE_STEPS
        told = [one.told_until for one in (*used.all, buckets) if one is not None]
        return ChartView(
            range_s=self._lines.range_s,
            step_s=self._lines.step_s,
            end_s=used.events.newest * self._lines.step_s,
            everything=ratio(Track.EVERYTHING),
            new=ratio(Track.NEW) if has_sides else None,
            baseline=ratio(Track.BASELINE) if has_sides else None,
            p95=p95(Track.EVERYTHING),
            p95_new=p95(Track.NEW) if has_sides else None,
            slo_ratio=asks.flow.slo.target,
            p95_limit_s=None if slo is None else slo.faster_than_s,
            thin_below_count=LEAST_COUNT,
            is_behind=any(one is None or one < late for one in told),
            window_s=window * self._lines.step_s,
        )

    def _filled(
        self, what: str, name: str, told: tuple[Steps, ...], draw: Callable[[], DrawnT | None]
    ) -> DrawnT | None:
        """Return what is drawn of these steps; until all are told, what was drawn of the range.

        Other steps for the same range begin empty, and nobody wants to see that.
        """
        key = self._lines.range_s, self._lines.sides
        before = self._drawn.get((what, name))
        if told and all(one.told_until is not None for one in told):
            found = draw()
            self._drawn[what, name] = (key, found)
            return found
        if before is not None and before[0] == key:
            return cast("DrawnT", before[1])
        return draw()

    def _at_s(self, steps: Steps) -> Numbers:
        """Return the ends of the steps of a line; one array for all lines that end alike."""
        newest, length, step_s = steps.newest, self._lines.length, self._lines.step_s

        def ends() -> Numbers:
            return np.arange(newest - length + 1, newest + 1, dtype=np.float64) * step_s

        return self._same("at_s", "", (newest, length, step_s), ends)

    def _same(self, what: str, name: str, key: object, draw: Callable[[], DrawnT]) -> DrawnT:
        """Return what was drawn before from the same, else draw it."""
        found = self._drawn.get((what, name))
        if found is None or found[0] != key:
            found = self._drawn[what, name] = (key, draw())
        return cast("DrawnT", found[1])


def _marks(*steps: Steps | None) -> tuple[object, ...]:
    """Return what differs once any of these has changed."""
    return tuple(None if one is None else (id(one), one.version) for one in steps)


def _outcomes_until(until: int, used: RatioSteps) -> tuple[Outcomes, ...]:
    total, fine, known = known_good(Track.EVERYTHING, used)
    events = used.events
    last = max(0, min(events.size, until - events.first + 1))
    places = np.flatnonzero(known[:last])[-PAST_COUNT:]
    return tuple(
        Outcomes(float(total[place]), float(total[place] - fine[place])) for place in places
    )
