"""The widgets of board 1: header, figures, tiles, and the big chart over them."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from cockpit.app.chart_view import ChartView
from cockpit.app.snapshot import FlowView, Snapshot
from cockpit.ui.aim import Aiming
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.tile import Empty
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_codes import FlowCode
from cockpit.ui.pages.flow_grid import GAP_PX, grid, neighbour
from cockpit.ui.pages.flow_legend import HEIGHT_PX as LEGEND_PX
from cockpit.ui.pages.flow_legend import FlowLegend
from cockpit.ui.pages.flow_text import ordered, summary, version_of
from cockpit.ui.pages.flow_tile import FlowTile
from cockpit.ui.pages.kpi_row import KpiRow, crash_short
from cockpit.ui.turns import Turns
from cockpit.words.safe import safe

if TYPE_CHECKING:
    from cockpit.ui.chart.big import BigChart

RANGES = {
    "900": FlowCode.RANGE_15M,
    "3600": FlowCode.RANGE_1H,
    "21600": FlowCode.RANGE_6H,
    "86400": FlowCode.RANGE_24H,
}
"""Seconds that charts may show, and how people call them."""

PADDING_PX, HEADER_PX = 16, 32
TIGHT_BELOW_PX = 640
SCROLL_GAP_PX = 4
ROOM_FOR_ALL = 4
"""So many flows keep their own order; with more of them those in trouble come first."""


class FlowBoard(QWidget):
    """Header, figures and tiles; the tiles scroll when there are more than fit.

    `fired` tells the key of a hold button that was held, `range_asked` seconds, `read_asked`
    that somebody wants fresh data now.
    """

    fired = Signal(str)
    range_asked = Signal(float)
    read_asked = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._turns = Turns(self, is_live=room.is_live)
        look, say = room.look, room.say
        self.selected: str | None = None
        self._snapshot: Snapshot | None = None
        self._aiming: Aiming | None = None
        self.crosshair = Crosshair()
        self._tiles: list[FlowTile] = []
        self._shown_count, self._columns = 0, 1
        self._big: BigChart | None = None
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._summary = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._crash = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._legend = FlowLegend(look, say)
        self._ranges = Segments(look, [(key, say(code)) for key, code in RANGES.items()])
        self._kpis = KpiRow(room)
        self._empty = Empty(look)
        self._area, self._inside = QScrollArea(), QWidget()
        texts = (self._title, self._summary, self._crash, self._legend, self._ranges)
        for part in (*texts, self._kpis, self._empty, self._area):
            part.setParent(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setViewport(QWidget())  # see `PageStack`
        self._area.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._title.say(say(FlowCode.TITLE))
        self._empty.say(say(FlowCode.NO_FLOWS), say.wrapping(say(FlowCode.NO_FLOWS_BODY)))
        self._ranges.setAccessibleDescription(say(FlowCode.RANGES))
        self._ranges.chosen.connect(self._choose_range)

    @property
    def tiles(self) -> tuple[FlowTile, ...]:
        """Return the tiles that are shown, in their order."""
        return tuple(self._tiles[: self._shown_count])

    def show_board(self, aiming: Aiming) -> None:
        """Show everything that the snapshot tells about the service."""
        snapshot, say = aiming.snapshot, self._room.say
        version = version_of(snapshot)
        self._snapshot, self._aiming = snapshot, aiming
        self._summary.say(summary(snapshot.flows, version, say))
        self._crash.say(crash_short(snapshot.crash_free, version, say))
        self._legend.show_version(version)
        self._ranges.choose(str(round(snapshot.chart_range_s)))
        self._kpis.show_kpis(snapshot)
        flows = ordered(snapshot.flows, ROOM_FOR_ALL)
        while len(self._tiles) < len(flows):
            self._tiles.append(self._new_tile())
        self._shown_count = len(flows)
        self._put()
        self._fill(flows)
        self._show_big()

    def show_aims(self, aiming: Aiming) -> None:
        """Show at every lever what holding it would do, and how far it has come."""
        self._aiming = aiming
        for tile in self.tiles:
            if tile.flow is not None:
                tile.lever.show_lever(tile.flow, aiming)

    def _fill(self, flows: Sequence[FlowView]) -> None:
        """Fill a tile in each turn, or all of them together when they change places."""
        pairs = list(zip(self.tiles, flows, strict=True))
        if all(tile.flow is not None and tile.flow.name == flow.name for tile, flow in pairs):
            self._turns.take([partial(self._fill_tile, *pair) for pair in pairs])
            return
        self._turns.take(())
        for pair in pairs:
            self._fill_tile(*pair)

    def _fill_tile(self, tile: FlowTile, flow: FlowView) -> None:
        if self._aiming is not None:
            tile.show_flow(flow, self._aiming)
        tile.select(is_selected=flow.name == self.selected)

    @property
    def big(self) -> "BigChart | None":
        """Return the big chart while it lies over the board."""
        return self._big

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _new_tile(self) -> FlowTile:
        tile = FlowTile(self._room, self.crosshair)
        tile.setParent(self._inside)
        tile.selected.connect(self._select)
        tile.moved.connect(self._move)
        tile.opened.connect(self._open)
        tile.fired.connect(self.fired)
        tile.read_asked.connect(self.read_asked)
        return tile

    def _select(self, flow: str) -> None:
        self.selected = flow
        for tile in self.tiles:
            tile.select(is_selected=tile.flow is not None and tile.flow.name == flow)

    def _move(self, right: int, down: int) -> None:
        tiles = self.tiles
        here = next((number for number, tile in enumerate(tiles) if tile.hasFocus()), None)
        if here is not None:
            there = neighbour(here, len(tiles), self._columns, (right, down))
            tiles[there].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(tiles[there], 0, GAP_PX)

    def _choose_range(self, key: str) -> None:
        self.range_asked.emit(float(key))

    # ------------------------------------------------------------ the big chart

    def _open(self, flow: str) -> None:
        """Lay the big chart of a flow over the board; what it needs is imported only now."""
        chart = self._chart_of(flow)
        if chart is None or self._big is not None:
            return
        made: type[BigChart] = import_module("cockpit.ui.chart.big").BigChart
        self._big = made(self._room.look, self._room.say, chart)
        self._big.closed.connect(self._close)
        self._big.setParent(self)
        self._select(flow)
        self._show_big()
        self._big.show()
        self._put()
        self._big.setFocus()

    def _close(self) -> None:
        if self._big is not None:
            self._big.hide()
            self._big.deleteLater()
            self._big = None
            self._put()
            for tile in self.tiles:
                if tile.flow is not None and tile.flow.name == self.selected:
                    tile.setFocus()

    def _show_big(self) -> None:
        snapshot, flow = self._snapshot, self.selected
        chart = None if flow is None else self._chart_of(flow)
        if self._big is None or snapshot is None or flow is None or chart is None:
            return
        launch = snapshot.launch
        version = version_of(snapshot) or self._room.say(FlowCode.LEGEND_NEW)
        baseline = "" if launch is None else safe(launch.baseline)
        self._big.show_chart(flow, chart, snapshot.marks, version=version, baseline=baseline)

    def _chart_of(self, flow: str) -> ChartView | None:
        flows = () if self._snapshot is None else self._snapshot.flows
        return next((one.chart for one in flows if one.name == flow), None)

    # ------------------------------------------------------------ places

    def _put(self) -> None:
        is_tight = self.height() < TIGHT_BELOW_PX
        width = max(1, self.width() - 2 * PADDING_PX)
        top = 10 if is_tight else PADDING_PX
        self._put_header(top, is_tight=is_tight)
        top += HEADER_PX + (10 if is_tight else GAP_PX)
        self._kpis.tighten(is_tight=is_tight)
        self._kpis.resize(width, self._kpis.height())
        wanted = self._kpis.wanted_px
        self._kpis.setVisible(wanted > 0 and self._big is None)
        self._kpis.setGeometry(PADDING_PX, top, width, max(1, wanted))
        top += wanted + GAP_PX if wanted else 0
        height = max(1, self.height() - top - (8 if is_tight else PADDING_PX))
        self._area.setGeometry(PADDING_PX, top, width, height)
        self._empty.setGeometry(PADDING_PX, top, min(width, 420), height)
        self._empty.setVisible(self._shown_count == 0 and self._snapshot is not None)
        is_open = self._big is not None
        self._area.setVisible(self._shown_count > 0 and not is_open)
        self._ranges.setVisible(not is_open)
        if self._big is not None:
            inner = self.rect().adjusted(PADDING_PX, PADDING_PX, -PADDING_PX, -PADDING_PX)
            self._big.setGeometry(inner)
        placed = grid(width, height, self._shown_count)
        if placed.height > height:
            width -= self._area.verticalScrollBar().sizeHint().width() + SCROLL_GAP_PX
            placed = grid(width, height, self._shown_count)
        self._columns = placed.columns
        self._inside.resize(width, max(height, placed.height))
        for tile, box in zip(self._tiles, placed.boxes, strict=False):
            tile.setGeometry(box.left, box.top, box.width, box.height)
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < self._shown_count)

    def _put_header(self, top: int, *, is_tight: bool) -> None:
        middle = top + HEADER_PX // 2
        right = self.width() - PADDING_PX
        hint = self._ranges.sizeHint()
        ring = max(0, (hint.height() - 28) // 2)
        self._ranges.setGeometry(
            right - hint.width() + ring, middle - hint.height() // 2, hint.width(), hint.height()
        )
        right -= hint.width() - 2 * ring + GAP_PX
        left = PADDING_PX
        title = self._title.sizeHint().width()
        self._title.setGeometry(left, middle - 12, title, 24)
        left += title + GAP_PX
        summed = self._summary.sizeHint().width()
        legend = self._legend.sizeHint().width()
        crash = self._crash.sizeHint().width()
        shows_legend = not is_tight and left + min(summed, 160) + GAP_PX + legend <= right
        self._legend.setVisible(shows_legend)
        if shows_legend:
            right -= legend
            self._legend.setGeometry(right, middle - LEGEND_PX // 2, legend, LEGEND_PX)
            right -= GAP_PX
        shows_crash = is_tight and left + min(summed, 160) + GAP_PX + crash <= right
        self._crash.setVisible(shows_crash)
        if shows_crash:
            right -= crash
            self._crash.setGeometry(right, middle - 8, crash, 16)
            right -= GAP_PX
        self._summary.setGeometry(left, middle - 10, max(0, min(summed, right - left)), 20)
