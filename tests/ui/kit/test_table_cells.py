"""Figures stand one below the other by their points; a field paints what has room."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table_cells import MOST_MEASURED, Align, Cell, CellPaint, Column, Row
from cockpit.ui.look import Look, Role, Type
from tests.ui.kit.parts import look

COLUMN = (Column("value", 100, Align.DECIMAL),)


def painted(given: Look, cell: Cell, align: Align, reserve: float = 0.0) -> QImage:
    image = QImage(100, 28, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    field = QRectF(0, 0, 100, 28)
    CellPaint(given).paint(painter, cell, field, align, reserve=reserve)
    painter.end()
    return image


def ink(image: QImage) -> list[int]:
    """Return the columns of the picture that have something in them."""
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).alpha() > 60 for y in range(image.height()))
    ]


def test_the_points_of_figures_stand_one_below_the_other(qtbot: QtBot) -> None:
    given = look()
    cells = [Cell("99.89", unit="%"), Cell("5.6", unit="%"), Cell("1,000", unit="%")]
    paint = CellPaint(given)
    (reserve,) = paint.reserves(COLUMN, [Row((cell,)) for cell in cells])
    ones = [
        paint._left(cell, QRectF(0, 0, 100, 28), Align.DECIMAL, reserve, is_tall=False)
        + paint.writing(Type.BODY).width(cell.text.partition(".")[0])
        for cell in cells
    ]
    assert max(ones) - min(ones) < 0.01


def test_a_dash_stands_at_the_right_edge(qtbot: QtBot) -> None:
    assert ink(painted(look(), Cell("–"), Align.DECIMAL, 40.0))[-1] >= 96


def test_long_tables_are_not_measured(qtbot: QtBot) -> None:
    rows = [Row((Cell("1.25"),))] * (MOST_MEASURED + 1)
    assert CellPaint(look()).reserves(COLUMN, rows) == (0.0,)


def test_text_stands_on_its_side(qtbot: QtBot) -> None:
    given = look()
    assert ink(painted(given, Cell("ab"), Align.LEFT))[0] <= 2
    assert ink(painted(given, Cell("ab"), Align.RIGHT))[-1] >= 97


def test_long_text_stays_in_its_field(qtbot: QtBot) -> None:
    cell = Cell("a text that is far too long for it", note="and a note", shape=Shape.OK)
    for align in Align:
        assert ink(painted(look(), cell, align))[-1] <= 100


def test_a_field_may_be_painted_by_somebody_else(qtbot: QtBot) -> None:
    given = look()

    def fill(painter: QPainter, field: QRectF) -> None:
        painter.fillRect(field, given.color(Role.BAD))

    image = painted(given, Cell("read aloud", paint=fill), Align.LEFT)
    assert image.pixelColor(50, 14) == given.color(Role.BAD)


def test_what_was_cut_is_known(qtbot: QtBot) -> None:
    paint = CellPaint(look())
    assert paint.is_cut(Cell("a rather long text"), 40, is_tall=False)
    assert not paint.is_cut(Cell("a"), 40, is_tall=False)
    assert paint.is_cut(Cell("a", note="a rather long note"), 40, is_tall=True)
    assert not paint.is_cut(Cell("a rather long text", paint=lambda _p, _f: None), 4, is_tall=False)
