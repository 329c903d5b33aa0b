"""What can be chosen about the deploy server."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DeploySettings:
    """The deploy server: how long a rollback takes and who may start one."""

    service: str = "shop"
    token: str = field(default="simulator-deploy", repr=False)
    rollback_s: float = 40.0
    fail_at_step: int | None = None
