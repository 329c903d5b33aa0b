"""The answer of the board in one sentence, and what speaks for it, without widgets."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.chart_view import ChartView, Line
from cockpit.app.snapshot import ComparisonView, Metric, ReleaseView, SideView, Snapshot
from cockpit.domain.intervals import contrast
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.ui.aim import going_out
from cockpit.ui.kit.mark import Shape, shape_of
from cockpit.ui.pages.release_codes import AnswerCode
from cockpit.ui.pages.release_text import (
    FAR_TIMES,
    between,
    margin_times,
    metric_name,
    points,
)
from cockpit.ui.say import Say

OUTSIDE = {
    Cause.EXTERNAL: (AnswerCode.OUTSIDE, Shape.WARN),
    Cause.EXTERNAL_OR_SHARED: (AnswerCode.SHARED, Shape.UNKNOWN),
    Cause.RELEASE_OR_EXTERNAL: (AnswerCode.NO_CONTROL_WORSE, Shape.UNKNOWN),
}
FAILED = {Cause.RELEASE: AnswerCode.RELEASE, Cause.BOTH: AnswerCode.BOTH}


class AnswerText(Struct, frozen=True):
    """The sentence, its state, up to two lines of evidence, and what would be seen by now."""

    shape: Shape
    text: str
    lines: tuple[str, ...] = ()
    seen: str = ""


class Moment(Struct, frozen=True):
    """The bad share of a version at an instant, and how many events it rests on."""

    bad_ratio: float | None
    count: float | None


class Facts(Struct, frozen=True):
    """Both versions before the trouble began and now, from the lines of the chart."""

    window_s: float
    before_at: datetime
    now_at: datetime
    new_before: Moment
    new_now: Moment
    old_before: Moment
    old_now: Moment


def answer(snapshot: Snapshot, say: Say) -> AnswerText | None:
    """Return the answer; None when there has been no launch to ask about."""
    release, launch = snapshot.release, snapshot.launch
    if launch is None:
        return None
    if release is None:
        return _not_compared(snapshot, say)
    if release.state is State.FAIL:
        row = failing_row(release)
        shown = () if row is None else (row,)
        return replace(_failing(release, say), seen=visible_text(shown, say))
    judged = _judged(release, snapshot, say)
    is_known = release.state is not State.NO_DATA
    return replace(judged, seen=visible_text(release.rows, say)) if is_known else judged


def failing_row(release: ReleaseView | None) -> ComparisonView | None:
    """Return the failure that the verdict speaks about; None when nothing fails."""
    rows = () if release is None else release.rows
    failing = [row for row in rows if row.state is State.FAIL]
    own = [row for row in failing if release is not None and row.flow == release.flow]
    return max(own or failing, key=lambda row: row.evidence, default=None)


def facts(chart: ChartView | None) -> Facts | None:
    """Return what the chart tells of before and now; None without lines or a beginning."""
    if chart is None or chart.bad_from is None or chart.new is None or chart.baseline is None:
        return None
    before_s, now_s = chart.bad_from.timestamp(), chart.end_s
    return Facts(
        chart.window_s,
        chart.bad_from,
        datetime.fromtimestamp(now_s, UTC),
        _moment(chart.new, before_s),
        _moment(chart.new, now_s),
        _moment(chart.baseline, before_s),
        _moment(chart.baseline, now_s),
    )


def tally(release: ReleaseView | None) -> dict[State, int]:
    """Return how many metrics are in each state."""
    rows = () if release is None else release.rows
    return {state: sum(row.state is state for row in rows) for state in State}


def _not_compared(snapshot: Snapshot, say: Say) -> AnswerText:
    if snapshot.launch is not None and going_out(snapshot) is None:
        text = say(AnswerCode.OVER_LAUNCH, version=snapshot.launch.version)
        return AnswerText(Shape.NONE, text, (say(AnswerCode.OVER_LAUNCH_WHY),))
    if snapshot.verdict.code in {BoardCode.JOURNAL_UNREAD, BoardCode.JOURNAL_BROKEN}:
        told = say.text(snapshot.verdict)
        return AnswerText(Shape.UNKNOWN, say(AnswerCode.NOT_COMPARED), (told,))
    why = say(AnswerCode.NOT_COMPARED_WHY)
    return AnswerText(Shape.UNKNOWN, say(AnswerCode.NOT_COMPARED), (why,))


def _judged(release: ReleaseView, snapshot: Snapshot, say: Say) -> AnswerText:
    """Return the answer while nothing of the release itself is proved to be worse."""
    told = say.text(release.verdict)
    if release.cause in OUTSIDE:
        code, shape = OUTSIDE[release.cause]
        return AnswerText(shape, say(code), (told,))
    shape = shape_of(release.state)
    if release.state is State.PASS:
        why = say(
            AnswerCode.PASSES_WHY,
            count=len(release.rows),
            margin=f"{margin_times(snapshot):g}",
        )
        return AnswerText(shape, say(AnswerCode.PASSES), (why,))
    if release.state is State.WAIT:
        return AnswerText(shape, _so_far(release, say), (_until(release, snapshot.at, say),))
    return AnswerText(shape, say(_unknown(release)), (told,))


def _unknown(release: ReleaseView) -> AnswerCode:
    """Return why nothing can be said."""
    if release.verdict.code == BoardCode.NOT_EXPOSED:
        return AnswerCode.NOT_EXPOSED
    if release.verdict.code == BoardCode.RELEASE_OPENED:
        return AnswerCode.OPENED
    if release.verdict.code == BoardCode.UNHEALTHY_SPLIT:
        return AnswerCode.UNHEALTHY
    is_alone = release.verdict.code == BoardCode.NO_CONTROL
    return AnswerCode.NO_CONTROL if is_alone else AnswerCode.UNKNOWN


def _failing(release: ReleaseView, say: Say) -> AnswerText:
    row = failing_row(release)
    code = FAILED.get(release.cause, AnswerCode.RECORDED)
    if release.cause in OUTSIDE:
        code = OUTSIDE[release.cause][0]
    is_over = release.harm is not None and release.harm.is_over
    if is_over:
        code = AnswerCode.OVER
    shape = Shape.WARN if is_over else Shape.BAD
    if row is None:
        return AnswerText(shape, say(code), (say.text(release.verdict),))
    why = say.text(row.cause_message)
    if release.cause is Cause.RELEASE and row.evidence >= row.needed_evidence > 0:
        times = row.evidence / row.needed_evidence
        alone, shown = AnswerCode.ALONE, say.count(times)
        if times > FAR_TIMES:
            alone, shown = AnswerCode.ALONE_FAR, say.short_count(FAR_TIMES)
        why = say(alone, baseline=release.baseline, times=shown)
    return AnswerText(shape, say(code), (_counts(row, say), why))


def _counts(row: ComparisonView, say: Say) -> str:
    """Return the figures of the worst platform, or of all of them."""
    new, old, what = row.new, row.old, metric_name(row, say)
    difference, interval = row.difference_ratio, row.difference
    for one in row.strata:
        if one.name == row.worst_stratum:
            new, old = one.new, one.old
            seen = contrast(Pair(_outcomes(new), _outcomes(old)))
            difference, interval = seen.difference_ratio, seen.difference
            what = f"{_failures(row, say)} {say.name('platform', one.name)}"
            break
    else:
        what = _failures(row, say)
    shown = say(AnswerCode.POINTS, points=points(difference, say))
    told = f"{shown} {between(interval, say)}".strip()
    return say(
        AnswerCode.COUNTS,
        what=what,
        new=say.ratio(new.bad_ratio),
        new_bad=say.count(new.bad_count),
        new_count=say.count(new.event_count),
        old=say.ratio(old.bad_ratio),
        old_bad=say.count(old.bad_count),
        old_count=say.count(old.event_count),
        difference=told,
    )


def _failures(row: ComparisonView, say: Say) -> str:
    """Return the bad side of a metric, such as "coupon failures"."""
    named = say.name("metric", row.metric.value)
    return named if row.metric is Metric.CRASH else f"{say.name('flow', row.flow)} {named}"


def _so_far(release: ReleaseView, say: Say) -> str:
    """Return that not all is known yet, and how much is."""
    passed_count = tally(release)[State.PASS]
    if not passed_count:
        return say(AnswerCode.WAITS)
    return say(AnswerCode.WAITS_SOME, passed_count=passed_count, row_count=len(release.rows))


def _until(release: ReleaseView, now: datetime, say: Say) -> str:
    """Return when all that waits is answered, and by when at the latest."""
    if release.expected_s is None:
        return say(AnswerCode.WAITS_LONG)
    say = say.on(now)
    time = say.rough_time(now + timedelta(seconds=release.expected_s))
    age = say.age(release.expected_s)
    if release.late_s is None or release.late_s <= release.expected_s:
        return say(AnswerCode.WAITS_WHY, age=age, time=time)
    late = say.rough_time(now + timedelta(seconds=release.late_s))
    return say(AnswerCode.WAITS_LATE, age=age, time=time, late=late)


def visible_text(rows: Sequence[ComparisonView], say: Say) -> str:
    """Return what would be seen at this traffic: in all of these rows, so in the slowest.

    "" while that is not known.
    """
    known = [row.visible for row in rows if row.visible is not None]
    if not known:
        return ""
    slowest = max(known, key=lambda one: math.inf if one.margin_s is None else one.margin_s)
    times = f"{slowest.margin_times:g}"
    if slowest.margin_s is None:
        return say(AnswerCode.VISIBLE_NEVER, times=times)
    told = say(AnswerCode.VISIBLE, times=times, age=say.age(slowest.margin_s))
    if slowest.long_times is None:
        return told
    long_times = say.number(slowest.long_times, 1)
    if slowest.short_times is None:
        return f"{told} {say(AnswerCode.VISIBLE_LONG, long=long_times)}"
    short_times = say.number(slowest.short_times, 1)
    return f"{told} {say(AnswerCode.VISIBLE_BOTH, short=short_times, long=long_times)}"


def _outcomes(side: SideView) -> Outcomes:
    return Outcomes(side.event_count, side.bad_count)


def _moment(line: Line, at_s: float) -> Moment:
    """Return the newest value that is known by `at_s`, if it is not older than two steps."""
    step_s = float(line.at_s[1] - line.at_s[0]) if line.at_s.size > 1 else 0.0
    is_there = (line.at_s <= at_s + 1e-6) & (line.at_s >= at_s - 2 * step_s)
    known = np.flatnonzero(is_there & np.isfinite(line.value))
    if not known.size:
        return Moment(None, None)
    place = int(known[-1])
    return Moment(1.0 - float(line.value[place]), float(line.count[place]))
