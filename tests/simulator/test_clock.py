import threading

import pytest

from cockpit.simulator.clock import SimulatedClock

DEADLINE_S = 5.0


class Waiter:
    """Waits for an instant on a thread of its own."""

    def __init__(self, clock: SimulatedClock, instant_s: float) -> None:
        self.done = threading.Event()
        self.came: bool | None = None

        def wait() -> None:
            self.came = clock.wait_until(instant_s)
            self.done.set()

        self.timer = threading.Timer(0.0, wait)
        self.timer.start()

    def finish(self) -> bool | None:
        assert self.done.wait(DEADLINE_S)
        self.timer.join()
        return self.came


def test_still_time_moves_only_when_it_is_stepped() -> None:
    clock = SimulatedClock(100.0, 0.0)
    assert clock.now() == 100.0
    clock.advance(2.5)
    clock.move_to(110.0)
    clock.move_to(105.0)
    assert clock.now() == 110.0


def test_running_time_goes_at_its_speed() -> None:
    clock = SimulatedClock(0.0, 10_000.0)
    assert clock.wait_s(100.0)
    assert clock.now() >= 100.0


def test_a_change_of_speed_keeps_the_instant() -> None:
    clock = SimulatedClock(0.0, 0.0)
    clock.advance(50.0)
    clock.set_speed(1e-9)
    assert clock.now() == pytest.approx(50.0, abs=1e-6)
    assert clock.speed == 1e-9


def test_who_waits_in_still_time_wakes_at_the_step() -> None:
    clock = SimulatedClock(0.0, 0.0)
    waiter = Waiter(clock, 60.0)
    clock.advance(59.0)
    assert not waiter.done.is_set()
    clock.advance(1.0)
    assert waiter.finish() is True


def test_a_closed_clock_lets_everybody_go() -> None:
    clock = SimulatedClock(0.0, 0.0)
    waiter = Waiter(clock, 60.0)
    clock.close()
    assert waiter.finish() is False


@pytest.mark.parametrize("speed", [-1.0])
def test_time_never_goes_backwards(speed: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        SimulatedClock(0.0, speed)
    clock = SimulatedClock(0.0, 0.0)
    with pytest.raises(ValueError, match="negative"):
        clock.set_speed(speed)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-0.1)
