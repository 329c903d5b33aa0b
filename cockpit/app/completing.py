"""The parts of a snapshot that rest on its other parts: alerts, marks, levers, the journal."""

from datetime import timedelta

from msgspec.structs import replace

from cockpit.app.alert_rows import owed
from cockpit.app.alert_view import alert_views
from cockpit.app.alerts import looks
from cockpit.app.board_codes import BoardCode
from cockpit.app.chart_view import Mark
from cockpit.app.lever_past import LeverPast
from cockpit.app.marks import within
from cockpit.app.past import Past
from cockpit.app.snapshot import JournalView, Snapshot
from cockpit.domain.alarms import Alarms
from cockpit.domain.message import Message
from cockpit.ports.workspace import Workspace


class Completing:
    """Remembers the alerts so far, and what would be worked out again and again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._levers = LeverPast(workspace)
        self._alarms = Alarms()
        self._marks: tuple[Mark, ...] = ()

    def completed(self, snapshot: Snapshot, past: Past, journal_error: Message | None) -> Snapshot:
        """Return the snapshot with everything that follows from it and from the journal."""
        self._levers.take(past.operations)
        start = snapshot.at - timedelta(seconds=snapshot.chart_range_s)
        marks = within(past.marks, start, snapshot.at)
        if marks != self._marks:  # else the same object stays, so that charts see no change
            self._marks = marks
        found = looks(snapshot, self._workspace, self._alarms.held)
        self._alarms = self._alarms.after(found, snapshot.at, past.alerts)
        views = alert_views(self._alarms, past.alerts, snapshot.at)
        launch = past.live(snapshot.service)
        launch_id = None if launch is None else launch.launch_id
        return replace(
            snapshot,
            levers=self._levers.levers(snapshot.levers),
            rollbacks=self._levers.rollbacks(launch),
            marks=self._marks,
            alerts=views.alerts,
            past_alerts=views.past,
            shelved_alerts=views.shelved,
            alerts_heard_count=past.alerts.heard_count(snapshot.at),
            owed=tuple(owed(self._alarms, past.alerts, snapshot.at, launch_id)),
            journal=_journal(past, journal_error),
        )


def _journal(past: Past, error: Message | None) -> JournalView | None:
    """Return how the journal stands; None while it is being read for the first time."""
    if error is not None and error.code == BoardCode.JOURNAL_READING:
        return None
    return JournalView(past.seq, past.anchored_seq, is_writable=error is None, error=error)
