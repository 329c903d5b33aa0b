"""What comes next once a way out has worked."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.domain.operations import Lever
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.names import Name
from cockpit.ui.pages.rollout import RolloutPage
from cockpit.ui.pages.rollout_codes import RolloutCode
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say
from tests.ui.pages.using import is_shown, part, said, stand


@pytest.fixture
def page(qtbot: QtBot) -> RolloutPage:
    made = RolloutPage(room(look(), say(), FakeHands(answers=False)))
    stand(made, qtbot, 1_216, 736)
    return made


def test_once_the_metric_is_back_the_end_of_the_launch_is_the_next_step(page: RolloutPage) -> None:
    given = moments.healed()
    page.show(given)
    assert say()(RolloutCode.SETTLED) in said(page.widget)
    assert not is_shown(page, "rollout.off")
    page.show(replace(given, verdict=moments.fault().verdict))
    assert say()(RolloutCode.LEAVE) in said(page.widget)
    assert is_shown(page, "rollout.rollback")


@pytest.mark.parametrize(("elapsed_s", "kind"), [(60.0, Kind.PLAIN), (1_800.0, Kind.PRIMARY)])
def test_what_everybody_has_is_closed_once_it_was_watched_long_enough(
    page: RolloutPage, elapsed_s: float, kind: Kind
) -> None:
    given = moments.watching()
    assert given.launch is not None
    watched = replace(given.launch, bake_needed_s=1_800.0, bake_elapsed_s=elapsed_s)
    page.show(replace(given, launch=watched))
    button = part(page, Name.CLOSE)
    assert isinstance(button, Button)
    assert button.isEnabled()
    assert button.kind is kind


def test_after_a_rollback_nobody_is_sent_to_roll_back(page: RolloutPage) -> None:
    given = moments.healed()
    assert given.launch is not None
    page.show(given)
    assert say()(RolloutCode.SETTLED_NOTE) in said(page.widget)
    back = tuple(replace(one, lever=Lever.ROLLBACK) for one in given.operations)
    page.show(replace(given, operations=back, launch=replace(given.launch, launch_id="other")))
    assert say()(RolloutCode.SETTLED_NOTE) not in said(page.widget)
    assert say()(RolloutCode.ROLLED_BACK_NOTE) in said(page.widget)
