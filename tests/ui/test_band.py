"""The band says where we are by word and texture, and what time it is."""

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.ui.band import BAND_PX, BLOCK_PX, Band, Environment
from cockpit.ui.look import Role
from cockpit.words.language import Language
from tests.kit.story.setting import look, say


def band(qtbot: QtBot, environment: Environment, language: Language = Language.EN) -> Band:
    made = Band(look(), say(language), environment, "Shop app")
    qtbot.addWidget(made)
    made.resize(1440, BAND_PX)
    made.show()
    made.show_time(QDate(2026, 11, 17), "10:50:51", "KST")
    return made


def test_production_is_a_solid_block_and_the_others_are_not(qtbot: QtBot) -> None:
    action = look().color(Role.ACTION).rgb()
    for environment in Environment:
        image = band(qtbot, environment).grab().toImage()
        is_solid = image.pixel(2, 2) == action == image.pixel(BLOCK_PX - 3, BAND_PX - 3)
        assert is_solid is (environment is Environment.PROD)


@pytest.mark.parametrize("environment", [Environment.DRILL, Environment.DEMO])
def test_what_is_not_real_has_a_texture_along_the_band(
    qtbot: QtBot, environment: Environment
) -> None:
    image = band(qtbot, environment).grab().toImage()
    stripe, ground = look().color(Role.STRIPE).rgb(), look().color(Role.BAND).rgb()
    colors = {image.pixel(x, y) for x in range(400, 800) for y in range(BAND_PX)}
    assert {stripe, ground} <= colors


@pytest.mark.parametrize("language", Language)
def test_the_hint_of_the_palette_can_be_clicked(qtbot: QtBot, language: Language) -> None:
    made = band(qtbot, Environment.PROD, language)
    made.grab()
    with qtbot.waitSignal(made.found):
        for x in range(1_440 - 500, 1_440, 12):
            QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(x, 16))


def test_the_menu_does_not_open_the_palette(qtbot: QtBot) -> None:
    made = band(qtbot, Environment.PROD)
    made.grab()
    with qtbot.assertNotEmitted(made.found):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(40, 16))
