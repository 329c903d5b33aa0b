"""Board 3, which answers whether changes are getting safer."""

from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.hands import News
from cockpit.ui.page import Room
from cockpit.ui.pages.safety_board import SafetyBoard


class SafetyPage:
    """What the journal tells of releases over the last weeks."""

    def __init__(self, room: Room) -> None:
        self._board = SafetyBoard(room)

    @property
    def widget(self) -> QWidget:
        """Return the board."""
        return self._board

    def show(self, snapshot: Snapshot) -> None:
        """Show the snapshot."""
        self._board.show_view(snapshot.safety)

    def hear(self, news: News | ActionEvent) -> None:
        """Hear nothing: all that the board shows is in the snapshot."""
