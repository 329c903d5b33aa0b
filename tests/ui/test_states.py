"""What is not known is never good news: on no page, in no moment, in no theme."""

import pytest
from pytestqt.qtbot import QtBot

from cockpit.ui.codes import UnreadCode, WordCode
from cockpit.ui.look import Role, Theme
from cockpit.ui.say import DASH, JOINER
from tests.kit.painting import count_of, texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.pages import Stage, opened, page_names
from tests.kit.story.setting import look, say
from tests.kit.story.states import CANNOT_RELY, KNOWS_NOTHING, STATES

JUDGING = ("flow", "release", "sources")
"""Pages that show nothing but what sources tell; others show the journal's past as well."""

NOT_KNOWN_IN = {"flow": (*KNOWS_NOTHING, *CANNOT_RELY), "release": CANNOT_RELY}
"""A comparison is not known while one goes on; without a launch there is none."""

LEAST_MARK_PX = 20
"""The smallest mark has 60 pixels; single ones come where glyphs are smoothed."""

NOT_KNOWN = (WordCode.UNKNOWN, WordCode.NO_DATA, WordCode.WAIT)


def shown(qtbot: QtBot, name: str, moment: str, theme: Theme = Theme.DARK) -> Stage:
    """Return the page in a moment; what it asks is never answered."""
    hands = FakeHands(answers=False)
    page = opened(name, room(look(theme), say(), hands), hands, STATES[moment]())
    qtbot.addWidget(page)
    return page


def ok_pixels(page: Stage, theme: Theme) -> int:
    return count_of(page.grab().toImage(), look(theme).color(Role.OK))


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("moment", KNOWS_NOTHING)
@pytest.mark.parametrize("name", page_names())
def test_no_page_shows_anything_fine_before_anything_is_known(
    qtbot: QtBot, name: str, moment: str, theme: Theme
) -> None:
    assert ok_pixels(shown(qtbot, name, moment, theme), theme) < LEAST_MARK_PX


@pytest.mark.parametrize("name", [name for name in JUDGING if name in page_names()])
def test_nothing_that_sources_tell_is_fine_while_none_can_be_asked(qtbot: QtBot, name: str) -> None:
    assert ok_pixels(shown(qtbot, name, "error"), Theme.DARK) < LEAST_MARK_PX


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        (name, moment)
        for name, moments in NOT_KNOWN_IN.items()
        for moment in moments
        if name in page_names()
    ],
)
def test_what_is_not_known_says_so_in_a_word(qtbot: QtBot, name: str, moment: str) -> None:
    said = " ".join(texts(shown(qtbot, name, moment)))
    assert any(say()(word) in said for word in NOT_KNOWN)


@pytest.mark.parametrize("name", [name for name in JUDGING if name in page_names()])
def test_the_same_page_does_tell_good_news_when_there_are_any(qtbot: QtBot, name: str) -> None:
    assert ok_pixels(shown(qtbot, name, "gate_open"), Theme.DARK) >= LEAST_MARK_PX


@pytest.mark.parametrize("name", [name for name in ("flow",) if name in page_names()])
def test_a_figure_that_was_never_read_is_a_dash_and_no_zero(qtbot: QtBot, name: str) -> None:
    said = texts(shown(qtbot, name, "empty"))
    assert DASH in said
    assert not {"0", "0.0", "100.0"} & set(said)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("release", "11-17 10:05부터"),
        ("gonogo", "11-17 10:01"),
        ("rollout", "11-17 10:05부터"),
        ("sources", "11-17 1"),
    ],
)
def test_what_was_on_another_day_names_its_day(qtbot: QtBot, name: str, told: str) -> None:
    words = " ".join(texts(shown(qtbot, name, "overnight")))
    assert told in words.replace(JOINER, "")
    assert "11-17 " not in " ".join(texts(shown(qtbot, name, "held")))


@pytest.mark.parametrize("name", ["release", "gonogo", "rollout"])
def test_before_the_journal_is_read_nobody_says_that_there_is_no_launch(
    qtbot: QtBot, name: str
) -> None:
    said = " ".join(texts(shown(qtbot, name, "loading")))
    assert say()(UnreadCode.HEAD) in said
    assert say()(UnreadCode.HEAD) not in " ".join(texts(shown(qtbot, name, "no_launch")))
