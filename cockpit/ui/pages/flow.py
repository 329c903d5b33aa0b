"""Board 1, which answers whether the service is healthy now."""

from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, ActionRefused
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.hands import News
from cockpit.ui.heard import Heard, Press, pressed, target_of, told
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_board import FlowBoard


class FlowPage:
    """The board of flows. `selected_flow` is what keys and contacts are about."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._heard = Heard()
        self._snapshot: Snapshot | None = None
        self._board = FlowBoard(room)
        self._board.fired.connect(self._fire)
        self._board.range_asked.connect(self._show_range)
        self._board.read_asked.connect(self._read_now)

    @property
    def widget(self) -> QWidget:
        """Return the board."""
        return self._board

    @property
    def selected_flow(self) -> str | None:
        """Return the flow that was selected last; None before any."""
        return self._board.selected

    def show(self, snapshot: Snapshot) -> None:
        """Show the snapshot."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._board.show_board(self._aiming(snapshot))

    def hear(self, news: News | ActionEvent) -> None:
        """Take news of presses, so that buttons show how far they have come."""
        if self._snapshot is None or not isinstance(news, ActionProgress | ActionRefused):
            return
        backs = {one.service: one.name for one in self._snapshot.rollbacks}
        self._heard = told(self._heard, news, self._snapshot.at, backs)
        self._board.show_aims(self._aiming(self._snapshot))

    def _aiming(self, snapshot: Snapshot) -> Aiming:
        say = self._room.say.on(snapshot.at)
        return Aiming(snapshot, self._heard, Wanted(), say, snapshot.at)

    def _fire(self, key: str) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        operation_id = self._room.hands.off(target_of(key))
        self._heard = pressed(self._heard, Press(key, snapshot.at, operation_id))
        self._board.show_aims(self._aiming(snapshot))

    def _show_range(self, range_s: float) -> None:
        self._room.hands.show_range(range_s)

    def _read_now(self) -> None:
        self._room.hands.read_now()
