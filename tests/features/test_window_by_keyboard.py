"""A whole launch in the window by keyboard alone, from the last signature to the verified journal.

Controls are reached as people reach them: by the keys of the pages, and by Tab.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from cockpit.app.snapshot import OperationView, Snapshot
from cockpit.bootstrap.audit import audited
from cockpit.bootstrap.demo_stage import Stage, staged
from cockpit.domain.operations import Lever
from cockpit.domain.standings import LaunchPhase, Status
from cockpit.domain.verdict import State
from cockpit.ui.names import Name
from cockpit.words.language import Language

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MOST_TABS = 150
FROZEN_S = 2.1
QUICK_S = 0.5
BAKING_S = 15.0
"""Between two looks at the shop while a gate or a verdict is waited for."""


class Hands:
    """Somebody without a mouse."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.walker = stage.walker

    def page(self, key: Qt.Key) -> None:
        """Go to a page by its key."""
        self.walker.key(Qt.Key.Key_Escape)
        self.walker.key(key)

    def reach(self, name: str) -> QWidget:
        """Press Tab until the control has the focus."""
        for _ in range(MOST_TABS):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                return focused
            self.walker.key(Qt.Key.Key_Tab)
        pytest.fail(f"{name} cannot be reached by Tab")

    def press(self, name: str) -> None:
        """Reach a control, and press Space."""
        self.walker.until(lambda: self.walker.is_there(name), name)
        self.reach(name)
        self.walker.key(Qt.Key.Key_Space)

    def hold(self, name: str, seconds: float) -> None:
        """Reach a hold button, and keep Space pressed."""
        self.reach(name)
        self.walker.pump(FROZEN_S)
        self.walker.hold_key(Qt.Key.Key_Space, seconds)

    def choose(self, name: str, text: str) -> None:
        """Reach a choice, and go down until it shows the text."""
        box = self.reach(name)
        assert isinstance(box, QComboBox)
        for _ in range(box.count()):
            if text in box.currentText():
                return
            self.walker.key(Qt.Key.Key_Down)
        assert text in box.currentText()

    def step(self, exposure_pct: int, second: str) -> None:
        """Wait for the gate, name the second person, type the number, press Enter."""
        self.page(Qt.Key.Key_R)
        self.stage.until(lambda s: is_open(s, exposure_pct), "the gate", step_s=BAKING_S)
        self.choose(Name.SECOND_PERSON, second)
        self.reach(Name.TYPED_PCT)
        for digit in str(exposure_pct):
            self.walker.key(Qt.Key(Qt.Key.Key_0 + int(digit)))
        self.walker.key(Qt.Key.Key_Return)
        self.stage.until(
            lambda s: s.launch is not None and s.launch.exposure_pct == exposure_pct,
            "the stage",
            step_s=QUICK_S,
        )


def is_open(snapshot: Snapshot, exposure_pct: float) -> bool:
    """Return whether the gate to that stage is open."""
    gate = None if snapshot.launch is None else snapshot.launch.gate
    return gate is not None and gate.is_open and gate.next_exposure_pct == exposure_pct


def phase(snapshot: Snapshot) -> LaunchPhase | None:
    """Return where the launch stands."""
    return None if snapshot.launch is None else snapshot.launch.phase


def done(snapshot: Snapshot, lever: Lever) -> OperationView | None:
    """Return the confirmed operation of a lever."""
    mine = (one for one in snapshot.operations if one.lever is lever)
    return next((one for one in mine if one.status is Status.CONFIRMED), None)


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[Stage]:
    assert qapp is not None
    with staged(tmp_path, Language.KO, lambda _told: None) as made:
        made.walker.window.activateWindow()
        yield made


def test_a_whole_launch_is_walked_by_keyboard_alone(stage: Stage) -> None:
    hands = Hands(stage)
    second = stage.workplace.room.say.person("sora")

    stage.until(lambda s: s.gonogo is not None and s.gonogo.why_not is None, "the sheet")
    hands.page(Qt.Key.Key_G)
    hands.press(f"{Name.SIGN}.pm")
    stage.until(lambda s: phase(s) is LaunchPhase.GO, "go")

    hands.page(Qt.Key.Key_R)
    hands.press(Name.DEPLOYED)
    stage.until(lambda s: phase(s) is LaunchPhase.DEPLOYED, "deployed")
    hands.step(1, second)
    hands.step(5, second)

    hands.page(Qt.Key.Key_1)
    found = stage.until(
        lambda s: s.release is not None and s.release.state is State.FAIL and bool(s.release.flow),
        "the fault",
        step_s=BAKING_S,
    )
    assert found.release is not None
    assert found.release.advice is not None
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    hands.walker.key(Qt.Key.Key_X, control)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == Name.OFF, "Ctrl+Shift+X arms, and fires nothing"
    assert done(stage.newest[0], Lever.FLAG_OFF) is None
    hands.hold(Name.OFF, 1.0)
    stage.until(lambda s: done(s, Lever.FLAG_OFF) is not None, "seen off", step_s=QUICK_S)
    stage.until(
        lambda s: (off := done(s, Lever.FLAG_OFF)) is not None and off.back_in_band_at is not None,
        "users are safe",
        step_s=BAKING_S,
    )

    hands.hold(Name.ROLLBACK, 1.8)
    stage.until(lambda s: done(s, Lever.ROLLBACK) is not None, "rolled back", step_s=QUICK_S)
    hands.page(Qt.Key.Key_R)
    hands.press(Name.CLOSE)
    stage.until(lambda s: s.launch is None, "closed")

    hands.page(Qt.Key.Key_J)
    hands.press(Name.VERIFY)
    found_sound = audited(stage.world.file, root=stage.world.surroundings.root)
    assert found_sound.exit_code == 0
