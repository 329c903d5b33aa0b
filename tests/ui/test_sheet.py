"""The style sheet speaks of roles, and leaves none of them unfilled."""

import pytest
from pytestqt.qtbot import QtBot

from cockpit.ui.look import Look, Role, Theme
from cockpit.ui.sheet import field_sheet, sheet
from tests.architecture.repository import TOP


@pytest.mark.parametrize("theme", Theme)
def test_every_role_is_filled_with_the_colour_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    look = Look(TOP / "resources", theme)
    for text in (sheet(look), field_sheet(look)):
        assert "@" not in text
        assert text.count("{") == text.count("}")
    assert look.color(Role.RAISED).name() in sheet(look)
    assert look.color(Role.INPUT_BORDER).name() in field_sheet(look)


def test_the_font_is_that_of_the_look(qtbot: QtBot) -> None:
    look = Look(TOP / "resources")
    assert f'13px "{look.font().family()}"' in sheet(look)
    assert f'11px "{look.font().family()}"' in sheet(look)
