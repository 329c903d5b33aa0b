"""Orders, made from what the workspace says of a lever."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from cockpit.domain.operations import Lever, Order, Target
from cockpit.ports.workspace import FlagLever, RollbackLever, Workspace

BASELINE = "baseline"
"""The word in the workspace for the version that the launch names as its baseline."""

USUAL_CLIENT_POLL_S = 15.0
"""How often the SDKs of Unleash ask by themselves; for flags that are no levers of their own."""


class Orders:
    """Makes orders for the levers of one workspace; it sends nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.flags: Mapping[str, FlagLever] = {
            lever.flag: lever for lever in workspace.levers.flags
        }
        self.rollbacks: Mapping[str, RollbackLever] = {
            lever.name: lever for lever in workspace.levers.rollbacks
        }

    def flag_off(self, flag: str, *, asked_at: datetime, launch_id: str | None = None) -> Order:
        """Return the order to switch a flag of the workspace off; KeyError when it has none."""
        lever = self.flags[flag]
        return Order(
            operation_id=new_operation_id(),
            lever=Lever.FLAG_OFF,
            target=self._target(lever.source, flag),
            asked_at=asked_at,
            launch_id=launch_id,
            client_poll_s=lever.client_poll_s,
        )

    def steps(
        self, exposure_pct: float, *, asked_at: datetime, launch_id: str | None = None
    ) -> tuple[Order, ...]:
        """Return one order for each flag that carries the exposure, in the workspace's order."""
        return tuple(
            Order(
                operation_id=new_operation_id(),
                lever=Lever.EXPOSURE,
                target=self._target(target.source, target.flag),
                asked_at=asked_at,
                launch_id=launch_id,
                exposure_pct=exposure_pct,
                client_poll_s=self._poll_s(target.flag),
            )
            for target in self._workspace.rollout.targets
        )

    def rollback(
        self, name: str, to_version: str, *, asked_at: datetime, launch_id: str | None = None
    ) -> Order:
        """Return the order to roll back; KeyError when the workspace has no such rollback.

        Clients see it at once when the job has succeeded: it changes the servers, not the clients.
        """
        lever = self.rollbacks[name]
        return Order(
            operation_id=new_operation_id(),
            lever=Lever.ROLLBACK,
            target=self._target(lever.source, lever.service),
            asked_at=asked_at,
            launch_id=launch_id,
            to_version=to_version,
            client_poll_s=0.0,
        )

    def version_to_go_back_to(self, name: str, *, baseline: str | None) -> str | None:
        """Return the version that the rollback leads to; None when only a launch could tell."""
        wanted = self.rollbacks[name].to
        return baseline if wanted == BASELINE else wanted

    def _target(self, source: str, name: str) -> Target:
        return Target(source, self._workspace.sources[source].environment or "", name)

    def _poll_s(self, flag: str) -> float:
        lever = self.flags.get(flag)
        return lever.client_poll_s if lever is not None else USUAL_CLIENT_POLL_S


def new_operation_id() -> str:
    """Return an id that no other operation has; it travels with the request."""
    return uuid.uuid4().hex
