"""The widgets of board 2: header, answer, comparison, chart and ladder."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.chart_plan import STEPS_S
from cockpit.app.snapshot import Snapshot
from cockpit.ui.codes import UnreadCode
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Table
from cockpit.ui.kit.tile import Empty, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_codes import FlowCode
from cockpit.ui.pages.release_answer import ReleaseAnswer
from cockpit.ui.pages.release_answer_text import failing_row
from cockpit.ui.pages.release_chart import ReleaseChart
from cockpit.ui.pages.release_codes import ReleasePageCode
from cockpit.ui.pages.release_rows import LEAST_SCALE_PX, columns, rows
from cockpit.ui.pages.release_stages import ReleaseStages
from cockpit.ui.pages.release_text import key_of, margin_times
from cockpit.ui.pages.unread import is_unread
from cockpit.words.safe import safe

if TYPE_CHECKING:
    from cockpit.ui.chart.big import BigChart

STAGE = "stage"
RANGES = {
    STAGE: ReleasePageCode.RANGE_STAGE,
    "3600": FlowCode.RANGE_1H,
    "21600": FlowCode.RANGE_6H,
}
"""What charts may show: the whole stage, or so many seconds."""

PADDING_PX, HEADER_PX, GAP_PX = 16, 32, 12
TIGHT_BELOW_PX, NARROW_BELOW_PX = 640, 1_180
TIGHT_GAP_PX = 8
ANSWER_PX, STAGES_PX = 104, 120
CHART_PX, NARROW_CHART_PX = 304, 200
ROW_PX = 26
TABLE_PADDING_PX = 8


class ReleaseBoard(QWidget):
    """Shows one launch; without one it says what to do. `range_asked` tells seconds."""

    range_asked = Signal(float)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        look, say = room.look, room.say
        self._snapshot: Snapshot | None = None
        self._told: tuple[object, ...] = ()
        self._key = ""
        self._big: BigChart | None = None
        self._big_flow = ""
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._title.say(say(ReleasePageCode.TITLE))
        self._sides = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._hint = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._wants_stage = True
        self._ranges = Segments(look, [(key, say(code)) for key, code in RANGES.items()])
        self._ranges.setAccessibleDescription(say(FlowCode.RANGES))
        self._ranges.chosen.connect(self._choose_range)
        self.answer = ReleaseAnswer(room)
        self._table_tile = Tile(look, TABLE_PADDING_PX)
        name = say(ReleasePageCode.TABLE)
        self.table = Table(look, columns(room, "", ""), row_px=ROW_PX, name=name)
        self.table.setParent(self._table_tile)
        self.table.chosen.connect(self._choose)
        self.chart = ReleaseChart(room)
        self.chart.opened.connect(self._open)
        self.stages = ReleaseStages(room)
        self._empty = Empty(look)
        labels = (self._title, self._sides, self._hint, self._ranges, self._empty)
        for part in (*labels, self.answer, self._table_tile, self.chart, self.stages):
            part.setParent(self)

    @property
    def big(self) -> "BigChart | None":
        """Return the big chart while it lies over the board."""
        return self._big

    def show_board(self, snapshot: Snapshot) -> None:
        """Show what the snapshot tells of the release."""
        self._snapshot = snapshot
        say, launch = self._room.say, snapshot.launch
        if is_unread(snapshot):
            self._empty.say(say(UnreadCode.HEAD), say.wrapping(say(UnreadCode.BODY)))
        elif launch is None:
            no_launch = say.wrapping(say(ReleasePageCode.NO_LAUNCH_BODY))
            self._empty.say(say(ReleasePageCode.NO_LAUNCH), no_launch)
        if launch is not None:
            version, baseline = safe(launch.version), safe(launch.baseline)
            build = safe(launch.build)
            self._sides.say(
                say(ReleasePageCode.SIDES, version=version, build=build, baseline=baseline)
            )
            self.table.retitle(columns(self._room, version, baseline))
            self.stages.show_launch(launch, snapshot.at)
        self._show_ranges(snapshot)
        self.answer.show_answer(snapshot)
        self._show_rows(snapshot)
        self._show_chart()
        self._put()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _show_rows(self, snapshot: Snapshot) -> None:
        """Write the table anew when something in it may read otherwise."""
        limits_s = tuple(flow.slow_limit_s for flow in snapshot.flows)
        minute = snapshot.at.replace(second=0, microsecond=0)
        told = (snapshot.release, snapshot.kpis, limits_s, minute, margin_times(snapshot))
        if told != self._told:
            self._told = told
            self.table.show_rows(rows(self._room, snapshot))

    def _show_hint(self) -> None:
        """Say since when is compared, how users are split, and how to read the scale."""
        snapshot, say = self._snapshot, self._room.say
        say = say if snapshot is None else say.on(snapshot.at)
        release = None if snapshot is None else snapshot.release
        if snapshot is None or release is None or not release.rows:
            self._hint.say("")
            return
        since_at = min(row.since_at for row in release.rows)
        told = [say(ReleasePageCode.SINCE, time=say.time(since_at))]
        if self.table.viewport().width() >= LEAST_SCALE_PX:
            margin = f"{margin_times(snapshot):g}"
            told.insert(0, say(ReleasePageCode.HINT, margin=margin))
        split = release.split
        if split is not None and split.seen_ratio is not None:
            served, seen = say.ratio(split.served_ratio), say.ratio(split.seen_ratio)
            told.insert(0, say(ReleasePageCode.SPLIT, served=served, seen=seen))
        self._hint.say(" · ".join(told))

    # ------------------------------------------------------------ how far back charts reach

    def _choose_range(self, key: str) -> None:
        self._wants_stage = key == STAGE
        range_s = self._stage_range_s() if self._wants_stage else float(key)
        self.range_asked.emit(range_s)

    def _stage_range_s(self) -> float:
        """Return the least range that boards offer and that holds the whole stage."""
        snapshot = self._snapshot
        rows = () if snapshot is None or snapshot.release is None else snapshot.release.rows
        since_at = min((row.since_at for row in rows), default=None)
        if snapshot is None or since_at is None:
            return max(STEPS_S)
        elapsed_s = (snapshot.at - since_at).total_seconds()
        return min((one for one in STEPS_S if one >= elapsed_s), default=max(STEPS_S))

    def _show_ranges(self, snapshot: Snapshot) -> None:
        is_stage = self._wants_stage and snapshot.chart_range_s == self._stage_range_s()
        self._ranges.choose(STAGE if is_stage else str(round(snapshot.chart_range_s)))

    # ------------------------------------------------------------ what is selected

    def _choose(self, key: str) -> None:
        self._key = key
        self._show_chart()

    @property
    def _shown_key(self) -> str:
        """Return the row that the chart shows: the chosen one, what fails, or the first."""
        keys = [row.key for row in self.table.rows]
        if self._key in keys:
            return self._key
        failing = failing_row(None if self._snapshot is None else self._snapshot.release)
        if failing is not None:
            return key_of(failing)
        flows = [key for key in keys if key.startswith("success:")]
        return next(iter(flows or keys), "")

    def _show_chart(self) -> None:
        if self._snapshot is not None:
            self.chart.show_key(self._snapshot, self._shown_key)
        self._show_big()

    # ------------------------------------------------------------ the big chart

    def _open(self, flow: str) -> None:
        """Lay the big chart of a flow over the board; what it needs is imported only now."""
        flows = () if self._snapshot is None else self._snapshot.flows
        chart = next((one.chart for one in flows if one.name == flow), None)
        if chart is None or self._big is not None:
            return
        made: type[BigChart] = import_module("cockpit.ui.chart.big").BigChart
        self._big, self._big_flow = made(self._room.look, self._room.say, chart), flow
        self._big.closed.connect(self._close)
        self._big.setParent(self)
        self._show_big()
        self._put()
        self._big.show()
        self._big.setFocus()

    def _close(self) -> None:
        if self._big is not None:
            self._big.hide()
            self._big.deleteLater()
            self._big = None
            self._put()
            self.chart.open.setFocus()

    def _show_big(self) -> None:
        snapshot = self._snapshot
        if self._big is None or snapshot is None or snapshot.launch is None:
            return
        for flow in snapshot.flows:
            if flow.name == self._big_flow and flow.chart is not None:
                version, baseline = safe(snapshot.launch.version), safe(snapshot.launch.baseline)
                self._big.show_chart(
                    flow.name, flow.chart, snapshot.marks, version=version, baseline=baseline
                )

    # ------------------------------------------------------------ places

    def _put(self) -> None:
        is_tight, is_narrow = self.height() < TIGHT_BELOW_PX, self.width() < NARROW_BELOW_PX
        gap = TIGHT_GAP_PX if is_tight else GAP_PX
        edge = TIGHT_GAP_PX if is_tight else PADDING_PX
        width = max(1, self.width() - 2 * PADDING_PX)
        has_launch = self._snapshot is not None and self._snapshot.launch is not None
        has_rows = has_launch and bool(self.table.rows)
        self._show_parts(has_launch=has_launch, has_rows=has_rows)
        top = edge + HEADER_PX + gap
        self._empty.setGeometry(PADDING_PX, top, min(width, 480), max(1, self.height() - top))
        self.answer.setGeometry(PADDING_PX, top, width, ANSWER_PX)
        top += ANSWER_PX + gap
        bottom = self.height() - edge
        if has_rows:
            bottom -= STAGES_PX
            self.stages.setGeometry(PADDING_PX, bottom, width, STAGES_PX)
            bottom -= gap
        else:
            self.stages.setGeometry(PADDING_PX, top, width, STAGES_PX)
        chart = NARROW_CHART_PX if is_narrow else CHART_PX
        height = max(1, bottom - top)
        self._table_tile.setGeometry(PADDING_PX, top, max(1, width - chart - gap), height)
        self.table.setGeometry(
            TABLE_PADDING_PX,
            TABLE_PADDING_PX,
            max(1, self._table_tile.width() - 2 * TABLE_PADDING_PX),
            max(1, height - 2 * TABLE_PADDING_PX),
        )
        self.chart.setGeometry(PADDING_PX + width - chart, top, chart, height)
        self._show_hint()
        self._put_header(edge)
        if self._big is not None:
            inner = self.rect().adjusted(PADDING_PX, PADDING_PX, -PADDING_PX, -PADDING_PX)
            self._big.setGeometry(inner)

    def _show_parts(self, *, has_launch: bool, has_rows: bool) -> None:
        is_big = self._big is not None
        self._empty.setVisible(self._snapshot is not None and not has_launch)
        self._title.setVisible(not is_big)
        always: tuple[QWidget, ...] = (self._sides, self._hint, self.answer, self.stages)
        for part in always:
            part.setVisible(has_launch and not is_big)
        compared: tuple[QWidget, ...] = (self._table_tile, self.chart, self._ranges)
        for part in compared:
            part.setVisible(has_rows and not is_big)

    def _put_header(self, top: int) -> None:
        middle, right = top + HEADER_PX // 2, self.width() - PADDING_PX
        if not self._ranges.isHidden():
            size = self._ranges.sizeHint()
            left = right - size.width() + MARGIN_PX
            self._ranges.setGeometry(left, middle - size.height() // 2, size.width(), size.height())
            right = left - GAP_PX
        title = self._title.sizeHint().width()
        self._title.setGeometry(PADDING_PX, middle - 12, title, 24)
        left = PADDING_PX + title + GAP_PX
        sides = self._sides.sizeHint().width()
        hint = min(self._hint.sizeHint().width(), max(0, right - left - sides - GAP_PX))
        self._hint.setGeometry(right - hint, middle - 8, hint, 16)
        room = right - left - (hint + GAP_PX if hint else 0)
        self._sides.setGeometry(left, middle - 10, max(0, min(sides, room)), 20)
