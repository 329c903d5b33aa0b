"""Open the cockpit for one command: workspace, person, secrets, log."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from cockpit.cli.call import Call
from cockpit.cli.codes import CliCode
from cockpit.domain.message import message

KEEP_WARM_S = 3.0
"""Servers close idle connections after a few seconds: Unleash and Node.js after five."""

if TYPE_CHECKING:
    from cockpit.bootstrap.cockpit import Cockpit
    from cockpit.ports.secrets import SecretStore
    from cockpit.ports.workspace_file import WorkspaceFile


@contextmanager
def opened(call: Call, *, keep_warm: bool = False) -> "Iterator[Cockpit | None]":
    """Lend the open cockpit; None after saying everything that keeps it from opening.

    `keep_warm` keeps the connections of levers open, so that an order finds one ready.
    """
    file = workspace_or_complain(call)
    given = given_secrets(call) if call.options.secrets_from_stdin else {}
    if file is None or given is None:
        yield None
        return
    from cockpit.app.underway import Limits
    from cockpit.bootstrap.cockpit import Cockpit, Surroundings
    from cockpit.bootstrap.logs import log_to_file
    from cockpit.bootstrap.person import person_here
    from cockpit.bootstrap.secrets import keyring_store

    with ExitStack() as stack:
        stack.callback(log_to_file(file.file, given.values()))
        secrets = secrets_for(file, given, from_stdin=call.options.secrets_from_stdin)
        limits = Limits(keep_warm_s=KEEP_WARM_S if keep_warm else None)
        surroundings = Surroundings(secrets=secrets, keys=keyring_store(), limits=limits)
        person = call.options.person or person_here()
        cockpit = Cockpit(file, person, surroundings, call.terminal.complain_once)
        yield stack.enter_context(cockpit)


def workspace_or_complain(call: Call) -> "WorkspaceFile | None":
    """Return the workspace of this call; None after saying everything that is wrong with it."""
    from cockpit.bootstrap.workspace import opened_workspace
    from cockpit.ports.workspace_file import WorkspaceError
    from cockpit.words.names import names_of

    try:
        file = opened_workspace(call.options.workspace_file)
    except WorkspaceError as error:
        for told in error.messages:
            call.terminal.complain(told)
        if any(told.value("line") is not None for told in error.messages):  # else it names the file
            place, errors_count = str(call.options.workspace_file), len(error.messages)
            call.terminal.complain(
                message(CliCode.WORKSPACE_BROKEN, file=place, errors_count=errors_count)
            )
        return None
    call.terminal.words.learn(names_of(file.workspace, call.terminal.language))
    return file


def secrets_for(
    file: "WorkspaceFile", given: Mapping[str, str], *, from_stdin: bool
) -> "SecretStore":
    """Return where this call's secrets come from: standard input, or the keyring."""
    from cockpit.bootstrap.secrets import keyring_store, session_store

    return session_store(file.workspace, given) if from_stdin else keyring_store()


def given_secrets(call: Call) -> dict[str, str] | None:
    """Return the secrets on standard input, up to an empty line; None after a complaint.

    The empty line lets a command that reads on, such as `watch`, share its standard input.
    """
    given: dict[str, str] = {}
    number = 0
    while text := (call.typed.next() or "").strip():
        number += 1
        name, equals, secret = text.partition("=")
        if not equals or not name.strip() or not secret:
            call.terminal.complain(message(CliCode.SECRET_LINES, line=number))
            return None
        given[name.strip()] = secret
    return given
