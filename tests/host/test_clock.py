"""The clock of this computer tells UTC and waits as long as it is asked."""

import time
from datetime import UTC, datetime, timedelta

import time_machine

from cockpit.host.clock import SystemClock


def test_this_instant_is_told_in_utc() -> None:
    with time_machine.travel(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), tick=False):
        now = SystemClock().now()
    assert now == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert now.utcoffset() == timedelta(0)


def test_seconds_only_grow() -> None:
    clock = SystemClock()
    assert clock.monotonic_s() <= clock.monotonic_s()


def test_waiting_takes_its_time_and_no_time_for_nothing() -> None:
    clock = SystemClock()
    started_s = time.monotonic()
    clock.wait_s(0.02)
    waited_s = time.monotonic() - started_s
    clock.wait_s(0)
    clock.wait_s(-3)
    assert 0.02 <= waited_s < 5
    assert time.monotonic() - started_s < 5
