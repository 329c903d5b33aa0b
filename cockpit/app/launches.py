"""Opens launches and leads them through their lives, all but their steps."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from msgspec import Struct

from cockpit.app.board_codes import LaunchNote
from cockpit.app.history import History, new_rows
from cockpit.app.past import Past
from cockpit.app.snapshot import VersionView
from cockpit.domain.events import (
    Entry,
    Event,
    LaunchClosed,
    LaunchDeployed,
    LaunchDisputed,
    LaunchHeld,
    LaunchPlanned,
    LaunchResumed,
    NoteAdded,
    ReasonGiven,
    ReleaseKind,
    WindowTaken,
)
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.standings import LaunchPhase
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, Runs
from cockpit.ports.workspace import Workspace


class LaunchPlan(Struct, frozen=True):
    """A launch as a person plans it.

    `baseline` None is not known, which opens nothing. A hotfix or a rollback becomes the child of
    the launch that goes on, if there is one. None leaves that end of the launch window open.
    """

    version: str
    build: str
    baseline: str | None
    release_kind: ReleaseKind = "release"
    window_from: datetime | None = None
    window_to: datetime | None = None
    commit: str = ""
    notes: str = ""


class Launches:
    """The launches of one service. Every call may raise `JournalError`.

    One launch goes on at a time, and its hotfix or rollback before it: that child is followed
    until it is closed. Two processes that open a launch in the same instant both succeed; the
    newer is then the one that is followed.
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
        service = self._workspace.service.name
        return tuple(one for one in self.past().launches if one.service == service)

    def past(self) -> Past:
        """Return everything that the journal tells by now."""
        return self._history.take(new_rows(self._journal, self._history.past.seq))

    def live(self) -> Launch | None:
        """Return the launch that goes on; of a child and its parent, the child."""
        return next((one for one in reversed(self.all()) if one.is_live), None)

    def open(self, plan: LaunchPlan, *, is_drill: bool = False) -> Launch | Message:
        """Open a launch and return it, or return why not."""
        going_on = self.live()
        refusal = self._why_not_open(plan, going_on)
        if refusal is not None or plan.baseline is None:
            return refusal or message(LaunchNote.BASELINE_UNKNOWN, version=plan.version)
        event = LaunchPlanned(
            uuid4().hex,
            self._workspace.service.name,
            plan.version,
            plan.build,
            plan.baseline,
            plan.notes,
            release_kind=plan.release_kind,
            parent_id=None if going_on is None else going_on.launch_id,
            window_from=_utc(plan.window_from),
            window_to=_utc(plan.window_to),
            commit=plan.commit,
        )
        self._append(event, is_drill=is_drill or (going_on is not None and going_on.is_drill))
        return self._known(event.launch_id)

    def deployed(self) -> Launch | Message:
        """Write down that the release is deployed, open to nobody."""
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if launch.deployed_at is not None:
            return message(LaunchNote.DEPLOYED_ALREADY, at=launch.deployed_at)
        return self._lived(launch, LaunchDeployed(launch.launch_id))

    def hold(self, reason: str = "") -> Launch | Message:
        """Allow no next stage; the exposure stays as it is."""
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if launch.held is not None:
            return message(LaunchNote.HELD_ALREADY, person=launch.held.by, at=launch.held.at)
        return self._lived(launch, LaunchHeld(launch.launch_id, reason))

    def resume(self) -> Launch | Message:
        """End the hold; the gate decides again."""
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if launch.held is None:
            return message(LaunchNote.NOT_HELD)
        return self._lived(launch, LaunchResumed(launch.launch_id))

    def take_over(self) -> Launch | Message:
        """Hold the launch window from now on."""
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if launch.holder == self._actor:
            return message(LaunchNote.HOLDS_ALREADY, person=self._actor)
        return self._lived(launch, WindowTaken(launch.launch_id))

    def close(
        self,
        result: Literal["done", "stopped"],
        *,
        way_out: Literal["flag_off", "rollback"] | None = None,
    ) -> Launch | Message:
        """Close the launch that goes on and return it, or return why not.

        It is done at the top of the ladder only; one that anybody had is stopped by a way out.
        """
        launch = self.live()
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if result == "done" and launch.phase is not LaunchPhase.WATCHING:
            return message(LaunchNote.NOT_DONE, exposure_pct=launch.exposure_pct)
        if result == "stopped" and way_out is None and launch.was_exposed:
            return message(LaunchNote.NO_WAY_OUT)
        closed = LaunchClosed(launch.launch_id, result, way_out if result == "stopped" else None)
        return self._lived(launch, closed)

    def give_reason(self, about: str, reason: str) -> Message | None:
        """Write down why, about an operation or a row; return why not."""
        launch = next(iter(reversed(self.all())), None)
        if launch is None:
            return message(LaunchNote.NONE_LIVE)
        if not reason.strip():
            return message(LaunchNote.NO_TEXT)
        self._append(ReasonGiven(launch.launch_id, about, reason), is_drill=launch.is_drill)
        return None

    def dispute(self, launch_id: str, reason: str) -> Message | None:
        """Write down that somebody disputes how a launch counts, and why; return why not."""
        known = self.past().deliveries.get(launch_id)
        if known is None or known.deployed_at is None:
            return message(LaunchNote.NOT_OUT)
        if not reason.strip():
            return message(LaunchNote.NO_TEXT)
        self._append(LaunchDisputed(launch_id, reason.strip()), is_drill=known.is_drill)
        return None

    def note(self, text: str) -> Message | None:
        """Write a note down, with or without a launch; return why not."""
        if not text.strip():
            return message(LaunchNote.NO_TEXT)
        launch = self.live()
        if launch is None:
            self._append(NoteAdded(text), is_drill=False)
        else:
            self._append(NoteAdded(text, launch.launch_id), is_drill=launch.is_drill)
        return None

    def write(self, event: Event) -> None:
        """Write down something about the launch that goes on."""
        launch = self.live()
        self._append(event, is_drill=launch is not None and launch.is_drill)

    def _why_not_open(self, plan: LaunchPlan, going_on: Launch | None) -> Message | None:
        is_child = plan.release_kind != "release"
        if going_on is not None and not is_child:
            return message(
                LaunchNote.ALREADY_LIVE, version=going_on.version, launch_id=going_on.launch_id
            )
        if going_on is not None and plan.version == going_on.version:
            return message(LaunchNote.SAME_AS_PARENT, version=plan.version)
        return self._why_not_numbers(plan) or _why_not_window(plan)

    def _why_not_numbers(self, plan: LaunchPlan) -> Message | None:
        numbering = self._workspace.releases
        for code, text, pattern in (
            (LaunchNote.VERSION_SHAPE, plan.version, numbering.version_pattern),
            (LaunchNote.BUILD_SHAPE, plan.build, numbering.build_pattern),
            (LaunchNote.BASELINE_SHAPE, plan.baseline, numbering.version_pattern),
        ):
            if text is not None and not re.fullmatch(pattern, text):
                return message(code, given=text, pattern=pattern)
        if plan.baseline is None:
            return message(LaunchNote.BASELINE_UNKNOWN, version=plan.version)
        if plan.baseline == plan.version:
            return message(LaunchNote.BASELINE_SAME, version=plan.version)
        return None

    def _lived(self, launch: Launch, event: Event) -> Launch:
        self._append(event, is_drill=launch.is_drill)
        return self._known(launch.launch_id)

    def _known(self, launch_id: str) -> Launch:
        return next(one for one in self.all() if one.launch_id == launch_id)

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


def _why_not_window(plan: LaunchPlan) -> Message | None:
    begin_at, end_at = plan.window_from, plan.window_to
    if begin_at is not None and end_at is not None and end_at <= begin_at:
        return message(LaunchNote.WINDOW_BACKWARDS, from_at=begin_at, until_at=end_at)
    return None


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)
