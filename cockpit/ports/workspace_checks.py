"""What a question of the Go/No-Go can be measured by, told by `kind`.

Each kind asks for one thing that the cockpit knows by itself. Ratios are from 0 to 1.
"""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.ports.workspace_fields import Name, Ratio, Seconds, Section

ShareOfAll = Annotated[float, Field(gt=0, le=1)]


class FlowSuccess(Section):
    """A flow ends well often enough."""

    kind: Literal["flow_success"] = Field(description="Success of a flow.")
    flow: Name = Field(description="Name of the flow.")
    at_least: ShareOfAll = Field(description="Share of good events, such as 0.97.")


class FlowLatency(Section):
    """A flow is quick enough."""

    kind: Literal["flow_latency"] = Field(description="Duration of a flow.")
    flow: Name = Field(description="Name of a flow with `latency`.")
    p95_at_most_s: Seconds = Field(description="Seconds that 95 of 100 events take at most.")


class ErrorRatio(Section):
    """A flow fails seldom enough."""

    kind: Literal["error_ratio"] = Field(description="Errors of a flow.")
    flow: Name = Field(description="Name of the flow.")
    at_most: Ratio = Field(description="Share of bad events, such as 0.005.")


class CrashFree(Section):
    """Sessions end without a crash."""

    kind: Literal["crash_free"] = Field(description="Sessions without a crash.")
    of: Literal["baseline", "new"] = Field(
        default="baseline", description="Of which version: the one that goes out, or the old one."
    )
    at_least: ShareOfAll = Field(description="Share of sessions, such as 0.995.")


class KpiLevel(Section):
    """A business figure is where it should be before anything changes."""

    kind: Literal["kpi"] = Field(description="A business figure.")
    kpi: Name = Field(description="Name of the figure.")
    at_least: ShareOfAll = Field(description="Share that is counted, such as 0.03.")


class FlagReady(Section):
    """A flag is known to its server, can be switched from here, and was read just now."""

    kind: Literal["flag_ready"] = Field(description="A flag that can be switched off.")
    flag: Name = Field(description="Flag among `levers.flags`.")


class RollbackReady(Section):
    """A rollback was confirmed lately, in a drill or for real, or its server answers."""

    kind: Literal["rollback_ready"] = Field(description="A rollback that can be started.")
    rollback: Name = Field(description="Rollback among `levers.rollbacks`.")


class BuildNumbering(Section):
    """Version and build fit `releases`, and the build is above those before."""

    kind: Literal["build_numbering"] = Field(description="Numbers of version and build.")


class SourcesOk(Section):
    """Every source answers."""

    kind: Literal["sources_ok"] = Field(description="Connections to the outside.")


class NothingUnresolved(Section):
    """No operation is left whose outcome is not known."""

    kind: Literal["nothing_unresolved"] = Field(description="Operations without an outcome.")


class JournalAnchored(Section):
    """The journal can be written, and has a checkpoint where its owner cannot change it."""

    kind: Literal["journal_anchored"] = Field(description="Checkpoints of the journal.")


class ChannelProved(Section):
    """A test message went through a channel lately, and nothing has failed there since."""

    kind: Literal["channel"] = Field(description="A channel that was tested.")
    channel: Name = Field(description="Name of the channel among `alerts.channels`.")
    within_hours: Annotated[float, Field(gt=0, le=31 * 24)] = Field(
        default=24.0, description="Hours for which a test counts."
    )


Check = Annotated[
    FlowSuccess
    | FlowLatency
    | ErrorRatio
    | CrashFree
    | KpiLevel
    | FlagReady
    | RollbackReady
    | BuildNumbering
    | SourcesOk
    | NothingUnresolved
    | JournalAnchored
    | ChannelProved,
    Field(discriminator="kind"),
]
