"""An off goes out at once, whatever the order before it is still waiting for."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.actions import Actions
from cockpit.app.lanes import Lane, elsewhere
from cockpit.app.underway import ActionEvent, ActionProgress, Step
from cockpit.connectors.flags import unleash
from cockpit.domain.events import Entry, JournalBegun
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.ports.sources import SourceSettings
from cockpit.storage.opening import open_journal
from tests.features.kill.victim import LIMITS, Scene, WallClock, cockpit, order
from tests.kit.fakes_acting import FakeRuns, FakeSpool
from tests.kit.faulty_flags import Behaviour, FaultyFlags, faulty_flags

AT_ONCE_S = 0.2
SOON_S = 10.0
TRIES_COUNT = 3


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyFlags]:
    with faulty_flags() as running:
        yield running


class Running:
    """A cockpit on its lanes, as a window or `watch` has it."""

    def __init__(self, server: FaultyFlags, folder: Path, **how: Any) -> None:
        self.case_id = folder.name
        self.journal = folder / "journal.db"
        self.server = server
        server.behave(self.case_id, journal=str(self.journal), **how)
        self.clock = WallClock()
        self.is_ready = threading.Event()
        self.told: list[ActionEvent] = []
        self.changed = threading.Condition()
        settings = SourceSettings(
            "unleash",
            "unleash",
            server.url(self.case_id),
            token="secret-1",
            client_token="default:production.secret-2",
            options=(("project", "default"), ("environment", "production")),
            deadline_s=SOON_S,
        )
        first = Entry(self.clock.now(), 0.0, "run", "mina", JournalBegun("install", "1.0", "00"))
        self.flags = unleash.connect(settings, self.clock)
        self.errors: list[Exception] = []
        self.store = open_journal(self.journal, first)
        self.io = Lane("io", self.errors.append, width=4)
        self.act = Lane("act", self.errors.append, idle=self.work)
        self.actions = Actions(
            flags={"unleash": self.flags},
            rollbacks={},
            journal=self.store,
            spool=FakeSpool(),
            runs=FakeRuns("run"),
            clock=self.clock,
            actor="mina",
            publish=self.hear,
            ladder_pct=(1.0, 5.0, 20.0, 100.0),
            ask=elsewhere(self.io, self.act),
            limits=replace(LIMITS, read_back_s=SOON_S),
        )
        self.is_ready.set()

    def work(self) -> float | None:
        self.is_ready.wait(SOON_S)
        return self.actions.work()

    def hear(self, event: ActionEvent) -> None:
        with self.changed:
            self.told.append(event)
            self.changed.notify_all()

    def press(self, lever: Lever, operation_id: str) -> float:
        wanted = order(lever, operation_id, self.clock)
        pressed_s = time.monotonic()
        self.act.submit(lambda: self.actions.press(wanted))
        return pressed_s

    def until(self, operation_id: str, step: Step) -> None:
        def has_happened() -> bool:
            return any(
                isinstance(told, ActionProgress)
                and (told.order.operation_id, told.step) == (operation_id, step)
                for told in self.told
            )

        with self.changed:
            assert self.changed.wait_for(has_happened, SOON_S), self.told

    def arrived_s(self, operation_id: str) -> float:
        requests = self.server.record(self.case_id)["requests"]
        (request,) = [one for one in requests if one["operation_id"] == operation_id]
        assert request["is_durable"]
        arrived_s: float = request["arrived_s"]
        return arrived_s

    def close(self) -> None:
        self.io.close(0.0, drops=True)
        self.act.close(SOON_S)
        self.flags.close()
        # A call that was still connecting adds its connection afterwards; it is given back, too.
        self.io.close(AT_ONCE_S)
        self.flags.close()
        self.store.close()
        assert self.errors == []


@pytest.mark.parametrize("before", [Lever.EXPOSURE, Lever.FLAG_OFF, Lever.FLAG_ON])
@pytest.mark.parametrize("behaviour", [Behaviour.HANGS, Behaviour.LIES])
def test_an_off_is_at_the_server_at_once_while_the_order_before_it_is_not_settled(
    server: FaultyFlags, tmp_path: Path, before: Lever, behaviour: Behaviour
) -> None:
    # The best of a few tries: waiting for the order before would take ten seconds every time.
    delays_s: list[float] = []
    while len(delays_s) < TRIES_COUNT and min(delays_s, default=SOON_S) > AT_ONCE_S:
        folder = tmp_path / f"{tmp_path.name}-{len(delays_s)}"
        folder.mkdir()
        delays_s.append(_delay_of_an_off_s(server, folder, before, behaviour))
    assert min(delays_s) <= AT_ONCE_S


def _delay_of_an_off_s(
    server: FaultyFlags, folder: Path, before: Lever, behaviour: Behaviour
) -> float:
    running = Running(
        server,
        folder,
        behaviour=behaviour.value,
        faulty_count=1,
        enabled=before is not Lever.FLAG_ON,
    )
    try:
        running.press(before, "op-before")
        step = Step.SENT if behaviour is Behaviour.HANGS else Step.ACCEPTED
        running.until("op-before", step)
        _wait_for_requests(running, 1)
        pressed_s = running.press(Lever.FLAG_OFF, "op-off")
        running.until("op-off", Step.SETTLED)
        delay_s = running.arrived_s("op-off") - pressed_s
    finally:
        running.close()
    scene = Scene(server.url(folder.name), running.journal)
    actions, _recovery, _clock = cockpit(scene, "run-after")
    operations = actions.operations
    assert operations["op-off"].status is Status.CONFIRMED
    assert operations["op-off"].intent.supersedes == ("op-before",)
    assert operations["op-before"].status is Status.SUPERSEDED
    return delay_s


def _wait_for_requests(running: Running, count: int) -> None:
    until_s = time.monotonic() + SOON_S
    while len(running.server.record(running.case_id)["requests"]) < count:
        assert time.monotonic() < until_s
