"""Board 2, which answers whether this release broke it."""

from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.hands import News
from cockpit.ui.page import Room
from cockpit.ui.pages.release_board import ReleaseBoard


class ReleasePage:
    """The new version against the old one, and the ladder."""

    def __init__(self, room: Room) -> None:
        self._snapshot: Snapshot | None = None
        self._board = ReleaseBoard(room)
        self._board.range_asked.connect(room.hands.show_range)

    @property
    def widget(self) -> QWidget:
        """Return the board."""
        return self._board

    def show(self, snapshot: Snapshot) -> None:
        """Show the snapshot."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._board.show_board(snapshot)

    def hear(self, news: News | ActionEvent) -> None:
        """Hear nothing: all that the board shows is in the snapshot."""
