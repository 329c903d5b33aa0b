"""How safely changes go out: change failure rate, time to mitigate, recovery, rework, frequency.

After the measures of N. Forsgren, J. Humble, G. Kim, "Accelerate" (2018), with the failed
deployment recovery time of the later DORA reports. Unknown is None; a rate without deployments is
None and not zero.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import fmean, median
from typing import Literal, TypeAlias

from msgspec import Struct

from cockpit.domain.intervals import Interval, wilson
from cockpit.domain.outcomes import Outcomes

DAY_S = 86_400.0
PRODUCTION = "production"

Kind: TypeAlias = Literal["release", "hotfix", "rollback"]
Status: TypeAlias = Literal["success", "failed", "cancelled"]
Origin: TypeAlias = Literal["change", "external"]
Effect: TypeAlias = Literal["done", "refused"]


class Undoing(StrEnum):
    """What was done about a deployment because it went wrong."""

    FLAG_OFF = "flag_off"
    ROLLBACK = "rollback"
    HOTFIX = "hotfix"


class Deployment(Struct, frozen=True):
    """Something that was put in front of users, or tried to be."""

    id: str
    at: datetime
    kind: Kind = "release"
    status: Status = "success"
    environment: str = PRODUCTION
    is_rehearsal: bool = False

    @property
    def is_change(self) -> bool:
        """Whether it stands before users and is new to them: a rollback is not, a hotfix is."""
        return (
            self.kind != "rollback"
            and self.status == "success"
            and self.environment == PRODUCTION
            and not self.is_rehearsal
        )


class Incident(Struct, frozen=True):
    """Something that went wrong for users; `deployment` is what it is laid to, where known."""

    id: str
    detected_at: datetime
    mitigated_at: datetime | None = None
    deployment: str | None = None
    cause: Origin = "change"
    duplicate_of: str | None = None
    is_rehearsal: bool = False

    @property
    def is_real(self) -> bool:
        """Whether it happened, and is told here for the first time."""
        return not self.is_rehearsal and self.duplicate_of is None


class Action(Struct, frozen=True):
    """What people did about a deployment."""

    type: Undoing
    deployment: str
    at: datetime
    is_planned: bool = False
    is_rehearsal: bool = False
    result: Effect = "done"

    @property
    def tells_of_failure(self) -> bool:
        """Whether it was real, unplanned and had an effect."""
        return not self.is_planned and not self.is_rehearsal and self.result == "done"


class Took(Struct, frozen=True):
    """How long it took with one deployment or incident, in seconds."""

    id: str
    took_s: float


class Report(Struct, frozen=True):
    """The measures of one window; times are in seconds.

    `failed_ids` are deployments, `repairs` incidents with their time from detected to mitigated,
    `recoveries` failed deployments with their time to their last mitigation. `invalid` incidents
    were mitigated before they were detected: they are shown, and averaged nowhere.
    """

    deployments: int
    failed: int
    change_fail_rate: float | None
    wilson95: Interval | None
    rework_rate: float | None
    closed: int
    open: int
    invalid: int
    mttr_median_s: float | None
    mttr_mean_s: float | None
    failed_deployment_recovery_median_s: float | None
    deployments_per_day: float
    cohort_ids: tuple[str, ...]
    failed_ids: tuple[str, ...]
    repairs: tuple[Took, ...]
    recoveries: tuple[Took, ...]


def report(
    deployments: Iterable[Deployment],
    incidents: Sequence[Incident],
    actions: Sequence[Action],
    *,
    window_from: datetime,
    window_to: datetime,
    now: datetime,
) -> Report:
    """Return the measures of [`window_from`, `window_to`), as they are known at `now`.

    A deployment of the window that is found to fail after it has failed all the same. Raises
    `ValueError` when the window has no length.
    """
    days = (window_to - window_from).total_seconds() / DAY_S
    if days <= 0:
        msg = "a window ends after it begins"
        raise ValueError(msg)
    cohort = {
        one.id: one for one in deployments if one.is_change and window_from <= one.at < window_to
    }
    failures = _failures(cohort, incidents, actions)
    detected = [
        one for one in incidents if one.is_real and window_from <= one.detected_at < window_to
    ]
    ended = [one for one in detected if one.mitigated_at is not None and one.mitigated_at <= now]
    times = [
        Took(one.id, (one.mitigated_at - one.detected_at).total_seconds())
        for one in ended
        if one.mitigated_at is not None
    ]
    repairs = tuple(one for one in times if one.took_s >= 0)
    repaired_s = [one.took_s for one in repairs]
    recoveries = _recoveries(cohort, failures, now)
    count, failed_count = len(cohort), len(failures)
    hotfix_count = sum(one.kind == "hotfix" for one in cohort.values())
    return Report(
        deployments=count,
        failed=failed_count,
        change_fail_rate=failed_count / count if count else None,
        wilson95=wilson(Outcomes(count, failed_count)),
        rework_rate=hotfix_count / count if count else None,
        closed=len(repairs),
        open=len(detected) - len(ended),
        invalid=len(times) - len(repairs),
        mttr_median_s=median(repaired_s) if repairs else None,
        mttr_mean_s=fmean(repaired_s) if repairs else None,
        failed_deployment_recovery_median_s=(
            median(one.took_s for one in recoveries) if recoveries else None
        ),
        deployments_per_day=count / days,
        cohort_ids=tuple(cohort),
        failed_ids=tuple(failures),
        repairs=repairs,
        recoveries=recoveries,
    )


def _failures(
    cohort: dict[str, Deployment], incidents: Sequence[Incident], actions: Sequence[Action]
) -> dict[str, list[datetime]]:
    """Return the failed deployments in the order of the cohort, each with its mitigations."""
    done: dict[str, list[datetime]] = {}
    suffered: dict[str, list[Incident]] = {}
    for action in actions:
        if action.tells_of_failure:
            done.setdefault(action.deployment, []).append(action.at)
    for incident in incidents:
        if incident.deployment is not None and incident.is_real and incident.cause == "change":
            suffered.setdefault(incident.deployment, []).append(incident)
    return {
        id_: _mitigations(suffered.get(id_, []), done.get(id_, []))
        for id_ in cohort
        if id_ in suffered or id_ in done
    }


def _mitigations(incidents: Sequence[Incident], done: list[datetime]) -> list[datetime]:
    """Return when users were well again, which incidents say better than what was done.

    A hotfix on the day after a flag was off recovers nothing any more, and what did not end an
    incident has not recovered anything. So `done` counts where no incident tells.
    """
    told = [
        at for one in incidents if (at := one.mitigated_at) is not None and at >= one.detected_at
    ]
    is_open = any(one.mitigated_at is None for one in incidents)
    return told if told or is_open else done


def _recoveries(
    cohort: dict[str, Deployment], failures: dict[str, list[datetime]], now: datetime
) -> tuple[Took, ...]:
    """Return the time to the last mitigation of each failed deployment that has one by now."""
    found = []
    for id_, times in failures.items():
        begun_at = cohort[id_].at
        last_at = max((at for at in times if begun_at <= at <= now), default=None)
        if last_at is not None:
            found.append(Took(id_, (last_at - begun_at).total_seconds()))
    return tuple(found)
