"""The target of the button changes under the finger: what fires is what was painted."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cockpit.app.lanes import Lane
from cockpit.app.snapshot import Snapshot
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.bridge import Bridge
from cockpit.ui.kit.kit_codes import HoldCode
from cockpit.ui.names import Name
from cockpit.ui.walker import Walker
from tests.kit.story import moments
from tests.kit.windows import Opened

pytestmark = pytest.mark.slow

HELD_S, FROZEN_S = 1.0, 2.1


@dataclass
class Scene:
    """A window with a verdict, and a lane that brings others."""

    opened: Opened
    walker: Walker
    bridge: Bridge
    lane: Lane

    @property
    def offs(self) -> list[str]:
        """Return the flags that were sent off."""
        return [flag for name, flag in self.opened.hands.wishes if name == "off"]

    @property
    def aimed(self) -> str:
        shown = self.opened.window.strip.off.hold.shown
        return "" if shown is None else shown.key

    def bring(self, snapshot: Snapshot) -> None:
        """Let a snapshot come from its lane, as they do, and be shown."""
        come: list[Snapshot] = []
        with_it = self.bridge.seen.connect(come.append)
        self.lane.submit(lambda: self.bridge.show(snapshot))
        self.walker.until(lambda: bool(come), "the snapshot")
        self.bridge.seen.disconnect(with_it)
        self.walker.pump(0.1)


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    opened, bridge = Opened(qtbot, moments.fault()), Bridge()
    opened.hands.answers = False
    bridge.seen.connect(opened.window.show_snapshot)
    lane = Lane("core", lambda _error: None)
    yield Scene(opened, Walker(opened.shell), bridge, lane)
    lane.close(2.0)
    bridge.close()


def advising(flag: str) -> Snapshot:
    """Return the verdict of the fault, with another way out."""
    snapshot = moments.fault()
    assert snapshot.release is not None
    release = replace(snapshot.release, advice=Advice(WayOut.FLAG_OFF, flag))
    return replace(snapshot, release=release)


def test_a_new_verdict_in_mid_hold_does_not_change_what_fires(scene: Scene) -> None:
    assert scene.aimed == "off:coupon_v2"
    button = scene.walker.find(Name.OFF)
    middle = QPoint(button.width() // 2, button.height() // 2)
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=middle)
    scene.walker.pump(0.2)
    scene.bring(advising("checkout_v2"))
    assert scene.aimed == "off:coupon_v2"
    scene.walker.pump(HELD_S - 0.2)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=middle)
    assert scene.offs == ["coupon_v2"]
    scene.walker.pump(0.1)
    assert scene.aimed == "off:checkout_v2"


def test_a_hold_that_begins_just_after_the_verdict_changed_does_nothing_and_says_why(
    scene: Scene,
) -> None:
    scene.bring(advising("checkout_v2"))
    assert scene.aimed == "off:checkout_v2"
    scene.walker.hold(Name.OFF, HELD_S)
    assert scene.offs == []
    hold = scene.opened.window.strip.off.hold
    assert hold.hint == scene.opened.room.say(HoldCode.CHANGED)
    scene.walker.hold_down(Name.OFF)
    assert scene.offs == ["checkout_v2"]


def test_a_verdict_that_comes_and_goes_in_mid_hold_leaves_no_trace(scene: Scene) -> None:
    button = scene.walker.find(Name.OFF)
    middle = QPoint(button.width() // 2, button.height() // 2)
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=middle)
    scene.bring(advising("checkout_v2"))
    scene.bring(moments.fault())
    scene.walker.pump(HELD_S)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=middle)
    assert scene.offs == ["coupon_v2"]


def test_the_keyboard_is_no_way_around_it(scene: Scene) -> None:
    scene.opened.window.strip.off.hold.setFocus()
    scene.bring(advising("checkout_v2"))
    assert scene.aimed == "off:checkout_v2"
    scene.walker.hold_key(Qt.Key.Key_Space, HELD_S)
    assert scene.offs == []
