"""When trouble is an alert, and when it is over: debounce, one alert for each flow, no flapping.

An alarm that nobody has to answer is none, and one that comes and goes is not believed any more
(ISA-18.2; EEMUA 191). So trouble has to last before it is told and has to stay away before it is
over, a flow has one alert with everything that is wrong inside, and what is not known neither
begins nor ends anything.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from cockpit.domain.alert_words import AlertGrade, Finding, leading
from cockpit.domain.episodes import Episode, Episodes

BEGINS_AFTER = timedelta(seconds=10)
"""What is over sooner is no alert."""

ENDS_AFTER = timedelta(seconds=60)
"""So long all has to be well, without a doubt in between, before it is over."""


class Look(Struct, frozen=True):
    """One flow or figure at one instant: what is wrong, and of which things nothing is known.

    What is neither found nor unknown is well.
    """

    flow: str | None
    kpi: str | None
    findings: tuple[Finding, ...] = ()
    unknown: frozenset[str] = frozenset()


class Held(Struct, frozen=True):
    """One thing that is wrong since `since_at`; it asked for a hand at `loud_at` the last time.

    From `well_at` on it has been well, and it is over a while later.
    """

    finding: Finding
    since_at: datetime
    loud_at: datetime
    is_raised: bool = False
    well_at: datetime | None = None


class Alarm(Struct, frozen=True):
    """Trouble with one flow or figure since `since_at`; an alert once `is_raised`.

    `alert_id` is the episode in the journal, "" while its row is not there.
    """

    key: str
    flow: str | None
    kpi: str | None
    since_at: datetime
    held: tuple[Held, ...]
    is_raised: bool = False
    alert_id: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong, in the order in which it came."""
        return tuple(one.finding for one in self.held if one.is_raised)

    @property
    def lead(self) -> Finding:
        """Return what to speak of."""
        return leading(self.findings or tuple(one.finding for one in self.held))


class Over(Struct, frozen=True):
    """An alarm that is over, and since when all was well."""

    alarm: Alarm
    well_at: datetime


class Alarms(Struct, frozen=True):
    """The alarms after some looks: those that go on, and those that have just ended.

    `over` are kept until the journal says so too: what it still calls running is not taken up
    again.
    """

    tracked: Mapping[str, Alarm] = field(default_factory=dict)
    over: tuple[Over, ...] = ()

    @property
    def raised(self) -> tuple[Alarm, ...]:
        """Return the alerts: what needs a hand first, and of each grade what came first."""
        found = (one for one in self.tracked.values() if one.is_raised)
        return tuple(
            sorted(
                found, key=lambda one: (one.lead.grade is AlertGrade.WATCH, one.since_at, one.key)
            )
        )

    def held(self, key: str) -> frozenset[str]:
        """Return the names of what is wrong there already: it has to get better to be well."""
        alarm = self.tracked.get(key)
        return frozenset(one.finding.name for one in alarm.held) if alarm else frozenset()

    def after(self, looks: Mapping[str, Look], now: datetime, episodes: Episodes) -> "Alarms":
        """Return the alarms after one more look at everything.

        `episodes` is what the journal tells: alerts of another process, or of one before this,
        are taken up as they stand there.
        """
        over = tuple(one for one in self.over if one.alarm.alert_id in episodes.running_ids)
        ended_ids = {one.alarm.alert_id for one in over}
        tracked: dict[str, Alarm] = {}
        for key in dict.fromkeys((*self.tracked, *episodes.running, *looks)):
            running = episodes.running.get(key)
            if running is not None and running.alert_id in ended_ids:
                running = None
            before = _as_written(self.tracked.get(key), running, episodes, now)
            alarm, ended = _next(key, before, looks.get(key), now)
            if alarm is not None:
                tracked[key] = alarm
            over = over if ended is None else (*over, ended)
        if tracked == self.tracked and over == self.over:
            return self
        return Alarms(tracked, over)


def _as_written(
    before: Alarm | None, running: Episode | None, episodes: Episodes, now: datetime
) -> Alarm | None:
    """Return the alarm as the journal has it: taken up, or over because another said so."""
    if before is not None and episodes.is_over(before.alert_id):
        return None
    if running is None:
        return before
    if before is not None and before.is_raised:
        return replace(before, alert_id=running.alert_id)
    finding = running.finding
    taken = Held(finding, running.since_at, now, is_raised=True)
    others = () if before is None else before.held
    others = tuple(one for one in others if one.finding.name != finding.name)
    return Alarm(
        running.key,
        running.flow,
        running.kpi,
        running.since_at,
        (taken, *others),
        is_raised=True,
        alert_id=running.alert_id,
    )


def _next(
    key: str, before: Alarm | None, look: Look | None, now: datetime
) -> tuple[Alarm | None, Over | None]:
    """Return the alarm from now on, and the one that has ended."""
    found = {one.name: one for one in look.findings} if look is not None else {}
    unknown = look.unknown if look is not None else frozenset()
    held: list[Held] = []
    for one in before.held if before is not None else ():
        finding = found.pop(one.finding.name, None)
        if finding is not None:
            held.append(_still(one, finding, now))
        elif one.finding.name in unknown:
            held.append(replace(one, well_at=None))
        elif one.is_raised:
            held.append(one if one.well_at is not None else replace(one, well_at=now))
    held.extend(Held(finding, now, now) for finding in found.values())
    gone = [one for one in held if one.well_at is not None and now - one.well_at >= ENDS_AFTER]
    held = [one for one in held if one not in gone]
    was_raised = before is not None and before.is_raised
    if was_raised:
        held = [_joined(one, now) for one in held]
    if before is not None and was_raised and not any(one.is_raised for one in held):
        well_at = max((one.well_at or now for one in gone), default=now)
        begun = _begun(key, look, held)
        return begun, Over(before, well_at)
    if not held:
        return None, None
    if before is None:
        return _begun(key, look, held), None
    is_raised = was_raised or now - before.since_at >= BEGINS_AFTER
    if is_raised and not was_raised:
        held = [replace(one, is_raised=True) for one in held]
    flow, kpi = (look.flow, look.kpi) if look is not None else (before.flow, before.kpi)
    return replace(before, flow=flow, kpi=kpi, held=tuple(held), is_raised=is_raised), None


def _begun(key: str, look: Look | None, held: list[Held]) -> Alarm | None:
    """Return an alarm that nobody hears yet; None when nothing is wrong."""
    if look is None or not held:
        return None
    return Alarm(key, look.flow, look.kpi, min(one.since_at for one in held), tuple(held))


def _joined(one: Held, now: datetime) -> Held:
    """Return it as part of an alert that goes on: what joins one has to last as well."""
    return replace(one, is_raised=one.is_raised or now - one.since_at >= BEGINS_AFTER)


def _still(before: Held, finding: Finding, now: datetime) -> Held:
    is_loud = finding.grade is AlertGrade.ACT_NOW
    if not is_loud and before.finding.grade is AlertGrade.ACT_NOW:
        # Calmer by a hair is not calm: what needed a hand a moment ago still does.
        finding = before.finding if now - before.loud_at < ENDS_AFTER else finding
    loud_at = now if is_loud else before.loud_at
    return replace(before, finding=finding, loud_at=loud_at, well_at=None)
