"""The line beside a figure."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from cockpit.app.chart_view import Line
from cockpit.domain.intervals import Interval
from cockpit.ui.chart.spark import Spark, spark_scale
from cockpit.ui.look import Role
from tests.kit.story.setting import look
from tests.ui.chart.lines_kit import line

BAND = Interval(0.27, 0.30)


@pytest.fixture
def spark(qtbot: QtBot) -> Spark:
    made = Spark(look())
    qtbot.addWidget(made)
    made.resize(96, 40)
    return made


def picture(spark: Spark, given: Line | None, band: Interval | None, role: Role) -> QImage:
    spark.show_spark(given, band, role)
    return spark.grab().toImage()


def colors(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_the_band_and_the_dot_are_seen(spark: Spark) -> None:
    found = colors(picture(spark, line(np.linspace(0.28, 0.32, 120)), BAND, Role.WARN))
    assert look().color(Role.CHART_BAND).name() in found
    assert look().color(Role.WARN).name() in found


def test_without_a_band_there_is_only_the_line(spark: Spark) -> None:
    found = colors(picture(spark, line(np.linspace(0.28, 0.32, 120)), None, Role.CHART_NEW))
    assert look().color(Role.CHART_BAND).name() not in found
    assert len(found) > 1


def test_nothing_is_drawn_of_nothing(spark: Spark) -> None:
    assert len(colors(picture(spark, None, BAND, Role.CHART_NEW))) == 1
    assert len(colors(picture(spark, line([0.3]), BAND, Role.CHART_NEW))) == 1


def test_a_line_that_stopped_has_no_dot(spark: Spark) -> None:
    values = np.full(120, 0.28)
    values[60:] = np.nan
    assert look().color(Role.WARN).name() not in colors(
        picture(spark, line(values), BAND, Role.WARN)
    )


def test_the_scale_holds_line_and_band_and_keeps_a_quiet_line_quiet() -> None:
    quiet = spark_scale(line(np.full(60, 0.285)), BAND)
    assert (quiet.low, quiet.high) == pytest.approx((0.265, 0.305))
    loud = spark_scale(line(np.linspace(0.2, 0.5, 60)), BAND)
    assert (loud.low, loud.high) == pytest.approx((0.2, 0.5))
    flat = spark_scale(line(np.full(60, 0.3)), None)
    assert flat.low < 0.3 < flat.high
    assert spark_scale(line(np.full(60, np.nan)), None).high == 1.0
