"""What a question of the Go/No-Go can be measured by, told by `kind`.

Each kind asks for one thing that the cockpit knows by itself. Ratios are from 0 to 1.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from cockpit.ports.workspace_fields import Name, Ratio, Seconds, Section

ShareOfAll = Annotated[float, Meta(gt=0, le=1)]


class FlowSuccess(Section, frozen=True, kw_only=True, tag_field="kind", tag="flow_success"):
    """A flow ends well often enough."""

    flow: Annotated[Name, Meta(description="Name of the flow.")]
    at_least: Annotated[ShareOfAll, Meta(description="Share of good events, such as 0.97.")]


class FlowLatency(Section, frozen=True, kw_only=True, tag_field="kind", tag="flow_latency"):
    """A flow is quick enough."""

    flow: Annotated[Name, Meta(description="Name of a flow with `latency`.")]
    p95_at_most_s: Annotated[
        Seconds, Meta(description="Seconds that 95 of 100 events take at most.")
    ]


class ErrorRatio(Section, frozen=True, kw_only=True, tag_field="kind", tag="error_ratio"):
    """A flow fails seldom enough."""

    flow: Annotated[Name, Meta(description="Name of the flow.")]
    at_most: Annotated[Ratio, Meta(description="Share of bad events, such as 0.005.")]


class CrashFree(Section, frozen=True, kw_only=True, tag_field="kind", tag="crash_free"):
    """Sessions end without a crash."""

    of: Annotated[
        Literal["baseline", "new"],
        Meta(description="Of which version: the one that goes out, or the old one."),
    ] = "baseline"
    at_least: Annotated[ShareOfAll, Meta(description="Share of sessions, such as 0.995.")]


class KpiLevel(Section, frozen=True, kw_only=True, tag_field="kind", tag="kpi"):
    """A business figure is where it should be before anything changes."""

    kpi: Annotated[Name, Meta(description="Name of the figure.")]
    at_least: Annotated[ShareOfAll, Meta(description="Share that is counted, such as 0.03.")]


class FlagReady(Section, frozen=True, kw_only=True, tag_field="kind", tag="flag_ready"):
    """A flag is known to its server, can be switched from here, and was read just now."""

    flag: Annotated[Name, Meta(description="Flag among `levers.flags`.")]


class RollbackReady(Section, frozen=True, kw_only=True, tag_field="kind", tag="rollback_ready"):
    """A rollback was confirmed lately, in a drill or for real, or its server answers."""

    rollback: Annotated[Name, Meta(description="Rollback among `levers.rollbacks`.")]


class BuildNumbering(Section, frozen=True, kw_only=True, tag_field="kind", tag="build_numbering"):
    """Version and build fit `releases`, and the build is above those before."""


class SourcesOk(Section, frozen=True, kw_only=True, tag_field="kind", tag="sources_ok"):
    """Every source answers."""


class NothingUnresolved(
    Section, frozen=True, kw_only=True, tag_field="kind", tag="nothing_unresolved"
):
    """No operation is left whose outcome is not known."""


class JournalAnchored(Section, frozen=True, kw_only=True, tag_field="kind", tag="journal_anchored"):
    """The journal can be written, and has a checkpoint where its owner cannot change it."""


class ChannelProved(Section, frozen=True, kw_only=True, tag_field="kind", tag="channel"):
    """A test message went through a channel lately, and nothing has failed there since."""

    channel: Annotated[Name, Meta(description="Name of the channel among `alerts.channels`.")]
    within_hours: Annotated[
        float, Meta(gt=0, le=31 * 24, description="Hours for which a test counts.")
    ] = 24.0


Check: TypeAlias = (
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
    | ChannelProved
)
