"""The demo begins with a launch to which only the product owner has not said Go."""

from pathlib import Path

import pytest

from cockpit.app.board_codes import LaunchNote
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.demo import demo_world
from cockpit.bootstrap.demo_launch import LOOK_S, VERSION, NotPreparedError, prepare
from cockpit.bootstrap.inline import Inline
from cockpit.domain.message import Message
from cockpit.domain.standings import LaunchPhase, PollState
from cockpit.ports.workspace_roles import Role
from tests.bootstrap.places import opened, workspace_file

pytestmark = pytest.mark.slow

HURRY = 1_000.0


def test_only_the_product_owner_is_asked_when_the_demo_begins(tmp_path: Path) -> None:
    told: list[Message] = []
    with (
        demo_world(tmp_path, 1) as world,
        Cockpit(world.file, "jun", world.surroundings, told.append) as cockpit,
        world.clock.hurried(HURRY),
    ):
        inline = Inline(cockpit, lambda _event: None, told.append)
        prepare(inline)
        world.clock.wait_s(LOOK_S)
        seen = inline.watch()
        assert seen.launch is not None
        assert seen.gonogo is not None
        assert (seen.launch.version, seen.launch.phase) == (VERSION, LaunchPhase.PLANNED)
        assert seen.launch.is_drill
        waiting = {one.role for one in seen.gonogo.poll if one.state is not PollState.GO}
        assert waiting == {Role.PM}
        with pytest.raises(NotPreparedError):
            prepare(inline)  # one launch at a time
    assert told == []


def test_a_shop_that_answers_nothing_is_said_and_no_launch_begins(tmp_path: Path) -> None:
    told: list[Message] = []
    cockpit, _clock = opened(workspace_file(tmp_path), tmp_path, told)
    inline = Inline(cockpit, lambda _event: None, told.append)
    with cockpit, pytest.raises(NotPreparedError) as refused:
        prepare(inline)
    assert refused.value.message.code == LaunchNote.BASELINE_UNKNOWN
