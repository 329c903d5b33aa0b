"""The cockpit of one workspace, put together: journal, sources, services."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from msgspec import Struct, field

from cockpit.app.asking import Ask, in_place
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, Limits
from cockpit.bootstrap.absent import Absent
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.hand import Hand, begun_run
from cockpit.bootstrap.late import LateJournal
from cockpit.bootstrap.person import why_not_person
from cockpit.bootstrap.sources import Sources, connected
from cockpit.domain.message import Message, message
from cockpit.host.clock import SystemClock
from cockpit.host.herald import HeraldOffice
from cockpit.host.places import Places, places_for
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, JournalError
from cockpit.ports.secrets import SecretStore
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_file import WorkspaceFile

if TYPE_CHECKING:  # each service is read by whoever asks for it: a window needs few at first
    from cockpit.app.accepting import Accepting
    from cockpit.app.actions import Actions
    from cockpit.app.advance import Advance
    from cockpit.app.alert_desk import AlertDesk
    from cockpit.app.alert_log import AlertLog
    from cockpit.app.delivery import Delivery
    from cockpit.app.detect import Detector
    from cockpit.app.ladder import Ladder
    from cockpit.app.launches import Launches
    from cockpit.app.monitor import Monitor
    from cockpit.app.recovery import Recovery
    from cockpit.app.signoffs import SignOffs
    from cockpit.bootstrap.record import KeptJournal, Vouchers
    from cockpit.domain.events import Event
    from cockpit.domain.notices import Notice
    from cockpit.ports.channels import Carrier

Tell = Callable[[Message], None]
SAMPLE_EVERY_S = 5.0


class Surroundings(Struct, frozen=True):
    """What is different in a demo or a test: time, folders, secrets.

    `secrets` has the tokens of sources; `keys` keeps the journal's key, None for a key of this
    session alone. With `root` all files lie below it. `desktop` carries notes where a window does
    that and no service of the system.
    """

    secrets: SecretStore
    keys: SecretStore | None
    clock: Clock = field(default_factory=SystemClock)
    root: Path | None = None
    limits: Limits = field(default_factory=Limits)
    is_drill: bool = False
    desktop: "Carrier | None" = None


class Cockpit:
    """One workspace with its journal and sources open; a context manager that gives them back.

    A journal that cannot be opened is said through `tell` and stands as absent: what is safer
    goes on without it. With `journal_comes_later` it is opened by `open_journal`.
    """

    def __init__(
        self,
        file: WorkspaceFile,
        person: str,
        surroundings: Surroundings,
        tell: Tell,
        *,
        journal_comes_later: bool = False,
    ) -> None:
        self.file = file
        self.surroundings = surroundings
        self.places: Places = places_for(
            file.file, file.workspace.service.name, root=surroundings.root
        )
        self._runs = begun_run(self.places)
        self.hand = Hand(person, self._runs, surroundings.clock, is_drill=surroundings.is_drill)
        self._kept: KeptJournal | None = None
        self._late: LateJournal | None = None
        if journal_comes_later:
            self._late = LateJournal(lambda: self._opened_journal(tell))
        self.journal: Journal = self._late or self._opened_journal(tell)
        folder = file.file.parent
        self.sources: Sources = connected(
            file.workspace, folder, surroundings.secrets, surroundings.clock
        )
        self._channels: Mapping[str, Carrier] | None = None
        self._office = HeraldOffice(self.places.data)

    @property
    def workspace(self) -> Workspace:
        """Return what the team told."""
        return self.file.workspace

    @property
    def clock(self) -> Clock:
        """Return the clock that everything here goes by."""
        return self.surroundings.clock

    @property
    def is_journal_open(self) -> bool:
        """Whether the journal was opened, or what stands for one that cannot be."""
        return self._late is None or self._late.is_open

    @property
    def channels(self) -> "Mapping[str, Carrier]":
        """The ways to people, by the names of the channels; nothing is opened yet."""
        if self._channels is None:
            from cockpit.bootstrap.channels import carriers

            surroundings = self.surroundings
            self._channels = carriers(
                self.workspace,
                self.file.file.parent,
                surroundings.secrets,
                surroundings.clock,
                desktop=surroundings.desktop,
            )
        return self._channels

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back connections, journal and the lock of this run."""
        self.sources.close()
        for carrier in (self._channels or {}).values():
            carrier.close()
        self._office.close()
        if self._kept is not None:
            self._kept.close()
        self._runs.close()

    def open_journal(self) -> None:
        """Open the journal that comes later: to load what reads it takes longer than a window."""
        if self._late is not None:
            self._late.open()

    def tend(self) -> None:
        """Place a checkpoint and its anchors when they are due; may wait for a slow drive."""
        if self._kept is not None:
            self._kept.tend()

    def actions(self, publish: Callable[[ActionEvent], None], *, ask: Ask = in_place) -> "Actions":
        """Return the service that carries out orders."""
        from cockpit.app.actions import Actions
        from cockpit.storage.spool import JsonlSpool

        return Actions(
            flags=self.sources.flags,
            rollbacks=self.sources.rollbacks,
            journal=self.journal,
            spool=JsonlSpool(self.places.spool_file),
            runs=self._runs,
            clock=self.clock,
            actor=self.hand.person,
            publish=publish,
            ladder_pct=self.workspace.rollout.ladder,
            ask=ask,
            limits=self.surroundings.limits,
            is_drill=self.hand.is_drill,
        )

    def recovery(self, actions: "Actions") -> "Recovery":
        """Return the service that takes over what dead runs have left."""
        from cockpit.app.recovery import Recovery

        return Recovery(
            actions=actions, runs=self._runs, clock=self.clock, limits=self.surroundings.limits
        )

    def monitor(
        self,
        publish: Callable[[Snapshot], None],
        *,
        asks: Mapping[str, Ask] | None = None,
        disk: Ask = in_place,
        breathe: Callable[[], None] = lambda: None,
        interval_s: float = SAMPLE_EVERY_S,
    ) -> "Monitor":
        """Return the service that asks and judges; without `asks` it waits for every answer."""
        from cockpit.app.monitor import Monitor

        return Monitor(
            workspace=self.workspace,
            metrics=self.sources.metrics,
            flags=self.sources.flags,
            journal=self.journal,
            clock=self.clock,
            asks=asks or dict.fromkeys(self.workspace.sources, in_place),
            disk=disk,
            publish=publish,
            interval_s=interval_s,
            breathe=breathe,
            actor=self.hand.person,
        )

    def launches(self) -> "Launches":
        """Return the service that opens and closes launches."""
        from cockpit.app.launches import Launches

        return Launches(
            workspace=self.workspace,
            journal=self.journal,
            clock=self.clock,
            runs=self._runs,
            actor=self.hand.person,
        )

    def ladder(self, launches: "Launches") -> "Ladder":
        """Return the ladders of the launches that go on."""
        from cockpit.app.ladder import Ladder

        return Ladder(workspace=self.workspace, launches=launches)

    def advance(self, launches: "Launches") -> "Advance":
        """Return the service that lets steps through."""
        from cockpit.app.advance import Advance

        return Advance(
            workspace=self.workspace,
            launches=launches,
            clock=self.clock,
            actor=self.hand.person,
            stranger=why_not_person(self.workspace, self.hand.person),
        )

    def accepting(self, launches: "Launches") -> "Accepting":
        """Return the service that accepts what checks have found."""
        from cockpit.app.accepting import Accepting

        return Accepting(
            workspace=self.workspace,
            launches=launches,
            clock=self.clock,
            actor=self.hand.person,
            stranger=why_not_person(self.workspace, self.hand.person),
        )

    def sign_offs(self, launches: "Launches") -> "SignOffs":
        """Return the service that takes answers and sign-offs of the Go/No-Go."""
        from cockpit.app.signoffs import SignOffs

        return SignOffs(
            workspace=self.workspace,
            launches=launches,
            journal=self.journal,
            clock=self.clock,
            runs=self._runs,
            actor=self.hand.person,
        )

    def detector(self, *, disk: Ask = in_place) -> "Detector":
        """Return the service that writes down faults found and users safe again."""
        from cockpit.app.detect import Detector

        return Detector(journal=self.journal, clock=self.clock, runs=self._runs, disk=disk)

    def alert_log(self, *, disk: Ask, notify: "Callable[[Notice], None]") -> "AlertLog":
        """Return the service that writes alerts down and says whom to tell."""
        from cockpit.app.alert_log import AlertLog

        return AlertLog(
            journal=self.journal, clock=self.clock, runs=self._runs, disk=disk, notify=notify
        )

    def alert_desk(self) -> "AlertDesk":
        """Return the service that puts alerts aside and takes ratings."""
        from cockpit.app.alert_desk import AlertDesk

        return AlertDesk(
            journal=self.journal,
            clock=self.clock,
            runs=self._runs,
            actor=self.hand.person,
            is_drill=self.hand.is_drill,
        )

    def delivery(
        self,
        *,
        asks: Mapping[str, Ask],
        disk: Ask,
        breathe: Callable[[], None] = lambda: None,
    ) -> "Delivery":
        """Return the service that tells people; `asks` has a way of waiting for each channel."""
        from cockpit.app.delivery import Delivery
        from cockpit.app.teller import Teller
        from cockpit.bootstrap.channels import ways

        flows = self.workspace.flows
        runbooks = {one.name: one.runbook for one in flows if one.runbook is not None}
        return Delivery(
            ways=ways(self.workspace, self.channels, asks),
            service=self.workspace.service.name,
            teller=lambda: Teller(runbooks),
            journal=self.journal,
            office=self._office,
            clock=self.clock,
            disk=disk,
            record=self.record,
            breathe=breathe,
        )

    def record(self, event: "Event") -> None:
        """Append an event in the name of whoever acts; raise `JournalError`."""
        self.journal.append(self.hand.stamped(event))

    def vouched(self) -> str:
        """Return a checkpoint of the journal as it is now; raise `JournalError` without one."""
        if self._kept is None:
            self.journal.newest_seq()  # says why there is none
            raise JournalError(message(BootCode.STILL_OPENING))
        return self._kept.vouched()

    def vouchers(self) -> "Vouchers":
        """Return what vouches for the journal; raise `JournalError`."""
        from cockpit.bootstrap.record import vouchers_for

        surroundings = self.surroundings
        return vouchers_for(self.file, self.places, surroundings.keys, root=surroundings.root)

    def _opened_journal(self, tell: Tell) -> Journal:
        from cockpit.bootstrap.record import opened_journal

        try:
            vouchers = self.vouchers()
            self._kept = opened_journal(self.places, vouchers, self.hand, tell)
        except JournalError as error:
            tell(error.message)
            return cast("Journal", cast("Any", Absent(error)))
        if vouchers.not_kept is not None:
            tell(vouchers.not_kept)
        return self._kept
