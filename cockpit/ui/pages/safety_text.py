"""What the board of change safety says, worked out without widgets."""

from msgspec import Struct

from cockpit.app.safety_view import MeasureKind, MeasureView, MemberResult, MemberView, SafetyView
from cockpit.ui.kit.mark import Shape
from cockpit.ui.pages.safety_codes import MeasureCode, SafetyCode
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

PREVENTED = "prevented"
"""The key of the releases that were stopped in time, beside the kinds of measures."""

HOUR_S = 3_600
FEW_COUNT = 5
"""Medians of fewer times than this are no trend."""

NAMES = {
    MeasureKind.CHANGE_FAIL_RATE: MeasureCode.CHANGE_FAIL_RATE,
    MeasureKind.DETECT_TO_OFF: MeasureCode.DETECT_TO_OFF,
    MeasureKind.RELEASE_TO_MITIGATION: MeasureCode.RELEASE_TO_MITIGATION,
    MeasureKind.FREQUENCY: MeasureCode.FREQUENCY,
    MeasureKind.DRILL_TO_OFF: MeasureCode.DRILL_TO_OFF,
    MeasureKind.ALERT_USEFULNESS: MeasureCode.ALERT_USEFULNESS,
}
SHARES = {
    MeasureKind.CHANGE_FAIL_RATE: MeasureCode.OF_RELEASES,
    MeasureKind.ALERT_USEFULNESS: MeasureCode.OF_RATINGS,
}
"""Measures that are shares, and what each is a share of."""
RESULTS = {
    MemberResult.FINE: (Shape.OK, SafetyCode.FINE),
    MemberResult.FAILED: (Shape.BAD, SafetyCode.FAILED),
    MemberResult.RUNNING: (Shape.OPEN, SafetyCode.RUNNING),
    MemberResult.DRILL: (Shape.NONE, SafetyCode.DRILL),
}


class MeasureText(Struct, frozen=True):
    """One measure: its value and unit, what it rests on, and the same before.

    The short texts leave out words and never figures: n is seen in narrow windows, too.
    """

    key: str
    name: str
    value: str
    unit: str
    note: str
    before: str
    note_short: str
    before_short: str

    @property
    def is_known(self) -> bool:
        """Return whether there is a value."""
        return self.value != DASH


def measure_text(measure: MeasureView, window_days: int, say: Say) -> MeasureText:
    """Return a measure in words; without members it has no value and says so."""
    value, unit = _value(measure, measure.value, say)
    note = note_short = say(MeasureCode.NOTHING)
    if measure.value is not None:
        note, note_short = (_note(measure, say, is_short=short) for short in (False, True))
    before = before_short = say(MeasureCode.BEFORE_NONE, days=window_days)
    if measure.before is not None:
        told = " ".join(_value(measure, measure.before, say))
        if measure.kind not in {*SHARES, MeasureKind.FREQUENCY}:
            told = told.split(" ", maxsplit=1)[0]
        count = say.count(measure.before_count)
        before = say(MeasureCode.BEFORE, days=window_days, value=told, count=count)
        before_short = say(MeasureCode.BEFORE_SHORT, value=told, count=count)
    name = say(NAMES[measure.kind])
    key = measure.kind.value
    return MeasureText(key, name, value, unit, note, before, note_short, before_short)


def summary(view: SafetyView, say: Say) -> str:
    """Return whether it is getting safer, as far as that can be told; "" without releases."""
    by_kind = {one.kind: one for one in view.measures}
    parts = []
    failing = by_kind.get(MeasureKind.CHANGE_FAIL_RATE)
    if failing is not None and failing.value is not None and failing.before is not None:
        before, now = say.ratio(failing.before), say.ratio(failing.value)
        told = say(SafetyCode.FAIL_TREND, before=before, now=now)
        seen = failing.interval
        is_sure = seen is not None and not seen.low <= failing.before <= seen.high
        parts.append(told if is_sure else say(SafetyCode.UNSURE, told=told))
    off = by_kind.get(MeasureKind.DETECT_TO_OFF)
    if off is not None and off.value is not None and off.before is not None:
        before, now = running(off.before, say), running(off.value, say)
        told = say(SafetyCode.TIME_TREND, before=before, now=now)
        is_sure = min(off.count, off.before_count) >= FEW_COUNT
        parts.append(told if is_sure else say(SafetyCode.UNSURE, told=told))
    if not parts and view.members:
        return say(SafetyCode.NO_TREND)
    return " · ".join(parts)


def chosen_members(view: SafetyView, key: str) -> tuple[MemberView, ...]:
    """Return the releases that a figure rests on, in the order of the view."""
    if key == PREVENTED:
        return view.prevented
    measure = next((one for one in view.measures if one.kind.value == key), None)
    ids = frozenset(() if measure is None else measure.members)
    return tuple(one for one in view.members if one.launch_id in ids)


def title(key: str, say: Say) -> str:
    """Return what stands above the members of a figure."""
    if key == PREVENTED:
        return say(SafetyCode.PREVENTED)
    code = next(code for kind, code in NAMES.items() if kind.value == key)
    return say(SafetyCode.MEMBERS, measure=say(code))


def running(seconds: float | None, say: Say) -> str:
    """Return a time as people read it aloud: `6:38`, or `1:36:02` from an hour on."""
    return say.clock(seconds).removeprefix("0")


def where(member: MemberView, say: Say) -> str:
    """Return the flow and platform that broke; "" when none did."""
    flow = "" if member.flow is None else say.name("flow", member.flow)
    platform = "" if member.platform is None else say.name("platform", member.platform)
    return " ".join(filter(None, (flow, platform)))


def named(member: MemberView) -> str:
    """Return version and build, harmless to show."""
    return safe(f"{member.version} ({member.build})" if member.build else member.version)


def prevented_text(member: MemberView, say: Say) -> str:
    """Return where a release was stopped, such as "Coupon: stopped at 5 %"."""
    stopped = DASH if member.stopped_at_pct is None else f"{member.stopped_at_pct:g}"
    flow = DASH if member.flow is None else say.name("flow", member.flow)
    return say(SafetyCode.STOPPED_AT, flow=flow, stopped=stopped)


def _value(measure: MeasureView, value: float | None, say: Say) -> tuple[str, str]:
    if value is None:
        return DASH, ""
    if measure.kind in SHARES:
        return say.ratio(value), "%"
    if measure.kind is MeasureKind.FREQUENCY:
        return say.number(value), say(MeasureCode.PER_WEEK)
    unit = MeasureCode.HOURS if value >= HOUR_S else MeasureCode.MINUTES
    return running(value, say), say(unit)


def _note(measure: MeasureView, say: Say, *, is_short: bool) -> str:
    if (share := SHARES.get(measure.kind)) is not None:
        share = MeasureCode.OF_SHORT if is_short else share
        told = say(share, failed=say.count(measure.count), count=say.count(measure.of_count))
        if measure.interval is None:
            return told
        low, high = (say.ratio(one, 0) for one in (measure.interval.low, measure.interval.high))
        return say(MeasureCode.BETWEEN, told=told, low=low, high=f"{high} %")
    count = say.count(measure.count)
    if measure.kind is MeasureKind.FREQUENCY:
        return say(MeasureCode.TIMES_IN, count=count, weeks=len(measure.weeks))
    low, high = running(measure.low, say), running(measure.high, say)
    code = MeasureCode.MEDIAN_SHORT if is_short else MeasureCode.MEDIAN
    return say(code, count=count, low=low, high=high)
