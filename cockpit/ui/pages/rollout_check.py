"""One check of the gate: its sentence, its weight in a word, and what it rested on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.accepting import may_be_accepted
from cockpit.app.launch_view import CheckView
from cockpit.domain.weight import Weight
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.focus import MARGIN_PX
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import shape_of
from cockpit.ui.kit.writing import tip
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.rollout_check_codes import CheckLineCode
from cockpit.ui.pages.rollout_check_text import meaning, weight_word
from cockpit.ui.pages.rollout_text import OPENING
from cockpit.ui.pages.sentence import MARK_PX, Sentence

INDENT_PX = MARK_PX + 8
"""What lies below a sentence begins where its text does."""


class CheckLine(QWidget):
    """A line of the gate. `opened` has the check whose finding somebody wants to accept."""

    opened = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        look, self._say = room.look, room.say
        self.check = ""
        self._sentence = Sentence(room)
        self._tag = Tag(look)
        self._detail = Label(look, Type.NOTE, Role.TEXT3, wraps=True)
        self.button = Button(look, Kind.SMALL, self._say(CheckLineCode.ACCEPT))
        self.button.setObjectName("rollout.accept")
        self.button.clicked.connect(lambda: self.opened.emit(self.check))
        aside = QVBoxLayout()
        aside.setSpacing(0)
        beside = QHBoxLayout()
        beside.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        beside.addStretch(1)
        beside.addWidget(self._tag)
        aside.addLayout(beside)
        aside.addWidget(self.button)
        aside.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self._sentence, 1)
        head.addLayout(aside)
        below = QVBoxLayout()
        below.setContentsMargins(MARGIN_PX + INDENT_PX, 0, MARGIN_PX, 0)
        below.addWidget(self._detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(below)

    def show_check(
        self, check: CheckView, told: str, basis: str, *, tells_basis: bool, is_open: bool
    ) -> None:
        """Show a check by what it `told`; `is_open` when that is being accepted, just below."""
        say, self.check = self._say, check.check
        role = Role.TEXT3 if check.state in OPENING else Role.TEXT1
        self._sentence.show_told(shape_of(check.state), told, role)
        word, means = weight_word(check.weight, say), meaning(check.weight, say)
        self._tag.say(word)
        self._tag.setVisible(bool(word))
        tip(self._tag, means)
        tip(self._sentence, basis)
        self._detail.say(say.wrapping(basis))
        self._detail.setVisible(tells_basis and bool(basis))
        self.setAccessibleName(told)
        self.setAccessibleDescription(" ".join(filter(None, (means, basis))))
        code = CheckLineCode.EXCEPT if check.weight is Weight.BLOCK else CheckLineCode.ACCEPT
        self.button.say(say(code))
        self.button.setAccessibleDescription(told)
        self.button.setVisible(may_be_accepted(check) and not is_open)
