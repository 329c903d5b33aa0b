"""The small chart: what is seen, when it is drawn, and what the mouse does."""

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.app.chart_view import ChartView, Line, Mark, MarkKind
from cockpit.ui.chart.chart_codes import ChartCode
from cockpit.ui.chart.crosshair import Crosshair
from cockpit.ui.chart.tile_chart import TileChart
from cockpit.ui.look import Look, Role, Theme
from tests.kit.inspection import texts
from tests.kit.mouse import moves_to
from tests.kit.story.setting import RESOURCES, look, say
from tests.ui.chart.lines_kit import END_S, chart, line

SIZE = (280, 175)


@pytest.fixture
def crosshair() -> Crosshair:
    return Crosshair()


@pytest.fixture
def tile(qtbot: QtBot, crosshair: Crosshair) -> TileChart:
    made = TileChart(look(), say(), crosshair)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


def picture(tile: TileChart, view: ChartView | None, *marks: Mark) -> QImage:
    tile.show_chart(view, marks, "3.2.0")
    return tile.grab().toImage()


def count(image: QImage, role: Role) -> int:
    wanted = look().color(role)
    return sum(
        QColor(image.pixel(x, y)) == wanted
        for x in range(image.width())
        for y in range(image.height())
    )


def test_the_new_version_is_bright_and_everything_else_is_grey(tile: TileChart) -> None:
    image = picture(tile, chart())
    assert count(image, Role.CHART_NEW) > 200
    assert count(image, Role.CHART_BASE) > 200
    assert count(image, Role.BAD) == 0


def test_a_version_that_was_found_worse_is_bad_from_then_on(tile: TileChart) -> None:
    since = datetime.fromtimestamp(END_S, UTC) - timedelta(minutes=20)
    assert count(picture(tile, chart(bad_from=since)), Role.BAD) > 50


def test_a_version_whose_users_are_safe_again_is_bad_only_in_between(tile: TileChart) -> None:
    end = datetime.fromtimestamp(END_S, UTC)
    since, until = end - timedelta(minutes=20), end - timedelta(minutes=10)
    on = count(picture(tile, chart(bad_from=since)), Role.BAD)
    over = count(picture(tile, chart(bad_from=since, bad_until=until)), Role.BAD)
    assert 0 < over < 0.7 * on


def test_a_spike_of_one_sample_is_seen(tile: TileChart) -> None:
    values = np.full(3_600, 0.98)
    flat = picture(tile, chart(step_s=1.0, everything=line(values, 1.0), new=None))
    values = values.copy()
    values[1_800] = 0.905
    spiky = picture(tile, chart(step_s=1.0, everything=line(values, 1.0), new=None))
    low = range(105, 115)
    columns = range(100, 140)
    assert any(flat.pixel(x, y) != spiky.pixel(x, y) for x in columns for y in low)


def test_missing_data_is_hatched_and_never_bridged(tile: TileChart) -> None:
    values = np.full(360, 0.98)
    values[100:200] = np.nan
    image = picture(tile, chart(everything=line(values), new=None, p95=None, p95_new=None))
    bridge = [image.pixelColor(x, y) for x in range(85, 125) for y in range(40, 140)]
    assert look().color(Role.CHART_BASE) not in bridge
    assert len(set(map(QColor.name, bridge))) > 3


def test_without_a_chart_nothing_is_drawn(tile: TileChart) -> None:
    image = picture(tile, None)
    assert count(image, Role.SURFACE) == image.width() * image.height()


def test_nothing_is_drawn_again_for_the_same_values(tile: TileChart) -> None:
    picture(tile, chart())
    before = tile.pictures_count
    picture(tile, chart())
    tile.grab()
    assert tile.pictures_count == before == 1


def test_it_is_drawn_again_for_other_values_another_size_and_another_theme(
    qtbot: QtBot, crosshair: Crosshair
) -> None:
    own = Look(RESOURCES)
    tile = TileChart(own, say(), crosshair)
    qtbot.addWidget(tile)
    tile.resize(*SIZE)
    seen = [picture(tile, chart())]
    seen.append(picture(tile, chart(everything=line(np.full(360, 0.99)))))
    tile.resize(300, 175)
    seen.append(tile.grab().toImage())
    own.switch(Theme.LIGHT)
    seen.append(tile.grab().toImage())
    assert tile.pictures_count == 4
    assert all(one != other for one, other in itertools.pairwise(seen))


def test_a_hidden_chart_draws_nothing(tile: TileChart) -> None:
    tile.hide()
    tile.show_chart(chart(), (), "3.2.0")
    QApplication.processEvents()
    assert tile.pictures_count == 0


def test_a_small_chart_shows_the_line_that_matters(tile: TileChart, crosshair: Crosshair) -> None:
    tile.resize(264, 110)
    success = picture(tile, chart())
    assert say()(ChartCode.CAPTION_SHORT) in texts(tile)
    tile.show_chart(chart(), (), "3.2.0", is_p95_first=True)
    assert tile.grab().toImage() != success
    assert say()(ChartCode.CAPTION_P95) in texts(tile)
    crosshair.point(END_S - 600.0)
    assert count(tile.grab().toImage(), Role.CHART_NEW) > 200


def test_the_crosshair_costs_no_new_picture(tile: TileChart, crosshair: Crosshair) -> None:
    before = picture(tile, chart())
    crosshair.point(END_S - 600.0)
    after = tile.grab().toImage()
    assert after != before
    assert tile.pictures_count == 1


def test_the_mouse_points_at_the_instant_below_it(tile: TileChart, crosshair: Crosshair) -> None:
    tile.show_chart(chart(), (), "3.2.0")
    moves_to(tile, QPoint(123, 80))
    assert crosshair.at_s == pytest.approx(END_S - 1_800.0, abs=30.0)
    moves_to(tile, QPoint(270, 80))
    assert crosshair.at_s is None


def test_values_stand_in_the_caption_and_the_time_at_the_axis(
    tile: TileChart, crosshair: Crosshair
) -> None:
    tile.show_chart(chart(), (), "3.2.0")
    assert {"98.0", "97.0", "420"} <= set(texts(tile))
    values = np.full(360, 0.98)
    values[300] = 0.9
    tile.show_chart(chart(everything=line(values)), (), "3.2.0")
    at_s = float(line(values).at_s[300])
    crosshair.point(at_s)
    shown = texts(tile)
    assert "90.0" in shown
    assert say().time_s(datetime.fromtimestamp(at_s, UTC)) in shown


def test_figures_stand_beside_the_lines_that_they_belong_to(tile: TileChart) -> None:
    def rows(image: QImage) -> list[int]:
        ground = look().color(Role.SURFACE)
        gutter = range(250, image.width())
        return [
            y for y in range(20, 130) if any(QColor(image.pixel(x, y)) != ground for x in gutter)
        ]

    with_target = rows(picture(tile, chart()))
    without = rows(picture(tile, replace(chart(), slo_ratio=None)))
    assert len(with_target) > len(without) > 20


def test_stages_are_labelled_where_they_happened(tile: TileChart) -> None:
    at = datetime.fromtimestamp(END_S - 1_800.0, UTC)
    plain = picture(tile, chart())
    marked = picture(tile, chart(), Mark(at, MarkKind.STAGE, exposure_pct=5.0))
    changed = {
        x
        for x in range(marked.width())
        for y in range(marked.height())
        if marked.pixel(x, y) != plain.pixel(x, y)
    }
    assert min(changed) >= 105
    assert max(changed) <= 141


@pytest.mark.parametrize("kind", list(MarkKind))
def test_every_kind_of_mark_has_a_line_and_a_glyph(tile: TileChart, kind: MarkKind) -> None:
    at = datetime.fromtimestamp(END_S - 1_800.0, UTC)
    plain = picture(tile, chart())
    marked = picture(tile, chart(), Mark(at, kind, exposure_pct=5.0))
    rows = {
        y for x in range(100, 145) for y in range(175) if marked.pixel(x, y) != plain.pixel(x, y)
    }
    assert rows & set(range(20, 37))
    assert len(rows & set(range(40, 110))) > 15


def test_a_new_version_without_events_is_no_bad_news(tile: TileChart) -> None:
    nothing = np.full(360, np.nan)
    given = chart(new=Line(line(nothing).at_s, nothing, np.zeros(360)))
    assert count(picture(tile, given), Role.BAD) == 0
    assert "–" in texts(tile)


def test_another_range_is_another_picture(tile: TileChart) -> None:
    first = picture(tile, chart())
    assert picture(tile, replace(chart(), range_s=900.0)) != first
