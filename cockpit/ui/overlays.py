"""What comes over the page when it is asked for: the palette, contacts, and the list of keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.band import BAND_PX
from cockpit.ui.hands import News
from cockpit.ui.keys import entries
from cockpit.ui.page import Room
from cockpit.ui.strip import STRIP_PX
from cockpit.ui.turns import Turns

if TYPE_CHECKING:  # a board comes without them
    from cockpit.ui.contacts import ContactsPanel
    from cockpit.ui.keys_panel import KeysPanel
    from cockpit.ui.palette import Palette

PANEL_GAP_PX, LEAST_PANEL_PX = 12, 240


class Overlays:
    """Each is made when it is first asked for, or by `make`, and lies below band and strip.

    `take` gets what a row of the palette stands for, `pages` are the pages that it leads to.
    """

    def __init__(
        self, room: Room, pages: frozenset[str], window: QWidget, take: Callable[[str], None]
    ) -> None:
        self._room, self._pages, self._window, self._take = room, pages, window, take
        self._turns = Turns(window, is_live=room.is_live)
        self._palette: Palette | None = None
        self._contacts: ContactsPanel | None = None
        self._keys: KeysPanel | None = None

    def make(self) -> None:
        """Make what nobody has asked for yet, one in each turn: so it comes at once."""
        self._turns.take((lambda: self.palette, lambda: self.contacts, lambda: self.keys))

    def find(self, snapshot: Snapshot | None) -> None:
        """Show the palette with what is true now."""
        self.palette.come(snapshot)
        self.place()

    def hear(self, news: News | ActionEvent) -> None:
        """Take news: rows of the journal may be what the palette has asked for."""
        if self._palette is not None:
            self._palette.hear(news)

    def help(self, flow: str) -> None:
        """Show runbook and contacts of a flow."""
        self.contacts.show_flow(flow)
        self.place()

    def list_keys(self) -> None:
        """Show every key."""
        self.keys.come()
        self.place()

    def leave_contacts(self) -> None:
        """Take the contacts away: they are about what was on the page."""
        if self._contacts is not None:
            self._contacts.leave()

    def leave_top(self) -> bool:
        """Close what lies on top, and return whether something did."""
        for panel in (self._palette, self._keys, self._contacts):
            if panel is not None and not panel.isHidden():
                panel.leave()
                return True
        return False

    def place(self) -> None:
        """Fit them into the window as it is now."""
        top, width = BAND_PX + STRIP_PX, self._window.width()
        below = self._window.height() - top
        if self._palette is not None:
            self._palette.setGeometry(0, top, width, below)
        for panel in (self._contacts, self._keys):
            if panel is not None:
                high = min(below - 2 * PANEL_GAP_PX, max(panel.sizeHint().height(), LEAST_PANEL_PX))
                left = width - panel.wide_px - PANEL_GAP_PX
                panel.setGeometry(left, top + PANEL_GAP_PX, panel.wide_px, high)

    @property
    def palette(self) -> "Palette":
        """The palette, which finds anything by typing."""
        if self._palette is None:
            from cockpit.ui.palette import Palette

            self._palette = Palette(self._room, self._pages, self._window)
            self._palette.taken.connect(self._take)
        return self._palette

    @property
    def contacts(self) -> "ContactsPanel":
        """Runbook and contacts of a flow."""
        if self._contacts is None:
            from cockpit.ui.contacts import ContactsPanel

            self._contacts = ContactsPanel(self._room, self._window)
        return self._contacts

    @property
    def keys(self) -> "KeysPanel":
        """The list of all keys."""
        if self._keys is None:
            from cockpit.ui.keys_panel import KeysPanel

            self._keys = KeysPanel(self._room, entries(self._pages), self._window)
        return self._keys
