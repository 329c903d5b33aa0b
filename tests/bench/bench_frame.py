"""CPU of one live tick of many small charts, against the bare lines drawn into an image.

Every chart has three lines of 720 points and gets one more point a tick. The limits of the same
run take lowest and highest value of each pixel column and draw them as polylines into a QImage:
once as hairlines, and once as the antialiased wide lines that a chart really has. A chart also has
a grid, figures, times, marks and a caption.
"""

import os
import time
from collections.abc import Callable, Sequence

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from cockpit.app.chart_view import ChartView, Line, Numbers
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.chart.paint import draw_dashes, draw_segments
from cockpit.ui.chart.tile_chart import TileChart
from tests.bench.figures import line as figure_line
from tests.bench.figures import target
from tests.kit.story.charts import MARKS
from tests.kit.story.setting import look, say
from tests.kit.story.times import NOW

POINTS, STEP_S, TICKS, WARM = 720, 5.0, 60, 5
WIDTH_PX, HEIGHT_PX, PLOTS = 280, 175, ((246, 77), (246, 77), (246, 36))
WIDTHS_PX = (1.4, 1.8, 1.4)
MOST_RATIO, MOST_SWITCH_RATIO = 1.5, 2.5

Values = tuple[Numbers, Numbers, Numbers]


class Samples:
    """Three lines that wander: success of all, success of the new version, p95."""

    def __init__(self) -> None:
        rng = np.random.default_rng(7)
        shape = (3, POINTS + 2 * TICKS + 2 * WARM)
        walk = np.cumsum(rng.normal(0, 0.02, shape), axis=1) + rng.normal(0, 0.1, shape)
        middle, width = np.array([[0.98], [0.975], [0.41]]), np.array([[0.002], [0.004], [0.02]])
        self._all: Numbers = np.asarray(middle + width * walk, dtype=np.float64)
        self._end_s = NOW.timestamp()

    def chart(self, tick: int) -> ChartView:
        """Return what a snapshot would bring at this tick."""
        end_s = self._end_s + STEP_S * tick
        at_s = np.asarray(end_s - STEP_S * np.arange(POINTS)[::-1], dtype=np.float64)
        counts = np.full(POINTS, 100.0)
        every, new, p95 = (Line(at_s, row, counts) for row in self.values(tick))
        return ChartView(
            range_s=POINTS * STEP_S,
            step_s=STEP_S,
            end_s=end_s,
            everything=every,
            new=new,
            p95=p95,
            slo_ratio=0.975,
            p95_limit_s=0.6,
        )

    def values(self, tick: int) -> Values:
        """Return the values of the three lines."""
        first, second, third = (row[tick : tick + POINTS] for row in self._all)
        return first, second, third


def main() -> None:
    """Measure and print."""
    samples = Samples()
    look()
    for count in (12, 36):
        _charts(samples, count)
    _switches(samples)


def _charts(samples: Samples, count: int) -> None:
    """Measure a tick of so many charts that are all on the screen."""

    def draw_hair(tick: int) -> None:
        _raw(samples.values(tick), count, is_wide=False)

    def draw_wide(tick: int) -> None:
        _raw(samples.values(tick), count, is_wide=True)

    def draw_charts(tick: int) -> None:
        _tick(charts, samples.chart(tick))

    def draw_again(_: int) -> None:
        _tick(charts, last)

    hair, wide = _times(draw_hair), _times(draw_wide)
    board = _board(count)
    charts, last = board.findChildren(TileChart), samples.chart(WARM + TICKS)
    own, still = _times(draw_charts), _times(draw_again)
    board.close()
    print(figure_line(f"{count} charts, one tick", own, pct=95))
    print(figure_line(f"{count} charts, nothing new", still, pct=95))
    print(figure_line(f"{count} bare, hairlines", hair, pct=95))
    print(figure_line(f"{count} bare, wide antialiased lines", wide, pct=95))
    print(f"{count} charts / bare hairlines {_median(own) / _median(hair):.2f}")
    print(target(f"{count} charts / bare lines", _median(own) / _median(wide), MOST_RATIO, "x"))


def _switches(samples: Samples) -> None:
    """Measure going to another tab of 12 charts that were not painted while it was hidden."""
    tabs = QTabWidget()
    boards = [_board(12) for _ in range(2)]
    for board in boards:
        tabs.addTab(board, "")
    tabs.resize(1_800, 1_200)
    tabs.show()
    QApplication.processEvents()

    def switch(tick: int) -> None:
        shown = boards[tick % 2]
        for chart in shown.findChildren(TileChart):
            chart.show_chart(samples.chart(tick), MARKS, "3.2.0")
        tabs.setCurrentWidget(shown)
        QApplication.processEvents()

    charts = boards[0].findChildren(TileChart)
    tabs.setCurrentWidget(boards[0])
    one_tick = _times(lambda tick: _tick(charts, samples.chart(tick)))
    switched = _times(switch)
    tabs.close()
    print(figure_line("switch to a tab of 12 charts", switched, pct=95))
    ratio = _median(switched) / _median(one_tick)
    print(target("switch / tick of 12 charts", ratio, MOST_SWITCH_RATIO, "x"))


def _board(count: int) -> QWidget:
    board, crosshair = QWidget(), Crosshair()
    for number in range(count):
        chart = TileChart(look(), say(), crosshair, board)
        left, top = number % 6 * (WIDTH_PX + 8), number // 6 * (HEIGHT_PX + 8)
        chart.setGeometry(left, top, WIDTH_PX, HEIGHT_PX)
    board.resize(6 * (WIDTH_PX + 8), 6 * (HEIGHT_PX + 8))
    board.show()
    QApplication.processEvents()
    return board


def _tick(charts: Sequence[TileChart], chart: ChartView) -> None:
    for one in charts:
        one.show_chart(chart, MARKS, "3.2.0")
    QApplication.processEvents()


def _raw(values: Values, count: int, *, is_wide: bool) -> None:
    """Draw what the charts have to draw at least."""
    image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_ARGB32_Premultiplied)
    for _ in range(count):
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_wide)
        for row, (width, height), pen_px in zip(values, PLOTS, WIDTHS_PX, strict=True):
            x, y = _columns(row, width, height)
            pen = QPen(QColor("white"), pen_px if is_wide else 1.0)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            if is_wide:
                draw_segments(painter, np.column_stack((x[:-1], y[:-1], x[1:], y[1:])))
            else:
                draw_dashes(painter, x, y)
        painter.end()


def _columns(row: Numbers, width: int, height: int) -> tuple[Numbers, Numbers]:
    each = POINTS // width + 1
    whole = row[: row.size // each * each].reshape(-1, each)
    y = np.empty(2 * len(whole))
    y[0::2], y[1::2] = whole.min(axis=1), whole.max(axis=1)
    low, high = float(y.min()), float(y.max())
    x = np.repeat(np.linspace(0.5, width - 0.5, len(whole)), 2)
    return x, (high - y) * (height / (high - low))


def _times(one: Callable[[int], None]) -> list[float]:
    """Return the CPU seconds of each tick, after some that do not count."""
    found: list[float] = []
    for tick in range(WARM + TICKS):
        began_s = time.process_time()
        one(tick)
        found.append(time.process_time() - began_s)
    return found[WARM:]


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))


if __name__ == "__main__":
    main()
