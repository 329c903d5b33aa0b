"""Uses the window as a person does: by real keys and clicks, never past the widgets.

The headless demo and the tests of whole launches walk with it.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from cockpit.ui.curtain import Curtain
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.turns import Turns

PATIENCE_S = 30.0
LOOK_MS = 5
"""How often is looked whether it is so by now: what lanes change brings the window no event."""

LAID_OUT_TURNS = 6
"""Text that wraps is laid out again once its width is known, one turn for each widget around it."""


class NotThereError(Exception):
    """A control is not on the screen, or cannot be used now; or what was waited for never came."""


class Walker:
    """Walks through one window. Called on the window's thread."""

    def __init__(self, window: QWidget, *, patience_s: float = PATIENCE_S) -> None:
        self.window = window
        self._patience_s = patience_s

    def find(self, name: str) -> QWidget:
        """Return the control of that object name that is on the screen; raise `NotThereError`."""
        found = self._found(name)
        if found is None:
            raise NotThereError(name)
        return found

    def is_there(self, name: str) -> bool:
        """Return whether the control is on the screen and can be used."""
        found = self._found(name)
        return found is not None and found.isEnabled()

    def click(self, name: str) -> None:
        """Click a control once it can be used."""
        self.until(lambda: self.is_there(name), f"{name} to click")
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.pump()

    def hold(self, name: str, seconds: float) -> None:
        """Press a control, keep it pressed for real seconds, and let go."""
        self._held(name, lambda: self.pump(seconds))

    def hold_down(self, name: str) -> None:
        """Hold a button until it acts, once its target has stood there for long enough."""
        button = self.find(name)
        if not isinstance(button, HoldButton):
            raise NotThereError(name)
        self.until(lambda: not button.is_frozen, f"a target of {name} that is not new")
        fired: list[str] = []
        button.fired.connect(fired.append)
        self._held(name, lambda: self.until(lambda: bool(fired), f"what holding {name} does"))

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key and let it go, where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self._focused(), key, held)
        self.pump()

    def hold_key(self, key: Qt.Key, seconds: float) -> None:
        """Keep a key pressed for real seconds, where the focus is."""
        target = self._focused()
        QTest.keyPress(target, key)
        self.pump(seconds)
        QTest.keyRelease(target, key)
        self.pump()

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field."""
        self.until(lambda: self.is_there(name), f"{name} to type into")
        field = self.find(name)
        field.setFocus()
        QTest.keySequence(field, "Ctrl+A")
        QTest.keyClicks(field, text)
        self.pump()

    def choose(self, name: str, text: str) -> None:
        """Pick the entry that contains the text, by the keyboard."""
        self.until(lambda: self.is_there(name), f"{name} to choose from")
        box = self.find(name)
        if not isinstance(box, QComboBox):
            raise NotThereError(name)
        entries = [box.itemText(index) for index in range(box.count())]
        wanted = next((index for index, entry in enumerate(entries) if text in entry), None)
        if wanted is None:
            msg = f"{name}: {text}"
            raise NotThereError(msg)
        box.setFocus()
        while box.currentIndex() != wanted:
            is_above = box.currentIndex() > wanted
            QTest.keyClick(box, Qt.Key.Key_Up if is_above else Qt.Key.Key_Down)
        self.pump()

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the window live until it is so; raise `NotThereError` when patience ends."""
        until_s = time.monotonic() + self._patience_s
        loop, looking = QEventLoop(), QTimer()
        looking.start(LOOK_MS)
        kinds = QEventLoop.ProcessEventsFlag
        while not is_so():
            if time.monotonic() > until_s:
                raise NotThereError(what)
            loop.processEvents(kinds.AllEvents | kinds.WaitForMoreEvents)

    def pump(self, seconds: float = 0.0) -> None:
        """Let the window live for some real seconds, and the lanes as well.

        An event loop of our own: QTest's way of waiting keeps Python's other threads from running.
        """
        loop = QEventLoop()
        QTimer.singleShot(max(0, round(seconds * 1_000)), loop.quit)
        loop.exec()

    def settle(self, *others: QWidget) -> None:
        """Let windows live until what they were shown stands on the screen; all of them at once."""
        windows = (self.window, *others)
        turns = [one for window in windows for one in window.findChildren(Turns, Turns.NAME)]
        curtains = [one for window in windows for one in window.findChildren(Curtain, Curtain.NAME)]

        def is_shown() -> bool:
            return all(one.is_done for one in turns) and all(one.isHidden() for one in curtains)

        self.until(is_shown, "everything to be shown")
        for _ in range(LAID_OUT_TURNS):
            self.pump()

    def picture(self, file: Path) -> None:
        """Write what the window shows to a PNG."""
        self.settle()
        self.window.grab().save(str(file), "PNG")

    def _held(self, name: str, wait: Callable[[], None]) -> None:
        self.until(lambda: self.is_there(name), f"{name} to hold")
        control = self.find(name)
        middle = QPoint(control.width() // 2, control.height() // 2)
        QTest.mousePress(control, Qt.MouseButton.LeftButton, pos=middle)
        wait()
        QTest.mouseRelease(control, Qt.MouseButton.LeftButton, pos=middle)
        self.pump()

    def _found(self, name: str) -> QWidget | None:
        named = self.window.findChildren(QWidget, name)
        return next((one for one in named if one.isVisibleTo(self.window)), None)

    def _focused(self) -> QWidget:
        focused: QWidget | None = self.window.focusWidget()
        return self.window if focused is None else focused
