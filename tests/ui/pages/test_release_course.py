"""The evidence grows towards its limit, and turns red where it proves."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from cockpit.app.trials import Course
from cockpit.ui.look import Role
from cockpit.ui.pages.release_course import EvidenceChart, Growth
from tests.kit.story.setting import look, say
from tests.kit.story.times import NOW, STAGE_5

END_S, RANGE_S = NOW.timestamp(), 3_600.0


def course(*evidence: float) -> Course:
    at_s = np.linspace(STAGE_5.timestamp(), END_S, len(evidence))
    return Course(at_s, np.log(np.array(evidence)))


@pytest.fixture
def chart(qtbot: QtBot) -> EvidenceChart:
    made = EvidenceChart(look(), say())
    qtbot.addWidget(made)
    made.resize(280, 100)
    made.show()
    return made


def drawn(chart: EvidenceChart, growth: Growth) -> Callable[[Role], list[int]]:
    """Return the columns in which a colour is found."""
    chart.show_growth(growth)
    image = chart.grab().toImage()

    def columns(role: Role) -> list[int]:
        wanted = QColor(look().color(role)).rgb()
        return [
            x
            for x in range(image.width())
            if any(image.pixel(x, y) == wanted for y in range(image.height()))
        ]

    return columns


def test_evidence_that_proves_nothing_has_no_red(chart: EvidenceChart) -> None:
    columns = drawn(chart, Growth(course(1.0, 0.7, 1.4, 30.0), 960.0, END_S, RANGE_S))
    assert chart.is_drawn
    assert columns(Role.TEXT1)
    assert columns(Role.BAD) == []


def test_evidence_is_red_from_where_it_proves(chart: EvidenceChart) -> None:
    columns = drawn(chart, Growth(course(1.0, 1.0, 1.0, 1e6, 1e7), 960.0, END_S, RANGE_S))
    red = columns(Role.BAD)
    assert red
    assert min(red) > min(columns(Role.TEXT1))


def test_a_longer_range_makes_the_line_shorter(chart: EvidenceChart) -> None:
    given = course(1.0, 2.0, 1.0, 3.0, 2.0)
    hour = drawn(chart, Growth(given, 960.0, END_S, RANGE_S))(Role.TEXT1)
    day = drawn(chart, Growth(given, 960.0, END_S, 6 * RANGE_S))(Role.TEXT1)
    assert max(day) - min(day) < (max(hour) - min(hour)) / 3


@pytest.mark.parametrize(
    "growth",
    [
        pytest.param(Growth(None, 960.0, END_S, RANGE_S), id="not begun"),
        pytest.param(Growth(course(1.0, 2.0), 960.0, END_S - 86_400.0, RANGE_S), id="elsewhere"),
        pytest.param(Growth(course(math.exp(700.0), 1.0), 960.0, END_S, RANGE_S), id="beyond all"),
        pytest.param(Growth(course(1e-300, 1e-9), 2.0, END_S, RANGE_S), id="next to none"),
    ],
)
def test_nothing_that_can_come_ends_the_painting(chart: EvidenceChart, growth: Growth) -> None:
    drawn(chart, growth)
    assert chart.is_drawn is (growth.course is not None)
