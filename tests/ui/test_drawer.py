"""Alerts: what needs an act first, each with its way out."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.drawer import MOST_ALERTS, OPEN_PX, RAIL_PX, AlertRow, Drawer
from cockpit.ui.drawer_lines import advice, in_order, title
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.levers import kpi_alert, slo_alert, version_alert
from tests.kit.story.setting import say
from tests.kit.windows import told_room

SAY = say(Language.EN)


def test_what_needs_an_act_comes_first_then_the_newest() -> None:
    newer = replace(slo_alert(), since_at=slo_alert().since_at + timedelta(hours=2))
    given = (slo_alert(), newer, version_alert())
    assert in_order(given) == (version_alert(), newer, slo_alert())


def test_an_alert_says_what_to_do() -> None:
    assert advice(version_alert(), SAY) == "Act now: turn coupon_v2 off"
    assert advice(slo_alert(), SAY) == "Watch"
    back = replace(version_alert(), advice=Advice(WayOut.ROLLBACK, "shop-app"))
    assert advice(back, SAY) == "Act now: roll shop-app back"
    assert advice(replace(version_alert(), advice=None), SAY) == "Act now"


def test_an_alert_is_called_by_its_flow_or_its_figure() -> None:
    assert title(version_alert(), SAY) == "Coupon"
    assert title(kpi_alert(), SAY).startswith("Checkout completion")
    assert title(replace(kpi_alert(), kpi=None), SAY) == "–"


def drawer(qtbot: QtBot) -> Drawer:
    made = Drawer(told_room(FakeHands()))
    made.resize(OPEN_PX, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(given: Drawer) -> list[AlertRow]:
    return [row for row in given.findChildren(AlertRow) if row.isVisibleTo(given)]


def test_there_is_one_row_for_each_alert_and_they_go_again(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(moments.fault())
    assert len(rows(made)) == 2
    made.show_snapshot(moments.calm())
    assert rows(made) == []


def test_a_storm_shows_the_first_dozen_and_counts_the_rest(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    given = doubts.storm()
    made.show_snapshot(replace(given, alerts=given.alerts * 2))
    assert len(rows(made)) == MOST_ALERTS
    assert made.rail.accessibleName() == f"Open {len(given.alerts) * 2} alerts"


def test_a_row_opens_the_runbook_of_its_flow(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(moments.fault())
    button = rows(made)[0].findChildren(QAbstractButton)[0]
    with qtbot.waitSignal(made.runbook) as opened:
        button.click()
    assert opened.args == ["coupon"]


def test_an_alert_about_a_figure_has_no_runbook(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(replace(moments.fault(), alerts=(kpi_alert(),)))
    assert not rows(made)[0].findChildren(QAbstractButton)[0].isVisible()


def test_folded_it_is_a_rail_that_opens_it(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.open(is_open=False)
    assert made.width() == RAIL_PX
    assert not made.is_open
    with qtbot.waitSignal(made.opened):
        made.rail.click()


def test_the_rail_says_how_bad_it_is(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    watched = replace(version_alert(), grade=AlertGrade.WATCH)
    for alerts in ((), (watched,), (version_alert(),)):
        made.show_snapshot(replace(moments.calm(), alerts=alerts))
        assert made.rail.accessibleName() == f"Open {len(alerts)} alerts"
