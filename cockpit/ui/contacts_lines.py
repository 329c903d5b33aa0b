"""Whom to call about a flow, and where it says what to do: read from the workspace."""

from msgspec import Struct

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.verdict import State
from cockpit.ports.workspace import Person, Workspace
from cockpit.ui.panel_codes import ContactsCode
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

SCHEMES = ("https://", "http://")


class Help(Struct, frozen=True):
    """What helps with a flow: address of the runbook ("" without one) and lines (about, text)."""

    flow: str
    runbook: str
    lines: tuple[tuple[str, str], ...]
    escalation: str


def help_of(workspace: Workspace, flow: str, say: Say) -> Help:
    """Return what helps with this flow; the people are those of the lever that guards it."""
    given = next((one for one in workspace.flows if one.name == flow), None)
    runbook = "" if given is None or given.runbook is None else given.runbook
    flag = None if given is None else given.flag
    for lever in workspace.levers.flags:
        if flow in lever.guards or lever.flag == flag:
            on_call, owner = _person(workspace, lever.on_call), _person(workspace, lever.owner)
            lines = (
                (say(ContactsCode.LEVER), safe(lever.flag)),
                (say(ContactsCode.ON_CALL), _told(on_call, say)),
                (say(ContactsCode.OWNER), _told(owner, say)),
            )
            minutes = say.number(lever.target_minutes, 0)
            person = say(ContactsCode.NOBODY) if owner is None else safe(owner.name)
            escalation = say(ContactsCode.ESCALATE, minutes=minutes, person=person)
            return Help(flow, runbook, lines, escalation)
    return Help(flow, runbook, ((say(ContactsCode.ON_CALL), say(ContactsCode.NOBODY)),), "")


def is_web(address: str) -> bool:
    """Return whether it may be handed to the browser: http and https only."""
    return address.startswith(SCHEMES)


def flow_in_question(snapshot: Snapshot | None, workspace: Workspace) -> str:
    """Return the flow that a person most likely means: the failing one, else the worst."""
    if snapshot is not None:
        release = snapshot.release
        if release is not None and release.state is State.FAIL and release.flow is not None:
            return release.flow
        for state in (TileState.BAD, TileState.WARN, TileState.UNKNOWN):
            for flow in snapshot.flows:
                if flow.state is state:
                    return flow.name
    return workspace.flows[0].name


def _person(workspace: Workspace, wanted: str | None) -> Person | None:
    return next((one for one in workspace.people if one.id == wanted), None)


def _told(person: Person | None, say: Say) -> str:
    if person is None:
        return say(ContactsCode.NOBODY)
    parts = [safe(person.name)]
    if person.phone:
        parts.append(say(ContactsCode.PHONE, phone=person.phone))
    if person.contact:
        parts.append(say(ContactsCode.WRITE, contact=person.contact))
    return " · ".join(parts) or DASH
