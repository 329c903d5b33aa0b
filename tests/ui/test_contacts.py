"""Whom to call, and a runbook that opens on a click alone."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.ports.workspace import Workspace
from cockpit.ui.contacts import ContactsPanel
from cockpit.ui.contacts_lines import flow_in_question, help_of, is_web
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.people import workspace
from tests.kit.story.setting import say
from tests.kit.windows import told_room

SAY = say(Language.EN)


def bare() -> Workspace:
    """Return a workspace that names no lever and no runbook."""
    given = workspace()
    flows = tuple(replace(one, runbook=None, flag=None) for one in given.flows)
    levers = replace(given.levers, flags=())
    return replace(given, flows=flows, levers=levers)


def test_the_people_are_those_of_the_lever_that_guards_the_flow() -> None:
    told = help_of(workspace(), "coupon", SAY)
    assert told.runbook == "https://wiki.shop.example/coupon"
    assert dict(told.lines)["Lever"] == "coupon_v2"
    assert dict(told.lines)["On call"].startswith("최은호")
    assert told.escalation == "Not off within 5 min: escalate to 이수민."


def test_a_flow_without_a_lever_says_that_nobody_is_named() -> None:
    told = help_of(bare(), "coupon", SAY)
    assert (told.runbook, told.escalation) == ("", "")
    assert dict(told.lines) == {"On call": "nobody is named"}


@pytest.mark.parametrize(
    ("address", "is_it"),
    [
        ("https://wiki.example", True),
        ("http://localhost/x", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_opened(address: str, is_it: bool) -> None:
    assert is_web(address) is is_it


def test_the_flow_in_question_is_the_failing_one_then_the_worst_then_the_first() -> None:
    assert flow_in_question(moments.fault(), workspace()) == "coupon"
    assert flow_in_question(doubts.stale(), workspace()) == "checkout"
    assert flow_in_question(moments.healed(), workspace()) != ""
    assert flow_in_question(None, workspace()) == "checkout"


def test_the_runbook_opens_on_a_click_and_nothing_opens_before(qtbot: QtBot) -> None:
    host, opened = QWidget(), list[str]()
    qtbot.addWidget(host)
    panel = ContactsPanel(told_room(FakeHands()), host, browse=opened.append)
    host.show()
    panel.show_flow("coupon")
    assert panel.isVisible()
    assert opened == []
    panel.open.click()
    assert opened == ["https://wiki.shop.example/coupon"]


def test_another_flow_can_be_chosen_in_the_panel(qtbot: QtBot) -> None:
    host, opened = QWidget(), list[str]()
    qtbot.addWidget(host)
    panel = ContactsPanel(told_room(FakeHands()), host, browse=opened.append)
    host.show()
    panel.show_flow("coupon")
    panel.flow.setCurrentIndex(panel.flow.findData("cart"))
    panel.open.click()
    assert opened == ["https://wiki.shop.example/cart"]
    with qtbot.waitSignal(panel.closed):
        panel.close_it.click()
    assert panel.isHidden()
