"""Board 3: six measures, the releases behind each, and what was stopped in time."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.board_codes import LaunchNote
from cockpit.app.safety_view import MeasureKind, SafetyView
from cockpit.app.snapshot import Snapshot
from cockpit.domain.message import message
from cockpit.ui.hands import Refused, Wish
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role
from cockpit.ui.pages.safety import SafetyPage
from cockpit.ui.pages.safety_board import SafetyBoard
from cockpit.ui.pages.safety_codes import SafetyCode
from cockpit.ui.pages.safety_measure import LEAST_BARS_PX, MeasureCell, bars_of
from cockpit.ui.pages.safety_text import PREVENTED
from tests.kit.inspection import texts
from tests.kit.painting import count_of
from tests.kit.story.doubts import empty, loading
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.moments import calm, healed
from tests.kit.story.safety import safety
from tests.kit.story.setting import look, say
from tests.ui.pages.using import press, write

WIDE, NARROW = (1_248, 736), (1_012, 536)
KINDS = [one.value for one in MeasureKind]


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> SafetyPage:
    made = SafetyPage(room(look(), say(), hands))
    hands.tell = made.hear
    qtbot.addWidget(made.widget)
    made.widget.resize(*WIDE)
    made.widget.show()
    made.show(healed())
    return made


def board(page: SafetyPage) -> SafetyBoard:
    assert isinstance(page.widget, SafetyBoard)
    return page.widget


def cells(page: SafetyPage) -> list[MeasureCell]:
    return board(page).measures.cells


def said(widget: QWidget) -> str:
    return " ".join(texts(widget))


def keys(page: SafetyPage) -> list[str]:
    return [row.key for row in board(page).table.rows]


def with_windows() -> Snapshot:
    given = safety()
    month = replace(given, window_days=30, measures=given.measures, members=given.members[:3])
    year = replace(given, window_days=365)
    return replace(healed(), safety=replace(given, others=(month, year)))


def view(page: SafetyPage) -> SafetyView:
    given = healed().safety
    assert given is not None
    assert board(page).selected in {*KINDS, PREVENTED}
    return given


def test_six_measures_stand_in_their_order_with_value_n_and_history(page: SafetyPage) -> None:
    assert [one.key for one in cells(page)] == KINDS
    shown = said(board(page).measures)
    for word in (
        "23.1",
        "3 / 13",
        "6:38",
        "중앙값 · n 3",
        "1.0",
        "회/주",
        "앞선 90일 30.8 % (n 13)",
    ):
        assert word in shown


def test_the_failure_rate_is_selected_first_and_shows_all_releases(page: SafetyPage) -> None:
    assert [one.is_selected for one in cells(page)] == [True, False, False, False, False, False]
    assert len(keys(page)) == 13
    assert "변경 실패율에 든 릴리즈" in said(page.widget)


@pytest.mark.parametrize("place", range(6))
def test_a_click_on_a_measure_opens_its_members(page: SafetyPage, place: int) -> None:
    QTest.mouseClick(cells(page)[place], Qt.MouseButton.LeftButton)
    members = view(page).measures[place].members
    assert set(keys(page)) == set(members)
    assert cells(page)[place].is_selected


def test_arrows_lead_from_measure_to_measure_and_stop_at_the_ends(page: SafetyPage) -> None:
    cells(page)[0].setFocus()
    for key, expected in (
        (Qt.Key.Key_Left, KINDS[0]),
        (Qt.Key.Key_Right, KINDS[1]),
        (Qt.Key.Key_Right, KINDS[2]),
        (Qt.Key.Key_Left, KINDS[1]),
    ):
        QTest.keyClick(page.widget.focusWidget(), key)
        assert board(page).selected == expected
    cells(page)[5].setFocus()
    QTest.keyClick(cells(page)[5], Qt.Key.Key_Space)
    QTest.keyClick(cells(page)[5], Qt.Key.Key_Right)
    assert board(page).selected == KINDS[5]


def test_every_measure_is_spoken_in_one_sentence(page: SafetyPage) -> None:
    spoken = cells(page)[0].accessibleName()
    for word in ("변경 실패율", "23.1", "%", "3 / 13", "앞선 90일"):
        assert word in spoken


def test_failed_weeks_are_drawn_in_the_colour_of_bad(page: SafetyPage) -> None:
    bad = look().color(Role.BAD)
    assert count_of(cells(page)[0].grab().toImage(), bad) > 0
    assert count_of(cells(page)[3].grab().toImage(), bad) == 0


def test_what_was_stopped_in_time_opens_in_the_table(page: SafetyPage) -> None:
    QTest.mouseClick(board(page).prevented.all, Qt.MouseButton.LeftButton)
    assert board(page).selected == PREVENTED
    assert keys(page) == ["launch-3.2.0", "launch-3.0.9"]
    assert not any(one.is_selected for one in cells(page))


def test_choosing_one_of_them_chooses_it_in_the_table(page: SafetyPage) -> None:
    table = board(page).prevented.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_End)
    assert board(page).table.key == "launch-3.0.9"


def test_faults_that_are_not_counted_are_told(page: SafetyPage) -> None:
    page.show(calm())
    shown = said(board(page).counted)
    assert "아직 끝나지 않은 고장" in shown
    assert "1" in [one.said for one in board(page).counted.findChildren(Label)]


def test_windows_are_offered_only_where_they_are_known(page: SafetyPage) -> None:
    page.show(replace(healed(), safety=replace(safety(), others=())))
    assert "30일" not in said(board(page).windows)
    page.show(with_windows())
    assert [word in said(board(page).windows) for word in ("30일", "90일", "365일")] == [True] * 3


def test_another_window_shows_its_own_members_and_stays(page: SafetyPage) -> None:
    page.show(with_windows())
    board(page).windows.setFocus()
    QTest.keyClick(board(page).windows, Qt.Key.Key_Left)
    assert len(keys(page)) == 3
    page.show(replace(with_windows()))
    assert len(keys(page)) == 3
    assert board(page).windows.key == "30"


def test_a_measure_without_members_says_so(page: SafetyPage) -> None:
    given = safety()
    measures = tuple(replace(one, members=()) for one in given.measures)
    page.show(replace(healed(), safety=replace(given, measures=measures)))
    assert not board(page).table.isVisible()
    assert "여기 든 릴리즈가 없습니다" in said(page.widget)


def test_a_new_journal_is_honest_and_shows_no_figure(page: SafetyPage) -> None:
    page.show(empty())
    shown = said(page.widget)
    assert "아직 릴리즈가 없습니다" in shown
    assert not board(page).table.isVisible()
    assert "0 %" not in shown
    assert said(board(page).measures).count("아직 없음") == 6


def test_a_journal_that_is_not_read_shows_nothing_else(page: SafetyPage) -> None:
    page.show(loading())
    assert "저널을 아직 읽지 못했습니다" in said(page.widget)
    assert not board(page).measures.isVisible()
    page.show(healed())
    assert board(page).measures.isVisible()
    assert "아직 읽지" not in said(page.widget)


def test_nothing_prevented_is_said(page: SafetyPage) -> None:
    page.show(replace(healed(), safety=replace(safety(), prevented=())))
    assert "이 기간에 없음" in said(board(page).prevented)
    assert not board(page).prevented.all.isVisible()


def test_a_narrow_board_keeps_bars_members_and_the_side(page: SafetyPage) -> None:
    page.widget.resize(*NARROW)
    assert cells(page)[0].height() > 2 * LEAST_BARS_PX
    shown = said(page.widget)
    for word in ("3.2.0 (320)", "6:38", "17:28", "막아낸 사고"):
        assert word in shown


@pytest.mark.parametrize("days", [30, 90, 365])
def test_the_weeks_of_every_window_have_their_bars(days: int) -> None:
    weeks = (1.0,) * -(-days // 7)
    for measure in safety().measures:
        given = replace(measure, weeks=weeks, failed_weeks=())
        assert len(bars_of(given, 180.0, 48.0).bars) == len(weeks)


def test_the_same_view_changes_nothing(page: SafetyPage) -> None:
    before = board(page).table.rows
    page.show(healed())
    assert board(page).table.rows is before


# ------------------------------------------------------------ disputes


def test_a_disputed_release_says_so_in_its_row_and_by_whom_when_it_is_chosen(
    page: SafetyPage,
) -> None:
    assert say()(SafetyCode.DISPUTED, result=say()(SafetyCode.FAILED)) in said(board(page).table)
    assert not board(page).dispute.isVisible()
    board(page).table.choose("launch-3.0.5")
    board(page).table.chosen.emit("launch-3.0.5")
    assert "PG 점검과 겹침" in said(board(page).dispute)


def test_the_chosen_release_is_disputed_with_a_reason_by_keyboard(
    page: SafetyPage, hands: FakeHands
) -> None:
    table = board(page).table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    key = table.key
    field = write(page, "safety.dispute.reason", "outside")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.wishes == [("dispute", (key, "outside"))]
    assert field.text() == ""
    page.show(calm())
    assert table.key == key


def test_a_refused_dispute_keeps_its_words_and_says_why(page: SafetyPage, hands: FakeHands) -> None:
    hands.answers = False
    board(page).table.choose("launch-3.0.9")
    board(page).table.chosen.emit("launch-3.0.9")
    field = write(page, "safety.dispute.reason", "x")
    press(page, "safety.dispute")
    told = message(LaunchNote.NO_TEXT)
    page.hear(Refused(Wish.DISPUTE, told))
    assert say().text(told) in said(board(page).dispute)
    assert field.text() == "x"
