"""A snapshot as a page of a terminal: what is wrong first, then what it rests on."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cockpit.app.board_codes import BoardCode
from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import (
    ComparisonView,
    FlowView,
    LeverView,
    OperationView,
    ReleaseView,
    Snapshot,
    SourceState,
    SourceView,
    TileState,
)
from cockpit.cli.alert_lines import running_lines, shelved_lines
from cockpit.cli.breaking import lines_of
from cockpit.cli.codes import ShapeCode, StatusCode
from cockpit.cli.exits import Exit
from cockpit.cli.figures import figures
from cockpit.cli.outages import Outage, has_counts, names_hidden, outages, tells
from cockpit.domain.message import Message, Value, message
from cockpit.domain.standings import Status
from cockpit.domain.verdict import State
from cockpit.words.words import Words

LOOKS = {
    TileState.OK: (ShapeCode.OK, "#5AA9E6"),
    TileState.WARN: (ShapeCode.WARN, "#F2C14E"),
    TileState.BAD: (ShapeCode.BAD, "bold #E4572E"),
    TileState.UNKNOWN: (ShapeCode.UNKNOWN, "#8A8F98"),
}
"""Shape with word, and colour, of every state: no state is told by colour alone."""

MINUTE_S = 60.0
USUAL_WIDTH = 120
NARROW_WIDTH = 100

EXITS = {
    TileState.OK: Exit.OK,
    TileState.WARN: Exit.OK,
    TileState.BAD: Exit.NO,
    TileState.UNKNOWN: Exit.UNKNOWN,
}
"""What a script can tell from a page."""

VERDICTS = {
    State.PASS: (ShapeCode.PASS, "#5AA9E6"),
    State.FAIL: (ShapeCode.FAIL, "bold #E4572E"),
    State.WAIT: (ShapeCode.WAIT, "#8A8F98"),
    State.NO_DATA: (ShapeCode.NO_DATA, "#8A8F98"),
}


class StatusView(Struct, frozen=True):
    """Puts snapshots on a page `width` characters wide, in the language of `words`.

    A narrow page leaves out what helps a statistician more than somebody in a hurry.
    """

    words: Words
    width: int = USUAL_WIDTH

    def page(self, snapshot: Snapshot) -> RenderableType:
        """Return the whole page."""
        return Group(*self._parts(snapshot))

    def headline(self, snapshot: Snapshot) -> Text:
        """Return the verdict with the shape of the state."""
        shape, colour = _verdict_look(snapshot)
        return Text(f"{self._word(shape)}  {self.words.text(_verdict(snapshot))}", style=colour)

    @property
    def _is_narrow(self) -> bool:
        return self.width < NARROW_WIDTH

    def _parts(self, snapshot: Snapshot) -> Iterator[RenderableType]:
        head = message(StatusCode.HEAD, service=snapshot.service, at=snapshot.at)
        yield Text(self.words.text(head), style="bold")
        unresolved = [view for view in snapshot.operations if _is_loud(view)]
        for view in unresolved:
            yield self._operation(view)
        if snapshot.launch is not None:
            yield from self._launch(snapshot.launch)
        yield self.headline(snapshot)
        hidden = outages(snapshot)
        yield from self._outages(snapshot, hidden)
        if snapshot.release is not None and snapshot.release.advice is not None:
            advice = snapshot.release.advice
            code = {
                "flag_off": StatusCode.ADVICE_FLAG_OFF,
                "rollback": StatusCode.ADVICE_ROLLBACK,
            }[advice.way_out.value]
            yield Text(self.words.text(message(code, name=advice.name)), style="bold")
        yield from self._alerts(snapshot)
        yield Text("")
        yield self._flows(snapshot.flows)
        yield from self._flow_notes(snapshot.flows, hidden)
        if snapshot.release is not None:
            yield from self._release(snapshot.release, hidden)
        yield Text("")
        yield from self._figures(snapshot, hidden)
        unread = [one for outage in hidden for one in outage.levers]
        for lever in snapshot.levers:
            if lever not in unread:
                yield self._lever(lever)
        for view in snapshot.operations:
            if view not in unresolved:
                yield self._operation(view)
        broken = {outage.source for outage in hidden}
        yield from self._sources([one for one in snapshot.sources if one.name not in broken])

    # ------------------------------------------------------------ parts of the page

    def _launch(self, launch: LaunchView) -> Iterator[RenderableType]:
        told = message(
            StatusCode.LAUNCH_PLANNED if launch.exposure_pct is None else StatusCode.LAUNCH,
            version=launch.version,
            build=launch.build,
            baseline=launch.baseline,
            exposure_pct=launch.exposure_pct,
            served_exposure_pct=launch.served_exposure_pct,
            bake_elapsed_s=launch.bake_elapsed_s,
            bake_needed_s=launch.bake_needed_s,
        )
        yield Text(self.words.text(told))

    def _alerts(self, snapshot: Snapshot) -> Iterator[RenderableType]:
        for told in (
            *running_lines(snapshot.alerts),
            *shelved_lines(snapshot.shelved_alerts),
        ):
            yield Text(self.words.text(told))

    def _flows(self, flows: tuple[FlowView, ...]) -> Table:
        slow = () if self._is_narrow else (StatusCode.SLOW,)
        left = () if self._is_narrow else (StatusCode.BUDGET,)
        is_out = any(_at_full(one) is not None for one in flows)
        full = (StatusCode.AT_FULL,) if is_out and not self._is_narrow else ()
        table = self._table(
            (StatusCode.FLOW, StatusCode.STATE),
            (
                StatusCode.SUCCESS,
                StatusCode.EVENTS,
                StatusCode.AGE,
                StatusCode.P95,
                *slow,
                StatusCode.BURN,
                *left,
                *full,
            ),
            StatusCode.TOP_REASON,
        )
        for flow in flows:
            shape, colour = LOOKS[flow.state]
            slow_ratio = self._value("slow_ratio", flow.slow_ratio)
            table.add_row(
                self._value("flow", flow.name),
                Text(self._word(shape), style=colour),
                self._value("success_ratio", flow.success_ratio),
                self._value("event_count", _whole(flow.event_count)),
                self._value("age_s", _whole(flow.age_s)),
                self._p95(flow),
                *([slow_ratio] if slow else ()),
                self._burn(flow),
                *([self._budget(flow)] if left else ()),
                *([self._burns(_at_full(flow))] if full else ()),
                self._top_reason(flow),
            )
        return table

    def _top_reason(self, flow: FlowView) -> str:
        if not flow.reasons:
            return ""
        top = flow.reasons[0]
        return self.words.text(
            message(StatusCode.REASON, reason=top.reason, share_ratio=top.share_ratio)
        )

    def _outages(self, snapshot: Snapshot, hidden: Sequence[Outage]) -> Iterator[RenderableType]:
        """Yield each broken connection once, unless the verdict has told it, and what it hides."""
        shape, colour = LOOKS[TileState.UNKNOWN]
        for outage in hidden:
            if not tells(snapshot.verdict, outage.cause):
                yield Text(f"{self._mark(shape)} {self.words.text(outage.cause)}", style=colour)
            caption = self._word(StatusCode.HIDDEN)
            first, *others = names_hidden(outage, self.words)
            for line in lines_of([f"{caption} {first}", *others], self.width - 2, ", "):
                yield Text(f"  {line}", style=colour)

    def _flow_notes(
        self, flows: tuple[FlowView, ...], hidden: Sequence[Outage]
    ) -> Iterator[RenderableType]:
        """Yield what is wrong with flows; the same of several is said once, a known outage not."""
        told_already = {one.name for outage in hidden for one in outage.flows}
        notes: dict[tuple[TileState, Message], list[str]] = {}
        for flow in flows:
            if flow.state is not TileState.OK and flow.name not in told_already:
                for told in flow.messages:
                    notes.setdefault((flow.state, told), []).append(flow.name)
        for (state, told), names in notes.items():
            shape, colour = LOOKS[state]
            called = ", ".join(self._value("flow", name) for name in dict.fromkeys(names))
            line = self.words.text(message(StatusCode.NOTE, flow=called, told=told))
            yield Text(f"{self._mark(shape)} {line}", style=colour)

    def _release(self, release: ReleaseView, hidden: Sequence[Outage]) -> Iterator[RenderableType]:
        """Yield the comparisons and what there is to say of them, without what is hidden."""
        told_already = [one for outage in hidden for one in outage.rows]
        shown = [row for row in release.rows if row not in told_already or has_counts(row)]
        if shown:
            yield Text("")
            yield self._compared_rows(shown)
            yield from self._release_notes([row for row in shown if row not in told_already])

    def _compared_rows(self, rows: Sequence[ComparisonView]) -> Table:
        evidence = () if self._is_narrow else (StatusCode.EVIDENCE,)
        table = self._table(
            (StatusCode.COMPARED, StatusCode.VERDICT),
            (
                StatusCode.NEW_BAD,
                StatusCode.NEW_COUNT,
                StatusCode.OLD_BAD,
                StatusCode.OLD_COUNT,
                *evidence,
                StatusCode.ANSWER_IN,
            ),
        )
        for row in rows:
            shape, colour = VERDICTS[row.state]
            is_waiting = row.state is State.WAIT
            table.add_row(
                self._compared(row),
                Text(self._word(shape), style=colour),
                self._value("bad_ratio", row.new.bad_ratio),
                self._value("event_count", _whole(row.new.event_count)),
                self._value("bad_ratio", row.old.bad_ratio),
                self._value("event_count", _whole(row.old.event_count)),
                *([self._evidence(row)] if evidence else ()),
                self._value("expected_s", _coarse_s(row.expected_s)) if is_waiting else "",
            )
        return table

    def _evidence(self, row: ComparisonView) -> str:
        return self.words.text(
            message(
                StatusCode.EVIDENCE_OF,
                evidence=f"{row.evidence:.3g}",
                needed=f"{row.needed_evidence:.0f}",
            )
        )

    def _release_notes(self, rows: Sequence[ComparisonView]) -> Iterator[RenderableType]:
        """Yield why rows fail, each for itself, and why rows have no data, each reason once."""
        for row in rows:
            if row.state is State.FAIL:
                shape, colour = VERDICTS[row.state]
                told = self.words.text(row.message)
                yield Text(f"{self._mark(shape)} {self._compared(row)}: {told}", style=colour)
        shape, colour = VERDICTS[State.NO_DATA]
        silent = (row.message for row in rows if row.state is State.NO_DATA)
        for told in dict.fromkeys(self.words.text(one) for one in silent):
            yield Text(f"{self._mark(shape)} {told}", style=colour)

    def _figures(self, snapshot: Snapshot, outages: tuple[Outage, ...]) -> Iterator[RenderableType]:
        """Yield the figures of the business that are not hidden, as many on a line as fit."""
        hidden = {one.name for outage in outages for one in outage.kpis}
        shown = [one for one in snapshot.kpis if one.name not in hidden]
        parts = [self.words.text(one) for one in figures(shown, snapshot.crash_free)]
        for line in lines_of(parts, self.width):
            yield Text(line)

    def _lever(self, lever: LeverView) -> Text:
        shape, colour = LOOKS[lever.state]
        return Text(f"{self._mark(shape)} {self.words.text(lever.message)}", style=colour)

    def _operation(self, view: OperationView) -> Text:
        told = message(StatusCode.OPERATION, asked_at=view.asked_at, told=view.message)
        if _is_loud(view):
            shape, colour = LOOKS[TileState.UNKNOWN]
            id_ = message(StatusCode.OPERATION_ID, operation_id=view.operation_id)
            line = f"{self._mark(shape)} {self.words.text(told)} {self.words.text(id_)}"
            return Text(line, style=f"bold {colour}")
        is_safe = view.back_in_band_at is not None
        shape, colour = LOOKS[TileState.OK if is_safe else TileState.WARN]
        return Text(f"{self._mark(shape)} {self.words.text(told)}", style=colour)

    def _sources(self, sources: Sequence[SourceView]) -> Iterator[RenderableType]:
        for source in sources:
            is_fine = source.state is SourceState.OK
            shape, colour = LOOKS[TileState.OK if is_fine else TileState.UNKNOWN]
            told = message(StatusCode.SOURCE_UNASKED, told=source.message)
            if source.age_s is not None:
                told = message(StatusCode.SOURCE, told=source.message, age_s=round(source.age_s))
            line = self.words.text(told)
            yield Text(f"{self._mark(shape)} {line}", style="dim" if is_fine else colour)

    # ------------------------------------------------------------ cells

    def _p95(self, flow: FlowView) -> str:
        shown = self._value("p95_ms", None if flow.p95_s is None else flow.p95_s * 1000)
        return f"> {shown}" if flow.p95_is_above else shown

    def _burn(self, flow: FlowView) -> str:
        """Return the burn of the last hour, as the tile of the window shows it."""
        return self._burns(flow.slo.burns[0].long_burn if flow.slo and flow.slo.burns else None)

    def _burns(self, burn: float | None) -> str:
        return self._value("burn", None) if burn is None else f"{burn:.1f}×"

    def _budget(self, flow: FlowView) -> str:
        """Return what is left of the budget, over which part of its period, and for how long."""
        slo = flow.slo
        if slo is None or slo.budget_left_ratio is None:
            return self._value("budget", None)
        left = self._value("left_pct", round(max(0.0, slo.budget_left_ratio) * 100))
        if slo.budget_known_s is not None:
            known_s = slo.budget_known_s
            left = self.words.text(message(StatusCode.BUDGET_OF, known_s=known_s, left=left))
        parts = [left]
        if slo.exhaustion_s is not None and 0 < slo.exhaustion_s < slo.period_s:
            parts.append(self._value("exhaustion_s", _coarse_s(slo.exhaustion_s)))
        return " · ".join(parts)

    def _compared(self, row: ComparisonView) -> str:
        return self.words.text(message(StatusCode.ROW, flow=row.flow, metric=row.metric.value))

    def _table(
        self,
        words: tuple[StatusCode, ...],
        numbers: tuple[StatusCode, ...],
        last: StatusCode | None = None,
    ) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
        for code in words:
            table.add_column(self.words.text(message(code)), no_wrap=True)
        for code in numbers:
            table.add_column(self.words.text(message(code)), justify="right", no_wrap=True)
        if last is not None:
            table.add_column(self.words.text(message(last)), no_wrap=True)
        return table

    def _word(self, shape: ShapeCode | StatusCode) -> str:
        return self.words.text(message(shape))

    def _mark(self, shape: ShapeCode) -> str:
        return self._word(shape).partition(" ")[0]

    def _value(self, name: str, value: Value) -> str:
        return self.words.value(name, value)


def _at_full(flow: FlowView) -> float | None:
    """Return what the version that goes out would burn at 100 %; None without one."""
    at_full = None if flow.slo is None else flow.slo.at_full
    return None if at_full is None else at_full.short_burn


def _verdict(snapshot: Snapshot) -> Message:
    """Return the verdict, without the name of one flow when several have the same to tell."""
    told = snapshot.verdict.value("told")
    if snapshot.verdict.code != BoardCode.FLOW_FIRST or not isinstance(told, Message):
        return snapshot.verdict
    alike_count = sum(told in flow.messages for flow in snapshot.flows)
    return told if alike_count > 1 else snapshot.verdict


def _verdict_look(snapshot: Snapshot) -> tuple[ShapeCode, str]:
    """Return how the verdict looks; to wait for an answer is no warning."""
    release = snapshot.release
    if release is not None and release.verdict == snapshot.verdict and release.state is State.WAIT:
        return VERDICTS[State.WAIT]
    return LOOKS[snapshot.state]


def _is_loud(view: OperationView) -> bool:
    return view.status is Status.UNKNOWN or view.status is Status.OPEN


def _coarse_s(seconds: float | None) -> float | None:
    """Return the duration in whole minutes from one minute on: it is an estimate."""
    if seconds is None or seconds < MINUTE_S:
        return _whole(seconds)
    return round(seconds / MINUTE_S) * MINUTE_S


def _whole(count: float | None) -> int | None:
    return None if count is None else round(count)
