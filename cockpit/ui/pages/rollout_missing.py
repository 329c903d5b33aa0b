"""What is missing for the next step: every check of the gate, the gravest first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.app.launch_view import LaunchView
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import Shape, shape_of
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import inset
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_text import OPENING, in_order, pct
from cockpit.ui.pages.scroll import Scroll
from cockpit.ui.pages.sentence import Sentence


class MissingTile(Tile):
    """A sentence for each check; those that pass are quiet, and stand below the others."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 8)
        self._room = room
        self._title = Label(room.look, Type.HEADING, Role.TEXT1, 600, elides=True)
        self._lines: list[Sentence] = []
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(inset(self._title, stretch=0))
        column.addWidget(Scroll(inside), 1)

    def show_launch(self, launch: LaunchView) -> None:
        """Show the gate of the launch."""
        say, gate = self._room.say, launch.gate
        following = None if gate is None else gate.next_exposure_pct
        title = say(RolloutCode.MISSING_TOP)
        if gate is not None and following is not None and not gate.is_open:
            title = say(RolloutCode.MISSING, next=pct(say, following))
        self._title.say(title)
        told: list[tuple[Shape, str, Role]] = []
        if gate is None:
            told.append((Shape.UNKNOWN, say(RolloutCode.NOT_JUDGED), Role.TEXT1))
        else:
            for one in in_order(gate.checks):
                role = Role.TEXT3 if one.state in OPENING else Role.TEXT1
                told.append((shape_of(one.state), say.text(one.message), role))
        while len(self._lines) < len(told):
            self._lines.append(Sentence(self._room))
            self._list.insertWidget(self._list.count() - 1, self._lines[-1])
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(told))
            if place < len(told):
                line.show_told(*told[place])
