"""Verification, export and renewal of the journal of a workspace, whether it opens or not."""

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from cockpit.app.crosscheck import CrossCheck, cross_checked
from cockpit.bootstrap.codes import AuditCode
from cockpit.bootstrap.hand import Hand, begun_run
from cockpit.bootstrap.person import person_here
from cockpit.bootstrap.record import kept_journal, traces_of, vouchers_for
from cockpit.bootstrap.secrets import keyring_store
from cockpit.bootstrap.sources import Secrets, connected
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Target
from cockpit.domain.unresolved import Operation, changes
from cockpit.host.clock import SystemClock
from cockpit.host.places import Places, places_for
from cockpit.ports.errors import SourceError
from cockpit.ports.flags import FlagControl
from cockpit.ports.journal import all_rows
from cockpit.ports.secrets import SecretStore
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.export import export_lines, export_table, verify_export
from cockpit.storage.opening import open_for_reading
from cockpit.storage.renewal import begin_again
from cockpit.storage.verify import Report, State, verify


class Audited(Struct, frozen=True):
    """What a verification came to: the report, and what to say of it."""

    file: str
    report: Report
    messages: tuple[Message, ...]

    @property
    def exit_code(self) -> int:
        """Return 0 for ok, 1 for broken, 2 for ok but nothing anchored."""
        return self.report.exit_code


def audited(
    file: WorkspaceFile, *, keys: SecretStore | None = None, root: Path | None = None
) -> Audited:
    """Verify the journal of the workspace against its key, its copies and its anchors.

    A journal that is not there, and that nothing else has ever heard of, has not begun. Raises
    `JournalError` when it cannot be told.
    """
    places = _places(file, root)
    keys = keys if keys is not None or root is not None else keyring_store()
    vouchers = vouchers_for(file, places, keys, root=root)
    if not places.journal_file.exists() and not traces_of(places, vouchers):
        nothing = Report(State.UNANCHORED, 0, (), 0, 0, 0, is_unsigned=True, warnings=())
        told = message(AuditCode.NOTHING_YET, file=str(places.journal_file))
        return Audited(str(places.journal_file), nothing, (told,))
    report = verify(
        places.journal_file,
        copies=vouchers.copies,
        anchors=vouchers.anchors,
        expected_key=vouchers.expected_key,
    )
    return _audited(places.journal_file, report)


def audited_file(journal: Path) -> Audited:
    """Verify a journal file by itself, such as a copy from another computer."""
    return _audited(journal, verify(journal))


def audited_export(export: Path) -> Audited:
    """Verify an exported journal by itself."""
    return _audited(export, verify_export(export))


def exported(file: WorkspaceFile, target: Path, *, as_table: bool, root: Path | None = None) -> int:
    """Export the journal into `target` and return the number of rows."""
    export = export_table if as_table else export_lines
    return export(_places(file, root).journal_file, target)


def begun_again(file: WorkspaceFile, person: str | None) -> tuple[Path, Path | None]:
    """Begin a new journal; return where it is, and where the old file was set aside."""
    places, clock = _places(file, None), SystemClock()
    runs = begun_run(places)
    try:
        hand = Hand(person or person_here(), runs, clock)
        vouchers = vouchers_for(file, places, keyring_store())
        first = hand.stamped(vouchers.begun())
        journal, set_aside = begin_again(places.journal_file, first, copies=places.checkpoints)
        with closing(kept_journal(journal, vouchers, hand, lambda _told: None)) as kept:
            kept.tend()
    finally:
        runs.close()
    return places.journal_file, set_aside


def cross_checked_online(
    file: WorkspaceFile, secrets: Secrets, *, root: Path | None = None
) -> CrossCheck:
    """Compare the journal with the flag servers' own events; raise `JournalError`."""
    operations: dict[str, Operation] = {}
    since = None
    with closing(open_for_reading(_places(file, root).journal_file)) as journal:
        for row in all_rows(journal):
            since = since or row.entry.at
            for operation in changes(operations, row.entry):
                operations[operation.operation_id] = operation
    workspace, clock = file.workspace, SystemClock()
    wanted = [(one.source, one.flag) for one in workspace.levers.flags]
    wanted += [(one.source, one.flag) for one in workspace.rollout.targets]
    targets = [
        Target(source, workspace.sources[source].environment or "", flag)
        for source, flag in dict.fromkeys(wanted)
    ]
    with closing(connected(workspace, file.file.parent, secrets, clock)) as sources:
        return cross_checked(
            sources.flags,
            operations,
            targets,
            since=since or clock.now(),
            own_names=_own_names(sources.flags),
        )


def _own_names(flags: Mapping[str, FlagControl]) -> frozenset[str]:
    """Return the names that our tokens go by; a server that is silent here is so to all else."""
    names: set[str] = set()
    for control in flags.values():
        with suppress(SourceError):
            names.update(filter(None, (control.own_name(),)))
    return frozenset(names)


def _audited(place: Path, report: Report) -> Audited:
    return Audited(str(place), report, tuple(_told(report)))


def _told(report: Report) -> Iterator[Message]:
    match report.state:
        case State.BROKEN if report.first_bad_seq is not None:
            yield message(AuditCode.BROKEN_AT, row=report.first_bad_seq)
        case State.BROKEN:
            yield message(AuditCode.BROKEN)
        case State.UNANCHORED:
            yield message(AuditCode.UNANCHORED, rows_count=report.rows_count)
        case State.OK:
            yield message(
                AuditCode.OK, rows_count=report.rows_count, anchored_seq=report.anchored_seq
            )
            if report.unanchored_count:
                yield message(AuditCode.NEWER_ROWS, unanchored_count=report.unanchored_count)
    for finding in report.findings:
        yield finding.message
    if report.is_unsigned and report.state is not State.BROKEN:
        yield message(AuditCode.UNSIGNED)
    yield from report.warnings


def _places(file: WorkspaceFile, root: Path | None) -> Places:
    return places_for(file.file, file.workspace.service.name, root=root)
