"""Who sits at this computer, and whether the workspace knows them."""

import getpass

from cockpit.bootstrap.codes import BootCode
from cockpit.domain.message import Message, message
from cockpit.ports.workspace import Workspace

NOBODY = "unknown"


def person_here() -> str:
    """Return the login name, which stands for a person who was not named; `unknown` without one.

    A container may run under a number that has no name, and no press may wait for one.
    """
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # what `getpass` lets out, by system and version
        return NOBODY


def why_not_person(workspace: Workspace, person: str) -> Message | None:
    """Return why this person takes no riskier step: not among the people of the workspace."""
    people = [one.id for one in workspace.people]
    if not people or person in people:
        return None
    return message(BootCode.NOT_A_PERSON, person=person, known=", ".join(people))
