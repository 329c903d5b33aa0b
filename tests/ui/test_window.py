"""The whole frame: keys, pages, sizes, panels, and how it closes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.app.row_search import RowsRead, RowsWanted
from cockpit.app.underway import ActionProgress, LogbookNotice, Step
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Stamps, Target
from cockpit.ui.aim import AimState
from cockpit.ui.band import BAND_PX, Environment
from cockpit.ui.frame_codes import ClosingCode
from cockpit.ui.hands import Notice, Refused, Wish
from cockpit.ui.heard import back_key, off_key
from cockpit.ui.keys import Act
from cockpit.ui.look import Theme
from cockpit.ui.rail import NARROW_PX, WIDE_PX
from cockpit.ui.runs import Runs
from cockpit.ui.strip import STRIP_PX
from tests.kit.inspection import texts
from tests.kit.story import moments
from tests.kit.windows import KEYS, Opened

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    made = Opened(qtbot, moments.fault())
    with qtbot.waitSignal(made.window.stack.made, timeout=10_000):
        pass
    return made


def focused(opened: Opened) -> QWidget:
    found: QWidget | None = opened.shell.focusWidget()
    return opened.shell if found is None else found


def press(opened: Opened, key: str) -> None:
    QTest.keySequence(focused(opened), key)


def click(opened: Opened, name: str) -> None:
    button = opened.shell.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# ---------------------------------------------------------------- pages and keys


@pytest.mark.parametrize(
    ("key", "page"),
    [("1", "flow"), ("2", "release"), ("3", "safety"), ("G", "gonogo"), ("R", "rollout")],
)
def test_one_key_leads_to_a_page(opened: Opened, key: str, page: str) -> None:
    opened.window.go("journal")
    press(opened, key)
    assert opened.window.stack.key == page


def test_the_rail_leads_to_every_page(opened: Opened) -> None:
    for key in KEYS:
        click(opened, f"rail.{key}")
        assert opened.window.stack.key == key


def test_letters_in_a_text_field_are_text(opened: Opened) -> None:
    field = QLineEdit(opened.window)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "GR123")
    assert field.text() == "GR123"
    assert opened.window.stack.key == "flow"


def test_no_button_that_acts_has_the_focus_at_first(opened: Opened) -> None:
    focused = opened.shell.focusWidget()
    assert focused not in {opened.window.strip.off.hold, opened.window.strip.back.hold}


def test_arming_focuses_the_button_and_sends_nothing(opened: Opened) -> None:
    press(opened, "Ctrl+Shift+X")
    assert opened.shell.focusWidget() is opened.window.strip.off.hold
    opened.window.do(Act.ARM_BACK)
    assert opened.shell.focusWidget() is opened.window.strip.back.hold
    assert opened.hands.wishes == []


def test_arming_another_lever_aims_at_it(opened: Opened) -> None:
    opened.window.arm(off_key("cart_sync_v3"))
    shown = opened.window.strip.off.hold.shown
    assert shown is not None
    assert shown.key == off_key("cart_sync_v3")
    opened.window.arm(back_key("shop-app"))
    assert opened.shell.focusWidget() is opened.window.strip.back.hold


def test_reading_now_and_the_deployment_are_wishes(opened: Opened) -> None:
    press(opened, "F5")
    opened.window.show_snapshot(moments.go_given())
    opened.window.menus.actions[Act.DEPLOYED].trigger()
    assert opened.hands.names == ["read_now", "deployed"]


def test_the_deployment_can_be_written_down_only_after_go(opened: Opened) -> None:
    assert not opened.window.menus.actions[Act.DEPLOYED].isEnabled()


def test_ctrl_l_switches_between_light_and_dark(opened: Opened) -> None:
    themes = []
    for _ in range(2):
        press(opened, "Ctrl+L")
        themes.append(opened.room.look.theme)
    assert themes == [Theme.LIGHT, Theme.DARK]


def test_the_keyboard_walks_through_everything_without_a_trap(opened: Opened) -> None:
    seen = []
    for _ in range(80):
        QTest.keyClick(focused(opened), Qt.Key.Key_Tab)
        seen.append(opened.shell.focusWidget())
    assert opened.window.strip.off.hold in seen
    assert opened.window.strip.back.hold in seen
    assert seen.count(opened.window.strip.off.hold) >= 2, "Tab comes round again"
    nameless = {
        one.objectName() or type(one).__name__
        for one in seen
        if isinstance(one, QAbstractButton) and not (one.accessibleName() or one.text())
    }
    assert nameless == set()


# ---------------------------------------------------------------- panels


def test_the_palette_leaves_the_strip_usable(opened: Opened) -> None:
    press(opened, "Ctrl+K")
    palette = opened.window.overlays.palette
    assert palette.isVisible()
    assert palette.geometry().top() == BAND_PX + STRIP_PX
    QTest.keyClicks(palette.field, "cart_sync")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.shell.focusWidget() is opened.window.strip.off.hold
    assert opened.hands.wishes == []


def test_a_flow_found_in_the_palette_leads_to_its_page_or_its_runbook(opened: Opened) -> None:
    opened.window.go("journal")
    opened.window.overlays.palette.taken.emit("page:flow")
    assert opened.window.stack.key == "flow"
    opened.window.overlays.palette.taken.emit("runbook:cart")
    assert opened.window.overlays.contacts.flow.key == "cart"


def test_f1_shows_contacts_of_the_flow_in_question_and_escape_closes(opened: Opened) -> None:
    press(opened, "F1")
    assert opened.window.overlays.contacts.isVisible()
    assert opened.window.overlays.contacts.flow.key == "coupon"
    press(opened, "Esc")
    assert not opened.window.overlays.contacts.isVisible()


def test_the_help_is_a_panel_that_escape_closes(opened: Opened) -> None:
    press(opened, "Shift+F1")
    assert opened.window.overlays.keys.isVisible()
    press(opened, "Esc")
    assert not opened.window.overlays.keys.isVisible()
    press(opened, "Esc")


def test_an_alert_opens_the_contacts_of_its_flow(opened: Opened) -> None:
    opened.window.drawer.runbook.emit("login")
    assert opened.window.overlays.contacts.flow.key == "login"


# ---------------------------------------------------------------- news


def test_what_everybody_should_read_stays_until_it_was_read(opened: Opened) -> None:
    opened.window.hear(Notice(Message("locked")))
    assert opened.window.notice.isVisible()
    click(opened, "notice.dismiss")
    assert not opened.window.notice.isVisible()
    opened.window.hear(LogbookNotice(Message("disk full")))
    assert opened.window.notice.said == "disk full"


def test_a_refused_wish_is_told_where_it_was_made(opened: Opened) -> None:
    opened.window.hear(Refused(Wish.OFF, Message("why")))
    opened.window.hear(Refused(Wish.ROLLBACK, Message("why")))
    for one in (opened.window.strip.off, opened.window.strip.back):
        assert one.hold.shown is not None
        assert one.hold.shown.state is AimState.REFUSED
    opened.window.hear(Refused(Wish.DEPLOYED, Message("why")))
    assert "why" in opened.window.notice.said


def test_news_of_an_action_reach_the_strip_at_once(opened: Opened) -> None:
    now = moments.fault().at
    order = Order("op", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), now)
    opened.window.hear(ActionProgress(order, Step.SENT, Stamps(now, now)))
    shown = opened.window.strip.off.hold.shown
    assert shown is not None
    assert shown.state is AimState.SENT


def test_rows_that_others_asked_for_do_not_disturb_the_palette(opened: Opened) -> None:
    press(opened, "Ctrl+K")
    before = opened.window.overlays.palette.results.items
    opened.window.hear(RowsRead(RowsWanted(text="x"), (), None))
    assert opened.window.overlays.palette.results.items == before


def test_what_is_unknown_pushes_the_page_down_and_folds_the_drawer(opened: Opened) -> None:
    assert opened.window.drawer.is_open
    opened.window.show_snapshot(moments.unknown())
    assert opened.window.unknown.isVisible()
    assert not opened.window.drawer.is_open
    opened.window.show_snapshot(moments.healed())
    assert not opened.window.unknown.isVisible()
    assert opened.window.drawer.is_open


def test_clocks_run_on_while_no_snapshot_comes(qtbot: QtBot, opened: Opened) -> None:
    bake = opened.window.strip.findChild(Runs, "strip.bake")
    assert bake is not None
    before = bake.text
    qtbot.waitUntil(lambda: bake.text != before, timeout=10_000)


# ---------------------------------------------------------------- sizes


def test_at_the_least_size_everything_is_there(qtbot: QtBot) -> None:
    opened = Opened(qtbot, moments.fault(), size=(1100, 700))
    window = opened.window
    assert window.rail.width() == NARROW_PX
    assert not window.drawer.is_open
    assert window.strip.height() == STRIP_PX
    for one in (window.strip.off, window.strip.back):
        assert window.strip.rect().contains(one.geometry())
    opened.shell.resize(1440, 900)
    assert window.rail.width() == WIDE_PX
    assert window.drawer.is_open


def test_the_drawer_is_open_on_the_flows_alone(opened: Opened) -> None:
    opened.window.go("release")
    assert not opened.window.drawer.is_open
    opened.window.drawer.rail.click()
    assert opened.window.drawer.is_open
    opened.window.go("flow")
    assert opened.window.drawer.is_open
    opened.window.do(Act.ALERTS)
    assert not opened.window.drawer.is_open


@pytest.mark.parametrize("environment", Environment)
def test_where_we_are_is_said_in_a_word(qtbot: QtBot, environment: Environment) -> None:
    opened = Opened(qtbot, moments.fault(), environment=environment)
    assert environment.value.upper() in opened.window.band.accessibleName()
    assert not opened.window.band.grab().isNull()


# ---------------------------------------------------------------- closing


def test_closing_during_a_launch_asks_in_place_and_closing_again_closes(opened: Opened) -> None:
    assert not opened.shell.close()
    assert opened.window.closing.isVisible()
    assert opened.shell.close()


def test_who_stays_is_asked_again_the_next_time(opened: Opened) -> None:
    assert not opened.shell.close()
    click(opened, "closing.stay")
    assert not opened.window.closing.isVisible()
    assert not opened.shell.close()
    click(opened, "closing.close")
    assert not opened.shell.isVisible()


def test_escape_stays_as_well(opened: Opened) -> None:
    assert not opened.shell.close()
    press(opened, "Esc")
    assert not opened.window.closing.isVisible()
    assert not opened.shell.close()


def test_the_question_goes_once_nobody_depends_on_the_window(opened: Opened) -> None:
    assert not opened.shell.close()
    opened.window.show_snapshot(moments.unknown())
    told = opened.room.say(ClosingCode.ASK_UNRESOLVED)
    assert told in texts(opened.window.closing)
    opened.window.show_snapshot(moments.no_launch())
    assert not opened.window.closing.isVisible()
    opened.window.show_snapshot(moments.calm())
    assert not opened.shell.close()


def test_without_a_launch_it_closes_at_once(opened: Opened) -> None:
    opened.window.show_snapshot(moments.no_launch())
    press(opened, "Ctrl+Q")
    assert not opened.shell.isVisible()


def test_the_size_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    opened = Opened(qtbot, moments.no_launch(), settings_file=file)
    assert opened.shell.close()
    assert file.exists()
