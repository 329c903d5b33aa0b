"""From when on a flow is alerted about, whatever its promise says: the section `alerts`.

Each threshold has two levels, so that a figure that wavers about one of them raises one alert and
not twenty, and a number of events below which it says nothing. Ratios are from 0 to 1.
"""

from typing import Annotated, Literal

from msgspec import Meta, field

from cockpit.ports.workspace_channels import Channel
from cockpit.ports.workspace_fields import Name, Ratio, Seconds, Section, Text

Events = Annotated[int, Meta(ge=1, le=10_000_000)]
Loudness = Literal["act_now", "watch"]


class RatioThreshold(Section, frozen=True, kw_only=True):
    """A share of events that is too high above one level, and well again below another."""

    above_ratio: Annotated[
        Ratio, Meta(description="Too high from above this share on, such as 0.05.")
    ]
    clear_below_ratio: Annotated[
        Ratio, Meta(description="Well again below this share, such as 0.03.")
    ]
    minimum_events: Annotated[Events, Meta(description="Fewer events say nothing.")] = 100
    grade: Annotated[Loudness, Meta(description="How loud the alert is.")] = "watch"


class SecondsThreshold(Section, frozen=True, kw_only=True):
    """A duration that is too long above one level, and well again below another."""

    above_s: Annotated[
        Seconds, Meta(description="Too long from above these seconds on, such as 2.")
    ]
    clear_below_s: Annotated[
        Seconds, Meta(description="Well again below these seconds, such as 1.5.")
    ]
    minimum_events: Annotated[Events, Meta(description="Fewer events say nothing.")] = 100
    grade: Annotated[Loudness, Meta(description="How loud the alert is.")] = "watch"


class Thresholds(Section, frozen=True, kw_only=True):
    """What a flow is alerted about over the last minutes; what is left out is not looked at."""

    errors: Annotated[RatioThreshold | None, Meta(description="Share of bad events.")] = None
    p95: Annotated[
        SecondsThreshold | None, Meta(description="Seconds that 95 of 100 events take at most.")
    ] = None
    slow: Annotated[
        RatioThreshold | None, Meta(description="Share slower than `latency_slo` allows.")
    ] = None
    limited: Annotated[
        RatioThreshold | None,
        Meta(description="Share refused because there were too many (HTTP 429)."),
    ] = None


class Alerts(Section, frozen=True, kw_only=True):
    """When the team wants to be told, for every flow and for single ones, and where.

    What is refused as too many is counted by a flow's own counter `limited`, or else by the
    `limited_reasons` among the reasons of its failures.
    """

    thresholds: Annotated[Thresholds, Meta(description="For every flow.")] = Thresholds()
    flows: Annotated[
        dict[Name, Thresholds],
        Meta(description="For single flows, instead of those for every flow."),
    ] = field(default_factory=dict)
    limited_reasons: Annotated[
        tuple[Text, ...], Meta(min_length=1, description="Reasons of failure that mean HTTP 429.")
    ] = ("429", "RATE_LIMITED", "TOO_MANY_REQUESTS")

    channels: Annotated[
        dict[Name, Channel], Meta(description="Where people are told, by name.")
    ] = field(default_factory=dict)

    def of_flow(self, name: str) -> Thresholds:
        """Return the thresholds of a flow: its own, and where it has none those of every flow."""
        own, every = self.flows.get(name, Thresholds()), self.thresholds
        return Thresholds(
            errors=own.errors or every.errors,
            p95=own.p95 or every.p95,
            slow=own.slow or every.slow,
            limited=own.limited or every.limited,
        )
