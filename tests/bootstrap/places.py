"""A cockpit over the simulator's template, with all its files below one folder."""

from pathlib import Path
from typing import Any

from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.message import Message
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.workspace_template import template, write_template
from tests.kit.fakes_acting import FakeClock


def workspace_file(folder: Path, *, anchors: Path | None = None) -> WorkspaceFile:
    """Write a workspace whose servers are not there, and return it."""
    text = template(
        resources_folder(),
        metrics_url="http://127.0.0.1:9",
        flags_url="http://127.0.0.1:9",
        deploy_url="http://127.0.0.1:9",
        anchor_folder=anchors,
    )
    return opened_workspace(write_template(folder / "workspace", text), root=folder / "home")


def opened(
    file: WorkspaceFile, folder: Path, told: list[Message], **surroundings: Any
) -> tuple[Cockpit, FakeClock]:
    """Return an open cockpit with a clock that stands still; no keyring is touched."""
    clock = FakeClock()
    given = {"secrets": SessionSecrets(), "keys": None, "clock": clock, "root": folder / "home"}
    cockpit = Cockpit(file, "mina", Surroundings(**(given | surroundings)), told.append)
    return cockpit, clock
