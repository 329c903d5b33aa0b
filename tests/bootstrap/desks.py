"""A live cockpit of a workspace whose servers are away, and all that it says."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.live import Live
from cockpit.domain.message import Message
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.journal import all_rows
from cockpit.ports.secrets import SecretStore
from cockpit.ports.workspace_file import WorkspaceFile
from tests.bootstrap.places import workspace_file

SOON_S = 15.0


class Desk:
    """Hears everything that a live cockpit says."""

    def __init__(
        self,
        folder: Path,
        person: str = "mina",
        file: WorkspaceFile | None = None,
        secrets: SecretStore | None = None,
    ) -> None:
        self.told: list[Any] = []
        self.changed = threading.Condition()
        surroundings = Surroundings(
            secrets=secrets or SessionSecrets(), keys=None, root=folder / "home"
        )
        self.cockpit = Cockpit(file or workspace_file(folder), person, surroundings, self.hear)

    def hear(self, told: Any) -> None:
        with self.changed:
            self.told.append(told)
            self.changed.notify_all()

    def live(self, *, answers: bool = True, first_look: threading.Event | None = None) -> Live:
        return Live(
            self.cockpit,
            publish=self.hear,
            show=self.hear,
            tell=self.hear,
            interval_s=1.0,
            answered=self.answer if answers else None,
            notify=self.hear,
            first_look=first_look,
        )

    def answer(self, wish: str, refusal: Message | None) -> None:
        self.hear((wish, refusal))

    def of(self, wish: str) -> Message | None:
        """Return why the wish was not granted."""
        found: Message | None = self.until(lambda told: is_answer(told, wish))[1]
        return found

    def rows(self, kind: type[Any]) -> list[Any]:
        rows = all_rows(self.cockpit.journal)
        return [row.entry.event for row in rows if isinstance(row.entry.event, kind)]

    def until(self, is_wanted: Callable[[Any], bool]) -> Any:
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_wanted, self.told)), SOON_S), self.told
            return next(told for told in self.told if is_wanted(told))


def is_answer(told: Any, wish: str) -> bool:
    return isinstance(told, tuple) and told[0] == wish
