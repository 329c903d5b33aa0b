"""The lines of the launch strip as pieces of text: worked out from what is aimed at."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cockpit.app.snapshot import SourceState
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.standings import LaunchPhase, Status
from cockpit.ui.aim import Aiming
from cockpit.ui.kit.mark import Shape
from cockpit.ui.look import Role, Type
from cockpit.ui.runs import Run
from cockpit.ui.say import DASH
from cockpit.ui.strip_codes import StripCode

if TYPE_CHECKING:  # there is no launch to see before the journal is read
    from cockpit.app.launch_view import HarmView, LaunchView


STALE_SNAPSHOT_S = 5.0
"""A snapshot comes once a second; an older one is said to be old."""

_STANDING = {
    LaunchPhase.PLANNED: StripCode.NOT_BEGUN,
    LaunchPhase.GO: StripCode.NOT_DEPLOYED,
    LaunchPhase.DEPLOYED: StripCode.AT_ZERO,
    LaunchPhase.WATCHING: StripCode.WATCHING,
    LaunchPhase.CLOSED: StripCode.CLOSED,
    LaunchPhase.STOPPED: StripCode.STOPPED,
}

_EXPOSED_PCT = {
    LaunchPhase.PLANNED: 0,
    LaunchPhase.GO: 0,
    LaunchPhase.DEPLOYED: 0,
    LaunchPhase.WATCHING: 100,
}

MOST_LEFT_OUT = 2
STATUS_GAP_PX, NARROW_GAP_PX = 20, 10


def identity(given: Aiming) -> tuple[Run, ...]:
    """Return what goes out and what it is compared with; the service alone without a launch."""
    launch, say = given.snapshot.launch, given.say
    service = given.snapshot.service
    if launch is None:
        return (Run(say.name("service", service), weight=600),)
    name = say(StripCode.RELEASE, service=service, version=launch.version, build=launch.build)
    before = say(StripCode.BASELINE, baseline=launch.baseline)
    return Run(name, weight=600), Run(before, Role.TEXT3, gap_px=8, size=Type.BODY)


def bake(given: Aiming) -> tuple[Run, ...]:
    """Return how long the stage has been watched, or why no clock runs.

    Without the first run the line still says what matters, where there is little room.
    """
    launch, say = given.snapshot.launch, given.say
    if launch is None:
        return ()
    if launch.is_held:
        return (Run(say(StripCode.HELD, exposure=_exposure(given, launch)), Role.TEXT2),)
    if launch.phase in _STANDING:
        stands = Run(say(_STANDING[launch.phase]), Role.TEXT2)
        exposed = _EXPOSED_PCT.get(launch.phase)
        if exposed is None:
            return (stands,)
        first = Run(say(StripCode.EXPOSED, exposure=str(exposed)), Role.TEXT2)
        return first, replace(stands, gap_px=4)
    return _bake_clock(given, launch)


def _bake_clock(given: Aiming, launch: "LaunchView") -> tuple[Run, ...]:
    say = given.say
    elapsed_s = None if launch.bake_elapsed_s is None else launch.bake_elapsed_s + given.age_s
    return (
        Run(say(StripCode.BAKE), Role.TEXT2),
        Run(say.clock(elapsed_s), weight=600, gap_px=5),
        Run(f"/ {say.clock(launch.bake_needed_s)}", Role.TEXT2, gap_px=4),
    )


def _exposure(given: Aiming, launch: "LaunchView") -> str:
    return given.say.number(launch.exposure_pct or 0.0, 0)


def signed(given: Aiming, *, is_narrow: bool) -> tuple[Run, ...]:
    """Return who has said Go, or how far the poll is."""
    launch, sheet, say = given.snapshot.launch, given.snapshot.gonogo, given.say
    if launch is None:
        return ()
    if sheet is not None and sheet.is_no_go:
        return (Run(say(StripCode.NO_GO), weight=600, shape=Shape.BAD),)
    if launch.go_at is not None:
        go = Run(say(StripCode.GO), weight=600, shape=Shape.OK)
        person, time = say.person(launch.go_by), say.time(launch.go_at)
        by = Run(say(StripCode.GO_BY, person=person, time=time), Role.TEXT3, gap_px=8)
        return (go,) if is_narrow else (go, by)
    unsigned = Run(say(StripCode.UNSIGNED), weight=600, shape=Shape.NONE)
    if sheet is None or is_narrow:
        return (unsigned,)
    from_roles = sum(one.state.value == "go" for one in sheet.poll)
    poll = say(StripCode.POLL, go_count=from_roles, role_count=len(sheet.poll))
    return unsigned, Run(poll, Role.TEXT3, gap_px=8)


def harm(given: Aiming) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the damage so far and where it is; nothing while none is known."""
    release, say = given.snapshot.release, given.say
    done = None if release is None else release.harm
    if done is None:
        return (), ()
    figure = (
        Run(say(StripCode.HARM), Role.TEXT2, size=Type.BODY),
        Run(say(StripCode.HARM_COUNT, count=say.count(done.failed_count)), weight=600, gap_px=8),
        Run(say(StripCode.HARM_UNIT), Role.TEXT3, gap_px=5, size=Type.BODY),
        Run(_rate(given, done), weight=600, gap_px=6, size=Type.BODY),
    )
    flow, since = say.name("flow", done.flow), say.time(done.since_at)
    note = say(StripCode.HARM_SINCE, flow=flow, since=since)
    if done.until_at is not None:
        until = say.time(done.until_at)
        note = say(StripCode.HARM_UNTIL, flow=flow, since=since, until=until)
    return figure, (Run(note, Role.TEXT3),)


def short_harm(given: Aiming) -> tuple[Run, ...]:
    """Return the damage in one small line, for narrow windows."""
    release, say = given.snapshot.release, given.say
    done = None if release is None else release.harm
    if done is None:
        return ()
    count = say(StripCode.HARM_SHORT, count=say.count(done.failed_count))
    return (
        Run(say(StripCode.HARM), Role.TEXT2),
        Run(count, weight=600, gap_px=5),
        Run(_rate(given, done), Role.TEXT2, gap_px=4),
    )


def _rate(given: Aiming, done: "HarmView") -> str:
    say = given.say
    if done.is_over:
        return say(StripCode.HARM_OVER)
    return say(StripCode.HARM_RATE, count=say.count(done.per_min))


def status(given: Aiming, *, is_narrow: bool, left_out: int = 0) -> tuple[Run, ...]:
    """Return the row of facts: data, alerts, unresolved, journal, deployed, released, holder.

    Where there is no room for all, `left_out` 1 goes without the anchor, and 2 also without the
    time of the deployment: who holds the window and what cannot be written stay.
    """
    parts = (
        *_data(given),
        *_alerts(given),
        *_unresolved(given),
        *_journal(given, is_narrow=is_narrow, has_anchor=left_out < 1),
        *_launch_facts(given, has_deployed=left_out < MOST_LEFT_OUT),
    )
    gap_px = NARROW_GAP_PX if is_narrow else STATUS_GAP_PX
    runs: list[Run] = []
    for part in parts:
        first, *rest = part
        gap = gap_px if runs else 0
        runs += [_gapped(first, gap), *rest]
    return tuple(runs)


def _gapped(run: Run, gap_px: int) -> Run:
    return Run(run.text, run.role, run.weight, gap_px, run.shape, run.size, run.mark_px)


Part = tuple[Run, ...]


def _fact(label: str, value: str, shape: Shape | None = None) -> Part:
    return (
        Run(label, Role.TEXT3, shape=shape),
        Run(value, Role.TEXT1, 600, gap_px=5),
    )


def _data(given: Aiming) -> tuple[Part, ...]:
    """Return the age of the oldest of the newest samples; unknown when one source is silent."""
    say = given.say
    fine = {SourceState.OK, SourceState.SLOW}
    told = [one for one in given.snapshot.sources if one.data_age_s is not None]
    ages = [one.data_age_s for one in told if one.data_age_s is not None]
    is_fresh = bool(told) and all(one.state in fine for one in told)
    if not ages or given.age_s > STALE_SNAPSHOT_S:
        value = say(StripCode.DATA_UNKNOWN)
        if given.age_s > STALE_SNAPSHOT_S:
            value = say(StripCode.STOOD, age=say.age(given.age_s))
        return (_fact(say(StripCode.DATA), value, Shape.UNKNOWN),)
    shape = Shape.OK if is_fresh else Shape.UNKNOWN
    return (_fact(say(StripCode.DATA), say.age(max(ages) + given.age_s), shape),)


def _alerts(given: Aiming) -> tuple[Part, ...]:
    alerts = given.snapshot.alerts
    shape = Shape.WARN if alerts else None
    if any(one.grade is AlertGrade.ACT_NOW for one in alerts):
        shape = Shape.BAD
    return (_fact(given.say(StripCode.ALERTS), _told(given, len(alerts)), shape),)


def _unresolved(given: Aiming) -> tuple[Part, ...]:
    open_ones = {Status.OPEN, Status.UNKNOWN}
    count = sum(one.status in open_ones for one in given.snapshot.operations)
    shape = Shape.UNKNOWN if count else None
    return (_fact(given.say(StripCode.UNRESOLVED), _told(given, count), shape),)


def _told(given: Aiming, count: int) -> str:
    """Return how many there are; none are known to be none before the journal is read."""
    return str(count) if count or given.snapshot.journal is not None else DASH


def _journal(given: Aiming, *, is_narrow: bool, has_anchor: bool) -> tuple[Part, ...]:
    say, journal = given.say, given.snapshot.journal
    label = say(StripCode.JOURNAL)
    if journal is None:
        return (_fact(label, say(StripCode.JOURNAL_UNKNOWN), Shape.UNKNOWN),)
    anchor = say(StripCode.NO_ANCHOR)
    if journal.anchored_seq is not None:
        anchor = say(StripCode.ANCHOR, seq=str(journal.anchored_seq))
    row = _fact(label, f"#{journal.seq}")
    if has_anchor:
        row = (*row, Run(anchor, Role.TEXT3, gap_px=4))
    if journal.is_writable:
        return (row,) if is_narrow else (row, (Run(say(StripCode.WRITABLE), Role.TEXT3),))
    return row, (Run(say(StripCode.NOT_WRITABLE), Role.BAD_TEXT, 600, shape=Shape.BAD),)


def _launch_facts(given: Aiming, *, has_deployed: bool) -> tuple[Part, ...]:
    """Return 'deployed' and 'released' as two facts, and who holds the window."""
    launch, say = given.snapshot.launch, given.say
    if launch is None:
        return ()
    facts: list[Part] = []
    if launch.deployed_at is not None:
        served = launch.served_exposure_pct
        shown = DASH if served is None else f"{say.number(served, 0)} %"
        if has_deployed:
            facts.append(_fact(say(StripCode.DEPLOYED), say.time(launch.deployed_at)))
        facts.append(_fact(say(StripCode.RELEASED), shown))
    if launch.holder:
        facts.append(_fact(say(StripCode.HOLDER), say.person(launch.holder)))
    return tuple(facts)
