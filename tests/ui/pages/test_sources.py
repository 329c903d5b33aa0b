"""The page of connections: what each is like, tests of them, and secrets that leave no trace."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import SourceState
from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import message
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import Table
from cockpit.ui.news import SecretPut, SourceTested
from cockpit.ui.pages.sources import SourcesPage, secrets_of, skew
from cockpit.ui.pages.sources_codes import SourcesCode, StateWord
from cockpit.ui.say import DASH
from tests.kit.inspection import texts
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.moments import fault
from tests.kit.story.people import workspace
from tests.kit.story.setting import look, say
from tests.ui.pages.using import stand


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands(answers=False)


@pytest.fixture
def page(qtbot: QtBot, hands: FakeHands) -> SourcesPage:
    made = SourcesPage(room(look(), say(), hands))
    stand(made, qtbot, 1216, 700)
    made.show(fault())
    return made


def table(page: SourcesPage) -> Table:
    found = page.widget.findChild(Table, "sources.rows")
    assert isinstance(found, Table)
    return found


def press(page: SourcesPage, name: str) -> None:
    button = page.widget.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(page: SourcesPage) -> str:
    whole = (page.widget, *page.widget.findChildren(QWidget))
    return " ".join(one for widget in whole for one in texts(widget))


@pytest.mark.parametrize("state", list(SourceState))
def test_every_state_has_a_word_and_only_a_good_one_the_good_shape(
    page: SourcesPage, state: SourceState
) -> None:
    told = fault()
    sources = tuple(replace(one, state=state) for one in told.sources)
    page.show(replace(told, sources=sources))
    cell = table(page).rows[0].cells[0]
    assert cell.text == say()(StateWord[state.name])
    assert (cell.shape is Shape.OK) == (state is SourceState.OK)


def test_a_test_is_asked_for_the_chosen_source_and_shown_when_it_comes(
    page: SourcesPage, hands: FakeHands
) -> None:
    name = table(page).key
    press(page, "sources.test")
    assert hands.wishes == [("test_source", name)]
    assert say()(SourcesCode.TESTING) in said(page)
    can = (message(BootCode.CAN_READ),)
    page.hear(SourceTested(name, None, can, fault().at, 0.084))
    assert "84 ms" in said(page)
    assert say().text(can[0]) in said(page)


def test_a_test_that_fails_says_why_in_full(page: SourcesPage) -> None:
    name = table(page).key
    trouble = message(BootCode.NO_SECRET, source=name, secret="x", origin="y")
    page.hear(SourceTested(name, trouble, (), fault().at, 0.1))
    assert say().text(trouble) in said(page).replace("\u2060", "")


def test_what_was_not_asked_yet_is_no_trouble(page: SourcesPage) -> None:
    told = fault()
    sources = tuple(replace(one, state=SourceState.WAITING) for one in told.sources)
    page.show(replace(told, sources=sources))
    count = str(len(sources))
    summary = say()(SourcesCode.SUMMARY, all=count, fine="0", troubled="0", unasked=count)
    assert summary in said(page)
    assert table(page).rows[0].cells[5].text == DASH


def test_a_deploy_server_at_rest_says_when_it_is_asked(page: SourcesPage) -> None:
    waiting = tuple(replace(one, state=SourceState.WAITING) for one in fault().sources)
    page.show(replace(fault(), sources=waiting))
    words = said(page)
    assert f"{say()(StateWord.AT_REST)} deploy" in words
    assert f"{say()(StateWord.WAITING)} metrics" in words


def test_the_trouble_of_the_chosen_source_is_said_in_full(page: SourcesPage) -> None:
    told = fault()
    why = message(BootCode.NO_SECRET, source="flags", secret="deploy", origin="https://x:1")
    first = replace(
        told.sources[0],
        state=SourceState.UNREACHABLE,
        message=why,
        retry_in_s=12.0,
        failures_count=3,
    )
    page.show(replace(told, sources=(first, *told.sources[1:])))
    assert say().text(why) in said(page).replace("\u2060", "")
    assert "12" in table(page).rows[0].cells[5].note


def test_all_are_tested_at_once(page: SourcesPage, hands: FakeHands) -> None:
    press(page, "sources.test_all")
    assert [name for name, _ in hands.wishes] == ["test_source"] * len(fault().sources)


def test_enter_tests_the_chosen_row(page: SourcesPage, hands: FakeHands) -> None:
    table(page).setFocus()
    QTest.keyClick(table(page), Qt.Key.Key_Return)
    assert hands.wishes == [("test_source", table(page).key)]


def test_a_secret_is_handed_on_and_forgotten_by_the_page(
    page: SourcesPage, hands: FakeHands
) -> None:
    field = page.widget.findChild(QLineEdit, "sources.secret")
    assert isinstance(field, QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "very-secret")
    assert "very-secret" not in said(page)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.wishes == [("put_secret", (secrets_of(workspace())[0], "very-secret"))]
    assert field.text() == ""


def test_what_became_of_a_secret_is_said(page: SourcesPage) -> None:
    page.hear(SecretPut("deploy"))
    assert say()(SourcesCode.SECRET_KEPT, secret="deploy") in said(page).replace("\u2060", "")
    why = message(BootCode.SECRET_UNWANTED, secret="deploy")
    page.hear(SecretPut("deploy", why))
    assert say().text(why) in said(page).replace("\u2060", "")


@pytest.mark.parametrize(
    ("skew_s", "shown"), [(None, DASH), (0.0, "0.0초"), (0.21, "+0.2초"), (-3.0, "\u22123.0초")]
)
def test_a_clock_that_is_off_says_which_way(skew_s: float | None, shown: str) -> None:
    assert skew(say(), skew_s) == shown
