"""The big chart: zoom, move, read an instant, and go back to the board."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.ui.chart.big import LEAST_RANGE_S, BigChart
from tests.kit.inspection import texts
from tests.kit.story.setting import look, say
from tests.ui.chart.lines_kit import END_S, chart, line


@pytest.fixture
def big(qtbot: QtBot) -> BigChart:
    made = BigChart(look(), say(), chart())
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_chart("coupon", chart(), (), version="3.2.0", baseline="3.1.4")
    made.show()
    QApplication.processEvents()
    return made


def said(big: BigChart) -> str:
    return " ".join(texts(big))


def length_s(big: BigChart) -> float:
    start_s, end_s = big.range_s
    return end_s - start_s


def test_it_begins_with_the_whole_range(big: BigChart) -> None:
    assert big.range_s == pytest.approx((END_S - 3_600.0, END_S))


def test_keys_zoom_and_zero_shows_everything_again(big: BigChart) -> None:
    big.setFocus()
    QTest.keyClick(big, Qt.Key.Key_Plus)
    assert length_s(big) == pytest.approx(2_400.0)
    QTest.keyClick(big, Qt.Key.Key_Minus)
    QTest.keyClick(big, Qt.Key.Key_Plus)
    QTest.keyClick(big, Qt.Key.Key_0)
    assert big.range_s == pytest.approx((END_S - 3_600.0, END_S))


def test_no_zoom_goes_below_a_minute(big: BigChart) -> None:
    for _ in range(20):
        QTest.keyClick(big, Qt.Key.Key_Plus)
    assert length_s(big) >= LEAST_RANGE_S - 1e-6


def test_the_wheel_zooms_where_the_mouse_is(big: BigChart) -> None:
    viewport = big.canvas.viewport()
    at = QPointF(300.0, 200.0)
    event = QWheelEvent(
        at,
        viewport.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    assert length_s(big) < 3_600.0


def test_new_data_moves_a_range_that_ended_with_the_old(big: BigChart) -> None:
    later = chart(end_s=END_S + 10.0)
    big.show_chart("coupon", later, (), version="3.2.0", baseline="3.1.4")
    assert big.range_s[1] == pytest.approx(END_S + 10.0)


def test_new_data_leaves_a_range_in_the_past_where_it_is(big: BigChart) -> None:
    big.point(END_S - 3_000.0)
    QTest.keyClick(big, Qt.Key.Key_Plus)
    before = big.range_s
    big.show_chart("coupon", chart(end_s=END_S + 10.0), (), version="3.2.0", baseline="3.1.4")
    assert big.range_s == pytest.approx(before)


def test_another_range_shows_all_of_it(big: BigChart) -> None:
    longer = chart(range_s=21_600.0, everything=line(np.full(2_160, 0.98)))
    big.show_chart("coupon", longer, (), version="3.2.0", baseline="3.1.4")
    assert length_s(big) == pytest.approx(21_600.0)


def test_values_at_an_instant_are_read_with_the_baseline(big: BigChart) -> None:
    both = chart(baseline=line(np.full(360, 0.985)))
    big.show_chart("coupon", both, (), version="3.2.0", baseline="3.1.4")
    big.point(END_S - 60.0)
    for word in ("98.0", "3.2.0 97.0", "3.1.4 98.5", "420"):
        assert word in said(big)


def test_arrows_move_the_crosshair(big: BigChart) -> None:
    big.point(END_S - 600.0)
    before = big.grab().toImage()
    QTest.keyClick(big, Qt.Key.Key_Left)
    assert big.grab().toImage() != before


def test_escape_asks_for_the_board(big: BigChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(big.closed, timeout=1_000):
        QTest.keyClick(big, Qt.Key.Key_Escape)


def test_a_spike_of_one_sample_is_seen(qtbot: QtBot) -> None:
    values = np.full(3_600, 0.98)
    plain = chart(step_s=1.0, everything=line(values, 1.0), new=None)
    values = values.copy()
    values[1_800] = 0.5
    spiky = chart(step_s=1.0, everything=line(values, 1.0), new=None)
    pictures = []
    for one in (plain, spiky):
        big = BigChart(look(), say(), spiky)
        qtbot.addWidget(big)
        big.resize(500, 400)
        big.show_chart("coupon", one, (), version="", baseline="")
        pictures.append(big.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.slow
def test_the_board_does_not_load_pyqtgraph() -> None:
    code = "import sys; import cockpit.ui.pages.flow; print('pyqtgraph' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "False"
