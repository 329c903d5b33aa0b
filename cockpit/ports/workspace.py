"""The workspace: what a team tells the cockpit about its service, in `cockpit.yaml`.

These models are both the file format and the values that the services read. Unknown fields are
errors. Selectors stand in PromQL's notation. A field that is left out has the default given here.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from cockpit.ports.sources import Auth
from cockpit.ports.workspace_alerts import Alerts
from cockpit.ports.workspace_checks import Check
from cockpit.ports.workspace_fields import (
    Instant,
    Name,
    Percent,
    Ratio,
    Seconds,
    Section,
    SelectorText,
    Text,
    WebAddress,
    ZoneName,
)
from cockpit.ports.workspace_gates import Gates, Proved, StagePolicy
from cockpit.ports.workspace_roles import Role


class Title(Section):
    """A name as people read it; Korean first."""

    ko: Text = Field(description="In Korean.")
    en: Text = Field(description="In English.")


class Service(Section):
    """The service that this workspace releases."""

    name: Name = Field(description="Short name, as the deploy server knows it.")
    title: Title | None = Field(default=None, description="Name as people read it.")
    time_zone: ZoneName | None = Field(
        default=None, description="Zone that its users live by, such as Europe/Berlin; UTC without."
    )


class Source(Section):
    """A system outside. Secrets are named here and kept in the keyring, bound to the address.

    `project` and `environment` belong to flag servers.
    """

    kind: Name = Field(description="Which connector to use, such as prometheus or unleash.")
    url: WebAddress = Field(description="Address; https, unless it is on this computer.")
    auth: Auth = Field(default=Auth.NONE, description="How the token travels.")
    user: Text | None = Field(default=None, description="User name for `auth: basic`.")
    token_header: Name = Field(
        default="Authorization", description="Header that carries the token for `auth: headers`."
    )
    secret: Name | None = Field(
        default=None, description="Name of the token or password in the keyring; never itself."
    )
    client_secret: Name | None = Field(
        default=None, description="Name of the read-only token of a flag server's client API."
    )
    headers: dict[Name, Text] = Field(
        default_factory=dict, description="More headers, such as X-Scope-OrgID; never a token."
    )
    project: Name | None = Field(default=None, description="Project of a flag server.")
    environment: Name | None = Field(default=None, description="Environment of a flag server.")
    ca_file: Text | None = Field(
        default=None, description="Certificates to trust, PEM, relative to this file."
    )
    client_cert: Text | None = Field(
        default=None, description="Certificate and key to show, PEM, relative to this file."
    )
    proxy: WebAddress | None = Field(default=None, description="Proxy to go through.")
    timeout_s: Annotated[float, Field(gt=0, le=60)] = Field(
        default=10.0, description="Seconds after which a request ends, everything included."
    )


class VersionFrom(Section):
    """Where the version stands when it is on another metric, such as OpenTelemetry's target_info.

    Series are matched by the labels `on`; the version is the label `label` of `metric`.
    """

    metric: SelectorText = Field(description="Metric that carries the version.")
    on: tuple[Name, ...] = Field(
        default=("job", "instance"), description="Labels that match the series."
    )
    label: Name = Field(description="Label of that metric with the version.")


class Labels(Section):
    """Which labels tell version, platform and reason."""

    version: Name = Field(default="version", description="Label with the version.")
    version_from: VersionFrom | None = Field(
        default=None, description="Where the version is when the metrics do not carry it."
    )
    platform: Name | None = Field(default="platform", description="Label with the platform.")
    reason: Name = Field(default="reason", description="Label with the reason of a failure.")


class Slo(Section):
    """A promise: `target` of events are good over `period_days`."""

    target: Ratio = Field(description="Share of good events, such as 0.995.")
    period_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=30, description="Days that the promise covers."
    )


class LatencySlo(Section):
    """A promise: `target` of events take at most `faster_than_s`, a bound of the histogram."""

    target: Ratio = Field(description="Share of fast events, such as 0.95.")
    faster_than_s: Seconds = Field(description="Seconds; one of the histogram's bounds.")
    period_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=30, description="Days that the promise covers."
    )


class Counts(StrEnum):
    """What one event of a counter is."""

    FIRST_ATTEMPTS = "first_attempts"
    SESSIONS = "sessions"
    ATTEMPTS = "attempts"


class Flow(Section):
    """A path of users through the service.

    `events` counts first attempts or sessions, `good` those that ended well, or `bad` those that
    did not; `counts` says which. Attempts with their retries are counted with less weight: one
    user's failure is there several times. `limited` counts those that were refused as too many,
    where no reason of failure tells so. `latency` is the `_bucket` metric of a histogram. `flag`
    is the lever that takes the risky part of the flow away.
    """

    name: Name = Field(description="Short name, such as checkout.")
    title: Title | None = Field(default=None, description="Name as people read it.")
    source: Name = Field(description="Metric source that counts this flow.")
    events: SelectorText = Field(description="Counter of first attempts, never of retries.")
    good: SelectorText | None = Field(
        default=None, description="Counter of first attempts that ended well."
    )
    bad: SelectorText | None = Field(
        default=None, description="Counter of first attempts that failed, instead of `good`."
    )
    counts: Counts = Field(
        default=Counts.FIRST_ATTEMPTS, description="What one event is; attempts include retries."
    )
    reasons: SelectorText | None = Field(
        default=None, description="Counter of failures with their reason."
    )
    limited: SelectorText | None = Field(
        default=None, description="Counter of attempts refused as too many (HTTP 429)."
    )
    latency: SelectorText | None = Field(
        default=None, description="Histogram of durations in seconds; its name ends in _bucket."
    )
    slo: Slo = Field(description="Promise about success.")
    latency_slo: LatencySlo | None = Field(default=None, description="Promise about speed.")
    flag: Name | None = Field(
        default=None, description="Flag among `levers.flags` that takes the risk away."
    )
    runbook: WebAddress | None = Field(default=None, description="What to do when it breaks.")


class Kpi(Section):
    """A business figure to defend: `good` of `events`, which must not fall (or not rise)."""

    name: Name = Field(description="Short name, such as search_conversion.")
    title: Title | None = Field(default=None, description="Name as people read it.")
    source: Name = Field(description="Metric source that counts it.")
    events: SelectorText = Field(description="Counter of all.")
    good: SelectorText = Field(description="Counter of those that are counted.")
    worse: Literal["lower", "higher"] = Field(
        default="lower", description="Which direction is the bad one."
    )


class Crashes(Section):
    """Sessions, and those that ended in a crash."""

    source: Name = Field(description="Metric source that counts sessions.")
    sessions: SelectorText = Field(description="Counter of sessions.")
    crashed: SelectorText = Field(description="Counter of sessions that crashed.")


class Releases(Section):
    """How versions and builds are numbered: regular expressions that match in full."""

    version_pattern: Text = Field(default=r"\d+\.\d+\.\d+", description="What a version is.")
    build_pattern: Text = Field(default=r"\d+", description="What a build number is.")


class Freeze(Section):
    """A time in which nothing may go forward."""

    start: Instant = Field(description="First instant, with its time zone.")
    end: Instant = Field(description="First instant after it, with its time zone.")
    reason: Text = Field(description="Why.")


class RolloutTarget(Section):
    """A flag whose percentage is the exposure of the release."""

    flag: Name = Field(description="Flag with one gradual rollout.")
    source: Name = Field(description="Flag server.")


class SecondPerson(StrEnum):
    """Whether a riskier step needs a second person."""

    REQUIRED = "required"
    DECLARED = "declared"
    OFF = "off"


class Rollout(Section):
    """The ladder and what each of its stages takes.

    A stage is judged no earlier than `bake_s` after it was reached and with at least
    `minimum_events` of the new version. A comparison that is proved to be worse stops every step;
    those of `must_pass` have to be proved to be no worse, too. Where traffic is low, proving that
    of speed and crashes takes longer than any stage lasts.
    """

    ladder: tuple[Percent, ...] = Field(
        default=(1, 5, 20, 100), min_length=1, description="Percentages, rising, 100 last."
    )
    bake_s: Seconds = Field(default=1_800, description="Seconds to stay on a stage at least.")
    minimum_events: Annotated[int, Field(ge=1)] = Field(
        default=300, description="First attempts of the new version to see at least."
    )
    must_pass: tuple[Proved, ...] = Field(
        default=("success",),
        description="Comparisons that must be proved before a step; others only stop it.",
    )
    stages: tuple[StagePolicy, ...] = Field(
        default=(), description="Stages that ask for more or less than the others."
    )
    targets: tuple[RolloutTarget, ...] = Field(
        default=(), description="Flags that carry the exposure of a release."
    )
    check_split: bool = Field(
        default=True,
        description="Whether the new version's part of the events must follow the flag.",
    )
    second_person: SecondPerson = Field(
        default=SecondPerson.DECLARED, description="Whether a riskier step needs somebody else."
    )
    freeze: tuple[Freeze, ...] = Field(default=(), description="Times without any step forward.")


class Escalation(Section):
    """Whom to call when a lever has not helped in time."""

    after_minutes: Annotated[float, Field(gt=0, le=24 * 60)] = Field(
        description="Minutes after which to call."
    )
    to: Name = Field(description="Person to call.")


class FlagLever(Section):
    """A flag that may be switched off from here."""

    flag: Name = Field(description="Name of the flag at its server.")
    source: Name = Field(description="Flag server.")
    guards: tuple[Name, ...] = Field(default=(), description="Flows that it takes the risk from.")
    owner: Name | None = Field(default=None, description="Person who answers for it.")
    on_call: Name | None = Field(default=None, description="Person to call at night.")
    escalation: Escalation | None = Field(
        default=None, description="Whom to call when it has not helped in time."
    )
    target_minutes: Annotated[float, Field(gt=0)] = Field(
        default=5.0, description="Minutes from detection to off that are aimed for."
    )
    client_poll_s: Annotated[float, Field(ge=0, le=3_600)] = Field(
        default=15.0, description="Seconds until the last client has asked again."
    )


class RollbackLever(Section):
    """A rollback job; `to` is a version, or `baseline` for the one that the launch names."""

    name: Name = Field(description="Name to call it by.")
    source: Name = Field(description="Deploy server.")
    service: Name = Field(description="What to roll back, as the deploy server knows it.")
    to: Text = Field(default="baseline", description="Version, or `baseline`.")
    owner: Name | None = Field(default=None, description="Person who answers for it.")
    on_call: Name | None = Field(default=None, description="Person to call at night.")
    escalation: Escalation | None = Field(
        default=None, description="Whom to call when it has not helped in time."
    )
    target_minutes: Annotated[float, Field(gt=0)] = Field(
        default=15.0, description="Minutes from detection to done that are aimed for."
    )


class Levers(Section):
    """Everything that the cockpit may pull, and nothing else."""

    flags: tuple[FlagLever, ...] = Field(default=(), description="Flags to switch off.")
    rollbacks: tuple[RollbackLever, ...] = Field(default=(), description="Rollback jobs.")


class Person(Section):
    """Somebody who releases. The id is what the journal keeps; the name may change or go."""

    id: Name = Field(description="Short id, which never changes.")
    name: Text = Field(description="Name as people read it.")
    roles: tuple[Role, ...] = Field(default=(), description="What the person answers for.")
    contact: Text | None = Field(default=None, description="How to write to the person.")
    phone: Text | None = Field(default=None, description="How to call the person.")
    public_key: Text | None = Field(
        default=None, description="Ed25519 key of the person's sign-off files, in base64."
    )


class ChecklistItem(Section):
    """One question of the Go/No-Go, answered by a role with a value, or measured by `check`.

    What is measured is accepted or objected to by the role.
    """

    id: Name = Field(description="Short id, which never changes.")
    role: Role = Field(description="Who answers.")
    question: Title = Field(description="The question as people read it.")
    fresh_for_s: Annotated[float, Field(gt=0, le=30 * 86_400)] = Field(
        default=86_400, description="Seconds for which an answer counts."
    )
    check: Check | None = Field(
        default=None, description="How it is measured; left out, the role answers with a value."
    )


class Drills(Section):
    """How long a rehearsal counts."""

    expire_after_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="Days after which it has to be repeated."
    )


class Journal(Section):
    """Where checkpoints of the journal are anchored: a folder outside of this computer's keep."""

    anchor_folder: Text | None = Field(
        default=None, description="Folder for checkpoints; `~` and relative paths are fine."
    )


class Workspace(Section):
    """The whole file."""

    version: Annotated[int, Field(ge=1, le=1)] = Field(
        default=1, description="Format of this file; 1 is the only one so far."
    )
    service: Service = Field(description="What is released.")
    sources: dict[Name, Source] = Field(description="Systems outside, by name.")
    labels: Labels = Field(default=Labels(), description="Names of labels.")
    flows: tuple[Flow, ...] = Field(min_length=1, description="Paths of users to watch.")
    kpis: tuple[Kpi, ...] = Field(default=(), description="Business figures to defend.")
    crashes: Crashes | None = Field(default=None, description="How crashes are counted.")
    releases: Releases = Field(default=Releases(), description="How releases are numbered.")
    rollout: Rollout = Field(default=Rollout(), description="How a release goes out.")
    gates: Gates = Field(default=Gates(), description="What each comparison weighs at a gate.")
    levers: Levers = Field(default=Levers(), description="What may be pulled from here.")
    people: tuple[Person, ...] = Field(default=(), description="Who releases.")
    checklist: tuple[ChecklistItem, ...] = Field(default=(), description="Go/No-Go questions.")
    drills: Drills = Field(default=Drills(), description="Rehearsals.")
    alerts: Alerts = Field(default=Alerts(), description="When the team wants to be told.")
    journal: Journal = Field(default=Journal(), description="The journal of this workspace.")
    links: dict[Name, WebAddress] = Field(
        default_factory=dict, description="Addresses to open, by name."
    )

    @property
    def secrets(self) -> tuple[tuple[str, str], ...]:
        """Return the name of every secret with each address that it is for, in the file's order."""
        places = (
            *((one.secret, one.url) for one in self.sources.values()),
            *((one.client_secret, one.url) for one in self.sources.values()),
            *((one.secret, one.url) for one in self.alerts.channels.values()),
        )
        known = ((name, url) for name, url in places if name is not None and url is not None)
        return tuple(dict.fromkeys(known))
