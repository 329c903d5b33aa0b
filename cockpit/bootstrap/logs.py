"""The program's log, with every known secret hidden."""

from collections.abc import Callable, Iterable
from pathlib import Path

from cockpit.host.logs import Redactor, start_logs
from cockpit.host.places import places_for


def log_to_file(
    workspace_file: Path, secrets: Iterable[str], *, root: Path | None = None
) -> Callable[[], None]:
    """Write the log into this computer's log folder until the returned function is called.

    A folder that cannot be written leaves the program without a log, and keeps nothing else back.
    """
    redactor = Redactor()
    redactor.hide(secrets)
    try:
        return start_logs(places_for(workspace_file, "", root=root).logs, redactor)
    except OSError:
        return lambda: None
