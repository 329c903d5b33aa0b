"""The policy: one column for each stage, with what it asks and how far it is."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.launch_view import LaunchView, StageView
from cockpit.domain.standings import StageState
from cockpit.ui.kit.chip import Chip
from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import CURRENT, bake, checks, chip, sample, stood_by, when

HEIGHT_PX, LABEL_PX = 128, 52
BAR_PX, BAR_WIDTH_PX, LEAST_BAR_PX = 4, 72, 20
ROWS = (RolloutCode.BAKE, RolloutCode.SAMPLE, RolloutCode.CHECKS, RolloutCode.SIGNED)


class PolicyTile(Tile):
    """All stages beside each other, with a hairline between two."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._cells: list[_Stage] = []
        self._lines: list[Line] = []
        self.setFixedHeight(HEIGHT_PX)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 4, 0)
        self._row.setSpacing(16)

    def show_launch(self, launch: LaunchView, at: datetime) -> None:
        """Show the stages of the launch."""
        while len(self._cells) < len(launch.stages):
            if self._cells:
                self._lines.append(Line(self._room.look, is_upright=True))
                self._row.addWidget(self._lines[-1])
            self._cells.append(_Stage(self._room))
            self._row.addWidget(self._cells[-1], 1)
        for place, cell in enumerate(self._cells):
            is_there = place < len(launch.stages)
            cell.setVisible(is_there)
            if place:
                self._lines[place - 1].setVisible(is_there)
            if is_there:
                cell.show_stage(launch.stages[place], launch, at)


class _Stage(QWidget):
    """One stage: its percentage, its state and when, and four lines."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._say = room.look, room.say
        self._figure = Figure(look)
        self._chip = Chip(look)
        self._when = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._figure)
        head.addWidget(self._chip)
        head.addWidget(self._when, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._values = [
            Label(look, Type.BODY, Role.TEXT1, elides=place >= len(ROWS) // 2)
            for place in range(len(ROWS))
        ]
        self._bars = [_Bar(look) for _ in ROWS[:2]]
        for place, (code, value) in enumerate(zip(ROWS, self._values, strict=True)):
            name = Label(look, Type.BODY, Role.TEXT3)
            name.say(self._say(code))
            grid.addWidget(name, place, 0)
            has_bar = place < len(self._bars)
            grid.addWidget(value, place, 1, 1, 1 if has_bar else 2)
            if has_bar:
                grid.addWidget(self._bars[place], place, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(grid)
        column.addStretch(1)

    def show_stage(self, stage: StageView, launch: LaunchView, at: datetime) -> None:
        """Show the stage to somebody who looks at it `at` that time."""
        say, is_current = self._say.on(at), stage.state in CURRENT
        is_ahead = stage.state is StageState.AHEAD
        role = Role.TEXT3 if is_ahead else (Role.TEXT1 if is_current else Role.TEXT2)
        self._figure.show_value(f"{stage.exposure_pct:g}", "%", role=role)
        self._chip.show_state(*chip(stage, launch.gate, say))
        self._when.say(when(stage, launch, say))
        texts = (
            bake(stage, say),
            sample(stage, say),
            checks(stage, say),
            stood_by(stage, launch, say),
        )
        for label, text in zip(self._values, texts, strict=True):
            label.say(text)
            label.dress(Role.TEXT2 if is_ahead else Role.TEXT1)
        done = (
            _share(stage.bake_elapsed_s, stage.bake_needed_s),
            _share(stage.event_count, stage.minimum_events),
        )
        for bar, share in zip(self._bars, done, strict=True):
            bar.setVisible(is_current)
            bar.show_share(share)


class _Bar(QWidget):
    """How much of what a stage asks is there. Nothing is filled when that is not known."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._share: float | None = None
        self.setMaximumWidth(BAR_WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_share(self, share: float | None) -> None:
        """Show a share from 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size; in a narrow column it gives way to the figures."""
        return QSize(BAR_WIDTH_PX, BAR_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least width at which a share is seen."""
        return QSize(LEAST_BAR_PX, BAR_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track and what is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, 0, self.width(), BAR_PX)
        painter.setBrush(self._look.color(Role.ACTIVE))
        painter.drawRoundedRect(whole, BAR_PX / 2, BAR_PX / 2)
        if self._share:
            whole.setWidth(max(float(BAR_PX), self.width() * self._share))
            painter.setBrush(self._look.color(Role.TEXT1))
            painter.drawRoundedRect(whole, BAR_PX / 2, BAR_PX / 2)
        painter.end()


def _share(done: float | None, needed: float) -> float | None:
    if done is None:
        return None
    return 1.0 if needed <= 0 else min(1.0, max(0.0, done / needed))
