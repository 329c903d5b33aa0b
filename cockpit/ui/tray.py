"""Notes on the desktops of Windows and macOS, by the sign that Qt can put into their bar.

The sign is made with the first note and shown for as long as the window is open: without it
neither system shows a note of ours.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from cockpit.domain.message import message
from cockpit.ports.channels import Note, Receipt, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.errors import UnreachableError
from cockpit.ui.frame_codes import TrayCode
from cockpit.ui.look import Look, Role

ICON_PX = 64
SHOWN_MS = 10_000
MOST_TITLE, MOST_TEXT = 120, 400
SIGNS = {
    Urgency.ACT_NOW: QSystemTrayIcon.MessageIcon.Critical,
    Urgency.WATCH: QSystemTrayIcon.MessageIcon.Warning,
    Urgency.NEWS: QSystemTrayIcon.MessageIcon.Information,
}


class TrayNotes(QObject):
    """Carries notes to the desktop. Made on the window's thread; `send` may come from any.

    `is_there` tells whether the desktop has a bar for signs; `make` makes one.
    """

    _wanted = Signal(object)

    def __init__(
        self,
        look: Look,
        clock: Clock,
        *,
        is_there: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        make: Callable[[QObject], QSystemTrayIcon] = QSystemTrayIcon,
    ) -> None:
        super().__init__()
        self._look, self._clock, self._make = look, clock, make
        self._is_there = is_there()
        self._sign: QSystemTrayIcon | None = None
        self._wanted.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def send(self, note: Note) -> Receipt:
        """Hand the note to the window's thread; raise `UnreachableError` without a bar for it."""
        if not self._is_there:
            raise UnreachableError(message(TrayCode.NO_TRAY))
        self._wanted.emit(note)
        return Receipt(self._clock.now())

    def shows(self, _note: Note) -> bool | None:
        """Return None: the desktop does not say what it shows."""
        return None

    def close(self) -> None:
        """Keep the sign, which belongs to the window: it goes when the window does."""

    @Slot(object)
    def _show(self, note: Note) -> None:
        if self._sign is None:
            self._sign = self._make(self)
            self._sign.setIcon(QIcon(self._look.icon("bell", Role.TEXT1, ICON_PX)))
            self._sign.show()
        self._sign.showMessage(
            note.title[:MOST_TITLE], note.text[:MOST_TEXT], SIGNS[note.urgency], SHOWN_MS
        )
