"""The workspace: what a team tells the cockpit about its service, in `cockpit.yaml`.

These models are both the file format and the values that the services read. Unknown fields are
errors. Selectors stand in PromQL's notation. A field that is left out has the default given here.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from cockpit.ports.selectors import SelectorError, parsed
from cockpit.ports.sources import Auth

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}$")]
"""A name that other parts of the file and the command line use."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Ratio = Annotated[float, Field(gt=0, lt=1)]
Percent = Annotated[float, Field(gt=0, le=100)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


def _selector(text: str) -> str:
    try:
        parsed(text)
    except SelectorError as error:
        raise ValueError(str(error)) from error
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = "an address begins with http:// or https:// and names a host"
        raise ValueError(msg)
    if parts.username or parts.password:
        msg = "an address carries no user and no password: use `auth` and `secret`"
        raise ValueError(msg)
    return text.rstrip("/")


SelectorText = Annotated[str, AfterValidator(_selector)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Section(BaseModel):
    """A part of the file: frozen, and strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Title(Section):
    """A name as people read it; Korean first."""

    ko: Text
    en: Text


class Service(Section):
    """The service that this workspace releases."""

    name: Name
    title: Title | None = None


class Source(Section):
    """A system outside. Secrets are named here and kept in the keyring, bound to the address.

    `project` and `environment` belong to flag servers.
    """

    kind: Name
    url: WebAddress
    auth: Auth = Auth.NONE
    user: Text | None = None
    token_header: Name = "Authorization"  # noqa: S105 - the name of a header
    secret: Name | None = None
    client_secret: Name | None = None
    headers: dict[Name, Text] = Field(default_factory=dict)
    project: Name | None = None
    environment: Name | None = None
    ca_file: Text | None = None
    client_cert: Text | None = None
    proxy: WebAddress | None = None
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 10.0


class VersionFrom(Section):
    """Where the version stands when it is on another metric, such as OpenTelemetry's target_info.

    Series are matched by the labels `on`; the version is the label `label` of `metric`.
    """

    metric: SelectorText
    on: tuple[Name, ...] = ("job", "instance")
    label: Name


class Labels(Section):
    """Which labels tell version, platform and reason."""

    version: Name = "version"
    version_from: VersionFrom | None = None
    platform: Name | None = "platform"
    reason: Name = "reason"


class Slo(Section):
    """A promise: `target` of events are good over `period_days`."""

    target: Ratio
    period_days: Annotated[int, Field(ge=1, le=90)] = 30


class LatencySlo(Section):
    """A promise: `target` of events take at most `faster_than_s`, a bound of the histogram."""

    target: Ratio
    faster_than_s: Seconds
    period_days: Annotated[int, Field(ge=1, le=90)] = 30


class Flow(Section):
    """A path of users through the service.

    `events` counts first attempts (or sessions, never retries), `good` those that ended well, or
    `bad` those that did not. `latency` is the `_bucket` metric of a histogram. `flag` is the lever
    that takes the risky part of the flow away.
    """

    name: Name
    title: Title | None = None
    source: Name
    events: SelectorText
    good: SelectorText | None = None
    bad: SelectorText | None = None
    reasons: SelectorText | None = None
    latency: SelectorText | None = None
    slo: Slo
    latency_slo: LatencySlo | None = None
    flag: Name | None = None
    runbook: WebAddress | None = None


class Kpi(Section):
    """A business figure to defend: `good` of `events`, which must not fall (or not rise)."""

    name: Name
    title: Title | None = None
    source: Name
    events: SelectorText
    good: SelectorText
    worse: Literal["lower", "higher"] = "lower"


class Crashes(Section):
    """Sessions, and those that ended in a crash."""

    source: Name
    sessions: SelectorText
    crashed: SelectorText


class Releases(Section):
    """How versions and builds are numbered: regular expressions that match in full."""

    version_pattern: Text = r"\d+\.\d+\.\d+"
    build_pattern: Text = r"\d+"


class Freeze(Section):
    """A time in which nothing may go forward."""

    start: datetime
    end: datetime
    reason: Text


class RolloutTarget(Section):
    """A flag whose percentage is the exposure of the release."""

    flag: Name
    source: Name


class SecondPerson(StrEnum):
    """Whether a riskier step needs a second person."""

    REQUIRED = "required"
    DECLARED = "declared"
    OFF = "off"


class Rollout(Section):
    """The ladder and what each of its stages takes.

    A stage is judged no earlier than `bake_s` after it was reached and with at least
    `minimum_events` of the new version.
    """

    ladder: tuple[Percent, ...] = (1, 5, 20, 100)
    bake_s: Seconds = 1_800
    minimum_events: Annotated[int, Field(ge=1)] = 300
    targets: tuple[RolloutTarget, ...] = ()
    second_person: SecondPerson = SecondPerson.DECLARED
    freeze: tuple[Freeze, ...] = ()


class FlagLever(Section):
    """A flag that may be switched off from here."""

    flag: Name
    source: Name
    guards: tuple[Name, ...] = ()
    owner: Name | None = None
    on_call: Name | None = None
    target_minutes: Annotated[float, Field(gt=0)] = 5.0
    client_poll_s: Annotated[float, Field(ge=0, le=3_600)] = 15.0


class RollbackLever(Section):
    """A rollback job; `to` is a version, or `baseline` for the one that the launch names."""

    name: Name
    source: Name
    service: Name
    to: Text = "baseline"
    owner: Name | None = None
    on_call: Name | None = None
    target_minutes: Annotated[float, Field(gt=0)] = 15.0


class Levers(Section):
    """Everything that the cockpit may pull, and nothing else."""

    flags: tuple[FlagLever, ...] = ()
    rollbacks: tuple[RollbackLever, ...] = ()


class Role(StrEnum):
    """Who answers for what at Go/No-Go; the product owner speaks last."""

    QA = "qa"
    MOBILE_LEAD = "mobile_lead"
    BACKEND_LEAD = "backend_lead"
    DEVOPS = "devops"
    PM = "pm"


class Person(Section):
    """Somebody who releases. The id is what the journal keeps; the name may change or go."""

    id: Name
    name: Text
    roles: tuple[Role, ...] = ()
    contact: Text | None = None
    phone: Text | None = None


class ChecklistItem(Section):
    """One question of the Go/No-Go, answered by a role with a value."""

    id: Name
    role: Role
    question: Title
    fresh_for_s: Annotated[float, Field(gt=0, le=30 * 86_400)] = 86_400


class Drills(Section):
    """How long a rehearsal counts."""

    expire_after_days: Annotated[int, Field(ge=1, le=365)] = 30


class Journal(Section):
    """Where checkpoints of the journal are anchored: a folder outside of this computer's keep."""

    anchor_folder: Text | None = None


class Workspace(Section):
    """The whole file."""

    version: Literal[1] = 1
    service: Service
    sources: dict[Name, Source]
    labels: Labels = Labels()
    flows: Annotated[tuple[Flow, ...], Field(min_length=1)]
    kpis: tuple[Kpi, ...] = ()
    crashes: Crashes | None = None
    releases: Releases = Releases()
    rollout: Rollout = Rollout()
    levers: Levers = Levers()
    people: tuple[Person, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    drills: Drills = Drills()
    journal: Journal = Journal()
    links: dict[Name, WebAddress] = Field(default_factory=dict)
