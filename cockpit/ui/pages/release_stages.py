"""The ladder below the comparison: stages with their gates, and what users really have."""

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.launch_view import LaunchView, TargetView
from cockpit.ui.kit.chip import Chip
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.table import Align, Cell, Column, Row, Table
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.release_codes import LadderPageCode
from cockpit.ui.pages.release_stages_text import MOST_STAGES, StageText, stages
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

LINES, LINE_PX, HEAD_PX = 3, 24, 24
TARGETS_PX, LEAST_TARGETS_PX, GAP_PX = 316, 236, 16
TARGET_ROW_PX = 24
WIDE_FROM_PX = 1_100


class StageCard(QWidget):
    """One stage: its share and state, when, and what its gate found."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        look = room.look
        self._share = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._chip = Chip(look)
        self._when = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._lines = [
            (
                Mark(look, 10),
                Label(look, Type.BODY),
                Label(look, Type.NOTE, Role.TEXT3, elides=True),
            )
            for _ in range(LINES)
        ]
        for part in (self._share, self._chip, self._when, *(one for t in self._lines for one in t)):
            part.setParent(self)

    def show_stage(self, told: StageText) -> None:
        """Show a stage."""
        self._share.say(f"{told.exposure_pct:g} %")
        self._chip.show_state(told.shape, told.word)
        self._when.say(told.when)
        for number, (mark, text, note) in enumerate(self._lines):
            fact = told.facts[number] if number < len(told.facts) else None
            mark.show_shape(None if fact is None else fact.shape)
            text.say("" if fact is None else fact.text)
            note.say("" if fact is None else fact.note)
        self._put()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        left = self._share.sizeHint().width()
        self._share.setGeometry(0, 0, left, HEAD_PX)
        left += 8
        chip = self._chip.sizeHint().width()
        self._chip.setGeometry(left, 2, chip, 20)
        left += chip + 8
        self._when.setGeometry(left, 4, max(0, self.width() - left), 16)
        for number, (mark, text, note) in enumerate(self._lines):
            top = HEAD_PX + 4 + number * LINE_PX
            mark.move(0, top + 5)
            wide = min(text.sizeHint().width(), self.width() - 18)
            text.setGeometry(18, top, max(0, wide), 20)
            at = 18 + wide + 8
            note.setGeometry(at, top + 3, max(0, self.width() - at), 16)


class ReleaseStages(Tile):
    """Three stages side by side, and the exposure of each target at the right."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        self._shown: object = None
        self._count = 0
        self.cards = [StageCard(room) for _ in range(MOST_STAGES)]
        self._rules = [Line(room.look, is_upright=True) for _ in range(MOST_STAGES)]
        self.targets = Table(
            room.look,
            _columns(room.say),
            row_px=TARGET_ROW_PX,
            name=room.say(LadderPageCode.EXPOSURE),
            has_choice=False,
        )
        for part in (*self.cards, *self._rules, self.targets):
            part.setParent(self)

    def show_launch(self, launch: LaunchView, at: datetime) -> None:
        """Show the stages and targets of a launch `at` that time."""
        shown = (launch, self._room.say.day(at))
        if shown == self._shown:
            return
        self._shown = shown
        told = stages(launch, self._room.say.on(at))
        self._count = len(told)
        for card, one in zip(self.cards, told, strict=False):
            card.show_stage(one)
        self.targets.show_rows([_target(one, self._room.say) for one in launch.targets])
        self._put()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    def _put(self) -> None:
        inner = self.contentsRect()
        across = TARGETS_PX if self.width() >= WIDE_FROM_PX else LEAST_TARGETS_PX
        right = inner.right() + 1 - across
        self.targets.setGeometry(right, inner.top() - 4, across, inner.height() + 8)
        room = right - inner.left()
        each = room // max(1, self._count)
        for number, (card, rule) in enumerate(zip(self.cards, self._rules, strict=True)):
            is_shown = number < self._count
            card.setVisible(is_shown)
            rule.setVisible(is_shown)
            left = inner.left() + number * each
            card.setGeometry(left, inner.top(), max(1, each - 2 * GAP_PX), inner.height())
            rule.setGeometry(left + each - GAP_PX, inner.top(), 1, inner.height())


def _columns(say: Say) -> tuple[Column, ...]:
    return (
        Column(say(LadderPageCode.EXPOSURE)),
        Column(say(LadderPageCode.POLICY), 64, Align.DECIMAL),
        Column(say(LadderPageCode.ACTUAL), 76, Align.DECIMAL),
    )


def _target(target: TargetView, say: Say) -> Row:
    note = ""
    if target.is_adrift:
        note = say(LadderPageCode.ADRIFT, policy=f"{target.policy_pct:g}")
    shape = Shape.WARN if target.is_adrift else None
    return Row(
        (
            Cell(safe(target.flag), note=note),
            _percent(target.set_pct, say, 400),
            Cell(DASH, Role.TEXT3, shape=shape)
            if target.effective_pct is None
            else Cell(say.number(target.effective_pct), weight=600, unit="%", shape=shape),
        ),
        key=target.flag,
    )


def _percent(pct: float | None, say: Say, weight: int) -> Cell:
    if pct is None:
        return Cell(DASH, Role.TEXT3)
    return Cell(say.number(pct), Role.TEXT2, weight, unit="%")
