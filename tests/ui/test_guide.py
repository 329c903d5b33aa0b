"""The bar of the demo's guide: one lesson at a time, and a button to the page of it."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.domain.message import message
from cockpit.ui.guide import BAR_PX, GuideBar, Guided
from cockpit.ui.guide_codes import GuideCode
from cockpit.ui.kit.button import Button
from cockpit.ui.look import Theme
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.kit.inspection import findings, texts
from tests.kit.story.setting import look, say
from tests.kit.story.states import STATES
from tests.kit.windows import Opened

SHOW = "guide.show"


class Guide:
    """The bar below a window, on the screen."""

    def __init__(self, qtbot: QtBot, language: Language = Language.EN) -> None:
        self.say = say(language)
        self.bar = GuideBar(look(Theme.DARK), self.say)
        self.wanted: list[str] = []
        self.bar.wanted.connect(self.wanted.append)
        qtbot.addWidget(self.bar)
        self.bar.resize(1_100, BAR_PX)
        self.bar.show()

    def see(self, moment: str) -> Snapshot:
        snapshot = STATES[moment]()
        self.bar.show_snapshot(snapshot)
        return snapshot

    def says(self, code: GuideCode) -> bool:
        """Return whether a lesson without figures stands in the bar."""
        return self.say(code) in " ".join(texts(self.bar)).replace("\u2060", "")


def test_before_anything_is_known_it_waits(qtbot: QtBot) -> None:
    guide = Guide(qtbot)
    guide.bar.show_snapshot(replace(STATES["empty"](), flows=()))
    assert guide.bar.lesson is None
    assert guide.says(GuideCode.WAITING)
    assert not Walker(guide.bar).is_there(SHOW)


def test_its_button_leads_to_the_page_of_the_lesson(qtbot: QtBot) -> None:
    guide = Guide(qtbot)
    guide.see("pm_asked")
    assert guide.says(GuideCode.SIGN)
    Walker(guide.bar).click(SHOW)
    guide.see("deployed")
    Walker(guide.bar).click(SHOW)
    assert guide.wanted == ["gonogo", "rollout"]


def test_what_is_pressed_in_the_strip_needs_no_way_there(qtbot: QtBot) -> None:
    guide = Guide(qtbot)
    guide.see("pm_asked")
    guide.see("fault")
    assert not Walker(guide.bar).is_there(SHOW)


def test_once_there_was_a_launch_its_end_is_the_end(qtbot: QtBot) -> None:
    guide = Guide(qtbot)
    guide.see("no_launch")
    assert guide.says(GuideCode.PLAN)
    guide.see("calm")
    guide.see("no_launch")
    assert guide.bar.lesson is not None
    assert guide.bar.lesson.message == message(GuideCode.OVER)


@pytest.mark.slow
def test_every_lesson_can_be_read_in_the_smallest_window(qtbot: QtBot) -> None:
    for language in Language:
        guide = Guide(qtbot, language)
        for moment in STATES:
            guide.see(moment)
            assert findings(guide.bar) == (), moment


def test_it_stands_below_the_window(qtbot: QtBot) -> None:
    opened = Opened(qtbot, STATES["calm"]())
    bar = GuideBar(look(Theme.DARK), say(Language.EN))
    guided = Guided(opened.window, bar)
    opened.shell.fill(guided)
    guided.show()
    qtbot.wait(10)
    assert bar.height() == BAR_PX
    assert bar.geometry().top() == opened.window.geometry().bottom() + 1
    assert bar.findChildren(Button)
