"""Verdicts of a workspace's journal, asked for again and worked out again."""

import json
from contextlib import closing
from pathlib import Path

from cockpit.app.decide.answering import answer
from cockpit.app.recompute import Recomputable, differences, recomputable
from cockpit.host.places import places_for
from cockpit.ports.journal import all_rows
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.opening import open_for_reading


def asked_again(
    file: WorkspaceFile, launch_id: str | None = None, *, root: Path | None = None
) -> Recomputable:
    """Return the verdicts in the journal as questions; raise `JournalError`."""
    place = places_for(file.file, file.workspace.service.name, root=root).journal_file
    with closing(open_for_reading(place)) as journal:
        return recomputable(all_rows(journal), launch_id)


def worked_out(found: Recomputable) -> tuple[tuple[str, str], ...]:
    """Return what came out otherwise than its row says: the id of the line, and the field.

    The field is empty where there was no answer at all.
    """
    wrong: list[tuple[str, str]] = []
    for line in found.lines:
        told = answer(json.dumps(line.plain()).encode())
        if told.out is None:
            wrong.append((line.id, ""))
            continue
        wrong += [(line.id, field) for field in differences(line.expect, told.out)]
    return tuple(wrong)
