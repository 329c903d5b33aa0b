"""The workspace: what a team tells the cockpit about its service, in `cockpit.yaml`.

The form of the file, and what the services read. Fields left out have the defaults given here.
"""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, field

from cockpit.ports.sources import Auth
from cockpit.ports.workspace_alerts import Alerts
from cockpit.ports.workspace_checks import Check
from cockpit.ports.workspace_fields import (
    USUAL_HEADER,
    CaFile,
    Instant,
    Name,
    Percent,
    Proxy,
    Ratio,
    Seconds,
    Section,
    SelectorText,
    Text,
    TimeoutSeconds,
    TokenHeader,
    UserName,
    WebAddress,
    ZoneName,
)
from cockpit.ports.workspace_gates import Gates, Proved, StagePolicy
from cockpit.ports.workspace_roles import Role


class Title(Section, frozen=True, kw_only=True):
    """A name as people read it; Korean first."""

    ko: Annotated[Text, Meta(description="In Korean.")]
    en: Annotated[Text, Meta(description="In English.")]


class Service(Section, frozen=True, kw_only=True):
    """The service that this workspace releases."""

    name: Annotated[Name, Meta(description="Short name, as the deploy server knows it.")]
    title: Annotated[Title | None, Meta(description="Name as people read it.")] = None
    time_zone: Annotated[
        ZoneName | None,
        Meta(description="Zone that its users live by, such as Europe/Berlin; UTC without."),
    ] = None


class Source(Section, frozen=True, kw_only=True):
    """A system outside. Secrets are named here and kept in the keyring, bound to the address.

    `project` and `environment` belong to flag servers.
    """

    kind: Annotated[
        Name, Meta(description="Which connector to use, such as prometheus or unleash.")
    ]
    url: Annotated[WebAddress, Meta(description="Address; https, unless it is on this computer.")]
    auth: Annotated[Auth, Meta(description="How the token travels.")] = Auth.NONE
    user: UserName = None
    token_header: TokenHeader = USUAL_HEADER
    secret: Annotated[
        Name | None, Meta(description="Name of the token or password in the keyring; never itself.")
    ] = None
    client_secret: Annotated[
        Name | None, Meta(description="Name of the read-only token of a flag server's client API.")
    ] = None
    headers: Annotated[
        dict[Name, Text], Meta(description="More headers, such as X-Scope-OrgID; never a token.")
    ] = field(default_factory=dict)
    project: Annotated[Name | None, Meta(description="Project of a flag server.")] = None
    environment: Annotated[Name | None, Meta(description="Environment of a flag server.")] = None
    ca_file: CaFile = None
    client_cert: Annotated[
        Text | None, Meta(description="Certificate and key to show, PEM, relative to this file.")
    ] = None
    proxy: Proxy = None
    timeout_s: TimeoutSeconds = 10.0


class VersionFrom(Section, frozen=True, kw_only=True):
    """Where the version stands when it is on another metric, such as OpenTelemetry's target_info.

    Series are matched by the labels `on`; the version is the label `label` of `metric`.
    """

    metric: Annotated[SelectorText, Meta(description="Metric that carries the version.")]
    on: Annotated[tuple[Name, ...], Meta(description="Labels that match.")] = ("job", "instance")
    label: Annotated[Name, Meta(description="Label of that metric with the version.")]


class Labels(Section, frozen=True, kw_only=True):
    """Which labels tell version, platform and reason."""

    version: Annotated[Name, Meta(description="Label with the version.")] = "version"
    version_from: Annotated[
        VersionFrom | None,
        Meta(description="Where the version is when the metrics do not carry it."),
    ] = None
    platform: Annotated[Name | None, Meta(description="Label with the platform.")] = "platform"
    reason: Annotated[Name, Meta(description="Label with the reason of a failure.")] = "reason"


class Slo(Section, frozen=True, kw_only=True):
    """A promise: `target` of events are good over `period_days`."""

    target: Annotated[Ratio, Meta(description="Share of good events, such as 0.995.")]
    period_days: Annotated[int, Meta(ge=1, le=90, description="Days that the promise covers.")] = 30


class LatencySlo(Section, frozen=True, kw_only=True):
    """A promise: `target` of events take at most `faster_than_s`, a bound of the histogram."""

    target: Annotated[Ratio, Meta(description="Share of fast events, such as 0.95.")]
    faster_than_s: Annotated[Seconds, Meta(description="Seconds; one of the histogram's bounds.")]
    period_days: Annotated[int, Meta(ge=1, le=90, description="Days that the promise covers.")] = 30


class Counts(StrEnum):
    """What one event of a counter is."""

    FIRST_ATTEMPTS = "first_attempts"
    SESSIONS = "sessions"
    ATTEMPTS = "attempts"


class Flow(Section, frozen=True, kw_only=True):
    """A path of users through the service.

    `events` counts first attempts or sessions, `good` those that ended well, or `bad` those that
    did not; `counts` says which. Attempts with their retries are counted with less weight: one
    user's failure is there several times. `limited` counts those that were refused as too many,
    where no reason of failure tells so. `latency` is the `_bucket` metric of a histogram. `flag`
    is the lever that takes the risky part of the flow away.
    """

    name: Annotated[Name, Meta(description="Short name, such as checkout.")]
    title: Annotated[Title | None, Meta(description="Name as people read it.")] = None
    source: Annotated[Name, Meta(description="Metric source that counts this flow.")]
    events: Annotated[
        SelectorText, Meta(description="Counter of first attempts, never of retries.")
    ]
    good: Annotated[
        SelectorText | None, Meta(description="Counter of first attempts that ended well.")
    ] = None
    bad: Annotated[
        SelectorText | None,
        Meta(description="Counter of first attempts that failed, instead of `good`."),
    ] = None
    counts: Annotated[Counts, Meta(description="What one event is; attempts include retries.")] = (
        Counts.FIRST_ATTEMPTS
    )
    reasons: Annotated[
        SelectorText | None, Meta(description="Counter of failures with their reason.")
    ] = None
    limited: Annotated[
        SelectorText | None, Meta(description="Counter of attempts refused as too many (HTTP 429).")
    ] = None
    latency: Annotated[
        SelectorText | None,
        Meta(description="Histogram of durations in seconds; its name ends in _bucket."),
    ] = None
    slo: Annotated[Slo, Meta(description="Promise about success.")]
    latency_slo: Annotated[LatencySlo | None, Meta(description="Promise about speed.")] = None
    flag: Annotated[
        Name | None, Meta(description="Flag among `levers.flags` that takes the risk away.")
    ] = None
    runbook: Annotated[WebAddress | None, Meta(description="What to do when it breaks.")] = None


class Kpi(Section, frozen=True, kw_only=True):
    """A business figure to defend: `good` of `events`, which must not fall (or not rise)."""

    name: Annotated[Name, Meta(description="Short name, such as search_conversion.")]
    title: Annotated[Title | None, Meta(description="Name as people read it.")] = None
    source: Annotated[Name, Meta(description="Metric source that counts it.")]
    events: Annotated[SelectorText, Meta(description="Counter of all.")]
    good: Annotated[SelectorText, Meta(description="Counter of those that are counted.")]
    worse: Annotated[
        Literal["lower", "higher"], Meta(description="Which direction is the bad one.")
    ] = "lower"


class Crashes(Section, frozen=True, kw_only=True):
    """Sessions, and those that ended in a crash."""

    source: Annotated[Name, Meta(description="Metric source that counts sessions.")]
    sessions: Annotated[SelectorText, Meta(description="Counter of sessions.")]
    crashed: Annotated[SelectorText, Meta(description="Counter of sessions that crashed.")]


class Releases(Section, frozen=True, kw_only=True):
    """How versions and builds are numbered: regular expressions that match in full."""

    version_pattern: Annotated[Text, Meta(description="What a version is.")] = r"\d+\.\d+\.\d+"
    build_pattern: Annotated[Text, Meta(description="What a build number is.")] = r"\d+"


class Freeze(Section, frozen=True, kw_only=True):
    """A time in which nothing may go forward."""

    start: Annotated[Instant, Meta(description="First instant, with its time zone.")]
    end: Annotated[Instant, Meta(description="First instant after it, with its time zone.")]
    reason: Annotated[Text, Meta(description="Why.")]


class RolloutTarget(Section, frozen=True, kw_only=True):
    """A flag whose percentage is the exposure of the release."""

    flag: Annotated[Name, Meta(description="Flag with one gradual rollout.")]
    source: Annotated[Name, Meta(description="Flag server.")]


class SecondPerson(StrEnum):
    """Whether a riskier step needs a second person."""

    REQUIRED = "required"
    DECLARED = "declared"
    OFF = "off"


class Rollout(Section, frozen=True, kw_only=True):
    """The ladder and what each of its stages takes.

    A stage is judged no earlier than `bake_s` after it was reached and with at least
    `minimum_events` of the new version. A comparison that is proved to be worse stops every step;
    those of `must_pass` have to be proved to be no worse, too. Where traffic is low, proving that
    of speed and crashes takes longer than any stage lasts.
    """

    ladder: Annotated[
        tuple[Percent, ...], Meta(min_length=1, description="Percentages, rising, 100 last.")
    ] = (1.0, 5.0, 20.0, 100.0)
    bake_s: Annotated[Seconds, Meta(description="Seconds to stay on a stage at least.")] = 1_800.0
    minimum_events: Annotated[
        int, Meta(ge=1, description="First attempts of the new version to see at least.")
    ] = 300
    must_pass: Annotated[
        tuple[Proved, ...],
        Meta(description="Comparisons that must be proved before a step; others only stop it."),
    ] = ("success",)
    stages: Annotated[
        tuple[StagePolicy, ...],
        Meta(description="Stages that ask for more or less than the others."),
    ] = ()
    targets: Annotated[
        tuple[RolloutTarget, ...], Meta(description="Flags that carry the exposure of a release.")
    ] = ()
    check_split: Annotated[
        bool, Meta(description="Whether the new version's part of the events must follow the flag.")
    ] = True
    second_person: Annotated[
        SecondPerson, Meta(description="Whether a riskier step needs somebody else.")
    ] = SecondPerson.DECLARED
    freeze: Annotated[tuple[Freeze, ...], Meta(description="Times without any step forward.")] = ()


class Escalation(Section, frozen=True, kw_only=True):
    """Whom to call when a lever has not helped in time."""

    after_minutes: Annotated[
        float, Meta(gt=0, le=24 * 60, description="Minutes after which to call.")
    ]
    to: Annotated[Name, Meta(description="Person to call.")]


Owner = Annotated[Name | None, Meta(description="Person who answers for it.")]
OnCall = Annotated[Name | None, Meta(description="Person to call at night.")]
Escalated = Annotated[
    Escalation | None, Meta(description="Whom to call when it has not helped in time.")
]


class FlagLever(Section, frozen=True, kw_only=True):
    """A flag that may be switched off from here."""

    flag: Annotated[Name, Meta(description="Name of the flag at its server.")]
    source: Annotated[Name, Meta(description="Flag server.")]
    guards: Annotated[tuple[Name, ...], Meta(description="Flows that it takes the risk from.")] = ()
    owner: Owner = None
    on_call: OnCall = None
    escalation: Escalated = None
    target_minutes: Annotated[
        float, Meta(gt=0, description="Minutes from detection to off that are aimed for.")
    ] = 5.0
    client_poll_s: Annotated[
        float, Meta(ge=0, le=3_600, description="Seconds until the last client has asked again.")
    ] = 15.0


class RollbackLever(Section, frozen=True, kw_only=True):
    """A rollback job; `to` is a version, or `baseline` for the one that the launch names."""

    name: Annotated[Name, Meta(description="Name to call it by.")]
    source: Annotated[Name, Meta(description="Deploy server.")]
    service: Annotated[Name, Meta(description="What to roll back, as the deploy server knows it.")]
    to: Annotated[Text, Meta(description="Version, or `baseline`.")] = "baseline"
    owner: Owner = None
    on_call: OnCall = None
    escalation: Escalated = None
    target_minutes: Annotated[
        float, Meta(gt=0, description="Minutes from detection to done that are aimed for.")
    ] = 15.0


class Levers(Section, frozen=True, kw_only=True):
    """Everything that the cockpit may pull, and nothing else."""

    flags: Annotated[tuple[FlagLever, ...], Meta(description="Flags to switch off.")] = ()
    rollbacks: Annotated[tuple[RollbackLever, ...], Meta(description="Rollback jobs.")] = ()


class Person(Section, frozen=True, kw_only=True):
    """Somebody who releases. The id is what the journal keeps; the name may change or go."""

    id: Annotated[Name, Meta(description="Short id, which never changes.")]
    name: Annotated[Text, Meta(description="Name as people read it.")]
    roles: Annotated[tuple[Role, ...], Meta(description="What the person answers for.")] = ()
    contact: Annotated[Text | None, Meta(description="How to write to the person.")] = None
    phone: Annotated[Text | None, Meta(description="How to call the person.")] = None
    public_key: Annotated[
        Text | None, Meta(description="Ed25519 key of the person's sign-off files, in base64.")
    ] = None


class ChecklistItem(Section, frozen=True, kw_only=True):
    """One question of the Go/No-Go, answered by a role with a value, or measured by `check`.

    What is measured is accepted or objected to by the role.
    """

    id: Annotated[Name, Meta(description="Short id, which never changes.")]
    role: Annotated[Role, Meta(description="Who answers.")]
    question: Annotated[Title, Meta(description="The question as people read it.")]
    fresh_for_s: Annotated[
        float, Meta(gt=0, le=30 * 86_400, description="Seconds for which an answer counts.")
    ] = 86_400.0
    check: Annotated[
        Check | None,
        Meta(description="How it is measured; left out, the role answers with a value."),
    ] = None


class Drills(Section, frozen=True, kw_only=True):
    """How long a rehearsal counts."""

    expire_after_days: Annotated[
        int, Meta(ge=1, le=365, description="Days after which it has to be repeated.")
    ] = 30


class Journal(Section, frozen=True, kw_only=True):
    """Where checkpoints of the journal are anchored: a folder outside of this computer's keep."""

    anchor_folder: Annotated[
        Text | None, Meta(description="Folder for checkpoints; `~` and relative paths are fine.")
    ] = None


class Workspace(Section, frozen=True, kw_only=True):
    """The whole file."""

    version: Annotated[
        int, Meta(ge=1, le=1, description="Format of this file; 1 is the only one so far.")
    ] = 1
    service: Annotated[Service, Meta(description="What is released.")]
    sources: Annotated[dict[Name, Source], Meta(description="Systems outside, by name.")]
    labels: Annotated[Labels, Meta(description="Names of labels.")] = Labels()
    flows: Annotated[tuple[Flow, ...], Meta(min_length=1, description="Paths of users to watch.")]
    kpis: Annotated[tuple[Kpi, ...], Meta(description="Business figures to defend.")] = ()
    crashes: Annotated[Crashes | None, Meta(description="How crashes are counted.")] = None
    releases: Annotated[Releases, Meta(description="How releases are numbered.")] = Releases()
    rollout: Annotated[Rollout, Meta(description="How a release goes out.")] = Rollout()
    gates: Annotated[Gates, Meta(description="What each comparison weighs at a gate.")] = Gates()
    levers: Annotated[Levers, Meta(description="What may be pulled from here.")] = Levers()
    people: Annotated[tuple[Person, ...], Meta(description="Who releases.")] = ()
    checklist: Annotated[tuple[ChecklistItem, ...], Meta(description="Go/No-Go questions.")] = ()
    drills: Annotated[Drills, Meta(description="Rehearsals.")] = Drills()
    alerts: Annotated[Alerts, Meta(description="When the team wants to be told.")] = Alerts()
    journal: Annotated[Journal, Meta(description="The journal of this workspace.")] = Journal()
    links: Annotated[dict[Name, WebAddress], Meta(description="Addresses to open, by name.")] = (
        field(default_factory=dict)
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
