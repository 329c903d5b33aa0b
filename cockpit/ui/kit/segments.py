"""A choice of one among a few, all of them in sight."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.ring import Ring
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

HEIGHT_PX = 28
_PADDING_PX, _RADIUS = 12, 4


class Segments(QWidget):
    """Options side by side; `chosen` carries the key of the one that a person has taken.

    `options` are pairs of key and word. Tab reaches the chosen one, arrows go to the others.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._look = look
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (key, word) in enumerate(options):
            button = _Segment(look, word)
            self._buttons[key] = button
            self._group.addButton(button, number)
            row.addWidget(button)
        self._keys = tuple(self._buttons)
        if self._keys:
            self._buttons[self._keys[0]].setChecked(True)
        self._told = self.choice
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._tell)
        look.changed.connect(self.update)

    @property
    def choice(self) -> str:
        """Return the key of the chosen option, "" without options."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Show the option as chosen, without telling anybody."""
        if key in self._buttons:
            self._told = key
            self._buttons[key].setChecked(True)

    def _tell(self, number: int, is_checked: bool) -> None:  # noqa: FBT001 - a slot of Qt
        if is_checked and self._keys[number] != self._told:
            self._told = self._keys[number]
            self.chosen.emit(self._told)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color(Role.LINE2), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()


class _Segment(QAbstractButton):
    def __init__(self, look: Look, word: str) -> None:
        super().__init__()
        self._look = look
        self._plain, self._strong = Writing(look, Type.BODY), Writing(look, Type.BODY, 600)
        self.setText(one_line(word))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = Ring(self, look)

    @override
    def sizeHint(self) -> QSize:
        width = math.ceil(self._strong.width(self.text())) + 2 * _PADDING_PX
        return QSize(width, HEIGHT_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        writing, role = self._plain, Role.TEXT2
        if self.isChecked():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(Role.ACTIVE))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
            writing, role = self._strong, Role.TEXT1
        if not self.isEnabled():
            role = Role.DISABLED
        left = round((self.width() - writing.width(self.text())) / 2)
        writing.write(painter, left, self.height() / 2, self.text(), role)
        painter.end()
