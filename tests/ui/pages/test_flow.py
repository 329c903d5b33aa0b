"""Board 1: flows, figures and levers, by mouse and by keys."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.ui.aim import AimState
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.tile import Loading
from cockpit.ui.pages.flow import FlowPage
from cockpit.ui.pages.flow_board import FlowBoard
from cockpit.ui.pages.flow_lever import HOLD_S
from cockpit.ui.pages.flow_tile import FlowTile
from cockpit.ui.say import DASH
from tests.kit.inspection import texts
from tests.kit.mouse import moves_to
from tests.kit.story.doubts import error, loading
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.hostile import many
from tests.kit.story.moments import calm, fault, unknown
from tests.kit.story.pages import opened_window
from tests.kit.story.setting import look, say
from tests.ui.pages.using import stand

LONGEST_MS = round(HOLD_S * 1_000) + 5_000


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> FlowPage:
    made = FlowPage(room(look(), say(), hands))
    stand(made, qtbot, 1_024, 736)
    made.show(fault())
    return made


def board(page: FlowPage) -> FlowBoard:
    assert isinstance(page.widget, FlowBoard)
    return page.widget


def tile(page: FlowPage, flow: str) -> FlowTile:
    return next(one for one in board(page).tiles if one.flow and one.flow.name == flow)


def are_of(page: FlowPage, given: Snapshot) -> list[bool]:
    """Return of each tile whether it shows a flow of this snapshot."""
    return [any(one.flow is flow for flow in given.flows) for one in board(page).tiles]


def said(widget: QWidget) -> str:
    return " ".join(texts(widget))


def test_every_flow_has_its_tile_with_state_figures_and_lever(page: FlowPage) -> None:
    coupon = said(tile(page, "coupon"))
    for word in ("쿠폰", "나쁨", "97.8", "91.1", "412", "coupon_v2", "COUPON_NPE"):
        assert word in coupon
    assert [one.flow.name for one in board(page).tiles if one.flow] == [
        "checkout",
        "coupon",
        "cart",
        "login",
    ]


def test_the_recommended_lever_is_the_only_one_that_stands_out(page: FlowPage) -> None:
    states = {one.flow.name: one.lever.hold.shown for one in board(page).tiles if one.flow}
    found = {name: aim.state for name, aim in states.items() if aim is not None}
    assert found.pop("coupon") is AimState.RECOMMENDED
    assert set(found.values()) == {AimState.ARMED}


@pytest.mark.slow
def test_holding_the_lever_switches_the_flag_of_its_own_tile_off(
    qtbot: QtBot, page: FlowPage, hands: FakeHands
) -> None:
    hold = tile(page, "coupon").lever.hold
    QTest.mousePress(hold, Qt.MouseButton.LeftButton, pos=hold.rect().center())
    qtbot.waitUntil(lambda: bool(hands.wishes), timeout=LONGEST_MS)
    QTest.mouseRelease(hold, Qt.MouseButton.LeftButton, pos=hold.rect().center())
    assert hands.wishes == [("off", "coupon_v2")]
    shown = tile(page, "coupon").lever.hold.shown
    assert shown is not None
    assert shown.state is AimState.SENT


def test_a_short_press_does_nothing(page: FlowPage, hands: FakeHands) -> None:
    QTest.mouseClick(tile(page, "coupon").lever.hold, Qt.MouseButton.LeftButton)
    assert hands.wishes == []


def test_an_operation_of_unknown_outcome_shows_on_the_lever(page: FlowPage) -> None:
    page.show(unknown())
    shown = tile(page, "coupon").lever.hold.shown
    assert shown is not None
    assert shown.state is AimState.UNKNOWN


def test_a_flow_without_lever_has_a_button_that_cannot_be_pressed(
    page: FlowPage, hands: FakeHands
) -> None:
    given = fault()
    flows = (replace(given.flows[0], flag=None), *given.flows[1:])
    page.show(replace(given, flows=flows))
    shown = tile(page, "checkout").lever.hold.shown
    assert shown is not None
    assert (shown.key, shown.state) == ("", AimState.IDLE)
    page.widget.resize(980, 536)
    told = said(tile(page, "checkout"))
    assert "외 1 · 레버 없음 " in told
    assert f"레버 없음 · {DASH}" not in told


def test_a_click_selects_the_flow(page: FlowPage) -> None:
    assert page.selected_flow is None
    QTest.mouseClick(tile(page, "cart"), Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    assert page.selected_flow == "cart"


def test_arrows_lead_from_tile_to_tile(page: FlowPage) -> None:
    tile(page, "checkout").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(page.widget.focusWidget(), key)
    assert page.selected_flow == "cart"


@pytest.mark.slow
def test_every_tile_and_its_lever_are_reached_by_tab(page: FlowPage) -> None:
    wanted = {one for shown in board(page).tiles for one in (shown, shown.lever.hold)}
    first = board(page).tiles[0]
    first.setFocus()
    reached: set[QWidget] = {first}
    for _ in range(12):
        QTest.keyClick(page.widget.focusWidget(), Qt.Key.Key_Tab)
        reached.add(page.widget.focusWidget())
    assert wanted <= reached


def test_a_range_is_asked_for(page: FlowPage, hands: FakeHands) -> None:
    (ranges,) = page.widget.findChildren(Segments)
    ranges.setFocus()
    QTest.keyClick(ranges, Qt.Key.Key_Right)
    assert hands.names == ["show_range"]
    assert "21600" in str(hands.wishes[0][1])


def test_unknown_flows_keep_their_last_values_and_say_why(page: FlowPage) -> None:
    page.show(error())
    shown = said(tile(page, "coupon"))
    assert "모름" in shown
    assert "정상" not in shown
    assert "COUPON_NPE" not in shown


def test_a_flow_that_was_never_read_shows_bars_and_no_lever(page: FlowPage) -> None:
    page.show(loading())
    first = board(page).tiles[0]
    assert [one.isVisible() for one in first.findChildren(Loading)] == [True]
    assert not first.lever.hold.isVisible()


def test_with_many_flows_the_worst_come_first_and_the_rest_scrolls(page: FlowPage) -> None:
    page.show(many())
    states = [one.flow.state.value for one in board(page).tiles if one.flow]
    assert states == sorted(states, key=["bad", "warn", "unknown", "ok"].index)
    page.show(fault())
    assert len(board(page).tiles) == 4


def test_nothing_is_painted_when_a_snapshot_brings_nothing_new(
    page: FlowPage, qtbot: QtBot
) -> None:
    def pictures() -> list[int]:
        qtbot.wait(20)
        return [one.chart.pictures_count for one in board(page).tiles]

    page.widget.grab()
    before = pictures()
    page.show(again(fault()))
    page.widget.grab()
    assert pictures() == before


def again(given: Snapshot) -> Snapshot:
    return replace(given)


def test_all_charts_point_at_the_same_instant(page: FlowPage, qtbot: QtBot) -> None:
    before = [one.chart.grab().toImage() for one in board(page).tiles]
    chart = board(page).tiles[0].chart
    moves_to(chart, QPoint(120, 60))
    qtbot.waitUntil(lambda: board(page).crosshair.at_s is not None)
    after = [one.chart.grab().toImage() for one in board(page).tiles]
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_without_flows_the_board_says_what_to_do(page: FlowPage) -> None:
    page.show(replace(calm(), flows=()))
    assert "플로우가 없습니다" in said(page.widget)


def test_enter_lays_the_big_chart_over_the_board_and_escape_takes_it_away(page: FlowPage) -> None:
    coupon = tile(page, "coupon")
    coupon.setFocus()
    QTest.keyClick(coupon, Qt.Key.Key_Return)
    big = board(page).big
    assert big is not None
    assert big.isVisible()
    assert not coupon.isVisible()
    page.show(again(fault()))
    QTest.keyClick(big, Qt.Key.Key_Escape)
    assert board(page).big is None
    assert coupon.isVisible()
    assert coupon.hasFocus()


def test_in_the_window_escape_takes_the_big_chart_away_too(qtbot: QtBot, hands: FakeHands) -> None:
    """The window has a shortcut of its own for Escape, which came first."""
    window = opened_window("flow", room(look(), say(), hands), hands, fault(), (1440, 900))
    qtbot.addWidget(window)
    window.activateWindow()
    coupon = next(one for one in window.findChildren(FlowTile) if one.isVisible())
    coupon.setFocus()
    qtbot.waitUntil(coupon.hasFocus)
    QTest.keyClick(coupon, Qt.Key.Key_Return)
    assert not coupon.isVisible()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert coupon.isVisible()


def test_in_a_live_window_tiles_are_filled_one_after_the_other(
    qtbot: QtBot, hands: FakeHands
) -> None:
    made = FlowPage(replace(room(look(), say(), hands), is_live=True))
    qtbot.addWidget(made.widget)
    given, newer = fault(), fault()
    made.show(given)
    assert are_of(made, given) == [True] * 4
    made.show(newer)
    assert are_of(made, newer) == [True, False, False, False]
    qtbot.waitUntil(lambda: all(are_of(made, newer)))


def test_in_a_live_window_flows_that_change_places_are_filled_together(
    qtbot: QtBot, hands: FakeHands
) -> None:
    made = FlowPage(replace(room(look(), say(), hands), is_live=True))
    qtbot.addWidget(made.widget)
    given = fault()
    made.show(given)
    turned = replace(given, flows=given.flows[::-1])
    made.show(turned)
    assert [one.flow for one in board(made).tiles] == list(turned.flows)
