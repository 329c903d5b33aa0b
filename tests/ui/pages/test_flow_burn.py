"""The card of an error budget comes with the mouse or the focus, and goes with them."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.ui.pages.flow import FlowPage
from cockpit.ui.pages.flow_board import FlowBoard
from cockpit.ui.pages.flow_burn import BurnSpot
from tests.kit.inspection import texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.moments import fault
from tests.kit.story.setting import look, say
from tests.ui.pages.using import stand


@pytest.fixture
def page(qtbot: QtBot) -> FlowPage:
    made = FlowPage(room(look(), say(), FakeHands()))
    stand(made, qtbot, 1_024, 736)
    made.show(fault())
    return made


def spot(page: FlowPage, flow: str = "coupon") -> BurnSpot:
    assert isinstance(page.widget, FlowBoard)
    return next(one.spot for one in page.widget.tiles if one.flow and one.flow.name == flow)


def enter(place: BurnSpot) -> None:
    middle = QPointF(place.rect().center())
    QApplication.sendEvent(place, QEnterEvent(middle, middle, middle))


def test_the_mouse_brings_the_card_and_takes_it_away(page: FlowPage) -> None:
    place = spot(page)
    assert place.card is None
    enter(place)
    assert place.card is not None
    said = " ".join(texts(place.card))
    for word in ("쿠폰 오류 예산", "성공 97.5 % 이상", "5분 · 1시간", "14.4×", "46 %", "3.6×"):
        assert word in said
    QApplication.sendEvent(place, QEvent(QEvent.Type.Leave))
    assert place.card is None


@pytest.mark.slow
def test_the_card_stays_within_the_window_below_its_tile_or_above(page: FlowPage) -> None:
    for flow in ("checkout", "coupon", "cart", "login"):
        place = spot(page, flow)
        enter(place)
        card = place.card
        assert card is not None
        assert page.widget.rect().contains(card.geometry())
        assert card.height() >= card.sizeHint().height() - 2
        QApplication.sendEvent(place, QEvent(QEvent.Type.Leave))


def test_the_focus_brings_it_too_and_escape_takes_it_away(page: FlowPage) -> None:
    place = spot(page)
    page.widget.activateWindow()
    place.setFocus(Qt.FocusReason.TabFocusReason)
    assert place.card is not None
    QApplication.sendEvent(place, QEvent(QEvent.Type.Leave))
    assert place.card is not None
    QTest.keyClick(place, Qt.Key.Key_Escape)
    assert place.card is None
    QTest.keyClick(place, Qt.Key.Key_Escape)
    place.clearFocus()
    assert place.card is None


def test_a_screen_reader_gets_the_whole_card_in_words(page: FlowPage) -> None:
    place = spot(page)
    assert place.accessibleName() == "쿠폰 오류 예산"
    assert "14.4×" in place.accessibleDescription()


def test_a_card_that_is_open_follows_the_figures(page: FlowPage) -> None:
    place, given = spot(page), fault()
    enter(place)
    flows = tuple(
        replace(one, slo=replace(one.slo, budget_left_ratio=0.12)) if one.slo else one
        for one in given.flows
    )
    page.show(replace(given, flows=flows))
    assert place.card is not None
    assert "12 %" in " ".join(texts(place.card))


def test_it_goes_with_its_page(page: FlowPage) -> None:
    place = spot(page)
    enter(place)
    page.widget.hide()
    assert place.card is None


def test_without_a_promise_there_is_no_card(page: FlowPage) -> None:
    given = fault()
    flows = tuple(replace(one, slo=None, latency_slo=None) for one in given.flows)
    page.show(replace(given, flows=flows))
    enter(spot(page))
    assert spot(page).card is None
