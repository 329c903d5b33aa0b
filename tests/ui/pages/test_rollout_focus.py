"""Where the keys are after a hold and after a step: never at what takes the release away."""

import pytest
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.names import Name
from cockpit.ui.pages.rollout import RolloutPage
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say
from tests.ui.pages.using import part, stand


@pytest.fixture
def page(qtbot: QtBot) -> RolloutPage:
    made = RolloutPage(room(look(), say(), FakeHands(answers=False)))
    stand(made, qtbot, 1_216, 736)
    return made


def test_the_focus_stays_with_the_hold_and_never_comes_to_the_halt(page: RolloutPage) -> None:
    page.show(moments.calm())
    part(page, "rollout.hold_reason").setFocus()
    page.show(moments.held())
    assert part(page, Name.RESUME).hasFocus()
    page.show(moments.calm())
    assert part(page, Name.HOLD).hasFocus()


def test_after_a_step_the_focus_is_on_nothing_that_halts(page: RolloutPage) -> None:
    page.show(moments.gate_open())
    part(page, Name.TYPED_PCT).setFocus()
    page.show(moments.calm())
    focused = page.widget.window().focusWidget()
    assert not isinstance(focused, HoldButton)
