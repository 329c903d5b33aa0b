"""Lanes: tasks in order, each on a thread of its own, and nothing lost in silence."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue

import pytest

from cockpit.app.lanes import QUIET_S, Lane, breathe, elsewhere

SOON_S = 5.0


@contextmanager
def lane(
    name: str = "act",
    *,
    width: int = 1,
    idle: Callable[[], float | None] | None = None,
    errors: list[Exception] | None = None,
    quiet_s: float = QUIET_S,
) -> Iterator[Lane]:
    kept: list[Exception] = [] if errors is None else errors
    running = Lane(name, kept.append, width=width, idle=idle, quiet_s=quiet_s)
    try:
        yield running
    finally:
        assert running.close(SOON_S)


def test_tasks_run_one_after_the_other_in_the_order_submitted() -> None:
    done: list[int] = []
    with lane() as act:
        for number in range(100):
            act.submit(lambda number=number: done.append(number))  # type: ignore[misc]
    assert done == list(range(100))


def test_a_lane_has_a_thread_of_its_own_that_bears_its_name() -> None:
    names: list[str] = []
    with lane("core") as core:
        core.submit(lambda: names.append(threading.current_thread().name))
    assert names == ["core-0"]


@pytest.mark.logs_warnings
def test_a_task_that_raises_is_reported_and_the_lane_goes_on() -> None:
    errors: list[Exception] = []
    done = threading.Event()

    def fail() -> None:
        msg = "a bug"
        raise RuntimeError(msg)

    with lane(errors=errors) as act:
        act.submit(fail)
        act.submit(done.set)
        assert done.wait(SOON_S)
    assert [str(error) for error in errors] == ["a bug"]


def test_a_closed_lane_finishes_what_it_has_and_takes_no_more() -> None:
    done: list[str] = []
    with lane() as act:
        act.submit(lambda: done.append("before"))
        act.close(SOON_S)
        act.submit(lambda: done.append("after"))
    assert done == ["before"]


def test_questions_that_nobody_waits_for_any_more_are_dropped() -> None:
    begun, release, done = threading.Event(), threading.Event(), list[str]()

    def first() -> None:
        begun.set()
        _wait_for(release)
        done.append("first")

    io = Lane("io", lambda _error: None)
    io.submit(first)
    io.submit(lambda: done.append("second"))
    _wait_for(begun)
    assert not io.close(0.0, drops=True)
    release.set()
    assert io.close(SOON_S)
    assert done == ["first"]


def test_a_lane_that_hangs_is_left_behind() -> None:
    let_go = threading.Event()
    io = Lane("io", lambda _error: None)
    io.submit(partial(_wait_for, let_go))
    assert not io.close(0.01)
    let_go.set()
    assert io.close(SOON_S)


def test_a_wide_lane_goes_past_a_call_that_hangs() -> None:
    let_go, passed = threading.Event(), threading.Event()
    with lane("io", width=2) as io:
        io.submit(partial(_wait_for, let_go))
        io.submit(passed.set)
        assert passed.wait(SOON_S)
        let_go.set()


def test_a_lane_does_what_is_due_while_nothing_is_submitted() -> None:
    calls: list[int] = []
    enough = threading.Event()

    def idle() -> float | None:
        calls.append(1)
        if len(calls) >= 3:
            enough.set()
            return None
        return 0.0

    with lane(idle=idle):
        assert enough.wait(SOON_S)


@pytest.mark.logs_warnings
def test_idle_work_that_raises_is_reported_and_tried_again_after_a_task() -> None:
    errors: list[Exception] = []
    tries: SimpleQueue[None] = SimpleQueue()

    def idle() -> float | None:
        tries.put(None)
        msg = "a bug"
        raise RuntimeError(msg)

    with lane(idle=idle, errors=errors) as act:
        tries.get(timeout=SOON_S)
        act.submit(lambda: None)
        tries.get(timeout=SOON_S)
    assert {str(error) for error in errors} == {"a bug"}


def test_what_is_merely_due_waits_until_a_task_has_had_its_answer() -> None:
    order: list[str] = []
    done = threading.Event()

    def idle() -> float | None:
        order.append("due")
        return None

    def then(_answer: str | Exception) -> None:
        order.append("answer")
        done.set()

    with lane("act", idle=idle, quiet_s=SOON_S) as act, lane("io") as io:
        act.submit(lambda: elsewhere(io, act)(str, then))
        assert done.wait(SOON_S)
    assert order == ["answer"]


def test_an_answer_from_elsewhere_comes_back_on_the_own_lane() -> None:
    heard: list[tuple[object, str]] = []
    done = threading.Event()
    with lane("act") as act, lane("io") as io:

        def then(answer: str | Exception) -> None:
            heard.append((answer, threading.current_thread().name))
            done.set()

        elsewhere(io, act)(lambda: threading.current_thread().name, then)
        assert done.wait(SOON_S)
    assert heard == [("io-0", "act-0")]


def test_an_error_from_elsewhere_comes_back_as_the_answer() -> None:
    heard: list[object] = []
    done = threading.Event()
    error = KeyError("gone")

    def fail() -> str:
        raise error

    def then(answer: str | Exception) -> None:
        heard.append(answer)
        done.set()

    with lane("act") as act, lane("io") as io:
        elsewhere(io, act)(fail, then)
        assert done.wait(SOON_S)
    assert heard == [error]


def test_breathing_waits_for_nothing() -> None:
    breathe()


def _wait_for(event: threading.Event) -> None:
    event.wait(SOON_S)
