"""Board 2: the answer first, then the comparison, its chart and the ladder; by mouse and keys."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.ui.chart.tile_chart import TileChart
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Table
from cockpit.ui.look import Role
from cockpit.ui.pages.release import ReleasePage
from cockpit.ui.pages.release_board import ReleaseBoard
from cockpit.ui.pages.release_rows import LEAST_SCALE_PX
from tests.kit.inspection import texts
from tests.kit.story.doubts import empty, error, stale, storm, unsplit
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.hostile import HIDDEN, hostile
from tests.kit.story.moments import calm, closed, deployed, fault, gate_open, healed, no_launch
from tests.kit.story.setting import look, say

WIDE, NARROW = (1_248, 736), (1_012, 536)
ROW_PX = 26


@pytest.fixture
def page(qtbot: QtBot) -> ReleasePage:
    made = ReleasePage(room(look(), say(), FakeHands()))
    qtbot.addWidget(made.widget)
    made.widget.resize(*WIDE)
    made.widget.show()
    made.show(fault())
    return made


def board(page: ReleasePage) -> ReleaseBoard:
    assert isinstance(page.widget, ReleaseBoard)
    return page.widget


def said(widget: QWidget) -> str:
    return " ".join(texts(widget))


def move(page: ReleasePage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(board(page).table, key)


def test_the_answer_stands_first_with_before_and_now_of_both_versions(page: ReleasePage) -> None:
    answer = board(page).answer
    shown = said(answer)
    assert answer.said == "네. 새 버전만 나빠졌고 이전 버전은 그대로입니다."
    assert answer.edge is Shape.BAD
    for word in ("전 10:40–10:45", "지금 10:45–10:50", "3.2.0 새 버전", "3.1.4 이전 버전", "8.9"):
        assert word in shown


def test_without_a_failure_the_answer_counts_metrics_by_state(page: ReleasePage) -> None:
    page.show(calm())
    shown = said(board(page).answer)
    assert "지표 9개" in shown
    assert board(page).answer.edge is None


def test_before_and_now_need_lines_that_tell_them(page: ReleasePage) -> None:
    given = fault()
    flows = tuple(replace(one, chart=None) for one in given.flows)
    page.show(replace(given, flows=flows))
    assert "지표 9개" in said(board(page).answer)


def test_the_failing_row_is_tinted_and_its_chart_is_shown(page: ReleasePage) -> None:
    rows = {row.key: row for row in board(page).table.rows}
    assert rows["success:coupon"].tint is Role.TINT_BAD
    assert [row.tint for key, row in rows.items() if key != "success:coupon"].count(None) == 13
    shown = said(board(page).chart)
    assert "쿠폰 성공" in shown
    assert "81,200" in shown


@pytest.mark.slow
def test_arrows_choose_the_row_whose_chart_is_shown(page: ReleasePage) -> None:
    board(page).table.setFocus()
    move(page, Qt.Key.Key_Home)
    assert "충돌 없는 세션" in said(board(page).chart)
    move(page, Qt.Key.Key_End)
    assert "예상" in said(board(page).chart)


def test_a_click_on_a_platform_shows_the_chart_of_its_flow(page: ReleasePage) -> None:
    table = board(page).table
    rect = table.cell_rect([row.key for row in table.rows].index("success:coupon:ios"), 0)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() - QPoint(0, ROW_PX // 4)
    )
    assert table.key == "success:coupon:ios"
    assert "쿠폰 성공" in said(board(page).chart)


def test_a_choice_stays_with_new_data_and_falls_back_when_its_row_is_gone(
    page: ReleasePage,
) -> None:
    board(page).table.choose("success:cart")
    board(page).table.chosen.emit("success:cart")
    page.show(replace(fault()))
    assert "장바구니 성공" in said(board(page).chart)
    given = fault()
    assert given.release is not None
    rows = tuple(one for one in given.release.rows if one.flow != "cart")
    page.show(replace(given, release=replace(given.release, rows=rows)))
    assert "쿠폰 성공" in said(board(page).chart)


def test_a_slow_share_is_shown_with_p95_and_success_against_the_baseline(page: ReleasePage) -> None:
    shown = board(page).chart.findChild(TileChart)
    assert shown is not None
    against = " ".join(texts(shown))
    assert "3.1.4" in against
    board(page).table.chosen.emit("slow:coupon")
    assert "p95" in " ".join(texts(shown))


def test_a_metric_without_history_says_so_and_shows_its_evidence(page: ReleasePage) -> None:
    board(page).table.chosen.emit("crash:")
    shown = said(board(page).chart)
    assert "남기지 않습니다" in shown
    assert "나빠졌다는 증거 1.10" in shown
    assert board(page).chart.open.isHidden()


@pytest.mark.parametrize(("evidence", "shown"), [(1e9, "> 1,000,000"), (1e-9, "< 0.01")])
def test_evidence_has_only_digits_that_say_something(
    page: ReleasePage, evidence: float, shown: str
) -> None:
    given = fault()
    assert given.release is not None
    first, *others = given.release.rows
    rows = (replace(first, evidence=evidence), *others)
    page.show(replace(given, release=replace(given.release, rows=rows)))
    board(page).table.chosen.emit("crash:")
    assert shown in said(board(page).chart)


def test_the_big_chart_lies_over_the_board_until_it_is_closed(page: ReleasePage) -> None:
    button = board(page).chart.open
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    big = board(page).big
    assert big is not None
    assert not board(page).table.isVisible()
    page.show(replace(fault()))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert board(page).big is big
    QTest.keyClick(big, Qt.Key.Key_Escape)
    assert board(page).big is None
    assert board(page).table.isVisible()


def test_the_ladder_shows_stages_and_what_users_really_have(page: ReleasePage) -> None:
    shown = said(board(page).stages)
    for word in ("1 %", "5 %", "20 %", "막힘", "남은 길은 플래그 끄기와 롤백", "reco_v3", "19.8"):
        assert word in shown
    page.show(stale())
    assert "–" in said(board(page).stages.targets)


def test_the_ranges_of_the_charts_are_the_stage_an_hour_and_six(page: ReleasePage) -> None:
    (ranges,) = page.widget.findChildren(Segments)
    assert ranges.key == "3600"
    asked: list[float] = []
    board(page).range_asked.connect(asked.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(ranges, key)
    assert asked == [21_600.0, 3_600.0, 900.0]
    page.show(replace(fault(), chart_range_s=900.0))
    assert ranges.key == "stage"
    page.show(replace(fault(), chart_range_s=21_600.0))
    assert ranges.key == "21600"


def test_without_a_comparison_there_is_no_range_to_choose(page: ReleasePage) -> None:
    page.show(closed())
    (ranges,) = page.widget.findChildren(Segments)
    assert not ranges.isVisible()
    asked: list[float] = []
    board(page).range_asked.connect(asked.append)
    ranges.chosen.emit("stage")
    assert asked == [86_400.0]


def test_how_users_are_split_stands_beside_what_the_flag_serves(page: ReleasePage) -> None:
    page.show(unsplit())
    assert "배분 1.0 % → 실제 3.1 %" in said(page.widget)
    assert "배분 어긋남" in said(board(page).table)
    assert board(page).answer.edge is Shape.UNKNOWN


def test_a_flow_that_counts_retries_says_so_in_its_row(page: ReleasePage) -> None:
    given = fault()
    assert given.release is not None
    rows = tuple(replace(one, discount=9.0) for one in given.release.rows)
    page.show(replace(given, release=replace(given.release, rows=rows)))
    assert "재시도 포함" in said(board(page).table)


def test_a_narrow_board_leaves_out_the_scale_and_keeps_n_state_and_answer(
    page: ReleasePage,
) -> None:
    assert board(page).table.width() >= LEAST_SCALE_PX
    assert "점선은 허용 한도 1.5배 · 10:38부터" in said(page.widget)
    page.widget.resize(*NARROW)
    table = board(page).table
    assert table.width() < LEAST_SCALE_PX
    assert "점선" not in said(page.widget)
    assert "10:38부터" in said(page.widget)
    shown = said(table)
    for word in ("574", "17,445", "나쁨", "판정 한도의 85배"):
        assert word in shown
    assert "3.2.0 새 버전" not in said(board(page).answer)


def test_without_a_launch_it_says_what_to_do(page: ReleasePage) -> None:
    for snapshot in (no_launch(), empty()):
        page.show(snapshot)
        shown = said(page.widget)
        assert "진행 중인 출시가 없습니다" in shown
        assert "롤아웃(R)" in shown
        assert not board(page).table.isVisible()


def test_a_launch_that_is_over_shows_its_ladder_alone(page: ReleasePage) -> None:
    page.show(closed())
    assert "끝났습니다" in board(page).answer.said
    assert not board(page).table.isVisible()
    assert board(page).stages.isVisible()


@pytest.mark.parametrize("snapshot", [stale(), error(), deployed()])
def test_nothing_unknown_looks_fine(page: ReleasePage, snapshot: Snapshot) -> None:
    page.show(snapshot)
    assert board(page).answer.edge is Shape.UNKNOWN
    shown = said(board(page).table)
    assert "같음" not in shown
    assert "자료 없음" in shown


def test_a_fault_that_is_over_is_a_warning(page: ReleasePage) -> None:
    page.show(healed())
    assert board(page).answer.edge is Shape.WARN


@pytest.mark.parametrize("is_over", [False, True])
def test_what_got_worse_is_loud_until_users_are_safe_again(
    page: ReleasePage, is_over: bool
) -> None:
    given = fault()
    assert given.release is not None
    assert given.release.harm is not None
    over = replace(given.release.harm, is_over=is_over)
    page.show(replace(given, release=replace(given.release, harm=over)))
    facts = board(page).answer.findChild(Table)
    assert isinstance(facts, Table)
    roles = {cell.role for row in facts.rows for cell in row.cells}
    assert (Role.BAD_TEXT in roles) is not is_over


def test_hostile_names_show_nothing_hidden_and_no_markup(page: ReleasePage) -> None:
    page.show(hostile())
    shown = said(page.widget)
    assert not any(mark in shown for mark in HIDDEN)
    page.show(storm())
    assert board(page).answer.edge is Shape.BAD


def test_the_same_snapshot_is_not_shown_twice(page: ReleasePage) -> None:
    given = gate_open()
    page.show(given)
    before = board(page).table.rows
    page.show(given)
    page.show(replace(given))
    assert board(page).table.rows is before
