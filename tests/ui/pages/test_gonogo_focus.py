"""Where the keys are once a No-Go was said: at its reason, and then at nobody's answer."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.names import Name
from cockpit.ui.pages.gonogo import GoNoGoPage
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say
from tests.ui.pages.using import part, stand


@pytest.fixture
def page(qtbot: QtBot) -> GoNoGoPage:
    made = GoNoGoPage(room(look(), say(), FakeHands(answers=False)))
    stand(made, qtbot)
    return made


@pytest.mark.parametrize(("name", "is_there"), [(Name.NO_GO, True), (f"{Name.SIGN}.pm", False)])
def test_whoever_has_just_said_no_go_may_type_why(
    page: GoNoGoPage, name: str, is_there: bool
) -> None:
    page.show(moments.pm_asked())
    page.widget.activateWindow()
    part(page, name).setFocus()
    page.show(moments.no_go())
    assert part(page, "gonogo.reason").hasFocus() is is_there


@pytest.mark.parametrize("name", ["gonogo.reason", "gonogo.reason.save"])
def test_once_it_is_known_why_the_keys_go_to_nobody_s_answer(page: GoNoGoPage, name: str) -> None:
    page.show(moments.no_go())
    page.widget.activateWindow()
    part(page, name).setFocus()
    page.show(moments.pm_asked())
    assert not any(one.hasFocus() for one in page.widget.findChildren(QWidget))
