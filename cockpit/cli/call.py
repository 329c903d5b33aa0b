"""One call of the program: where it speaks, and what it was told before the command."""

from pathlib import Path

import typer
from msgspec import Struct, field

from cockpit.cli.door import file_of
from cockpit.cli.terminal import Terminal
from cockpit.cli.typed import TypedLines


class Options(Struct, frozen=True):
    """What stands before the command: the workspace, who acts, where secrets come from."""

    workspace: str
    person: str | None
    secrets_from_stdin: bool = False

    @property
    def workspace_file(self) -> Path:
        """Return the file; a folder means the `cockpit.yaml` in it."""
        return file_of(self.workspace)


class Call(Struct, frozen=True):
    """The running call."""

    terminal: Terminal
    options: Options
    typed: TypedLines = field(default_factory=TypedLines)


def call_of(context: typer.Context) -> Call:
    """Return the call that `context` belongs to."""
    call = context.find_object(Call)
    assert call is not None, "the program hands over a call before any command"  # noqa: S101 - cannot be
    return call
