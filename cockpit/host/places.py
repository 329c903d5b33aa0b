"""Folders and files of the cockpit on this computer."""

import hashlib
import os
import re
import sys
import uuid
from pathlib import Path

import platformdirs
from msgspec import Struct

from cockpit.host.durable import keep_name, write_durably

APP = "release-cockpit"
_ID_DIGITS = 16
_ID = re.compile(r"[0-9a-f]{32}")


class Places(Struct, frozen=True):
    """Where one workspace keeps its things; nothing is created before it is needed.

    `data` holds the journal; `spool` and `checkpoints` are folders away from it, so that losing
    one does not lose the other. `logs` and `cache` are shared by all workspaces.
    """

    workspace_id: str
    data: Path
    spool: Path
    checkpoints: Path
    logs: Path
    cache: Path

    @property
    def journal_file(self) -> Path:
        """Return the journal's file."""
        return self.data / "journal.db"

    @property
    def spool_file(self) -> Path:
        """Return the file that takes entries while the journal cannot."""
        return self.spool / "spool.jsonl"

    @property
    def runs(self) -> Path:
        """Return the folder of the lock files of living runs."""
        return self.data / "runs"


def places_for(workspace_file: Path, service: str, *, root: Path | None = None) -> Places:
    """Return the places of the workspace in `workspace_file` for `service`.

    The workspace is known by the real path of its file and the service. With `root`, everything
    lies below it: for demos, drills and tests.
    """
    workspace_id = workspace_id_of(workspace_file, service)
    if root is not None:
        return Places(
            workspace_id,
            data=root / "data" / "journals" / workspace_id,
            spool=root / "state" / "spool" / workspace_id,
            checkpoints=root / "config" / "checkpoints" / workspace_id,
            logs=root / "logs",
            cache=root / "cache",
        )
    return Places(
        workspace_id,
        data=platformdirs.user_data_path(APP, appauthor=False) / "journals" / workspace_id,
        spool=platformdirs.user_state_path(APP, appauthor=False) / "spool" / workspace_id,
        checkpoints=_config_path() / "checkpoints" / workspace_id,
        logs=platformdirs.user_log_path(APP, appauthor=False),
        cache=platformdirs.user_cache_path(APP, appauthor=False),
    )


def workspace_id_of(workspace_file: Path, service: str) -> str:
    """Return 16 hex digits that stand for a workspace file and a service on this computer."""
    place = os.path.normcase(os.path.realpath(workspace_file))
    return hashlib.sha256(f"{place}\0{service}".encode()).hexdigest()[:_ID_DIGITS]


def install_id(places: Places, *, root: Path | None = None) -> str:
    """Return the id under which this installation's journal of the workspace is known.

    The part for the computer is made once and lies apart from journals, so that a journal which
    is put in another's place is known by it. Raises `OSError`.
    """
    folder = root / "config" if root is not None else _config_path()
    file = folder / "install-id"
    computer = _kept_id(file) or _new_id(file)
    return f"{computer[:_ID_DIGITS]}-{places.workspace_id}"


def window_file() -> Path:
    """Return the file that keeps size and place of the window on this computer."""
    return _config_path() / "window.ini"


def resources_dir() -> Path:
    """Return the folder of icons, catalogues and templates: frozen, in a checkout, or installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "resources"
    return checkout if checkout.is_dir() else package / "_resources"


def _kept_id(file: Path) -> str | None:
    """Return the id in the file; None when there is none, or what a power cut has left of one."""
    try:
        text = file.read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    return text if _ID.fullmatch(text) else None


def _new_id(file: Path) -> str:
    """Keep a new id in the file for good, and return the one that stands there then."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f".install-id-{uuid.uuid4().hex}")
    write_durably(own, uuid.uuid4().hex)
    try:
        if file.exists() and _kept_id(file) is None:
            own.replace(file)
        else:
            os.link(own, file)  # the first of several processes wins
            own.unlink()
    except FileExistsError:
        own.unlink()
    except OSError:
        own.replace(file)  # a drive without links: the last one wins
    keep_name(file)
    return file.read_text(encoding="ascii")


def _config_path() -> Path:
    return platformdirs.user_config_path(APP, appauthor=False, roaming=True)
