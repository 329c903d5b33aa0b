"""A hold button fires what was painted when the press began, and nothing by accident."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.look import Look, Role
from cockpit.ui.sign import Sign
from tests.kit.mouse import moves_to
from tests.ui.kit.parts import Clock, has, look, say

LEFT = Qt.MouseButton.LeftButton
SPACE = Qt.Key.Key_Space
HOLD_S = 0.1


def aim(key: str = "off:a", state: AimState = AimState.ARMED, hint: str | None = None) -> Aim:
    lines = ("a goes off", "for everybody", "proved 3 min ago")
    return Aim(key, f"{key} off", state, hint, lines, Sign.OK, f"switch {key} off")


class Bench:
    """A button in a window beside a field, what it told, and its clock."""

    def __init__(self, qtbot: QtBot, *, hold_s: float = HOLD_S, is_two_step: bool = False) -> None:
        self.look: Look = look()
        self.clock = Clock()
        self.hold = HoldButton(self.look, say(), hold_s, "power", monotonic_s=self.clock)
        self.hold.is_two_step = is_two_step
        self.field = QLineEdit()
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.hold)
        qtbot.addWidget(self.window)
        self.window.resize(300, 140)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.fired: list[str] = []
        self.explained: list[str] = []
        self.hold.fired.connect(self.fired.append)
        self.hold.explained.connect(self.explained.append)
        self.hold.aim(aim())

    def press(self) -> None:
        QTest.mousePress(self.hold, LEFT)

    def release(self) -> None:
        QTest.mouseRelease(self.hold, LEFT)

    def run(self, seconds: float) -> None:
        """Let time pass in frames, as the timer would."""
        for _ in range(round(seconds / 0.02)):
            self.clock.now_s += 0.02
            self.hold._tick()

    def hold_for(self, seconds: float) -> None:
        self.press()
        self.run(seconds)
        self.release()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_it_fires_after_a_real_hold_of_the_mouse(qtbot: QtBot) -> None:
    given = look()
    hold = HoldButton(given, say(), 0.05, "power")
    qtbot.addWidget(hold)
    hold.show()
    hold.aim(aim())
    with qtbot.waitSignal(hold.fired, timeout=2_000) as told:
        QTest.mousePress(hold, LEFT)
    QTest.mouseRelease(hold, LEFT)
    assert told.args == ["off:a"]


def test_letting_go_early_fires_nothing(bench: Bench) -> None:
    bench.hold_for(HOLD_S / 2)
    bench.run(2.0)
    assert bench.fired == []


def test_one_press_fires_once_however_long_it_is_held(bench: Bench) -> None:
    bench.hold_for(HOLD_S * 20)
    assert bench.fired == ["off:a"]
    bench.run(1.0)
    assert bench.fired == ["off:a"]


@pytest.mark.parametrize("key", [SPACE, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_hold_as_well(bench: Bench, key: Qt.Key) -> None:
    bench.hold.setFocus()
    QTest.keyPress(bench.hold, key)
    bench.run(HOLD_S + 0.04)
    QTest.keyRelease(bench.hold, key)
    assert bench.fired == ["off:a"]


def test_a_key_that_repeats_itself_neither_begins_nor_ends_a_press(bench: Bench) -> None:
    def repeat(kind: QEvent.Type) -> None:
        event = QKeyEvent(kind, SPACE, Qt.KeyboardModifier.NoModifier, " ", True)
        QApplication.sendEvent(bench.hold, event)

    bench.hold.setFocus()
    repeat(QEvent.Type.KeyPress)
    assert bench.hold.filled_ratio == 0.0
    bench.run(1.0)
    assert bench.fired == []
    QTest.keyPress(bench.hold, SPACE)
    bench.run(HOLD_S / 2)
    repeat(QEvent.Type.KeyRelease)
    repeat(QEvent.Type.KeyPress)
    bench.run(HOLD_S)
    assert bench.fired == ["off:a"]


def _lose_focus(bench: Bench) -> None:
    bench.field.setFocus()


def _hide(bench: Bench) -> None:
    bench.hold.hide()


def _disable(bench: Bench) -> None:
    bench.hold.setEnabled(False)


def _escape(bench: Bench) -> None:
    QTest.keyClick(bench.hold, Qt.Key.Key_Escape)


def _leave(bench: Bench) -> None:
    moves_to(bench.hold, QPoint(-40, 10), LEFT)


@pytest.mark.parametrize("turn", [_lose_focus, _hide, _disable, _escape, _leave])
def test_turning_away_cancels(bench: Bench, turn: Callable[[Bench], None]) -> None:
    bench.hold.setFocus()
    bench.press()
    bench.run(HOLD_S / 2)
    turn(bench)
    bench.run(2.0)
    assert bench.fired == []
    assert bench.hold.filled_ratio == 0.0


def test_other_mouse_buttons_press_nothing(bench: Bench) -> None:
    QTest.mousePress(bench.hold, Qt.MouseButton.RightButton)
    bench.run(1.0)
    QTest.mouseRelease(bench.hold, Qt.MouseButton.RightButton)
    assert bench.fired == []


def test_what_fires_is_what_was_painted_when_the_press_began(bench: Bench) -> None:
    bench.press()
    bench.run(HOLD_S / 2)
    bench.hold.aim(aim("off:b"))
    shown = bench.hold.shown
    assert shown is not None
    assert shown.key == "off:a"
    bench.run(HOLD_S)
    bench.release()
    assert bench.fired == ["off:a"]
    assert bench.hold.shown == aim("off:b")


def test_a_press_just_after_the_target_changed_does_nothing_and_says_so(bench: Bench) -> None:
    bench.hold.aim(aim("off:b"))
    bench.run(1.5)
    assert bench.hold.is_frozen
    bench.hold_for(HOLD_S * 4)
    assert bench.fired == []
    assert bench.hold.hint == "target changed"
    bench.run(2.0)
    assert not bench.hold.is_frozen
    assert bench.hold.hint != "target changed"
    bench.hold_for(HOLD_S * 2)
    assert bench.fired == ["off:b"]


def test_a_target_that_went_away_and_came_back_as_another_is_frozen_too(bench: Bench) -> None:
    bench.hold.aim(aim("", AimState.IDLE))
    bench.hold.aim(aim("off:b"))
    bench.hold_for(HOLD_S * 2)
    assert bench.fired == []


def test_the_same_target_in_another_state_is_not_frozen(bench: Bench) -> None:
    bench.hold.aim(aim(state=AimState.RECOMMENDED))
    bench.hold_for(HOLD_S * 2)
    assert bench.fired == ["off:a"]


@pytest.mark.parametrize("state", [AimState.IDLE, AimState.SENT, AimState.SEEN])
def test_a_press_that_cannot_act_is_explained(bench: Bench, state: AimState) -> None:
    bench.hold.aim(aim(state=state))
    bench.hold_for(HOLD_S * 2)
    assert bench.fired == []
    assert bench.explained == ["off:a"]


@pytest.mark.parametrize("state", [AimState.REFUSED, AimState.UNKNOWN])
def test_the_safe_direction_stays_open_after_a_refusal_and_without_an_answer(
    bench: Bench, state: AimState
) -> None:
    bench.hold.aim(aim(state=state))
    bench.hold_for(HOLD_S * 2)
    assert bench.fired == ["off:a"]


def test_without_an_aim_nothing_happens(bench: Bench) -> None:
    bench.hold.aim(None)
    bench.hold_for(HOLD_S * 2)
    assert (bench.fired, bench.explained) == ([], [])
    assert bench.hold.hint == ""


def test_two_steps_need_no_hold(qtbot: QtBot) -> None:
    bench = Bench(qtbot, is_two_step=True)
    assert bench.hold.hint == "prepare"
    bench.hold_for(0.0)
    assert bench.fired == []
    assert bench.hold.hint == "once more · 5 s"
    bench.run(1.0)
    bench.hold_for(0.0)
    assert bench.fired == ["off:a"]


def test_what_was_prepared_is_dropped_after_five_seconds_or_elsewhere(qtbot: QtBot) -> None:
    bench = Bench(qtbot, is_two_step=True)
    bench.hold_for(0.0)
    bench.run(5.1)
    assert bench.hold.hint == "prepare"
    bench.hold_for(0.0)
    bench.field.setFocus()
    bench.run(1.0)
    bench.hold_for(0.0)
    assert bench.fired == []


def test_a_screen_reader_presses_twice(bench: Bench) -> None:
    bench.hold.click()
    bench.run(1.0)
    assert bench.fired == []
    bench.hold.click()
    assert bench.fired == ["off:a"]


def test_it_is_named_by_what_it_does_and_to_what(bench: Bench) -> None:
    assert bench.hold.accessibleName().startswith("switch off:a off.")
    assert bench.hold.accessibleDescription() == "a goes off for everybody proved 3 min ago"


def test_a_hostile_name_is_no_markup_in_the_tool_tip(bench: Bench) -> None:
    bench.hold.aim(aim("<b>x</b>"))
    assert "&lt;b&gt;" in bench.hold.toolTip()


def test_the_fill_grows_in_the_colour_of_actions(bench: Bench) -> None:
    assert not has(bench.hold, bench.look, Role.ACTION_REST)
    bench.press()
    bench.run(HOLD_S / 2)
    assert has(bench.hold, bench.look, Role.ACTION)
    assert has(bench.hold, bench.look, Role.ACTION_REST)
    bench.release()
    assert has(bench.hold, bench.look, Role.ACTION_REST)
    bench.run(0.14)
    assert not has(bench.hold, bench.look, Role.ACTION_REST)


def test_reduced_motion_fills_in_quarters_and_drops_at_once(bench: Bench) -> None:
    bench.look.is_calm = True
    bench.press()
    bench.run(HOLD_S * 0.4)
    assert bench.hold._filled(bench.clock.now_s) == 0.25
    bench.release()
    assert bench.hold._filled(bench.clock.now_s) is None


def test_no_timer_runs_when_nothing_moves(bench: Bench) -> None:
    assert not bench.hold._timer.isActive()
    bench.hold.aim(aim(state=AimState.SENT))
    assert bench.hold._timer.isActive()
    bench.hold.hide()
    assert not bench.hold._timer.isActive()
    bench.hold.show()
    bench.look.is_calm = True
    bench.hold.aim(aim(state=AimState.SEEN))
    assert not bench.hold._timer.isActive()


def test_the_hint_gets_shorter_before_the_label_is_cut(bench: Bench) -> None:
    assert bench.hold.hint == "hold 0.1 s"
    bench.hold.setFixedWidth(160)
    assert bench.hold.hint == "0.1 s"


def test_it_keeps_its_size_in_every_state(bench: Bench) -> None:
    sizes = set()
    for state in AimState:
        bench.hold.aim(aim(state=state))
        sizes.add((bench.hold.sizeHint().toTuple(), bench.hold.height()))
    assert len(sizes) == 1
