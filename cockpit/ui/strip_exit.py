"""One of the two ways out in the strip: the hold button, three lines about it, and other levers."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from cockpit.ui.aim import Aim
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.hold import FULL_PX, HoldButton
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.runs import Run, Runs
from cockpit.ui.say import Say
from cockpit.words.safe import safe

WIDE_PX, NARROW_PX = 228, 176
LINE_PX, LINES_TOP_PX, ARROW_PX = 16, FULL_PX + 8, 24


class Exit(QWidget):
    """A way out: `fired` with the key of what was aimed at, `chosen` with another lever's name.

    `chosen` is emitted with "" when a person goes back to what is recommended. It only aims.
    """

    fired = Signal(str)
    chosen = Signal(str)
    explained = Signal(str)

    def __init__(
        self, look: Look, say: Say, *, name: str, hold_s: float, icon: str, others: str
    ) -> None:
        super().__init__()
        self.hold = HoldButton(look, say, hold_s=hold_s, icon=icon, parent=self)
        self.hold.setObjectName(name)
        self.hold.fired.connect(self.fired)
        self.hold.explained.connect(self.explained)
        self._lines = tuple(Runs(look, Type.NOTE) for _ in range(3))
        for line in self._lines:
            line.setParent(self)
        self.arrow = Button(look, Kind.SMALL, icon="chevron-down", parent=self)
        self.arrow.setObjectName(f"{name}.others")
        self.arrow.setAccessibleName(others)
        self.arrow.setToolTip(others)
        self.menu = QMenu(self)
        self.arrow.clicked.connect(self._open)
        self.arrow.setVisible(False)
        self._choices: tuple[tuple[str, str], ...] = ()

    def show_aim(self, aim: Aim) -> None:
        """Show what a press would do, and how far it has come."""
        self.hold.aim(aim)
        first, second, third = aim.lines
        self._lines[0].show_runs((Run(first, Role.TEXT1),))
        self._lines[1].show_runs((Run(second, Role.TEXT3),))
        shape = Shape(aim.proof.value) if third else None
        self._lines[2].show_runs((Run(third, Role.TEXT2, shape=shape),))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these levers, each by its name and in words; one alone needs no menu."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        self.menu.clear()
        for name, words in choices:
            entry = self.menu.addAction(safe(words).replace("&", "&&"))
            entry.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        self.arrow.setVisible(len(choices) > 1)
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Leave room for the ring around the button; the lines stand below, the arrow right."""
        width = self.width()
        self.hold.setGeometry(0, 0, width, FULL_PX + 2 * MARGIN_PX)
        arrow_px = ARROW_PX + 2 * MARGIN_PX
        top = MARGIN_PX + LINES_TOP_PX
        has_arrow = len(self._choices) > 1
        self.arrow.setGeometry(width - arrow_px, top - MARGIN_PX, arrow_px, arrow_px)
        for number, line in enumerate(self._lines):
            is_beside = has_arrow and number < 2  # noqa: PLR2004 - the arrow is two lines high
            room = width - 2 * MARGIN_PX - (ARROW_PX + 4 if is_beside else 0)
            line.setGeometry(MARGIN_PX, top + number * LINE_PX, room, LINE_PX)

    def _open(self) -> None:
        below = QPoint(0, self.arrow.height())
        self.menu.popup(self.arrow.mapToGlobal(below))
