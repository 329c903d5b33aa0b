"""Every key of the window and what it does: the menus are made of it, and so is the help."""

from enum import StrEnum

from msgspec import Struct

from cockpit.ui.frame_codes import MenuCode, PlaceCode
from cockpit.ui.places import PLACES

MENUS = (MenuCode.FILE, MenuCode.VIEW, MenuCode.GO, MenuCode.RELEASE, MenuCode.HELP)
"""The menus, in their order."""


class Act(StrEnum):
    """What can be done from a menu or by a key, besides going to a page."""

    READ_NOW = "read_now"
    QUIT = "quit"
    FIND = "find"
    THEME = "theme"
    ALERTS = "alerts"
    DEPLOYED = "deployed"
    ARM_OFF = "arm_off"
    ARM_BACK = "arm_back"
    CONTACTS = "contacts"
    KEYS = "keys"


class Entry(Struct, frozen=True):
    """An entry of a menu. `keys` are portable sequences; `act` is an `Act`, or a page's key."""

    menu: MenuCode
    code: MenuCode | PlaceCode
    act: str
    keys: tuple[str, ...] = ()


_BEFORE = (
    Entry(MenuCode.FILE, MenuCode.READ_NOW, Act.READ_NOW, ("F5",)),
    Entry(MenuCode.FILE, MenuCode.QUIT, Act.QUIT, ("Ctrl+Q",)),
    Entry(MenuCode.VIEW, MenuCode.FIND, Act.FIND, ("Ctrl+K",)),
    Entry(MenuCode.VIEW, MenuCode.ALERTS, Act.ALERTS, ("Ctrl+Shift+A",)),
    Entry(MenuCode.VIEW, MenuCode.THEME, Act.THEME, ("Ctrl+L",)),
)

_AFTER = (
    Entry(MenuCode.RELEASE, MenuCode.ARM_OFF, Act.ARM_OFF, ("Ctrl+Shift+X",)),
    Entry(MenuCode.RELEASE, MenuCode.ARM_BACK, Act.ARM_BACK, ("Ctrl+Shift+R",)),
    Entry(MenuCode.RELEASE, MenuCode.DEPLOYED, Act.DEPLOYED),
    Entry(MenuCode.HELP, MenuCode.CONTACTS, Act.CONTACTS, ("F1",)),
    Entry(MenuCode.HELP, MenuCode.KEYS, Act.KEYS, ("Shift+F1",)),
)


def entries(pages: frozenset[str]) -> tuple[Entry, ...]:
    """Return all entries of a window that has these pages."""
    places = tuple(
        Entry(MenuCode.GO, place.code, place.key, place.keys)
        for place in PLACES
        if place.key in pages
    )
    return (*_BEFORE, *places, *_AFTER)
