"""The ladder shows where exposure stands, and a track what a target really has."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.app.launch_view import StageView
from cockpit.domain.standings import StageState
from cockpit.ui.kit.ladder import LINK_PX, Ladder, Track
from cockpit.ui.look import Role
from tests.ui.kit.parts import has, look, picture, say

RUNGS = (1.0, 5.0, 20.0, 100.0)


def stages(now: StageState = StageState.CURRENT) -> tuple[StageView, ...]:
    states = (StageState.DONE, now, StageState.AHEAD, StageState.AHEAD)
    return tuple(
        StageView(pct, state, None, None, 1_800.0, 600.0, 2_500, 2_810.0)
        for pct, state in zip(RUNGS, states, strict=True)
    )


def test_steps_and_links_have_the_widths_of_the_design(qtbot: QtBot) -> None:
    ladder = Ladder(look(), say())
    qtbot.addWidget(ladder)
    ladder.show_stages(stages())
    assert ladder.sizeHint().width() >= 40 + 40 + 44 + 52 + 3 * LINK_PX


def test_it_is_read_as_steps_and_the_one_of_now(qtbot: QtBot) -> None:
    ladder = Ladder(look(), say())
    qtbot.addWidget(ladder)
    ladder.show_stages(stages())
    assert ladder.accessibleName() == "1 % → 5 % → 20 % → 100 %"
    assert ladder.accessibleDescription() == "5 %"


def test_a_gate_that_fails_has_a_mark_on_its_step(qtbot: QtBot) -> None:
    given = look()
    ladder = Ladder(given, say())
    qtbot.addWidget(ladder)
    ladder.show_stages(stages())
    ladder.resize(ladder.sizeHint())
    assert not has(ladder, given, Role.BAD)
    ladder.show_stages(stages(StageState.FAILED))
    assert has(ladder, given, Role.BAD)


def test_the_way_on_grows_with_the_time_that_was_baked(qtbot: QtBot) -> None:
    ladder = Ladder(look(), say())
    qtbot.addWidget(ladder)
    pictures = []
    for elapsed_s in (0.0, 900.0, 9_000.0, None):
        first, now, *rest = stages()
        ladder.show_stages((first, replace(now, bake_elapsed_s=elapsed_s), *rest))
        ladder.resize(ladder.sizeHint())
        pictures.append(picture(ladder))
    assert pictures[0] == pictures[3]
    assert pictures[0] != pictures[1] != pictures[2]


@pytest.mark.parametrize(
    ("pct", "place"), [(0, 0.0), (0.5, 0.125), (1, 0.25), (5, 0.5), (20, 0.75), (60, 0.875)]
)
def test_rungs_stand_at_equal_distances(pct: float, place: float) -> None:
    assert Track.place(pct, RUNGS) == pytest.approx(place)


def test_a_share_above_the_top_stays_at_the_end() -> None:
    assert Track.place(140.0, RUNGS) == 1.0


def test_a_target_that_drifted_is_loud(qtbot: QtBot) -> None:
    given = look()
    track = Track(given)
    qtbot.addWidget(track)
    track.resize(240, 32)
    for is_adrift in (False, True):
        track.show_target(
            RUNGS, policy_pct=5.0, set_pct=20.0, effective_pct=19.6, is_adrift=is_adrift
        )
        assert has(track, given, Role.WARN) == is_adrift


def test_what_is_not_known_is_not_drawn(qtbot: QtBot) -> None:
    given = look()
    track = Track(given)
    qtbot.addWidget(track)
    track.resize(240, 32)
    track.show_target(RUNGS, policy_pct=None, set_pct=None, effective_pct=None, is_adrift=False)
    assert not has(track, given, Role.TEXT1)
    assert not has(track, given, Role.TEXT2)
