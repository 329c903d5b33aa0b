"""Where the program's own files are."""

from pathlib import Path

from cockpit.host.places import resources_dir


def resources_folder() -> Path:
    """Return the folder of catalogues and templates."""
    return resources_dir()
