"""The desk of a watch: obeys what is typed, says what is new, and keeps quiet otherwise."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace
from rich.console import Console

from cockpit.app.orders import Orders
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.cli.desk import Desk
from cockpit.cli.exits import Exit
from cockpit.cli.terminal import Terminal
from cockpit.cli.typed import TypedLines
from cockpit.domain.message import message
from cockpit.words.codes import WordsCode
from tests.cli.speaking import said, terminal
from tests.kit.fakes_acting import FakeClock
from tests.kit.monitoring import cockpit, workspace

LEVERS = {
    "flags": [{"flag": "coupon_v2", "source": "flags"}],
    "rollbacks": [{"name": "app", "source": "deploy", "service": "shop"}],
}


@dataclass
class FakeLive:
    """Takes orders and does nothing; `baseline` is what a rollback would lead to."""

    baseline: str | None = "3.1.4"
    taken: list[tuple[str, object]] = field(default_factory=list)
    cockpit: Any = field(default_factory=lambda: SimpleNamespace(clock=FakeClock()))
    orders: Orders = field(default_factory=lambda: Orders(workspace(levers=LEVERS)))

    def off(self, flag: str) -> str:
        self.taken.append(("off", flag))
        return "o1"

    def rollback(self, name: str) -> str | None:
        self.taken.append(("rollback", name))
        return self.baseline

    def step(
        self, exposure_pct: float, *, second_person: str | None, typed_pct: float | None
    ) -> None:
        self.taken.append(("step", (exposure_pct, second_person, typed_pct)))

    @contextmanager
    def reading(self, read: Callable[[], None]) -> Iterator[None]:
        read()
        yield


def worked(
    live: FakeLive,
    *lines: str,
    shown: tuple[Snapshot, ...] = (),
    speaker: Terminal | None = None,
) -> tuple[int, str, str]:
    speaker = speaker or terminal()
    desk = Desk(speaker)
    for snapshot in shown:
        desk.events.put(snapshot)
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in (*lines, "quit")).encode())
    os.close(writing)
    try:
        status = desk.run(cast("Any", live), TypedLines(reading), 0.0)
    finally:
        os.close(reading)
    return status, said(speaker.out), said(speaker.err)


@pytest.fixture(scope="module")
def healthy() -> Snapshot:
    return cockpit().look()


def test_what_is_typed_becomes_orders() -> None:
    live = FakeLive()
    worked(live, "off coupon_v2", "  step   5 ", "step 20% jun", "", "rollback app")
    assert live.taken == [
        ("off", "coupon_v2"),
        ("step", (5.0, None, 5.0)),
        ("step", (20.0, "jun", 20.0)),
        ("rollback", "app"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "off",
        "step",
        "step many",
        "step 5 jun sora",
        "OFF coupon_v2",
        "\x1b[31m",
        "?",
    ],
)
def test_what_is_not_understood_is_said_with_what_there_is(line: str) -> None:
    live = FakeLive()
    _status, out, err = worked(live, line)
    assert live.taken == []
    assert err
    assert "\x1b" not in err
    assert out.count("off FLAG") == 2


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_complaint_stands_beside_the_page_and_not_across_it(
    healthy: Snapshot, *, is_shared: bool
) -> None:
    out, err = (
        Console(file=io.StringIO(), width=200, force_terminal=is_it) for is_it in (True, is_shared)
    )
    speaker = replace(terminal(), out=out, err=err)
    worked(FakeLive(), "off nowhere", shown=(healthy,), speaker=speaker)
    assert ("no lever nowhere" in said(out), "no lever nowhere" in said(err)) == (
        is_shared,
        not is_shared,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("off nowhere", "There is no lever nowhere in the workspace. There are: "),
        ("rollback nowhere", "There is no rollback nowhere in the workspace. There are: "),
    ],
)
def test_a_lever_that_is_not_there_is_told_with_those_that_are(line: str, told: str) -> None:
    live = FakeLive()
    _status, out, err = worked(live, line)
    assert live.taken == []
    assert told in err
    assert out.count("off FLAG") == 1


def test_a_rollback_without_a_version_to_go_back_to_is_said() -> None:
    _status, _out, err = worked(FakeLive(baseline=None), "rollback app")
    assert "--to VERSION" in err


@pytest.mark.parametrize("word", ["quit", "q", "exit"])
def test_there_are_three_words_to_leave_with(word: str) -> None:
    live = FakeLive()
    worked(live, word, "off coupon_v2")
    assert live.taken == []


def test_a_watch_that_saw_nothing_ends_as_unknown() -> None:
    assert worked(FakeLive())[0] == Exit.UNKNOWN


def test_a_watch_ends_with_the_state_that_it_saw_last(healthy: Snapshot) -> None:
    bad = replace(healthy, state=TileState.BAD)
    assert worked(FakeLive(), shown=(healthy,))[0] == Exit.OK
    assert worked(FakeLive(), shown=(healthy, bad))[0] == Exit.NO


def test_only_what_is_new_is_said(healthy: Snapshot) -> None:
    later = replace(healthy, at=FakeClock().now())
    once = worked(FakeLive(), shown=(healthy,))[1]
    assert worked(FakeLive(), shown=(healthy, later, healthy))[1] == once


def test_a_state_that_turns_unknown_under_the_same_verdict_is_said(healthy: Snapshot) -> None:
    silent = replace(healthy, state=TileState.UNKNOWN)
    out = worked(FakeLive(), shown=(healthy, silent))[1]
    assert out.splitlines()[1].startswith("●")
    assert out.splitlines()[2].startswith("◇")


def test_a_message_of_a_lane_is_a_complaint() -> None:
    speaker = terminal()
    Desk(speaker)._show(message(WordsCode.UNKNOWN), None)
    assert said(speaker.err).strip() == "unknown"
