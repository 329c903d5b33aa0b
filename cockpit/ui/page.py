"""A page of the window."""

from typing import Protocol

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent
from cockpit.ports.workspace import Workspace
from cockpit.ui.hands import Hands, News
from cockpit.ui.look import Look
from cockpit.ui.say import Say


class Room(Struct, frozen=True):
    """What every part of the window is given: how it looks, speaks, and reaches the cockpit.

    `person` is who sits here, None when that is not known. `is_live` says that an event loop goes
    on, so that what takes long may be spread over its turns.
    """

    look: Look
    say: Say
    hands: Hands
    workspace: Workspace
    person: str | None
    is_live: bool = False


class Page(Protocol):
    """One page. Calls come on the window's thread, only while the page is on the screen.

    A page that was hidden gets the newest snapshot when it is shown again.
    """

    @property
    def widget(self) -> QWidget:
        """Return what stands in the middle of the window."""
        ...

    def show(self, snapshot: Snapshot) -> None:
        """Show this; only what has changed is painted."""
        ...

    def hear(self, news: News | ActionEvent) -> None:
        """Take news; those of others are ignored."""
        ...
