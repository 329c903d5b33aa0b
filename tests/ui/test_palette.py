"""The palette finds; it goes, opens and arms, and never fires."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.heard import off_key
from cockpit.ui.palette import Palette
from cockpit.ui.palette_items import MOST_ITEMS, Item, fitting, items, rows_found
from cockpit.ui.panel_codes import PaletteCode
from cockpit.words.language import Language
from tests.kit.story import moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.rows import rows
from tests.kit.story.setting import say
from tests.kit.windows import KEYS, told_room

FLOWS = ("checkout", "coupon", "cart", "login")


def found(
    query: str, moment: object = moments.fault, language: Language = Language.EN
) -> list[Item]:
    everything = items(moment(), say(language), frozenset(KEYS), FLOWS)  # type: ignore[operator]
    return list(fitting(everything, query))


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def palette(qtbot: QtBot, hands: FakeHands) -> Iterator[Palette]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1200, 760)
    made = Palette(told_room(hands), frozenset(KEYS), host)
    made.resize(1200, 760)
    hands.tell = made.hear
    host.show()
    made.come(moments.fault())
    yield made
    host.close()


def test_the_recommended_lever_comes_first_and_only_once() -> None:
    first = found("coupon")[0]
    assert (first.section, first.act) == (PaletteCode.ADVISED, f"arm:{off_key('coupon_v2')}")
    assert [one.act for one in found("coupon_v2")].count(first.act) == 1


def test_every_word_must_occur_somewhere_in_any_case() -> None:
    assert [one.title for one in found("RUNBOOK coupon")] == ["Coupon runbook and contacts"]
    assert found("coupon nonsense") == []
    assert found("쿠폰 런북", language=Language.KO)[0].act == "runbook:coupon"


def test_no_more_than_ten_rows_are_shown() -> None:
    assert len(found("")) == MOST_ITEMS


def test_deeds_of_a_launch_lead_to_where_they_are_done() -> None:
    assert found("plan a launch")[0].act == "page:rollout"
    assert all(one.act.startswith(("page:", "runbook:", "arm:")) for one in found(""))


def test_without_a_snapshot_there_are_still_pages_and_runbooks() -> None:
    everything = items(None, say(Language.EN), frozenset(KEYS), FLOWS)
    assert {one.section for one in everything} == {PaletteCode.GO, PaletteCode.LAUNCH}


def test_rows_of_the_journal_are_sentences_that_lead_to_the_journal() -> None:
    told = rows_found(rows()[:2], say(Language.EN))
    assert all(one.act == "page:journal" and one.title.startswith("#") for one in told)


def test_the_keyboard_picks_and_opens_and_escape_leaves(qtbot: QtBot, palette: Palette) -> None:
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, "safety")
    with qtbot.waitSignal(palette.taken) as taken:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert taken.args == ["page:safety"]
    assert palette.isHidden()
    palette.come(moments.fault())
    assert palette.field.text() == ""
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_up_from_the_first_row_is_the_last(palette: Palette) -> None:
    shown = palette.results.items
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.results.chosen == shown[-1]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.results.chosen == shown[0]


def test_enter_with_nothing_found_does_nothing(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "nonsense")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isHidden()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.results.chosen is None


def test_a_click_takes_the_row_under_it(qtbot: QtBot, palette: Palette) -> None:
    QTest.keyClicks(palette.field, "safety")
    with qtbot.waitSignal(palette.taken) as taken:
        QTest.mouseClick(palette.results, Qt.MouseButton.LeftButton, pos=QPoint(100, 28 + 20))
    assert taken.args == ["page:safety"]


def test_a_click_beside_it_leaves(palette: Palette) -> None:
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert palette.isHidden()


def test_the_journal_is_asked_after_a_pause_and_its_rows_are_added(
    qtbot: QtBot, palette: Palette, hands: FakeHands
) -> None:
    QTest.keyClicks(palette.field, "coupon_v2")
    assert hands.names == []
    qtbot.waitUntil(lambda: hands.names == ["rows"])
    assert [one.section for one in palette.results.items][-1] is PaletteCode.JOURNAL


def test_one_letter_does_not_search_the_journal(
    qtbot: QtBot, palette: Palette, hands: FakeHands
) -> None:
    QTest.keyClicks(palette.field, "c")
    qtbot.wait(260)
    assert hands.names == []
