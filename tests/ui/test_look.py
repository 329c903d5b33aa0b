"""Colours come by role, type by size, icons in the colour that is asked for."""

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from cockpit.ui.look import FAMILY, Look, Role, Theme, Type
from tests.architecture.repository import TOP

RESOURCES = TOP / "resources"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))


@pytest.fixture
def look(qtbot: QtBot) -> Look:
    return Look(RESOURCES)


def contrast(look: Look, one: Role, other: Role) -> float:
    """Return the contrast of two roles by WCAG 2.2."""

    def light(role: Role) -> float:
        color = look.color(role)
        parts = (color.redF(), color.greenF(), color.blueF())
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_words_can_be_read_on_every_ground_they_stand_on(look: Look, theme: Theme) -> None:
    look.switch(theme)
    pairs = [
        (text, ground)
        for text in (Role.TEXT1, Role.TEXT2)
        for ground in (Role.WINDOW, Role.SURFACE, Role.RAISED, Role.ACTIVE, Role.WELL, Role.BAND)
    ]
    pairs += [(Role.TEXT3, Role.SURFACE), (Role.TEXT3, Role.WINDOW), (Role.TEXT3, Role.WELL)]
    pairs += [(Role.BAD_TEXT, Role.TINT_BAD), (Role.WARN, Role.TINT_WARN)]
    pairs += [(Role.UNKNOWN_TEXT, Role.TINT_UNKNOWN), (Role.ON_ACTION, Role.ACTION)]
    pairs += [(Role.ON_ACTION, Role.ACTION_REST), (Role.ON_ACTION2, Role.ACTION)]
    faint = [pair for pair in pairs if contrast(look, *pair) < 4.5]
    assert faint == []


@pytest.mark.parametrize("theme", Theme)
def test_states_and_the_borders_of_fields_stand_out(look: Look, theme: Theme) -> None:
    look.switch(theme)
    for role in (Role.OK, Role.WARN, Role.BAD, Role.UNKNOWN, Role.INPUT_BORDER, Role.FOCUS):
        assert contrast(look, role, Role.SURFACE) >= 3.0, role


def test_both_themes_have_every_role_and_differ(look: Look) -> None:
    dark = {role: look.color(role).name() for role in Role}
    look.switch(Theme.LIGHT)
    light = {role: look.color(role).name() for role in Role}
    assert all(dark[role] != light[role] for role in Role)


def test_a_switch_is_told_once(look: Look, qtbot: QtBot) -> None:
    told: list[Theme] = []
    look.changed.connect(lambda: told.append(look.theme))
    look.switch(Theme.LIGHT)
    look.switch(Theme.LIGHT)
    assert told == [Theme.LIGHT]


def test_the_shipped_font_is_used_with_figures_of_equal_width(look: Look) -> None:
    font = look.font(Type.FIGURE, 600)
    assert font.family() == FAMILY
    assert font.pixelSize() == 22
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert look.font(Type.FIGURE, 600) is font


def test_without_the_font_the_system_s_own_is_used(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    tokens = (RESOURCES / "theme" / "tokens.json").read_text(encoding="utf-8")
    (tmp_path / "theme" / "tokens.json").write_text(tokens, encoding="utf-8")
    assert Look(tmp_path).font().family()


@pytest.mark.parametrize("file", ICONS, ids=lambda file: file.stem)
def test_an_icon_is_lines_on_a_grid_of_sixteen(look: Look, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for part in ('viewBox="0 0 16 16"', 'fill="none"', 'stroke="currentColor"'):
        assert part in text
    assert 'stroke-width="1.4"' in text
    assert 'stroke-linecap="round"' in text
    assert not re.search(r"<(text|image|script|style)", text)
    image = look.icon(file.stem, Role.TEXT1, 16).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(16)
        for y in range(16)
        if image.pixelColor(x, y).alpha()
    ]
    assert 6 < len(inked) < 200


def test_an_icon_has_its_role_s_colour_and_the_screen_s_pixels(look: Look) -> None:
    icon = look.icon("stop", Role.BAD, 20, 2.0)
    assert (icon.width(), icon.devicePixelRatio()) == (40, 2.0)
    image = icon.toImage()
    opaque = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {look.color(Role.BAD).name()}
    assert look.icon("stop", Role.BAD, 20, 2.0).cacheKey() == icon.cacheKey()


@pytest.mark.logs_warnings
def test_without_its_icon_a_place_stays_empty_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "resources"
    (folder / "theme").mkdir(parents=True)
    (folder / "icons").mkdir()
    shutil.copy(RESOURCES / "theme" / "tokens.json", folder / "theme")
    (folder / "icons" / "odd.svg").write_bytes(b"\xff\xfe<svg")
    bare = Look(folder)
    for name in ("power", "odd"):
        image = bare.icon(name, Role.TEXT1, 16).toImage()
        assert (image.width(), image.pixelColor(8, 8).alpha()) == (16, 0)
