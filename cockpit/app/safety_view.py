"""Change Safety: what the journal tells of releases over the last weeks."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from cockpit.domain.intervals import Interval


class MeasureKind(StrEnum):
    """The six measures, in their order on the board."""

    CHANGE_FAIL_RATE = "change_fail_rate"
    DETECT_TO_OFF = "detect_to_off"
    RELEASE_TO_MITIGATION = "release_to_mitigation"
    FREQUENCY = "frequency"
    DRILL_TO_OFF = "drill_to_off"
    ALERT_USEFULNESS = "alert_usefulness"


class MeasureView(Struct, frozen=True):
    """One measure over the window, and the same for the window of equal length before it.

    `value` is a ratio, seconds or releases a week, by kind; None without members. `weeks` has one
    value for each week, oldest first, None where nothing happened: releases for the change failure
    rate and the frequency, the share for the usefulness of alerts, the median in seconds for
    times. `failed_weeks` has the place of its week for each failed release. `members` are ids of
    `MemberView`s that it rests on.
    """

    kind: MeasureKind
    value: float | None
    count: int
    of_count: int | None
    interval: Interval | None
    low: float | None
    high: float | None
    before: float | None
    before_count: int
    weeks: tuple[float | None, ...]
    failed_weeks: tuple[int, ...] = ()
    members: tuple[str, ...] = ()


class MemberResult(StrEnum):
    """How a release went."""

    FINE = "fine"
    FAILED = "failed"
    RUNNING = "running"
    DRILL = "drill"


class MemberView(Struct, frozen=True):
    """A release of the window: what became of it, by which way out, where, and how long it took."""

    launch_id: str
    version: str
    build: str
    at: datetime
    result: MemberResult
    way_out: str | None = None
    flow: str | None = None
    platform: str | None = None
    detect_to_off_s: float | None = None
    release_to_mitigation_s: float | None = None
    stopped_at_pct: float | None = None
    failed_count: float | None = None
    dispute: str = ""
    disputed_by: str | None = None


class SafetyView(Struct, frozen=True):
    """The board over `window_days`, folded from the journal up to row `seq`."""

    seq: int
    window_days: int
    measures: tuple[MeasureView, ...]
    members: tuple[MemberView, ...]
    prevented: tuple[MemberView, ...] = ()
    """Releases that were stopped before everybody had them."""

    open_count: int = 0
    invalid_count: int = 0
    others: "tuple[SafetyView, ...]" = ()
    """The same over other windows, the shortest first."""

    def over(self, window_days: int) -> "SafetyView":
        """Return the board over this window; this one when there is no other."""
        return next((one for one in self.others if one.window_days == window_days), self)
