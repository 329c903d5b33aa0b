"""A gate judged for a pipeline: from the metric sources, and from what else it was given."""

from contextlib import closing
from pathlib import Path

from msgspec import Struct

from cockpit.app.history import History
from cockpit.app.past import Past
from cockpit.app.pipeline import GateSeen, GateVerdict, Pipeline, Wanted
from cockpit.app.unseen import Unseen, Witnesses, together, unseen
from cockpit.bootstrap.sources import Secrets, connected
from cockpit.domain.message import Message
from cockpit.host.clock import SystemClock
from cockpit.host.places import places_for
from cockpit.ports.clock import Clock
from cockpit.ports.journal import all_rows
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.opening import open_for_reading
from cockpit.storage.signoff_file import read_sign_off

LOCAL = "local"
"""The journal of this workspace on this computer, instead of a file."""


class Judged(Struct, frozen=True):
    """The gate as metric sources show it, what witnesses tell, and what both come to."""

    seen: GateSeen
    others: tuple[Unseen, ...]
    verdict: GateVerdict


def judged(
    file: WorkspaceFile,
    secrets: Secrets,
    wanted: Wanted,
    *,
    build: str | None = None,
    team_journal: str | None = None,
    sign_off: Path | None = None,
    clock: Clock | None = None,
    root: Path | None = None,
) -> Judged | Message:
    """Return what was judged, or why there is nothing to judge.

    `team_journal` is a journal file, or `local`. Raises `JournalError` and `SignOffFileError` for
    a witness that cannot be read: it was asked for, so its silence is no answer.
    """
    workspace, clock = file.workspace, clock or SystemClock()
    journal = None if team_journal is None else _past(file, team_journal, root)
    keys = {one.id: one.public_key for one in workspace.people if one.public_key is not None}
    signed = None if sign_off is None else read_sign_off(sign_off, keys)
    with closing(connected(workspace, file.file.parent, secrets, clock)) as sources:
        pipeline = Pipeline(workspace=workspace, metrics=sources.metrics, clock=clock)
        refusal = pipeline.why_not(wanted)
        if refusal is not None:
            return refusal
        seen = pipeline.judged(wanted, journal)
    others = unseen(workspace, wanted, Witnesses(journal, signed, build), seen.at)
    return Judged(seen, others, together(seen.verdict, others))


def _past(file: WorkspaceFile, team_journal: str, root: Path | None) -> Past:
    here = places_for(file.file, file.workspace.service.name, root=root).journal_file
    place = here if team_journal == LOCAL else Path(team_journal)
    with closing(open_for_reading(place)) as journal:
        return History().take(all_rows(journal))
