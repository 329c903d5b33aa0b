"""What each stage of a rollout asks, and how much the verdict of each comparison weighs."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from cockpit.domain.weight import Weight
from cockpit.ports.workspace_fields import Name, Seconds, Section
from cockpit.ports.workspace_roles import Role

Proved: TypeAlias = Literal["success", "slow", "crash"]
"""What can be proved to be no worse; a business figure has no margin to prove it against."""

Compared: TypeAlias = Literal["success", "slow", "crash", "kpi"]
MostPercent = Annotated[float, Field(ge=0, lt=100)]


class StagePolicy(Section):
    """What one stage asks before the next; what is left out is as `rollout` says."""

    exposure_pct: MostPercent = Field(description="The stage: a rung of the ladder, or 0.")
    bake_s: Seconds | None = Field(default=None, description="Seconds to stay on it at least.")
    minimum_events: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="First attempts of the new version to see at least."
    )
    must_pass: tuple[Proved, ...] | None = Field(
        default=None, description="Comparisons that must be proved before the next stage."
    )
    approval: Role | None = Field(
        default=None,
        description="Role that has to stand by the step to the next stage, asked last of all.",
    )


class GateCheck(Section):
    """How much a comparison weighs: the line that names its flow goes before one that does not."""

    metric: Compared = Field(description="What is compared.")
    of: Name | None = Field(default=None, description="Flow or KPI; left out, all of them.")
    weight: Weight = Field(
        description="veto (ends the stage), block, hold (has to be looked at) or watch (reports)."
    )
    watch_releases: Annotated[int, Field(ge=0, le=50)] = Field(
        default=0, description="So many releases it only reports, before it weighs that."
    )


class Gates(Section):
    """What the comparisons weigh; success is a key check unless said otherwise.

    Slowness and crashes block; business figures hold, after three releases that only watch them.
    """

    checks: tuple[GateCheck, ...] = Field(default=(), description="Comparisons and their weights.")
