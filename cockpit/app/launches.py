"""Opens and closes launches, and lists them."""

import re
from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from cockpit.app.board_codes import LaunchNote
from cockpit.app.history import History, new_rows
from cockpit.app.snapshot import VersionView
from cockpit.domain.events import Entry, Event, LaunchClosed, LaunchPlanned
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, Runs
from cockpit.ports.workspace import Workspace


class Launches:
    """The launches of one service. Every call may raise `JournalError`.

    One launch goes on at a time. Two processes that open one in the same instant both succeed;
    the newer is then the one that is followed.
    """

    def __init__(
        self, *, workspace: Workspace, journal: Journal, clock: Clock, runs: Runs, actor: str
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._clock = clock
        self._runs = runs
        self._actor = actor
        self._history = History()

    def all(self) -> tuple[Launch, ...]:
        """Return all launches of the service, oldest first."""
        past = self._history.take(new_rows(self._journal, self._history.past.seq))
        service = self._workspace.service.name
        return tuple(one for one in past.launches if one.service == service)

    def live(self) -> Launch | None:
        """Return the launch that goes on."""
        return next((one for one in reversed(self.all()) if one.is_live), None)

    def open(
        self,
        version: str,
        build: str,
        *,
        baseline: str | None,
        notes: str = "",
        is_drill: bool = False,
    ) -> Launch | Message:
        """Open a launch and return it, or return why not; None is no baseline."""
        refusal = self.why_not_open(version, build, baseline)
        if refusal is not None or baseline is None:
            return refusal or message(LaunchNote.BASELINE_UNKNOWN, version=version)
        launch_id = uuid4().hex
        service = self._workspace.service.name
        event = LaunchPlanned(launch_id, service, version, build, baseline, notes)
        self._append(event, is_drill=is_drill)
        return next(one for one in self.all() if one.launch_id == launch_id)

    def why_not_open(self, version: str, build: str, baseline: str | None) -> Message | None:
        """Return why the launch cannot be opened; None when it can."""
        numbering, going_on = self._workspace.releases, self.live()
        if going_on is not None:
            return message(
                LaunchNote.ALREADY_LIVE, version=going_on.version, launch_id=going_on.launch_id
            )
        for code, text, pattern in (
            (LaunchNote.VERSION_SHAPE, version, numbering.version_pattern),
            (LaunchNote.BUILD_SHAPE, build, numbering.build_pattern),
            (LaunchNote.BASELINE_SHAPE, baseline, numbering.version_pattern),
        ):
            if text is not None and not re.fullmatch(pattern, text):
                return message(code, given=text, pattern=pattern)
        if baseline is None:
            return message(LaunchNote.BASELINE_UNKNOWN, version=version)
        if baseline == version:
            return message(LaunchNote.BASELINE_SAME, version=version)
        return None

    def close(
        self,
        result: Literal["done", "stopped"],
        *,
        way_out: Literal["flag_off", "rollback"] | None = None,
    ) -> Launch | Message:
        """Close the launch that goes on and return it, or return that there is none."""
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        closed = LaunchClosed(launch.launch_id, result, way_out)
        self._append(closed, is_drill=launch.is_drill)
        return next(one for one in self.all() if one.launch_id == launch.launch_id)

    def _append(self, event: Event, *, is_drill: bool) -> None:
        self._journal.append(
            Entry(
                at=self._clock.now(),
                monotonic_s=self._clock.monotonic_s(),
                run_id=self._runs.run_id,
                actor=self._actor,
                event=event,
                is_drill=is_drill,
            )
        )


def proposed_baseline(versions: Sequence[VersionView], new_version: str) -> str | None:
    """Return the version with most users that is not the new one; None when none is seen."""
    others = [one for one in versions if one.version != new_version]
    return max(others, key=lambda one: one.event_count).version if others else None
