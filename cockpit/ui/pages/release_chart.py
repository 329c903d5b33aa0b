"""The column beside the table: the selected row over time, and the evidence against its limit."""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from cockpit.app.chart_view import ChartView
from cockpit.app.snapshot import ComparisonView, FlowView, KpiView, Metric, Snapshot, TileState
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.chart.spark import Spark
from cockpit.ui.chart.tile_chart import TileChart
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_text import version_of
from cockpit.ui.pages.kpi_row import band_text, kpi_value
from cockpit.ui.pages.release_codes import ReleasePageCode
from cockpit.ui.pages.release_course import EvidenceChart, Growth
from cockpit.ui.pages.release_text import key_of, kpi_key, metric_name
from cockpit.words.safe import safe

HEAD_PX, EVIDENCE_PX, GAP_PX = 24, 140, 8
LEAST_WITH_EVIDENCE_PX = 280
LEAST_RANGE_S = 300.0
LEAST_EVIDENCE, WHOLE_FROM, MOST_EVIDENCE = 0.01, 10.0, 1e6


class ReleaseChart(Tile):
    """`opened` tells the flow whose chart somebody wants to see large."""

    opened = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        look, say = room.look, room.say
        self._flow: str | None = None
        self._has_evidence = False
        self._title = Label(look, Type.BODY, Role.TEXT1, 600, elides=True)
        self._note = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self.open = Button(look, Kind.SMALL, say(ReleasePageCode.OPEN))
        self.open.clicked.connect(self._open)
        self._chart = TileChart(look, say, Crosshair())
        self._spark = Spark(look)
        self._figure = Figure(look)
        self._none = Label(look, Type.BODY, Role.TEXT3, wraps=True)
        self._none.say(say.wrapping(say(ReleasePageCode.NO_HISTORY)))
        self._evidence = Label(look, Type.BODY, Role.TEXT1, 600)
        self._limit = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._bar = EvidenceChart(look, say)
        parts = (self._title, self._note, self.open, self._chart, self._spark, self._figure)
        for part in (*parts, self._none, self._evidence, self._limit, self._bar):
            part.setParent(self)

    def show_key(self, snapshot: Snapshot, key: str) -> None:
        """Show the row of this key, or of the row that its platform belongs to."""
        release = snapshot.release
        rows = () if release is None else release.rows
        row = next((one for one in rows if _is_of(key, key_of(one))), None)
        kpi = next((one for one in snapshot.kpis if kpi_key(one) == key), None)
        if row is not None:
            flow = next((one for one in snapshot.flows if one.name == row.flow), None)
            self._show_row(row, flow, snapshot)
        elif kpi is not None:
            self._show_kpi(kpi)
        self._put()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _show_row(self, row: ComparisonView, flow: FlowView | None, snapshot: Snapshot) -> None:
        say = self._room.say
        chart = None if flow is None or row.metric is Metric.CRASH else flow.chart
        self._flow = None if flow is None or chart is None else flow.name
        self._title.say(metric_name(row, say))
        self._note.say(say.ago(row.age_s) if row.age_s is not None else "")
        has_p95, grey = row.metric is Metric.SLOW, None
        if chart is not None and chart.baseline is not None and not has_p95:
            chart = replace(chart, everything=chart.baseline, p95=None, p95_new=None)
            grey = None if snapshot.release is None else safe(snapshot.release.baseline)
        version = version_of(snapshot) or ""
        self._chart.show_chart(chart, snapshot.marks, version, has_p95=has_p95, grey=grey)
        self._show_parts(has_chart=chart is not None, has_kpi=False)
        evidence, needed = _number(row.evidence), say.count(row.needed_evidence)
        self._has_evidence = row.needed_evidence > 0
        self._evidence.say(f"{say(ReleasePageCode.EVIDENCE)} {evidence}")
        self._limit.say(say(ReleasePageCode.EVIDENCE_LIMIT, needed=needed))
        self._bar.show_growth(_growth(row, chart, snapshot))
        said = say(ReleasePageCode.EVIDENCE_SAID, evidence=evidence, needed=needed)
        self._bar.setAccessibleName(said)

    def _show_kpi(self, kpi: KpiView) -> None:
        say = self._room.say
        self._flow, self._has_evidence = None, False
        self._title.say(say.name("kpi", kpi.name))
        self._note.say(band_text(kpi, say))
        is_unknown = kpi.state is TileState.UNKNOWN
        unit = "" if kpi.ratio is None else "%"
        role = Role.TEXT3 if is_unknown else Role.TEXT1
        self._figure.show_value(kpi_value(kpi, say), unit, None, role)
        self._spark.show_spark(kpi.line, kpi.expected, Role.CHART_NEW)
        self._show_parts(has_chart=False, has_kpi=True)

    def _show_parts(self, *, has_chart: bool, has_kpi: bool) -> None:
        self._chart.setVisible(has_chart)
        self.open.setVisible(has_chart)
        self._spark.setVisible(has_kpi)
        self._figure.setVisible(has_kpi)
        self._none.setVisible(not has_chart and not has_kpi)

    def _open(self) -> None:
        if self._flow is not None:
            self.opened.emit(self._flow)

    def _put(self) -> None:
        inner = self.contentsRect()
        left, width, top = inner.left(), inner.width(), inner.top()
        button = 0
        if not self.open.isHidden():
            hint = self.open.sizeHint()
            button = hint.width()
            place = left + width - button + 4
            self.open.setGeometry(
                place, top + (HEAD_PX - hint.height()) // 2, button, hint.height()
            )
        room = width - button - GAP_PX
        title, note = (min(one.sizeHint().width(), room) for one in (self._title, self._note))
        self._title.setGeometry(left, top + 2, max(1, title), 20)
        has_room = title + GAP_PX + note <= room
        beside = left + title + GAP_PX if has_room else left
        self._note.setGeometry(beside, top + 5 if has_room else top + HEAD_PX, note, 16)
        top += HEAD_PX + 4 if has_room else HEAD_PX + 16
        height = inner.bottom() + 1 - top
        shows = self._has_evidence and height >= LEAST_WITH_EVIDENCE_PX
        shows = shows or (self._has_evidence and self._chart.isHidden())
        for part in (self._evidence, self._limit, self._bar):
            part.setVisible(shows)
        if shows:
            height -= EVIDENCE_PX + GAP_PX
        if not self._none.isHidden():
            height = self._none.heightForWidth(width)
            self._none.setGeometry(left, top, width, height)
        self._figure.setGeometry(left, top, width, 28)
        self._spark.setGeometry(left, top + 32, width, max(1, min(120, height - 32)))
        self._chart.setGeometry(left, top, width, max(1, height))
        self._put_evidence(left, top + height + GAP_PX, width)

    def _put_evidence(self, left: int, top: int, width: int) -> None:
        said = min(self._evidence.sizeHint().width(), width)
        self._evidence.setGeometry(left, top, said, 20)
        self._limit.setGeometry(left, top + 20, width, 16)
        self._bar.setGeometry(left, top + 40, width, EVIDENCE_PX - 40)


def _is_of(key: str, row_key: str) -> bool:
    return key == row_key or key.startswith(f"{row_key}:")


def _growth(row: ComparisonView, chart: ChartView | None, snapshot: Snapshot) -> Growth:
    """Return the course of the evidence over the time of the chart above it, or of the stage."""
    if chart is not None:
        return Growth(row.course, row.needed_evidence, chart.end_s, chart.range_s)
    end_s = snapshot.at.timestamp()
    since_s = max(LEAST_RANGE_S, end_s - row.since_at.timestamp())
    return Growth(row.course, row.needed_evidence, end_s, since_s)


def _number(evidence: float) -> str:
    """Return evidence with the digits that say something."""
    if evidence > MOST_EVIDENCE:
        return f"> {MOST_EVIDENCE:,.0f}"
    if evidence < LEAST_EVIDENCE:
        return f"< {LEAST_EVIDENCE}"
    return f"{evidence:,.0f}" if evidence >= WHOLE_FROM else f"{evidence:.2f}"
