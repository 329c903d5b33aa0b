"""The panel that lists every key of the window."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from cockpit.ui.frame_codes import KeysCode
from cockpit.ui.keys import Entry
from cockpit.ui.kit.label import Label
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.panel import Panel

GAP = " · "


class KeysPanel(Panel):
    """All keys and what they do, made of the same table as the menus."""

    wide_px = 420

    def __init__(self, room: Room, entries: Sequence[Entry], parent: QWidget) -> None:
        say, look = room.say, room.look
        super().__init__(look, say(KeysCode.TITLE), say(KeysCode.CLOSE), parent)
        self.setObjectName("keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        self.lines: list[tuple[str, str]] = []
        for entry in entries:
            if not entry.keys:
                continue
            shown = GAP.join(map(written, entry.keys))
            name, keys = Label(look, Type.BODY, Role.TEXT2), Label(look, Type.BODY, Role.TEXT1, 600)
            name.say(say(entry.code))
            keys.say(shown)
            row = len(self.lines)
            grid.addWidget(name, row, 0)
            grid.addWidget(keys, row, 1)
            self.lines.append((entry.act, shown))
        self.content.addLayout(grid)
        for code in (KeysCode.HOLD, KeysCode.ESCAPE, KeysCode.IN_TEXT):
            note = Label(look, Type.NOTE, Role.TEXT2, wraps=True)
            note.say(say.wrapping(say(code)))
            self.content.addWidget(note)
        self.content.addStretch(1)


def written(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
