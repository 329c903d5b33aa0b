"""The decision of the Go/No-Go in a small window: all of it is seen, and only the roles scroll."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea
from pytestqt.qtbot import QtBot

from cockpit.ui.names import Name
from cockpit.ui.pages.gonogo import GoNoGoPage
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.window import Window
from cockpit.words.language import Language
from tests.kit.inspection import findings
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.pages import opened_window
from tests.kit.story.setting import look, say
from tests.ui.pages.using import part, said, stand


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> GoNoGoPage:
    made = GoNoGoPage(room(look(), say(), hands))
    stand(made, qtbot)
    return made


@pytest.mark.parametrize("moment", ["just_planned", "planned", "no_go", "go_given"])
@pytest.mark.parametrize("language", list(Language))
def test_in_the_smallest_window_nothing_but_the_roles_scrolls(
    hands: FakeHands, moment: str, language: Language, qtbot: QtBot
) -> None:
    given = room(look(), say(language), hands)
    window = opened_window("gonogo", given, hands, getattr(moments, moment)(), (1_100, 700))
    qtbot.addWidget(window)
    assert scrolling(window) == ["RoleBoard"]


def test_an_objection_is_typed_in_the_smallest_window_without_scrolling(
    hands: FakeHands, qtbot: QtBot
) -> None:
    given = room(look(), say(), hands)
    window = opened_window("gonogo", given, hands, moments.just_planned(), (1_100, 700))
    qtbot.addWidget(window)
    button = window.findChild(QAbstractButton, "gonogo.object.api_p95")
    assert button is not None
    button.click()
    qtbot.wait(10)
    assert scrolling(window) == ["RoleBoard"]
    assert findings(window) == ()


def scrolling(window: Window) -> list[str]:
    """Return what has a scroll bar."""
    areas = window.findChildren(QAbstractScrollArea)
    return [type(one).__name__ for one in areas if one.verticalScrollBar().isVisible()]


def test_a_low_tile_says_all_again_once_it_has_room(page: GoNoGoPage, qtbot: QtBot) -> None:
    page.show(moments.planned())
    qtbot.wait(10)
    hint = say()(GonogoCode.FIXED)
    assert hint in said(page.widget)
    page.widget.resize(980, 536)
    qtbot.wait(10)
    assert hint not in said(page.widget)
    page.widget.resize(1_216, 1_200)
    qtbot.wait(10)
    assert hint in said(page.widget)


def test_no_go_is_in_sight_in_the_smallest_window(page: GoNoGoPage, qtbot: QtBot) -> None:
    page.widget.resize(980, 536)
    page.show(moments.planned())
    qtbot.wait(10)
    button = part(page, Name.NO_GO)
    assert page.widget.rect().contains(button.mapTo(page.widget, button.rect().bottomRight()))
