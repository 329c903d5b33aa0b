"""The way out that is recommended for a flow."""

from cockpit.domain.way_out import Advice, WayOut
from cockpit.ports.workspace import Workspace


def way_out_for(workspace: Workspace, flow: str) -> Advice | None:
    """Return the flag that guards the flow, else a rollback; None when there is no lever."""
    levers = workspace.levers
    named = {one.flag for one in workspace.flows if one.name == flow}
    for lever in levers.flags:
        if flow in lever.guards or lever.flag in named:
            return Advice(WayOut.FLAG_OFF, lever.flag)
    return Advice(WayOut.ROLLBACK, levers.rollbacks[0].name) if levers.rollbacks else None
