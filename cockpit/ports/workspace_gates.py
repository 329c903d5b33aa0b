"""What each stage of a rollout asks, and how much the verdict of each comparison weighs."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from cockpit.domain.weight import Weight
from cockpit.ports.workspace_fields import Name, Seconds, Section
from cockpit.ports.workspace_roles import Role

Proved: TypeAlias = Literal["success", "slow", "crash"]
"""What can be proved to be no worse; a business figure has no margin to prove it against."""

Compared: TypeAlias = Literal["success", "slow", "crash", "kpi"]
MostPercent = Annotated[float, Meta(ge=0, lt=100)]


class StagePolicy(Section, frozen=True, kw_only=True):
    """What one stage asks before the next; what is left out is as `rollout` says."""

    exposure_pct: Annotated[MostPercent, Meta(description="The stage: a rung of the ladder, or 0.")]
    bake_s: Annotated[Seconds | None, Meta(description="Seconds to stay on it at least.")] = None
    minimum_events: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="First attempts of the new version to see at least."),
    ] = None
    must_pass: Annotated[
        tuple[Proved, ...] | None,
        Meta(description="Comparisons that must be proved before the next stage."),
    ] = None
    approval: Annotated[
        Role | None,
        Meta(
            description="Role that has to stand by the step to the next stage, asked last of all."
        ),
    ] = None


class GateCheck(Section, frozen=True, kw_only=True):
    """How much a comparison weighs: the line that names its flow goes before one that does not."""

    metric: Annotated[Compared, Meta(description="What is compared.")]
    of: Annotated[Name | None, Meta(description="Flow or KPI; left out, all of them.")] = None
    weight: Annotated[
        Weight,
        Meta(description="veto (ends the stage), block, hold (needs a look) or watch (reports)."),
    ]
    watch_releases: Annotated[
        int,
        Meta(ge=0, le=50, description="So many releases it only reports, before it weighs that."),
    ] = 0


class Gates(Section, frozen=True, kw_only=True):
    """What the comparisons weigh; success is a key check unless said otherwise.

    Slowness and crashes block; business figures hold, after three releases that only watch them.
    """

    checks: Annotated[
        tuple[GateCheck, ...], Meta(description="Comparisons and their weights.")
    ] = ()
