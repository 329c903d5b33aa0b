"""Only those segments are drawn that a picture needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cockpit.ui.chart.columns import Path, Piece, Stroke
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.paint import draw_path, hatch, heights, segments
from cockpit.ui.chart.panels import Band
from cockpit.ui.chart.scale import Scale
from tests.kit.story.setting import look

BAND, SCALE = Band(0, 40), Scale(0.0, 1.0, ())


def image() -> QImage:
    made = QImage(60, 40, QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def lit(made: QImage) -> list[tuple[int, int]]:
    return [(x, y) for x in range(60) for y in range(40) if QColor(made.pixel(x, y)).value() > 40]


@pytest.mark.slow
@given(arrays(np.float64, st.integers(1, 40), elements=st.floats(0.0, 80.0)))
def test_no_value_of_a_column_is_further_than_a_pixel_from_what_is_drawn(y: np.ndarray) -> None:
    x = np.repeat(np.arange(y.size) + 0.5, 2)
    both = np.repeat(y, 2)
    both[1::2] += 3.0
    drawn = segments(x, both)
    for column, value in zip(x, both, strict=True):
        near = [
            (min(row[1], row[3]), max(row[1], row[3]))
            for row in drawn
            if row[0] - 1 <= column <= row[2] + 1
        ]
        assert any(low - 1.0 <= value <= high + 1.0 for low, high in near)


def test_columns_that_touch_are_not_joined_again() -> None:
    x = np.array([0.5, 0.5, 1.5, 1.5])
    assert len(segments(x, np.array([0.0, 10.0, 8.0, 2.0]))) == 2
    assert len(segments(x, np.array([0.0, 10.0, 30.0, 20.0]))) == 3


def test_a_flat_line_has_no_segment_within_columns() -> None:
    x = np.repeat(np.arange(10) + 0.5, 2)
    assert len(segments(x, np.full(20, 7.0))) == 9


def test_a_single_value_is_a_short_stroke() -> None:
    ((left, _, right, _),) = segments(np.array([3.0]), np.array([5.0]))
    assert right - left == 1.0


def test_a_line_is_drawn_at_the_height_of_its_values() -> None:
    path = Path(np.array([0.0, 60.0]), np.array([0.75, 0.75]), (Piece(Stroke.PLAIN, 0, 2),))
    assert heights(path, SCALE, BAND).tolist() == [10.0, 10.0]
    made = image()
    painter = QPainter(made)
    draw_path(painter, path, SCALE, BAND, Ink(look()).new)
    painter.end()
    assert {y for _, y in lit(made)} <= {9, 10, 11}
    assert len({x for x, _ in lit(made)}) == 60


def test_a_thin_line_has_holes() -> None:
    path = Path(np.array([0.0, 60.0]), np.array([0.75, 0.75]), (Piece(Stroke.THIN, 0, 2),))
    made = image()
    painter = QPainter(made)
    draw_path(painter, path, SCALE, BAND, Ink(look()).new)
    painter.end()
    assert 10 < len({x for x, _ in lit(made)}) < 40


def test_a_hatch_stays_inside_its_rectangle() -> None:
    made = image()
    painter = QPainter(made)
    hatch(painter, Ink(look()), QRectF(20, 10, 20, 20))
    painter.end()
    found = lit(made)
    assert found
    assert all(20 <= x < 40 and 10 <= y < 30 for x, y in found)
