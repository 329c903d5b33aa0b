"""The quick door: opens the window before the rest of the command line is even read.

Reading all commands and their help takes as long as painting a window. So a call that plainly asks
for the window goes straight to it; whatever else is said goes to the whole program, which knows
the same command.
"""

import gc
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cockpit.bootstrap.screen import has_screen
from cockpit.words.language import chosen, system_locale

COMMAND = "open"
USUAL_FILE = "cockpit.yaml"
BEFORE = {"--lang": "language", "--workspace": "workspace", "-w": "workspace", "--as": "person"}
AFTER = {"--theme": "theme"}
THEMES = ("dark", "light")


class Asked(Struct, frozen=True):
    """The window that was asked for, in the words of the call; None is whatever is usual."""

    workspace: str = USUAL_FILE
    language: str | None = None
    person: str | None = None
    theme: str | None = None


def run(
    arguments: Sequence[str], *, reached: Callable[[str], None] = lambda _moment: None
) -> int | None:
    """Open the window, and return an exit status; None when this is for the whole program.

    `reached` is told each moment of the opening; for measurements.
    """
    wanted = asked(arguments, os.environ)
    return show(wanted, reached=reached) if wanted is not None and has_screen() else None


def show(
    wanted: Asked,
    *,
    given: Mapping[str, str] | None = None,
    reached: Callable[[str], None] = lambda _moment: None,
) -> int:
    """Open the window and return when it was closed; there has to be a screen.

    `given` are the secrets for this run, None when the keyring has them.
    """
    gc.disable()  # looking through what is still being made costs a tenth; `Collecting` takes over
    from cockpit.ui.importing import import_plainly

    import_plainly()
    from cockpit.bootstrap.folders import window_file
    from cockpit.bootstrap.window import Wanted
    from cockpit.bootstrap.window import run as run_window
    from cockpit.ui.look import Theme

    return run_window(
        Wanted(
            workspace_file=file_of(wanted.workspace),
            language=chosen(wanted.language, os.environ, system=system_locale()),
            person=wanted.person,
            theme=None if wanted.theme is None else Theme(wanted.theme),
            settings_file=window_file(),
            given=given,
            reached=reached,
        )
    )


def asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Asked | None:
    """Return the window that these arguments ask for; None when they may mean anything else."""
    wanted = Asked(
        workspace=environment.get("COCKPIT_WORKSPACE") or USUAL_FILE,
        person=environment.get("COCKPIT_PERSON") or None,
    )
    names, is_command_there, is_path_there = BEFORE, False, False
    left = list(arguments)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if name in names and (equals or left):
            value = value if equals else left.pop(0)
            wanted = replace(wanted, **{names[name]: value})
        elif word == COMMAND and not is_command_there:
            names, is_command_there = AFTER, True
        elif is_command_there and not is_path_there and not word.startswith("-"):
            wanted, is_path_there = replace(wanted, workspace=word), True
        else:
            return None
    return wanted if wanted.theme in {None, *THEMES} else None


def file_of(workspace: str) -> Path:
    """Return the file that is meant; a folder means the `cockpit.yaml` in it."""
    path = Path(workspace)
    return path / USUAL_FILE if os.path.isdir(path) else path  # noqa: PTH112 - never raises
