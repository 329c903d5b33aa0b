"""Reading, writing and describing the workspace file."""

from pathlib import Path
from typing import Any

from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.sources import kinds
from cockpit.host.places import places_for
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage import workspace_template
from cockpit.storage.workspace_file import read_workspace


def opened_workspace(file: Path, *, root: Path | None = None) -> WorkspaceFile:
    """Return the workspace in `file`; raise `WorkspaceError` with everything that is wrong.

    `root` holds the journals of demos and tests, see `cockpit.host.places`.
    """
    known = kinds()
    journals = places_for(file, "", root=root).data.parent
    return read_workspace(file, known, data_folder=journals)


def written_template(folder: Path) -> Path:
    """Write a commented workspace file into the folder and return it; nothing is overwritten."""
    text = workspace_template.template(resources_folder())
    return workspace_template.write_template(folder, text)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the workspace file."""
    return workspace_template.schema()
