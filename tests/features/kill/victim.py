"""A cockpit that is killed at a named point, and the one that is started after it."""

import dataclasses
import json
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.actions import Actions
from cockpit.app.recovery import Recovery
from cockpit.app.underway import Limits
from cockpit.connectors.flags import unleash
from cockpit.connectors.rollbacks import webhook
from cockpit.domain.events import Entry, IntentRecorded, JournalBegun, OutcomeRecorded
from cockpit.domain.operations import Lever, Order, Target
from cockpit.domain.unresolved import Operation
from cockpit.ports.journal import PAGE_ROWS, Row
from cockpit.ports.sources import SourceSettings
from cockpit.storage.opening import open_journal
from tests.kit.fakes_acting import FakeRuns, FakeSpool
from tests.kit.faulty_flags import FLAG

DEADLINE_S = 0.4
LIMITS = Limits(
    look_every_s=0.05,
    read_back_s=0.4,
    repeat_first_s=0.2,
    repeat_most_s=0.4,
    watch_every_s=0.2,
    watch_s=5.0,
    late_start_s=60.0,
)
COUPON = Target("unleash", "production", FLAG)
SHOP = Target("deploys", "production", "shop")


class Point(StrEnum):
    """Where the program is killed."""

    BEFORE_INTENT = "before the intent"
    AFTER_INTENT = "after the intent"
    SENT = "after the request was sent"
    BEFORE_LOOK = "before the read-back"
    AFTER_LOOK = "after the read-back"
    AFTER_OUTCOME = "after the outcome"


class WallClock:
    """The computer's clock, or one that is off by `shift_s`."""

    def __init__(self, shift_s: float = 0.0) -> None:
        self._shift = timedelta(seconds=shift_s)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift  # noqa: TID251 - a real clock for real processes

    def monotonic_s(self) -> float:
        return time.monotonic()

    def wait_s(self, seconds: float) -> None:
        time.sleep(seconds)  # noqa: TID251 - a real clock for real processes


class Scene(Struct, frozen=True):
    """What the processes of one case share: the server's address and the journal's file."""

    url: str
    journal: Path
    shift_s: float = 0.0


class Hooked:
    """A journal, or a flag or rollback server, that tells where the program has come to."""

    def __init__(self, real: Any, reach: Callable[[Point], None]) -> None:
        self._real = real
        self._reach = reach

    def __getattr__(self, name: str) -> Any:
        if name in {"served", "find", "follow"}:
            self._reach(Point.BEFORE_LOOK)
        return getattr(self._real, name)

    def append(self, entry: Entry) -> Row:
        if isinstance(entry.event, IntentRecorded):
            self._reach(Point.BEFORE_INTENT)
        if isinstance(entry.event, OutcomeRecorded):
            self._reach(Point.AFTER_LOOK)
        row: Row = self._real.append(entry)
        if isinstance(entry.event, IntentRecorded):
            self._reach(Point.AFTER_INTENT)
        if isinstance(entry.event, OutcomeRecorded):
            self._reach(Point.AFTER_OUTCOME)
        return row

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = self._real.page(after_seq=after_seq, limit=limit)
        return rows


def killing_at(point: Point) -> Callable[[Point], None]:
    """Return a hook that ends this process, without any farewell, where `point` is reached.

    A read before the intent is no read-back.
    """
    passed: set[Point] = set()

    def reach(reached: Point) -> None:
        passed.add(reached)
        is_read_before = reached is Point.BEFORE_LOOK and Point.AFTER_INTENT not in passed
        if reached is point and not is_read_before:
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def go_on(_point: Point) -> None:
    """Go on, whatever has been reached."""


def order(lever: Lever, operation_id: str, clock: WallClock) -> Order:
    """Return an order of the matrix: the flag off or on, a step to 20 %, a rollback to 3.1.0."""
    target = SHOP if lever is Lever.ROLLBACK else COUPON
    wanted = Order(operation_id, lever, target, clock.now(), client_poll_s=1.0)
    if lever is Lever.EXPOSURE:
        return replace(wanted, exposure_pct=20.0)
    return replace(wanted, to_version="3.1.0") if lever is Lever.ROLLBACK else wanted


def cockpit(
    scene: Scene, run_id: str, reach: Callable[[Point], None] = go_on, **changes: Any
) -> tuple[Actions, Recovery, WallClock]:
    """Return a cockpit with the real journal and the real connectors."""
    clock = WallClock(scene.shift_s)
    first = Entry(clock.now(), 0.0, run_id, "mina", JournalBegun("install", "1.0", "00"))
    settings = SourceSettings(
        "unleash",
        "unleash",
        scene.url,
        token="secret-1",
        client_token="default:production.secret-2",
        options=(("project", "default"), ("environment", "production")),
        deadline_s=DEADLINE_S,
    )
    deploys = dataclasses.replace(settings, name="deploys", kind="webhook", client_token=None)
    runs = FakeRuns(run_id)
    actions = Actions(
        flags={"unleash": Hooked(unleash.connect(settings, clock), reach)},
        rollbacks={"deploys": Hooked(webhook.connect(deploys, clock), reach)},
        journal=Hooked(open_journal(scene.journal, first), reach),
        spool=FakeSpool(),
        runs=runs,
        clock=clock,
        actor="mina",
        publish=lambda _event: None,
        ladder_pct=(1.0, 5.0, 20.0, 100.0),
        limits=LIMITS,
        **changes,
    )
    return actions, Recovery(actions=actions, runs=runs, clock=clock, limits=LIMITS), clock


def begin_journal(scene: Scene) -> None:
    """Make the journal, so that the server can look into it from the first request on."""
    cockpit(scene, "setup")


def press(scene: Scene, lever: Lever, operation_id: str, point: Point) -> None:
    """Carry out one order until its first outcome, unless it is killed before."""
    actions, _recovery, clock = cockpit(scene, f"run-{operation_id}", killing_at(point))
    actions.perform(order(lever, operation_id, clock))


def start_again(scene: Scene, least_s: float, most_s: float, result: Path) -> None:
    """Start the program as after a crash, and write down what it says is unresolved.

    It goes on for `least_s`, and until everything is settled for `most_s`.
    """
    actions, recovery, clock = cockpit(scene, f"run-next-{result.stem}")
    began_s = clock.monotonic_s()
    recovery.begin()
    shown_s = clock.monotonic_s() - began_s
    until_s = began_s + least_s
    while clock.monotonic_s() < until_s:
        wait_s = actions.work()
        is_settled = all(one.is_settled for one in actions.operations.values())
        until_s = began_s + (least_s if is_settled else max(least_s, most_s))
        left_s = until_s - clock.monotonic_s()
        clock.wait_s(max(0.0, min(0.05 if wait_s is None else wait_s, left_s)))
    unresolved = recovery.unresolved()
    operations = {one.operation_id: _told(one) for one in actions.operations.values()}
    told = {
        "shown_s": shown_s,
        "unresolved": [one.operation_id for one in unresolved],
        "operations": operations,
    }
    result.write_text(json.dumps(told), encoding="utf-8")


def _told(operation: Operation) -> dict[str, Any]:
    outcome = operation.outcome
    return {
        "status": operation.status.value,
        "settled_by": outcome.settled_by if outcome else None,
        "code": outcome.detail.code if outcome else None,
        "values": [name for name, _ in outcome.detail.values] if outcome else [],
        "lever": operation.intent.order.lever.value,
    }
