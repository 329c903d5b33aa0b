"""Hostile names go through every page: nothing hides, turns round, floods or is read as markup."""

from html import unescape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Texts
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cockpit.words.language import Language
from cockpit.words.safe import ELLIPSIS, MAX_LENGTH
from tests.kit.painting import shown_widgets, texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.hostile import HIDDEN, hostile, hostile_rows, hostile_workspace
from tests.kit.story.pages import opened, page_names
from tests.kit.story.setting import look, say

MOST_LENGTH = 3 * MAX_LENGTH
"""A sentence may hold three texts from outside, each of them cut."""


def is_plain(tip: str) -> bool:
    """Return whether Qt shows the tip as text: at most wrapped as a whole, and then escaped."""
    inside = tip.removeprefix("<span>").removesuffix("</span>")
    return "<" not in inside if inside != tip else not Texts.mightBeRichText(tip)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", page_names())
def test_a_page_shows_hostile_names_as_the_plain_text_that_they_are(
    qtbot: QtBot, name: str, language: Language
) -> None:
    hands = FakeHands(journal=hostile_rows())
    given = hostile_workspace()
    page = opened(name, room(look(), say(language, given), hands, given), hands, hostile())
    qtbot.addWidget(page)
    for widget in shown_widgets(page):
        spoken = (*texts(widget), widget.accessibleName(), unescape(widget.toolTip()))
        assert not [one for one in spoken if any(hidden in one for hidden in HIDDEN)]
        assert not [one for one in spoken if len(one) > MOST_LENGTH + len(ELLIPSIS)]
        assert is_plain(widget.toolTip())
        assert not isinstance(widget, QLabel) or widget.textFormat() is Qt.TextFormat.PlainText
