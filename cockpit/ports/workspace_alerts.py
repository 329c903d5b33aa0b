"""From when on a flow is alerted about, whatever its promise says: the section `alerts`.

Each threshold has two levels, so that a figure that wavers about one of them raises one alert and
not twenty, and a number of events below which it says nothing. Ratios are from 0 to 1.
"""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.ports.workspace_channels import Channel
from cockpit.ports.workspace_fields import Name, Ratio, Seconds, Section, Text

Events = Annotated[int, Field(ge=1, le=10_000_000)]
Loudness = Literal["act_now", "watch"]


class RatioThreshold(Section):
    """A share of events that is too high above one level, and well again below another."""

    above_ratio: Ratio = Field(description="Too high from above this share on, such as 0.05.")
    clear_below_ratio: Ratio = Field(description="Well again below this share, such as 0.03.")
    minimum_events: Events = Field(default=100, description="Fewer events say nothing.")
    grade: Loudness = Field(default="watch", description="How loud the alert is.")


class SecondsThreshold(Section):
    """A duration that is too long above one level, and well again below another."""

    above_s: Seconds = Field(description="Too long from above these seconds on, such as 2.")
    clear_below_s: Seconds = Field(description="Well again below these seconds, such as 1.5.")
    minimum_events: Events = Field(default=100, description="Fewer events say nothing.")
    grade: Loudness = Field(default="watch", description="How loud the alert is.")


class Thresholds(Section):
    """What a flow is alerted about over the last minutes; what is left out is not looked at."""

    errors: RatioThreshold | None = Field(default=None, description="Share of bad events.")
    p95: SecondsThreshold | None = Field(
        default=None, description="Seconds that 95 of 100 events take at most."
    )
    slow: RatioThreshold | None = Field(
        default=None, description="Share slower than `latency_slo` allows."
    )
    limited: RatioThreshold | None = Field(
        default=None, description="Share refused because there were too many (HTTP 429)."
    )


class Alerts(Section):
    """When the team wants to be told, for every flow and for single ones, and where.

    What is refused as too many is counted by a flow's own counter `limited`, or else by the
    `limited_reasons` among the reasons of its failures.
    """

    thresholds: Thresholds = Field(default=Thresholds(), description="For every flow.")
    flows: dict[Name, Thresholds] = Field(
        default_factory=dict, description="For single flows, instead of those for every flow."
    )
    limited_reasons: tuple[Text, ...] = Field(
        default=("429", "RATE_LIMITED", "TOO_MANY_REQUESTS"),
        min_length=1,
        description="Reasons of failure that mean HTTP 429.",
    )

    channels: dict[Name, Channel] = Field(
        default_factory=dict, description="Where people are told, by name."
    )

    def of_flow(self, name: str) -> Thresholds:
        """Return the thresholds of a flow: its own, and where it has none those of every flow."""
        own, every = self.flows.get(name, Thresholds()), self.thresholds
        return Thresholds(
            errors=own.errors or every.errors,
            p95=own.p95 or every.p95,
            slow=own.slow or every.slow,
            limited=own.limited or every.limited,
        )
