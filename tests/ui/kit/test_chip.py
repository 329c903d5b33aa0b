"""Chips are loud when somebody has to see them, and quiet otherwise."""

import pytest
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.chip import CHIP_PX, TAG_PX, TINTS, Chip, Tag
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role
from tests.ui.kit.parts import has, look


@pytest.mark.parametrize("shape", Shape)
def test_only_loud_states_stand_on_a_tint(qtbot: QtBot, shape: Shape) -> None:
    given = look()
    chip = Chip(given)
    qtbot.addWidget(chip)
    chip.show_state(shape, "word")
    tints = [tint for tint, _ in TINTS.values() if has(chip, given, tint)]
    assert tints == ([TINTS[shape][0]] if shape in TINTS else [])


def test_a_chip_is_read_by_its_word_and_keeps_its_height(qtbot: QtBot) -> None:
    chip = Chip(look())
    qtbot.addWidget(chip)
    chip.show_state(Shape.BAD, "나쁨\n")
    assert chip.accessibleName() == chip.said == "나쁨"
    assert chip.shape is Shape.BAD
    assert chip.sizeHint().height() == CHIP_PX
    wide = chip.sizeHint().width()
    chip.show_state(None, "")
    assert chip.sizeHint().width() == 0 < wide


def test_a_tag_stands_on_a_raised_ground(qtbot: QtBot) -> None:
    given = look()
    tag = Tag(given)
    qtbot.addWidget(tag)
    assert tag.sizeHint().width() == 0
    tag.say("SLO")
    assert tag.said == tag.accessibleName() == "SLO"
    assert tag.sizeHint().height() == TAG_PX
    assert has(tag, given, Role.RAISED)
