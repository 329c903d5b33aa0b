"""The loop on real servers, by clicks in the window: hold the button, and read the proof.

The shop is scraped by a real Prometheus and polls a real Unleash; the window shows it live.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.workplace import Workplace, placed
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.verdict import State
from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.ui.aim import AimState
from cockpit.ui.heard import off_key
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.look import Look
from cockpit.ui.names import Name
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.kit.inspection import texts
from tests.kit.real.parts import needed
from tests.kit.real.shop import Names, ShopFloor, Typed, User, events_of, kept, shop_floor
from tests.kit.real.unleash import Unleash

pytestmark = pytest.mark.timeout(300)

NAMES = Names("release_3_2_1w", "coupon_window", "checkout_window")
PATIENCE_S = 120.0


class Story(Struct, frozen=True):
    """What was seen in the window, what the server served, and what the journal says."""

    before: Snapshot
    after: Snapshot
    off: OperationView
    served: Any
    said: str
    state: AimState | None
    verified: Typed
    events: tuple[dict[str, Any], ...]


@contextmanager
def at_home(user: User) -> Iterator[None]:
    """Let this process have the user's home, as her commands have it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.startswith("XDG_")]:
            patch.delenv(name)
        for name, value in user.surroundings().items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def story(
    real_unleash: Unleash, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Story]:
    assert qapp is not None
    folder = tmp_path_factory.mktemp("window")
    with shop_floor(
        folder, unleash=real_unleash, prometheus=needed("prometheus"), names=NAMES
    ) as floor:
        user = floor.user
        opened = user.types("launch", "new", "3.2.0", "--build", "320")
        assert opened.code == 0, opened.err
        user.says_go()
        yield walked(floor, folder)


def walked(floor: ShopFloor, folder: Path) -> Story:
    """Take the step, see the fault and switch it off, all in the window."""
    user = floor.user
    look = Look(resources_folder())
    seen: list[Snapshot] = []
    with at_home(user):
        file = opened_workspace(user.workspace)
        surroundings = Surroundings(secrets=session_store(file.workspace, user.secrets), keys=None)
        with Cockpit(file, "mina", surroundings, lambda _told: None) as cockpit:
            workplace = Workplace(file, look, Language.KO, person="mina")
            shell = placed(workplace, look)
            workplace.bridge.seen.connect(seen.append)
            shell.resize(1440, 900)
            shell.show()
            workplace.connect(cockpit, interval_s=1.0)
            walker = Walker(shell, patience_s=PATIENCE_S)
            try:
                story = _played(floor, walker, workplace, seen)
            finally:
                workplace.close()
                shell.may_close = lambda: True
                shell.close()
    verified = user.types("audit", "verify")
    user.types("audit", "export", folder / "journal.jsonl")
    before, after, off, served, said, state = story
    events = events_of(folder / "journal.jsonl")
    return Story(before, after, off, served, said, state, verified, events)


def _played(
    floor: ShopFloor, walker: Walker, workplace: Workplace, seen: list[Snapshot]
) -> tuple[Snapshot, Snapshot, OperationView, Any, str, AimState | None]:
    walker.until(lambda: bool(seen) and seen[-1].launch is not None, "the launch")
    workplace.window.go("rollout")
    walker.until(lambda: bool(gate := seen[-1].launch) and _is_open(gate), "the gate")
    walker.choose(Name.SECOND_PERSON, workplace.room.say.person("jun"))
    walker.type(Name.TYPED_PCT, "5")
    walker.key(Qt.Key.Key_Return)
    walker.until(lambda: _exposure(seen[-1]) == 5, "the stage")
    floor.simulation.inject(Fault(FaultKind.COUPON_NPE))
    workplace.window.go("flow")
    walker.until(lambda: _is_failing(seen[-1]), "the verdict")
    walker.until(lambda: _is_aimed(walker.find(Name.OFF)), "the target")
    before = seen[-1]
    walker.hold_down(Name.OFF)
    walker.until(lambda: _off(seen[-1]) is not None, "seen off")
    served = floor.unleash.served_flag(NAMES.coupon)
    button = walker.find(Name.OFF)
    walker.pump(1.5)
    shown = button.shown if isinstance(button, HoldButton) else None
    walker.until(lambda: _is_back(seen[-1]), "back in band")
    walker.pump(0.5)
    off = _off(seen[-1])
    assert off is not None
    said = " ".join(texts(walker.window))
    return before, seen[-1], off, served, said, None if shown is None else shown.state


def _is_aimed(button: QWidget) -> bool:
    """Whether a press would switch the coupon's flag off: a target that is new takes none."""
    shown = button.shown if isinstance(button, HoldButton) else None
    is_ready = isinstance(button, HoldButton) and not button.is_frozen
    return shown is not None and shown.key == off_key(NAMES.coupon) and is_ready


def _is_open(launch: Any) -> bool:
    return launch.gate is not None and launch.gate.is_open


def _exposure(snapshot: Snapshot) -> float | None:
    return None if snapshot.launch is None else snapshot.launch.exposure_pct


def _is_failing(snapshot: Snapshot) -> bool:
    """Whether a flow's failure is proven: that of the whole app's crashes may be so before it."""
    release = snapshot.release
    return release is not None and release.state is State.FAIL and release.flow is not None


def _off(snapshot: Snapshot) -> OperationView | None:
    found = (one for one in snapshot.operations if one.lever is Lever.FLAG_OFF)
    return next((one for one in found if one.status is Status.CONFIRMED), None)


def _is_back(snapshot: Snapshot) -> bool:
    off = _off(snapshot)
    return off is not None and off.back_in_band_at is not None


# ------------------------------------------------------------ what has to be true


def test_the_window_blames_the_release_and_aims_at_its_flag(story: Story) -> None:
    release = story.before.release
    assert release is not None
    assert (release.flow, release.platform) == ("coupon", "android")
    assert release.advice is not None
    assert release.advice.name == NAMES.coupon


def test_clients_of_the_real_server_are_served_off(story: Story) -> None:
    assert story.served is not None
    assert story.served["enabled"] is False


def test_the_button_says_seen_off_and_not_merely_accepted(story: Story) -> None:
    assert story.state is AimState.SEEN


def test_the_window_says_safe_once_the_figures_are_back(story: Story) -> None:
    assert story.off.back_in_band_at is not None
    assert story.after.verdict.code == "board.back_in_band"
    assert "쿠폰" in story.said


def test_all_stamps_stand_in_the_journal_in_their_order(story: Story) -> None:
    (intent,) = [
        one
        for one in kept(story.events, "operation.intent")
        if one["order"]["target"]["name"] == NAMES.coupon
    ]
    operation_id = intent["order"]["operation_id"]
    *_, outcome = [
        one
        for one in kept(story.events, "operation.outcome")
        if one["operation_id"] == operation_id
    ]
    stamps = outcome["stamps"]
    order = ["asked_at", "sent_at", "accepted_at", "seen_at", "clients_by_at"]
    times = [stamps[name] for name in order]
    assert all(times)
    assert times == sorted(times)
    assert list(kept(story.events, "operation.back_in_band"))


def test_a_second_person_and_a_gate_stand_before_the_step(story: Story) -> None:
    kinds = [one["kind"].partition("/")[0] for one in story.events]
    gate, approved = kinds.index("launch.gate"), kinds.index("launch.step_approved")
    step = next(
        place
        for place, one in enumerate(story.events)
        if one["kind"].startswith("operation.intent/")
        and one["order"]["target"]["name"] == NAMES.release
    )
    assert gate < approved < step


def test_the_journal_verifies(story: Story) -> None:
    assert story.verified.code in {0, 2}, story.verified.out
