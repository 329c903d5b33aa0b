"""Board 3, which answers whether changes are getting safer."""

from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ui.hands import Granted, News, Refused, Wish
from cockpit.ui.page import Room
from cockpit.ui.pages.safety_board import SafetyBoard


class SafetyPage:
    """What the journal tells of releases over the last weeks."""

    def __init__(self, room: Room) -> None:
        self._board, self._say = SafetyBoard(room), room.say

    @property
    def widget(self) -> QWidget:
        """Return the board."""
        return self._board

    def show(self, snapshot: Snapshot) -> None:
        """Show the snapshot."""
        self._board.show_view(snapshot.safety)

    def hear(self, news: News | ActionEvent) -> None:
        """Take what became of a dispute; all else that the board shows is in the snapshot."""
        match news:
            case Granted(wish=Wish.DISPUTE):
                self._board.dispute.took()
            case Refused(wish=Wish.DISPUTE, reason=reason):
                self._board.dispute.refuse(self._say.text(reason))
            case _:
                pass
