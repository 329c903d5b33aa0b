"""Alerts in the window: one path for every way out, put aside in place, Escape closes."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.domain.message import Message
from cockpit.ui.drawer_row import AlertRow
from cockpit.ui.hands import Refused, Wish
from tests.kit.story import moments
from tests.kit.story.levers import slo_alert, version_alert
from tests.kit.windows import Opened


def loud() -> Snapshot:
    alerts = (replace(version_alert(), alert_id="a1"), replace(slo_alert(), alert_id="a2"))
    return replace(moments.fault(), alerts=alerts)


def opened_loud(qtbot: QtBot) -> Opened:
    """Return the window as the one that keys go to."""
    opened = Opened(qtbot, loud())
    opened.shell.activateWindow()
    qtbot.waitUntil(opened.shell.isActiveWindow)
    return opened


def row_of(opened: Opened, place: int = 0) -> AlertRow:
    rows = opened.window.drawer.findChildren(AlertRow)
    return sorted(rows, key=lambda one: one.y())[place]


@pytest.mark.slow
def test_holding_the_way_out_of_an_alert_is_pressing_the_lever(qtbot: QtBot) -> None:
    opened = Opened(qtbot, loud())
    button = row_of(opened).exit
    assert button is not None
    assert button.accessibleName()
    button.setFocus()
    QTest.keyPress(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ("off", "coupon_v2") in opened.hands.wishes)
    QTest.keyRelease(button, Qt.Key.Key_Space)
    shown = opened.window.strip.off.hold.shown
    assert shown is not None
    assert shown.key == "off:coupon_v2"


def test_letting_go_early_sends_nothing(qtbot: QtBot) -> None:
    opened = Opened(qtbot, loud())
    button = row_of(opened).exit
    assert button is not None
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert opened.hands.wishes == []


def test_an_alert_is_put_aside_by_keys_alone(qtbot: QtBot) -> None:
    opened = opened_loud(qtbot)
    row = row_of(opened, 1)
    row.aside.setFocus()
    QTest.keyClick(row.aside, Qt.Key.Key_Space)
    form = row.form
    assert form is not None
    assert form.reason.hasFocus()
    QTest.keyClicks(form.reason, "the bank knows")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert opened.hands.wishes == [("shelve", ("a2", 15.0, "the bank knows"))]
    assert row.form is None, "the answer has closed it"


def test_why_it_was_not_put_aside_is_said_where_it_was_asked(qtbot: QtBot) -> None:
    opened = Opened(qtbot, loud())
    opened.hands.answers = False
    row = row_of(opened)
    row.open_form()
    opened.window.hear(Refused(Wish.SHELVE, Message("alert.none_running")))
    assert row.form is not None
    assert not opened.window.notice.isHidden()


def test_escape_closes_what_is_being_asked(qtbot: QtBot) -> None:
    opened = opened_loud(qtbot)
    row = row_of(opened)
    row.open_form()
    QTest.keyClick(opened.shell, Qt.Key.Key_Escape)
    assert row.form is None
