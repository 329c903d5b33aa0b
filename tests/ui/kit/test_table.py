"""A table draws what is in sight, whatever it stands for, and is led by the keyboard."""

import time
from collections.abc import Sequence
from typing import overload

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.ui.kit.table import ROW_PX, TALL_ROW_PX, Align, Cell, Column, Row, Table
from cockpit.ui.look import Role
from tests.ui.kit.parts import has, look, picture

COLUMNS = (Column("name"), Column("value", 90, Align.DECIMAL), Column("n", 60, Align.RIGHT))
LEFT = Qt.MouseButton.LeftButton


def rows(count: int) -> list[Row]:
    return [Row((Cell(f"flow {n}"), Cell(f"{n}.5"), Cell("12")), key=f"k{n}") for n in range(count)]


class Million(Sequence[Row]):
    """A million rows that are made when they are asked for."""

    def __init__(self) -> None:
        self.asked: set[int] = set()

    @override
    def __len__(self) -> int:
        return 1_000_000

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    @override
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        assert isinstance(place, int)
        self.asked.add(place)
        return Row((Cell(f"#{place}"), Cell("1.0"), Cell("1")), key=str(place))


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    part = Table(look(), COLUMNS, name="flows")
    qtbot.addWidget(part)
    part.resize(400, 28 + 5 * ROW_PX)
    part.show_rows(rows(20))
    part.show()
    return part


def click(table: Table, place: int) -> None:
    spot = QPoint(20, 28 + place * ROW_PX + 10)
    QTest.mouseClick(table.viewport(), LEFT, pos=spot)


def test_a_click_chooses_the_row_and_tells_its_key_once(table: Table) -> None:
    told: list[str] = []
    table.chosen.connect(told.append)
    click(table, 2)
    click(table, 2)
    click(table, -1)  # the header
    assert told == ["k2"]
    assert table.key == "k2"


def test_the_keyboard_goes_everywhere_and_keeps_the_choice_in_sight(table: Table) -> None:
    told: list[str] = []
    table.chosen.connect(told.append)
    key = Qt.Key
    for one in (key.Key_Down, key.Key_Down, key.Key_Up, key.Key_End, key.Key_PageUp, key.Key_Home):
        QTest.keyClick(table, one)
    assert told == ["k0", "k1", "k0", "k19", "k15", "k0"]
    QTest.keyClick(table, key.Key_End)
    bar = table.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert table.accessibleDescription() == "flow 19, 19.5, 12"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_chosen_row(table: Table, key: Qt.Key) -> None:
    told: list[str] = []
    table.pressed.connect(told.append)
    QTest.keyClick(table, key)
    assert told == []
    table.choose("k3")
    QTest.keyClick(table, key)
    assert told == ["k3"]


def test_a_double_click_presses_the_row(table: Table) -> None:
    told: list[str] = []
    table.pressed.connect(told.append)
    QTest.mouseDClick(table.viewport(), LEFT, pos=QPoint(20, 40))
    assert told == ["k0"]


def test_the_choice_stays_with_its_key_when_rows_move(table: Table) -> None:
    table.choose("k4")
    told: list[str] = []
    table.chosen.connect(told.append)
    table.show_rows(rows(20)[::-1])
    assert table.key == "k4"
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert told == ["k3"]


def test_a_choice_that_is_gone_is_not_shown_and_the_keyboard_starts_anew(table: Table) -> None:
    table.choose("k4")
    table.show_rows(rows(2))
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.key == "k0"


def test_the_end_is_told_when_it_comes_into_sight(table: Table) -> None:
    told: list[str] = []
    table.reached_end.connect(lambda: told.append("end"))
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert told == ["end"]


def test_the_chosen_row_and_a_row_in_trouble_have_their_grounds(qtbot: QtBot) -> None:
    given = look()
    table = Table(given, COLUMNS)
    qtbot.addWidget(table)
    table.resize(300, 100)
    table.show_rows([Row((Cell("a"),), Role.TINT_BAD, "a"), Row((Cell("b"),), None, "b")])
    assert has(table, given, Role.TINT_BAD)
    assert not has(table, given, Role.ACTIVE)
    table.choose("b")
    assert has(table, given, Role.ACTIVE)


def test_a_million_rows_cost_what_is_in_sight(qtbot: QtBot) -> None:
    million = Million()
    table = Table(look(), COLUMNS)
    qtbot.addWidget(table)
    table.resize(400, 400)
    table.show()
    began = time.process_time()
    table.show_rows(million)
    table.verticalScrollBar().setValue(14_000_000)
    picture(table)
    assert time.process_time() - began < 0.25
    assert len(million.asked) < 100
    assert 500_000 in million.asked
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.key == "999999"


def test_the_same_rows_again_are_not_painted_again(table: Table) -> None:
    shown = table.rows
    table.show_rows(rows(20))
    assert table.rows is shown


def test_columns_without_room_are_left_out(qtbot: QtBot) -> None:
    columns = (Column("name"), Column("rare", 100, least_px=500))
    table = Table(look(), columns)
    qtbot.addWidget(table)
    table.show_rows([Row((Cell("a"), Cell("b")), key="a")])
    table.show()
    table.resize(400, 100)
    assert table.cell_rect(0, 1).isEmpty()
    assert table.cell_rect(0, 0).width() == table.viewport().width() - 16
    table.resize(600, 100)
    assert table.cell_rect(0, 1).width() == 84
    assert table.cell_rect(7, 0).isEmpty()


def test_tall_rows_have_two_lines(qtbot: QtBot) -> None:
    table = Table(look(), COLUMNS, row_px=TALL_ROW_PX)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show_rows([Row((Cell("name"),), key="a")])
    plain = picture(table)
    table.show_rows([Row((Cell("name", note="source"),), key="a")])
    assert picture(table) != plain
    assert table.cell_rect(0, 0).height() == TALL_ROW_PX


def test_what_is_cut_is_told_whole_where_it_is(table: Table) -> None:
    long = "a name that is much too long for its column, whoever made it up"
    table.show_rows([Row((Cell(long, note="android"), Cell("1.5"), Cell("1")), key="a")])
    assert table.whole_at(QPoint(20, 40)) == f"{long} android"
    assert table.whole_at(QPoint(390, 40)) == ""
    assert table.whole_at(QPoint(20, 5)) == ""


def test_other_titles_are_painted(table: Table) -> None:
    before = picture(table)
    table.retitle((Column("other"), *COLUMNS[1:]))
    assert picture(table) != before


def test_a_table_that_only_shows_takes_no_keyboard(qtbot: QtBot) -> None:
    table = Table(look(), COLUMNS, has_choice=False)
    qtbot.addWidget(table)
    table.show_rows(rows(3))
    click(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.key == ""
    assert table.focusPolicy() is Qt.FocusPolicy.NoFocus
