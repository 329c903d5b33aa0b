"""Every key does one thing, and the help lists it."""

from collections import Counter

from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from cockpit.ui.keys import MENUS, Act, entries
from cockpit.ui.places import PLACES
from tests.kit.windows import KEYS, Opened

ALL = frozenset(place.key for place in PLACES)
HANGUL = {"G": "ㅎ", "R": "ㄱ", "I": "ㅑ", "D": "ㅇ", "J": "ㅓ", "S": "ㄴ"}


def test_no_key_does_two_things() -> None:
    pressed = [QKeySequence(key).toString() for entry in entries(ALL) for key in entry.keys]
    assert [key for key, count in Counter(pressed).items() if count > 1] == []
    assert "" not in pressed


def test_every_letter_has_the_hangul_letter_of_its_key() -> None:
    for entry in entries(ALL):
        for key in entry.keys:
            if len(key) == 1 and key.isascii() and key.isalpha():
                assert HANGUL[key] in entry.keys


def test_every_act_and_every_page_has_an_entry_in_a_menu() -> None:
    acts = [entry.act for entry in entries(ALL)]
    assert Counter(acts) == Counter([*ALL, *Act])
    assert {entry.menu for entry in entries(ALL)} == set(MENUS)


def test_a_page_that_is_not_there_has_no_key() -> None:
    assert "incident" not in {entry.act for entry in entries(frozenset(KEYS))}


def test_the_help_lists_every_key_of_the_window(qtbot: QtBot) -> None:
    opened = Opened(qtbot, None)
    listed = dict(opened.window.overlays.keys.lines)
    for act, action in opened.window.menus.actions.items():
        for sequence in action.shortcuts():
            shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            assert shown in listed[act].split(" · "), act
