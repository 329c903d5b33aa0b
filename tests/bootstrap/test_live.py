"""A program that goes on: orders from any thread, each source on its own lane."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionProgress, ActionRefused, Step
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.live import Live
from cockpit.domain.events import LaunchPlanned
from cockpit.domain.message import Message
from cockpit.host.session_secrets import SessionSecrets
from tests.bootstrap.places import workspace_file

SOON_S = 15.0


class Desk:
    """Hears everything that a live cockpit says."""

    def __init__(self, folder: Path, person: str = "mina") -> None:
        self.told: list[Any] = []
        self.changed = threading.Condition()
        surroundings = Surroundings(secrets=SessionSecrets(), keys=None, root=folder / "home")
        self.cockpit = Cockpit(workspace_file(folder), person, surroundings, self.hear)

    def hear(self, told: Any) -> None:
        with self.changed:
            self.told.append(told)
            self.changed.notify_all()

    def live(self) -> Live:
        return Live(self.cockpit, publish=self.hear, show=self.hear, tell=self.hear, interval_s=1.0)

    def until(self, is_wanted: Callable[[Any], bool]) -> Any:
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_wanted, self.told)), SOON_S), self.told
            return next(told for told in self.told if is_wanted(told))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


def is_settled(told: Any) -> bool:
    return isinstance(told, ActionProgress) and told.step is Step.SETTLED


def knows_the_launch(told: Any) -> bool:
    return isinstance(told, Snapshot) and told.launch is not None


def test_what_is_not_known_is_shown_as_unknown(desk: Desk) -> None:
    with desk.live():
        seen = desk.until(lambda told: isinstance(told, Snapshot) and bool(told.flows))
    assert {flow.state for flow in seen.flows} == {"unknown"}


def test_an_off_goes_out_and_comes_to_an_outcome(desk: Desk) -> None:
    with desk.live() as live:
        operation_id = live.off("coupon_v2")
        settled = desk.until(is_settled)
    assert settled.order.operation_id == operation_id


def test_a_flag_that_is_no_lever_cannot_be_ordered_off(desk: Desk) -> None:
    with desk.live() as live, pytest.raises(KeyError):
        live.off("nowhere")


def test_a_step_without_a_launch_is_refused_and_said(desk: Desk) -> None:
    with desk.live() as live:
        live.step(1.0)
        refused = desk.until(lambda told: isinstance(told, ActionRefused))
    assert refused.order.exposure_pct == 1.0


def test_who_is_not_among_the_people_takes_no_step(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "stranger")
    desk.cockpit.record(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))
    try:
        with desk.live() as live:
            desk.until(knows_the_launch)
            live.step(1.0)
            refused = desk.until(lambda told: isinstance(told, ActionRefused))
    finally:
        desk.cockpit.close()
    assert refused.reason.code == BootCode.NOT_A_PERSON


def test_a_rollback_needs_to_know_its_version(desk: Desk) -> None:
    with desk.live() as live:
        assert live.rollback("shop-app") is None
        desk.cockpit.record(LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4"))
        desk.until(knows_the_launch)
        assert live.rollback("shop-app") is not None
        settled = desk.until(is_settled)
    assert settled.order.to_version == "3.1.4"
    assert settled.order.launch_id == "l1"


def test_a_reader_that_waits_for_a_person_is_left_behind(desk: Desk) -> None:
    waiting, started = threading.Event(), threading.Event()

    def read() -> None:
        started.set()
        waiting.wait(SOON_S)

    with desk.live() as live, live.reading(read):
        assert started.wait(SOON_S)
    waiting.set()


def test_nothing_is_sent_once_it_has_ended(desk: Desk) -> None:
    with desk.live() as live:
        pass
    before_count = len(desk.told)
    live.off("coupon_v2")
    assert len(desk.told) == before_count


def test_a_journal_that_cannot_be_opened_keeps_no_off_back(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "data").write_text("in the way", encoding="utf-8")
    desk = Desk(tmp_path)
    try:
        with desk.live() as live:
            live.off("coupon_v2")
            desk.until(is_settled)
            live.step(1.0)
            desk.until(lambda told: isinstance(told, ActionRefused))
    finally:
        desk.cockpit.close()
    assert isinstance(desk.told[0], Message)
