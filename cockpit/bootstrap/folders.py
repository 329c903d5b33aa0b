"""Where the program's own files are."""

from pathlib import Path

from cockpit.host import places


def resources_folder() -> Path:
    """Return the folder of catalogues and templates."""
    return places.resources_dir()


def window_file() -> Path:
    """Return the file that keeps size and place of the window."""
    return places.window_file()
