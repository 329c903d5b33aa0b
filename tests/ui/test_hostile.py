"""Hostile names go through every view: nothing hides, turns round, floods or is read as markup."""

from collections.abc import Callable
from html import unescape

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtGui import Qt as Texts
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import message
from cockpit.ui.hands import Notice, Refused, Wish
from cockpit.ui.keys import Act
from cockpit.ui.shell import Shell
from cockpit.ui.stage import Placeholder
from cockpit.ui.window import Window
from cockpit.words.language import Language
from cockpit.words.safe import ELLIPSIS, MAX_LENGTH
from tests.kit.painting import count_of, shown_widgets, texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.hostile import EVIL, HIDDEN, hostile, hostile_rows, hostile_workspace
from tests.kit.story.pages import opened, page_names
from tests.kit.story.setting import look, say
from tests.kit.windows import KEYS

pytestmark = pytest.mark.slow

MOST_LENGTH = 4 * MAX_LENGTH + 60
"""A sentence holds up to four texts from outside, each of them cut, and words of its own."""


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
    check_plain(page)


def check_plain(part: QWidget) -> None:
    """Fail unless everything that the part shows, says and whispers is harmless plain text."""
    for widget in shown_widgets(part):
        spoken = (*texts(widget), widget.accessibleName(), unescape(widget.toolTip()))
        assert not [one for one in spoken if any(hidden in one for hidden in HIDDEN)]
        assert not [one for one in spoken if len(one) > MOST_LENGTH + len(ELLIPSIS)]
        assert is_plain(widget.toolTip())
        assert not isinstance(widget, QLabel) or widget.textFormat() is Qt.TextFormat.PlainText
    for box in part.findChildren(QComboBox):
        offered = [box.itemText(row) for row in range(box.count())]
        assert not [one for one in offered if any(hidden in one for hidden in HIDDEN)]
    for menu in part.findChildren(QMenu):
        for entry in menu.actions():
            assert not [one for one in HIDDEN if one in entry.text()]
            assert len(entry.text()) <= MOST_LENGTH
            assert "&" not in entry.text().replace("&&", ""), "no letter of a name is a key"


def typed(window: Window) -> None:
    window.do(Act.FIND)
    window.overlays.palette.field.setText("쿠폰")


def told(window: Window) -> None:
    window.hear(Notice(message(BootCode.NOT_SAVED, file=EVIL["text"], reason=EVIL["reason"])))
    for wish in (Wish.OFF, Wish.ROLLBACK):
        window.hear(Refused(wish, message(BootCode.NOT_SAVED, file=EVIL["flag"], reason="x")))


MOMENTS: dict[str, Callable[[Window], None]] = {
    "frame": lambda _window: None,
    "palette": typed,
    "contacts": lambda window: window.do(Act.CONTACTS),
    "keys": lambda window: window.do(Act.KEYS),
    "told": told,
    "closing": lambda window: window.closing.ask(has_unresolved=True),
}


@pytest.mark.parametrize("is_unknown", [True, False], ids=["unknown", "drawer"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_frame_its_panels_and_menus_show_hostile_names_as_plain_text(
    qtbot: QtBot, moment: str, is_unknown: bool
) -> None:
    hands, given = FakeHands(journal=hostile_rows()), hostile_workspace()
    window = Window(
        room(look(), say(Language.KO, given), hands, given), pages=dict.fromkeys(KEYS, Placeholder)
    )
    hands.tell = window.hear
    shell = Shell(look())
    qtbot.addWidget(shell)
    window.settle(shell)
    shell.resize(1440, 900)
    shell.show()
    snapshot = hostile()
    window.show_snapshot(snapshot if is_unknown else replace(snapshot, operations=()))
    MOMENTS[moment](window)
    qtbot.wait(1)
    check_plain(window)
    assert count_of(window.grab().toImage(), QColor("#ff0000")) == 0
