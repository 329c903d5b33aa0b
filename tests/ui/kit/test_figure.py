"""A figure keeps value, unit and mark on one base line and in sight."""

from pytestqt.qtbot import QtBot

from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role, Type
from tests.ui.kit.parts import has, look, picture


def test_it_is_wide_enough_for_value_unit_and_mark(qtbot: QtBot) -> None:
    figure = Figure(look())
    qtbot.addWidget(figure)
    widths = []
    for unit, shape in (("", None), ("%", None), ("%", Shape.BAD)):
        figure.show_value("91.1", unit, shape)
        widths.append(figure.sizeHint().width())
    assert widths == sorted(set(widths))
    assert figure.minimumSizeHint() == figure.sizeHint()


def test_it_is_read_with_its_unit(qtbot: QtBot) -> None:
    figure = Figure(look())
    qtbot.addWidget(figure)
    figure.show_value("412", "ms")
    assert figure.said == figure.accessibleName() == "412 ms"
    figure.show_value("–")
    assert figure.said == "–"


def test_a_value_out_of_bounds_has_its_colour_and_its_mark(qtbot: QtBot) -> None:
    given = look()
    figure = Figure(given, Type.HERO)
    qtbot.addWidget(figure)
    figure.show_value("91.1", "%", Shape.WARN, Role.BAD)
    assert has(figure, given, Role.BAD)
    assert has(figure, given, Role.WARN)


def test_figures_of_one_length_take_one_width(qtbot: QtBot) -> None:
    figure = Figure(look())
    qtbot.addWidget(figure)
    widths = set()
    for value in ("11.1", "98.7", "40.4"):
        figure.show_value(value, "%")
        widths.add(figure.sizeHint().width())
    assert len(widths) == 1


def test_the_same_value_is_not_painted_again(qtbot: QtBot) -> None:
    figure = Figure(look())
    qtbot.addWidget(figure)
    figure.show_value("1", "%")
    before = picture(figure)
    figure.show_value("1", "%")
    assert picture(figure) == before
