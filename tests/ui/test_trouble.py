"""What keeps a window from opening is said in sentences, with a button to try again."""

from pytestqt.qtbot import QtBot

from cockpit.ui.look import Theme
from cockpit.ui.trouble import MOST_SENTENCES, Trouble
from cockpit.ui.walker import Walker
from tests.kit.inspection import findings, texts
from tests.kit.story.setting import look

SENTENCES = ("cockpit.yaml: flows is missing.", "The file names no flag server.")


def trouble(qtbot: QtBot, *sentences: str) -> Trouble:
    made = Trouble(look(Theme.DARK), "The window does not open", sentences, "Try again")
    qtbot.addWidget(made)
    made.resize(1_100, 700)
    made.show()
    return made


def test_every_sentence_can_be_read(qtbot: QtBot) -> None:
    made = trouble(qtbot, *SENTENCES)
    assert texts(made) == ("The window does not open", *SENTENCES, "Try again")
    assert findings(made) == ()


def test_the_button_asks_to_try_again(qtbot: QtBot) -> None:
    made = trouble(qtbot, *SENTENCES)
    asked: list[str] = []
    made.again.connect(lambda: asked.append("again"))
    Walker(made).click("trouble.again")
    assert asked == ["again"]


def test_a_long_list_is_cut_where_nobody_reads_on(qtbot: QtBot) -> None:
    made = trouble(qtbot, *(f"{number} is wrong." for number in range(500)))
    assert len([one for one in texts(made) if one.endswith("wrong.")]) == MOST_SENTENCES


def test_what_looks_like_markup_is_plain_text(qtbot: QtBot) -> None:
    made = trouble(qtbot, "<b>bold</b> is not known.")
    assert "<b>bold</b> is not known." in texts(made)
