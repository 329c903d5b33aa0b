"""A journal of alerts that is kept second by second, as a cockpit would."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from cockpit.app.alert_rows import owed
from cockpit.app.alert_view import AlertView, alert_views
from cockpit.app.alerts import looks
from cockpit.app.snapshot import Snapshot
from cockpit.domain.alarms import Alarms, Look
from cockpit.domain.alert_events import AlertRaised
from cockpit.domain.episodes import Episodes
from cockpit.domain.events import Entry, Event
from cockpit.ports.workspace import Workspace
from tests.kit.alerting import at_s


class Watch:
    """Looks once a second, and writes what is owed; with `is_deaf` the journal takes no row."""

    def __init__(self, workspace: Workspace, episodes: Episodes | None = None) -> None:
        self.workspace = workspace
        self.alarms = Alarms()
        self.episodes = Episodes() if episodes is None else episodes
        self.rows: list[Entry] = []
        self.second = 0
        self.is_deaf = False

    @property
    def now(self) -> datetime:
        """Return the instant of the last look."""
        return at_s(self.second)

    def see(self, shown: Snapshot, seconds: int = 1) -> tuple[AlertView, ...]:
        """Show the same for so many seconds and return the alerts then."""
        for _ in range(seconds):
            self.second += 1
            found = looks(replace(shown, at=self.now), self.workspace, self.alarms.held)
            self._take(found)
        return self.alerts

    def look(self, found: Mapping[str, Look], seconds: int = 1) -> tuple[AlertView, ...]:
        """Take what somebody else has looked up, for so many seconds."""
        for _ in range(seconds):
            self.second += 1
            self._take(found)
        return self.alerts

    @property
    def alerts(self) -> tuple[AlertView, ...]:
        """Return the alerts that go on and are not put aside."""
        return alert_views(self.alarms, self.episodes, self.now).alerts

    @property
    def shelved(self) -> tuple[AlertView, ...]:
        """Return those that are put aside."""
        return alert_views(self.alarms, self.episodes, self.now).shelved

    @property
    def past(self) -> tuple[AlertView, ...]:
        """Return the last that are over."""
        return alert_views(self.alarms, self.episodes, self.now).past

    def write(self, event: Event, actor: str = "cockpit") -> None:
        """Write a row now."""
        entry = Entry(self.now, float(self.second), "run", actor, event)
        self.rows.append(entry)
        self.episodes = self.episodes.after((entry,))

    def _take(self, found: Mapping[str, Look]) -> None:
        self.alarms = self.alarms.after(found, self.now, self.episodes)
        if self.is_deaf:
            return
        for event in owed(self.alarms, self.episodes, self.now, None):
            if isinstance(event, AlertRaised) and not event.alert_id:
                event = replace(event, alert_id=f"id-{len(self.rows)}")  # noqa: PLW2901 - named
            self.write(event)
