"""What can happen to an alert, as it stands in the journal; each is an event like any other."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from cockpit.domain.message import Message


class AlertRaised(Struct, frozen=True):
    """Something is wrong with a flow or a figure, and somebody has to see it.

    `alert_id` is one stretch of trouble with `key`, from its begin to its end; a second row of the
    same alert says that it got graver. `finding` is which of the things that can be wrong there
    leads, in words of ours. The way out that is recommended is `way_out` with `target`.
    """

    alert_id: str
    key: str
    reason: Literal["slo", "kpi", "version"]
    grade: Literal["act_now", "watch"]
    finding: str
    since_at: datetime
    told: Message
    flow: str | None = None
    kpi: str | None = None
    way_out: Literal["flag_off", "rollback"] | None = None
    target: str = ""
    launch_id: str | None = None
    kind: Literal["alert.raised/1"] = "alert.raised/1"


class AlertEnded(Struct, frozen=True):
    """All has been well for so long that the alert is over; it was well from `well_at` on."""

    alert_id: str
    key: str
    well_at: datetime
    kind: Literal["alert.ended/1"] = "alert.ended/1"


class AlertShelved(Struct, frozen=True):
    """A person put an alert aside until `until_at` and said why; it stays in sight."""

    alert_id: str
    key: str
    until_at: datetime
    reason: str
    kind: Literal["alert.shelved/1"] = "alert.shelved/1"


class AlertUnshelved(Struct, frozen=True):
    """An alert is no longer put aside: its time is over, it got graver, or a person said so."""

    alert_id: str
    key: str
    why: Literal["time", "graver", "person"]
    kind: Literal["alert.unshelved/1"] = "alert.unshelved/1"


class AlertRated(Struct, frozen=True):
    """A person said whether an alert was of use; the last word of each person counts."""

    alert_id: str
    key: str
    is_useful: bool
    kind: Literal["alert.rated/1"] = "alert.rated/1"
