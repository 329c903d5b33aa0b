"""Runbook and contacts of a flow, over the right side of the page."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from cockpit.ui.contacts_lines import Help, help_of, is_web
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Line
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.panel import Panel
from cockpit.ui.panel_codes import ContactsCode
from cockpit.words.safe import safe

MOST_LINES = 3


def _browse(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


class ContactsPanel(Panel):
    """Tells whom to call about one flow. The runbook opens on a click alone, and only on the web.

    `browse` opens an address; it is the desktop's own unless a test says otherwise.
    """

    wide_px = 400

    def __init__(
        self, room: Room, parent: QWidget, *, browse: Callable[[str], None] = _browse
    ) -> None:
        say, look = room.say, room.look
        super().__init__(look, say(ContactsCode.TITLE), say(ContactsCode.CLOSE), parent)
        self.setObjectName("contacts")
        self._room, self._browse = room, browse
        self._help: Help | None = None
        self.flow = Choice(look, say(ContactsCode.FLOW))
        self.flow.setObjectName("contacts.flow")
        self.flow.offer([(one.name, say.name("flow", one.name)) for one in room.workspace.flows])
        self.flow.currentIndexChanged.connect(lambda _: self._show(self.flow.key))
        self._address = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self.open = Button(look, Kind.PLAIN, say(ContactsCode.OPEN), "external")
        self.open.setObjectName("contacts.open")
        self.open.clicked.connect(self._open)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._about = [Label(look, Type.BODY, Role.TEXT3) for _ in range(MOST_LINES)]
        self._text = [Label(look, Type.BODY, Role.TEXT1, wraps=True) for _ in range(MOST_LINES)]
        for number, (about, text) in enumerate(zip(self._about, self._text, strict=True)):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(about, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, number, 1)
        self._escalation = Label(look, Type.BODY, Role.TEXT1, 600, wraps=True)
        runbook = Label(look, Type.BODY, Role.TEXT3)
        runbook.say(say(ContactsCode.RUNBOOK))
        self.content.addWidget(self.flow)
        self.content.addWidget(runbook)
        self.content.addWidget(self._address)
        self.content.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(Line(look, role=Role.BORDER))
        self.content.addLayout(grid)
        self.content.addWidget(self._escalation)
        self.content.addStretch(1)

    def show_flow(self, flow: str) -> None:
        """Show what helps with this flow, and come."""
        index = self.flow.findData(flow)
        if index >= 0:
            self.flow.setCurrentIndex(index)
        self._show(self.flow.key)
        self.come()

    def _show(self, flow: str) -> None:
        say = self._room.say
        self._help = help_of(self._room.workspace, flow, say)
        address = self._help.runbook
        if not address:
            self._address.say(say(ContactsCode.NO_RUNBOOK))
        else:
            self._address.say(safe(address) if is_web(address) else say(ContactsCode.NOT_WEB))
        self.open.setEnabled(is_web(address))
        lines = (*self._help.lines, *(("", ""),) * MOST_LINES)[:MOST_LINES]
        for about, text, (word, told) in zip(self._about, self._text, lines, strict=True):
            about.say(word)
            text.say(told)
            about.setVisible(bool(word))
            text.setVisible(bool(word))
        self._escalation.say(say.wrapping(self._help.escalation))

    def _open(self) -> None:
        if self._help is not None and is_web(self._help.runbook):
            self._browse(self._help.runbook)
