"""A press fires once, on time that was seen to pass, and on what was painted when it began."""

import pytest

from cockpit.ui.kit.press import AGAIN_S, BOUNCE_S, FROZEN_S, STEP_S, Begun, Press

FRAME_S = 1 / 64


def held(press: Press, from_s: float, for_s: float) -> int:
    """Tick for so long at the pace of a screen; return how often it fired."""
    count = round(for_s / FRAME_S)
    return sum(press.tick(from_s + (number + 1) * FRAME_S) for number in range(count))


def test_it_fires_once_after_the_whole_hold() -> None:
    press = Press(0.75)
    assert press.begin("off:a", 10.0, is_two_step=False) is Begun.HELD
    assert held(press, 10.0, 0.70) == 0
    assert held(press, 10.70, 2.0) == 1
    assert press.key == "off:a"


def test_letting_go_early_fires_nothing_and_tells_how_far_it_was() -> None:
    press = Press(1.0)
    press.begin("off:a", 0.0, is_two_step=False)
    held(press, 0.0, 0.5)
    assert press.end() == pytest.approx(0.5, abs=FRAME_S)
    assert held(press, 0.5, 5.0) == 0


def test_a_window_that_hung_does_not_count_the_time_as_held() -> None:
    press = Press(0.8)
    press.begin("off:a", 0.0, is_two_step=False)
    assert not press.tick(30.0)
    assert press.ratio == pytest.approx(STEP_S / 0.8)


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    press = Press(0.8)
    press.begin("off:a", 10.0, is_two_step=False)
    press.tick(10.05)
    press.tick(9.0)
    assert press.left_s == pytest.approx(0.75)


def test_nothing_begins_while_the_target_has_only_just_changed() -> None:
    press = Press(0.8)
    press.retarget(100.0)
    assert press.begin("off:b", 100.0 + FROZEN_S - 0.01, is_two_step=False) is Begun.FROZEN
    assert held(press, 102.0, 2.0) == 0
    assert press.begin("off:b", 100.0 + FROZEN_S, is_two_step=False) is Begun.HELD


def test_two_steps_fire_the_second_time() -> None:
    press = Press(0.8)
    assert press.begin("off:a", 0.0, is_two_step=True) is Begun.PREPARED
    assert press.again_s(1.0) == pytest.approx(AGAIN_S - 1.0)
    assert press.begin("off:a", 1.0, is_two_step=True) is Begun.FIRED
    assert press.again_s(1.0) == 0.0


def test_a_double_click_is_one_step() -> None:
    press = Press(0.8)
    press.begin("off:a", 0.0, is_two_step=True)
    assert press.begin("off:a", BOUNCE_S / 2, is_two_step=True) is Begun.PREPARED


def test_the_second_step_comes_too_late_after_five_seconds() -> None:
    press = Press(0.8)
    press.begin("off:a", 0.0, is_two_step=True)
    assert press.begin("off:a", AGAIN_S, is_two_step=True) is Begun.PREPARED


def test_another_target_or_going_elsewhere_drops_what_was_prepared() -> None:
    press = Press(0.8)
    press.begin("off:a", 0.0, is_two_step=True)
    press.retarget(0.5)
    assert press.begin("off:b", 0.5 + FROZEN_S, is_two_step=True) is Begun.PREPARED
    press.forget()
    assert press.begin("off:b", 1.5 + FROZEN_S, is_two_step=True) is Begun.PREPARED
