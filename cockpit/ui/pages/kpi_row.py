"""The row of business figures, with the sessions that ended well below them."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.snapshot import CrashFreeView, KpiView, Snapshot, TileState
from cockpit.domain.intervals import Interval
from cockpit.ui.chart.spark import Spark
from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import ROLES, Mark, Shape, shape_of
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_codes import KpiCode
from cockpit.ui.pages.flow_text import WORD_OF, version_of
from cockpit.ui.say import Say

FULL_PX, TIGHT_PX, CRASH_PX = 64, 40, 24
PADDING_PX, TIGHT_PADDING_PX, GAP_PX = 16, 12, 8
LEAST_CELL_PX = 236
SPARKS_PX = (96, 48, 32, 0)
NOTE_PX, BODY_PX, FIGURE_PX = 16, 20, 28
FEW_RATIO = 0.05
MOST_DIGITS = 3
DAY_VALUES = ("days_count", "needed_count")
TROUBLE = {Shape.BAD: Role.BAD, Shape.WARN: Role.WARN}


class KpiCell(QWidget):
    """One figure: state, value, expected band, n and age, and its line."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self._say = say
        self._is_tight = False
        self._spark_px = SPARKS_PX[0]
        self._name = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._mark = Mark(look, 10)
        self._word = Label(look, Type.NOTE, Role.TEXT2, 600)
        self._figure, self._small = Figure(look), Figure(look, Type.HEADING)
        self._band = Label(look, Type.NOTE, Role.TEXT3)
        self._count = Label(look, Type.NOTE, Role.TEXT3)
        self._age = Label(look, Type.NOTE, Role.TEXT3)
        self._spark = Spark(look)
        texts = (self._name, self._word, self._band, self._count, self._age)
        for part in (*texts, self._mark, self._figure, self._small, self._spark):
            part.setParent(self)
        for one in (self._band, self._count, self._age):
            one.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_kpi(self, kpi: KpiView) -> None:
        """Show the figure; what cannot be relied on is grey and has no unit of its own."""
        say = self._say
        shape, word = shape_of(kpi.state), say(WORD_OF[kpi.state])
        named, value = say.name("kpi", kpi.name), kpi_value(kpi, say)
        self._name.say(named)
        self._mark.show_shape(shape)
        self._word.say(word)
        role = TROUBLE.get(shape, Role.TEXT1)
        if kpi.state is TileState.UNKNOWN:
            role = Role.TEXT3
        for figure in (self._figure, self._small):
            figure.show_value(value, "" if kpi.ratio is None else "%", None, role)
        self._band.say(band_text(kpi, say))
        self._count.say(say(KpiCode.N, count=say.count(kpi.event_count)))
        self._age.say(say.ago(kpi.age_s))
        dot = ROLES[shape] if shape in TROUBLE else Role.CHART_NEW
        self._spark.show_spark(kpi.line, kpi.expected, dot)
        reasons = dict.fromkeys((*kpi.messages, *((kpi.basis,) if kpi.basis else ())))
        told = " ".join(say.text(one) for one in reasons)
        self.setAccessibleName(say(KpiCode.NAME, kpi=named, state=word, value=value))
        self.setAccessibleDescription(told)
        tip(self, told)
        self._put()

    def tighten(self, *, is_tight: bool) -> None:
        """Put everything into one line, or again into two."""
        self._is_tight = is_tight
        self._put()

    def spark_room(self, width: int) -> int:
        """Return how wide the line may be in a cell of this width, with name and state whole."""
        wanted = self._name.sizeHint().width() + self._word.sizeHint().width() + 10
        wanted += 3 * GAP_PX + self._meta_px + 2 * PADDING_PX
        return next((px for px in SPARKS_PX if wanted + (px and px + 12) <= width), 0)

    def allow_spark(self, spark_px: int) -> None:
        """Draw the line this wide, or not at all."""
        if spark_px != self._spark_px:
            self._spark_px = spark_px
            self._put()

    @property
    def _meta_px(self) -> int:
        return max(one.sizeHint().width() for one in (self._band, self._count, self._age))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        for part in (self._word, self._figure, self._count, self._age, self._spark):
            part.setVisible(not self._is_tight)
        self._small.setVisible(self._is_tight)
        if self._is_tight:
            self._put_tight()
        else:
            self._put_full()

    def _put_tight(self) -> None:
        left, width = TIGHT_PADDING_PX, self.width()
        band = self._band.sizeHint().width()
        figure = self._small.sizeHint().width()
        room = width - 2 * TIGHT_PADDING_PX - band - figure - 10 - 3 * GAP_PX
        shows_band = room >= 40  # noqa: PLR2004 - a name shorter than that says nothing
        self._band.setVisible(shows_band)
        room += 0 if shows_band else band
        name = min(self._name.sizeHint().width(), max(40, room))
        middle = TIGHT_PX // 2
        self._name.setGeometry(left, middle - BODY_PX // 2, name, BODY_PX)
        left += name + GAP_PX
        self._mark.move(left, middle - 5)
        left += 10 + GAP_PX
        self._small.setGeometry(left, middle - 12, figure, 24)
        right = width - TIGHT_PADDING_PX
        self._band.setGeometry(right - band, middle - NOTE_PX // 2, band, NOTE_PX)

    def _put_full(self) -> None:
        left, right = PADDING_PX, self.width() - PADDING_PX
        notes = (self._band, self._count, self._age)
        meta, spark = self._meta_px, self._spark_px
        self._spark.setVisible(spark > 0)
        self._spark.setGeometry(right - spark, 12, spark, 40)
        right -= spark + 12 if spark else 0
        for number, note in enumerate(notes):
            note.setVisible(True)
            note.setGeometry(right - meta, 8 + NOTE_PX * number, meta, NOTE_PX)
        word = self._word.sizeHint().width()
        room = right - meta - GAP_PX - left - word - 10 - 2 * GAP_PX
        name = min(self._name.sizeHint().width(), max(40, room))
        self._name.setGeometry(left, 6, name, BODY_PX)
        self._mark.move(left + name + GAP_PX, 11)
        self._word.setGeometry(left + name + 2 * GAP_PX + 10, 8, word, NOTE_PX)
        self._figure.setGeometry(left, 30, right - meta - left, FIGURE_PX)


class KpiRow(Tile):
    """All figures side by side; below them the crash-free sessions where there is room."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        self._is_tight = False
        self._cells: list[KpiCell] = []
        self._lines: list[Line] = []
        self._shown_count = 0
        self._crash = Label(room.look, Type.NOTE, Role.TEXT3, elides=True)
        self._crash.setParent(self)
        self._rule = Line(room.look)
        self._rule.setParent(self)

    def show_kpis(self, snapshot: Snapshot) -> None:
        """Show what the snapshot knows."""
        kpis = snapshot.kpis
        while len(self._cells) < len(kpis):
            cell, line = (
                KpiCell(self._room.look, self._room.say),
                Line(self._room.look, is_upright=True),
            )
            cell.setParent(self)
            line.setParent(self)
            self._cells.append(cell)
            self._lines.append(line)
        for cell, kpi in zip(self._cells, kpis, strict=False):
            cell.show_kpi(kpi)
        crash = crash_text(snapshot.crash_free, version_of(snapshot), self._room.say)
        is_new = len(kpis) != self._shown_count or bool(crash) != bool(self._crash.text())
        self._shown_count = len(kpis)
        self._crash.say(crash)
        if is_new:
            self._put()
        else:
            self._put_sparks()

    def tighten(self, *, is_tight: bool) -> None:
        """Become one line high, or two."""
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self._put()

    @property
    def wanted_px(self) -> int:
        """Return how high the row wants to be; 0 with nothing to show."""
        crash = CRASH_PX if self._crash.text() and not self._is_tight else 0
        return self._cells_px + crash

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    @property
    def _columns(self) -> int:
        return max(1, min(self._shown_count, self.width() // LEAST_CELL_PX))

    @property
    def _cells_px(self) -> int:
        rows = math.ceil(self._shown_count / self._columns)
        return rows * (TIGHT_PX if self._is_tight else FULL_PX)

    def _put(self) -> None:
        height = TIGHT_PX if self._is_tight else FULL_PX
        shown, columns = self._shown_count, self._columns
        each = self.width() / columns
        for number, (cell, line) in enumerate(zip(self._cells, self._lines, strict=True)):
            row, column = divmod(number, columns)
            left, right = round(column * each), round((column + 1) * each)
            cell.setVisible(number < shown)
            line.setVisible(column > 0 and number < shown)
            cell.tighten(is_tight=self._is_tight)
            cell.setGeometry(left, row * height, right - left, height)
            line.setGeometry(left, row * height + 6, 1, height - 12)
        self._put_sparks()
        shows_crash = bool(self._crash.text()) and not self._is_tight
        top, across = self._cells_px, self.width() - 2 * PADDING_PX
        self._crash.setVisible(shows_crash)
        self._crash.setGeometry(PADDING_PX, top + 4, across, NOTE_PX)
        self._rule.setVisible(shows_crash and shown > 0)
        self._rule.setGeometry(PADDING_PX, top, across, 1)

    def _put_sparks(self) -> None:
        """Draw the lines equally wide in all cells, or in none: figures are read across."""
        shown = self._cells[: self._shown_count]
        room = min((cell.spark_room(cell.width()) for cell in shown), default=0)
        for cell in shown:
            cell.allow_spark(room)


def kpi_value(kpi: KpiView, say: Say) -> str:
    """Return the figure in per cent, with two decimals while it is small."""
    is_small = kpi.ratio is not None and kpi.ratio < FEW_RATIO
    return say.ratio(kpi.ratio, 2 if is_small else 1)


def band_text(kpi: KpiView, say: Say) -> str:
    """Return the expected band, or how far learning is."""
    if kpi.expected is None:
        days, needed = _days(kpi)
        if days is None or needed is None:
            return say(KpiCode.NO_BAND)
        return say(KpiCode.LEARNING, days=say.count(days), needed=say.count(needed))
    low, high = ends(kpi.expected, say)
    code = KpiCode.EXPECTED if kpi.basis is None else KpiCode.EXPECTED_RECENT
    return say(code, low=low, high=high)


def ends(expected: Interval, say: Say) -> tuple[str, str]:
    """Return both ends of a band with as many decimals as the figure, or as tell them apart."""
    digits = 2 if expected.high < FEW_RATIO else 1
    while True:
        low, high = say.ratio(expected.low, digits), say.ratio(expected.high, digits)
        if low != high or digits == MOST_DIGITS:
            return low, high
        digits += 1


def _days(kpi: KpiView) -> tuple[float | None, float | None]:
    """Return how many days of the past are known, and how many are needed."""
    found = [None if kpi.basis is None else kpi.basis.value(name) for name in DAY_VALUES]
    days, needed = (float(one) if isinstance(one, int) else None for one in found)
    return days, needed


def crash_text(views: Sequence[CrashFreeView], version: str | None, say: Say) -> str:
    """Return the crash-free sessions, the new version first; "" when nothing is known."""
    ordered = sorted(views, key=lambda one: one.version != version)
    parts = [_crash_part(one, say) for one in ordered[:2]]
    return "   ".join([say(KpiCode.CRASH_FREE), *parts]) if parts else ""


def crash_short(views: Sequence[CrashFreeView], version: str | None, say: Say) -> str:
    """Return the same in fewer words."""
    ordered = sorted(views, key=lambda one: one.version != version)
    parts = [
        say(KpiCode.CRASH_PART, version=one.version, ratio=say.ratio(one.crash_free_ratio, 2))
        for one in ordered[:2]
    ]
    return " · ".join([say(KpiCode.CRASH_SHORT), *parts]) if parts else ""


def _crash_part(one: CrashFreeView, say: Say) -> str:
    ratio = say.ratio(one.crash_free_ratio, 2)
    part = say(KpiCode.CRASH_PART, version=one.version, ratio=ratio)
    return f"{part} · {say(KpiCode.CRASH_N, count=say.count(one.session_count))}"
