"""Alerts: what needs an act first, each with its way out."""

from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.server_view import ServerAlertView, ServerView
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.episodes import Shelving
from cockpit.domain.message import Message
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.drawer import MOST_ALERTS, OPEN_PX, Drawer
from cockpit.ui.drawer_past import AsideRow, PastRow
from cockpit.ui.drawer_rail import RAIL_PX
from cockpit.ui.drawer_row import AlertRow
from cockpit.ui.drawer_server import ServerPart
from cockpit.ui.frame_codes import DrawerCode
from cockpit.ui.heard import Heard
from cockpit.ui.kit.label import Label
from cockpit.ui.say import DASH, JOINER
from cockpit.words.language import Language
from tests.kit.fakes_acting import NOON
from tests.kit.inspection import texts
from tests.kit.story import doubts, moments
from tests.kit.story.hands import FakeHands
from tests.kit.story.levers import kpi_alert, slo_alert, version_alert
from tests.kit.story.people import ME
from tests.kit.story.setting import say
from tests.kit.windows import told_room

SAY = say(Language.EN)
WRITTEN = replace(slo_alert(), alert_id="a1")


def drawer(qtbot: QtBot) -> Drawer:
    made = Drawer(told_room(FakeHands()), beep=lambda: None)
    made.resize(OPEN_PX, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(given: Drawer) -> list[AlertRow]:
    return [row for row in given.findChildren(AlertRow) if row.isVisibleTo(given)]


def named(row: QWidget, name: str) -> QAbstractButton:
    return next(one for one in row.findChildren(QAbstractButton) if one.accessibleName() == name)


def test_there_is_one_row_for_each_alert_and_they_go_again(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(moments.fault())
    assert len(rows(made)) == 2
    made.show_snapshot(moments.calm())
    assert rows(made) == []


def test_a_storm_shows_everything_that_needs_a_hand_and_counts_the_rest(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    given = doubts.storm()
    urgent = [
        replace(version_alert(), key=f"flow:{place}", flow=f"flow{place}") for place in range(25)
    ]
    watched = [replace(slo_alert(), key=f"watch:{place}") for place in range(25)]
    made.show_snapshot(replace(given, alerts=(*urgent, *watched)))
    assert len(rows(made)) == 25
    assert made.rail.accessibleName() == "Open 50 alerts"
    made.show_snapshot(replace(given, alerts=tuple(watched)))
    assert len(rows(made)) == MOST_ALERTS


def test_a_row_opens_the_runbook_of_its_flow(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(moments.fault())
    button = named(rows(made)[0], "Runbook")
    with qtbot.waitSignal(made.runbook) as opened:
        button.click()
    assert opened.args == ["coupon"]


def test_an_alert_about_a_figure_has_no_runbook(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    made.show_snapshot(replace(moments.fault(), alerts=(kpi_alert(),)))
    assert not named(rows(made)[0], "Runbook").isVisible()


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


def test_before_the_journal_is_read_it_does_not_say_that_there_are_no_alerts(
    qtbot: QtBot,
) -> None:
    made, none, past_none = drawer(qtbot), SAY(DrawerCode.NONE), SAY(DrawerCode.PAST_NONE)
    assert none not in texts(made)
    made.show_snapshot(replace(moments.calm(), alerts=(), past_alerts=(), journal=None))
    shown = set(texts(made))
    assert not {none, past_none} & shown
    assert {SAY(DrawerCode.TITLE), SAY(DrawerCode.PAST)} <= shown
    assert made.rail.accessibleName() == f"Open {DASH} alerts"
    made.show_snapshot(replace(moments.calm(), alerts=(), past_alerts=()))
    assert {none, past_none} <= set(texts(made))


def test_no_alert_is_no_good_news_of_flows_that_cannot_be_judged(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    for given in (doubts.stale(), doubts.error()):
        made.show_snapshot(given)
        told = SAY(DrawerCode.NONE_BLIND, flow_count=4)
        assert told in " ".join(texts(made)).replace(JOINER, "")
    made.show_snapshot(moments.calm())
    assert SAY(DrawerCode.NONE) in texts(made)


def test_a_row_stays_with_its_alert_when_others_come_before_it(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    calm = moments.calm()
    made.show_snapshot(replace(calm, alerts=(WRITTEN,)))
    (row,) = rows(made)
    row.open_form()
    form = row.form
    assert form is not None
    form.reason.setText("half a se")
    made.show_snapshot(replace(calm, alerts=(version_alert(), WRITTEN)))
    assert [one.isVisible() for one in (row, form)] == [True, True]
    assert form.reason.text() == "half a se"
    assert made.findChildren(AlertRow)[-1] is not row or row.y() > 0


def test_an_alert_is_put_aside_with_minutes_and_a_reason(qtbot: QtBot) -> None:
    hands = FakeHands()
    made = Drawer(told_room(hands), beep=lambda: None)
    qtbot.addWidget(made)
    made.show()
    made.show_snapshot(replace(moments.calm(), alerts=(WRITTEN,)))
    (row,) = rows(made)
    row.aside.click()
    form = row.form
    assert form is not None
    form.put.click()
    assert hands.wishes == []
    form.reason.setText(" known ")
    form.put.click()
    assert hands.wishes == [("shelve", ("a1", 15.0, "known"))]
    made.refuse(Message("alert.no_reason"))
    made.close_form()
    assert row.form is None


def test_what_was_put_aside_stays_in_sight_and_can_be_taken_back(qtbot: QtBot) -> None:
    hands = FakeHands()
    made = Drawer(told_room(hands), beep=lambda: None)
    qtbot.addWidget(made)
    made.show()
    aside = replace(WRITTEN, shelving=Shelving("sumin", NOON, NOON, "known", 0))
    made.show_snapshot(replace(moments.calm(), shelved_alerts=(aside,)))
    (row,) = made.findChildren(AsideRow)
    assert row.isVisible()
    row.back.click()
    assert hands.wishes == [("unshelve", aside.key)]
    made.show_snapshot(moments.calm())
    assert not row.isVisible()


def test_what_is_over_is_rated_and_the_own_word_is_marked(qtbot: QtBot) -> None:
    hands = FakeHands()
    made = Drawer(told_room(hands), beep=lambda: None)
    qtbot.addWidget(made)
    made.show()
    over = replace(WRITTEN, ended_at=NOON, ratings={ME: False})
    made.show_snapshot(replace(moments.calm(), past_alerts=(over,)))
    row = made.findChildren(PastRow)[0]
    assert (row.useful.text(), row.noise.text()) == ("Useful", "✓ Noise")
    row.useful.click()
    row.noise.click()
    assert hands.wishes == [("rate", ("a1", True)), ("rate", ("a1", False))]


def test_an_alert_of_another_day_names_the_day(qtbot: QtBot) -> None:
    made, given = drawer(qtbot), moments.fault()
    made.show_snapshot(given)
    words = set(texts(made))
    assert {"11-16 17:05", "09:12", "10:49"} <= words
    aside = replace(WRITTEN, shelving=Shelving("sumin", NOON, NOON, "known", 0))
    over_night = replace(given, at=given.at + timedelta(days=1), shelved_alerts=(aside,))
    made.show_snapshot(over_night)
    words = set(texts(made))
    assert {"11-16 17:05", "11-17 09:12", "11-17 10:44"} <= words
    assert any(f"{SAY.day(NOON)} " in one for one in words)


def test_the_way_out_of_an_alert_fires_its_own_lever_and_no_other(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    fault = moments.fault()
    made.show_snapshot(fault)
    made.show_aims(Aiming(fault, Heard(), Wanted(flag="checkout_v2"), SAY, fault.at))
    (first, second) = rows(made)
    assert first.exit is not None
    assert first.exit.shown is not None
    assert first.exit.shown.key == "off:coupon_v2"
    assert second.exit is None
    gone = replace(fault, levers=())
    made.show_aims(Aiming(gone, Heard(), Wanted(), SAY, fault.at))
    assert first.exit is None


def test_a_new_alert_that_needs_a_hand_makes_one_sound(qtbot: QtBot) -> None:
    sounds: list[int] = []
    made = Drawer(told_room(FakeHands()), beep=lambda: sounds.append(1))
    qtbot.addWidget(made)
    made.show()
    calm, urgent = moments.calm(), version_alert()
    fresh = replace(calm, alerts=(urgent,), at=urgent.since_at)
    for _ in range(3):
        made.show_snapshot(fresh)
    assert sounds == [1]
    made.show_snapshot(replace(fresh, alerts=()))
    made.show_snapshot(replace(fresh, at=urgent.since_at + timedelta(hours=1)))
    assert sounds == [1], "an old alert was there before the window"


def test_alerts_of_the_server_stand_below_our_own(qtbot: QtBot) -> None:
    made = drawer(qtbot)
    there = ServerAlertView(
        source="metrics",
        name="CockpitBudgetBurn",
        flow="coupon",
        kpi=None,
        is_page=True,
        is_firing=True,
        since_at=None,
        summaries={"": "from the server"},
    )
    (part,) = made.findChildren(ServerPart)
    made.show_snapshot(replace(moments.fault(), server=ServerView((there,))))
    texts = [one.said for one in part.findChildren(Label) if one.isVisibleTo(made)]
    assert "from the server" in texts
    made.show_snapshot(moments.fault())
    texts = [one.said for one in part.findChildren(Label) if one.isVisibleTo(made)]
    assert "from the server" not in texts
