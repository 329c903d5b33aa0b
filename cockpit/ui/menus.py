"""The menus of the band, made of the table of keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from cockpit.ui.frame_codes import MenuCode
from cockpit.ui.keys import MENUS, Act, Entry
from cockpit.ui.look import Type
from cockpit.ui.page import Room


class Menus:
    """The actions of the window by what they do; `done` is called with that."""

    def __init__(
        self,
        bar: QMenuBar,
        owner: QWidget,
        room: Room,
        entries: Sequence[Entry],
        done: Callable[[str], None],
    ) -> None:
        say, font = room.say, room.look.font(Type.BODY)
        bar.setFont(font)
        self.menus: dict[MenuCode, QMenu] = {menu: bar.addMenu(say(menu)) for menu in MENUS}
        for one in self.menus.values():
            one.setFont(font)
        self.actions: dict[str, QAction] = {}
        for entry in entries:
            action = QAction(say(entry.code), owner)
            action.setObjectName(f"menu.{entry.act}")
            action.setShortcuts([QKeySequence(key) for key in entry.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(False)
            if entry.act == Act.QUIT:
                action.setMenuRole(QAction.MenuRole.QuitRole)
            action.triggered.connect(lambda _=False, act=entry.act: done(act))
            self.menus[entry.menu].addAction(action)
            owner.addAction(action)
            self.actions[entry.act] = action
