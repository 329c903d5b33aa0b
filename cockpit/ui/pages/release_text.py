"""What the table of the comparison says, worked out without widgets."""

from datetime import datetime, timedelta

from msgspec import Struct

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import (
    ComparisonView,
    KpiView,
    Metric,
    SideView,
    Snapshot,
    StratumView,
    TileState,
)
from cockpit.domain.intervals import Contrast, Interval, contrast
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import State, usual_margin_times
from cockpit.ui.codes import WordCode
from cockpit.ui.kit.mark import Shape, shape_of
from cockpit.ui.pages.flow_text import WORD_OF
from cockpit.ui.pages.kpi_row import FEW_RATIO, ends, kpi_value
from cockpit.ui.pages.release_codes import ReleasePageCode
from cockpit.ui.pages.release_scale import Whisker, kpi_whisker, whisker
from cockpit.ui.say import DASH, Say

MOST_IN_ORDER = 14
"""So many rows keep the order of the workspace; with more of them what fails comes first."""

WORDS = {
    State.PASS: WordCode.SAME,
    State.WAIT: WordCode.WAIT,
    State.FAIL: WordCode.BAD,
    State.NO_DATA: WordCode.NO_DATA,
}
CRASH_DIGITS = 2
DAY_S = 86_400.0
FAR_TIMES = 1e6
"""Evidence this far beyond its limit is no longer told in figures."""


class SideText(Struct, frozen=True):
    """A version in one row: its value in per cent, without the sign, and its n."""

    value: str = DASH
    count: str = ""


class LineText(Struct, frozen=True):
    """One row of the table. `is_part` is a platform of the row above it."""

    key: str
    name: str
    note: str
    new: SideText
    old: SideText
    difference: str
    between: str
    whisker: Whisker | None
    shape: Shape
    word: str
    answer: str
    is_part: bool = False
    is_compared: bool = True

    @property
    def is_bad(self) -> bool:
        """Return whether the row is in trouble."""
        return self.shape is Shape.BAD


def key_of(row: ComparisonView) -> str:
    """Return the key of a row of the comparison."""
    return f"{row.metric}:{row.flow}"


def kpi_key(kpi: KpiView) -> str:
    """Return the key of the row of a figure."""
    return f"kpi:{kpi.name}"


def margin_times(snapshot: Snapshot) -> float:
    """Return how many times as bad the rule of the stage allows."""
    launch = snapshot.launch
    exposure_pct = 0.0 if launch is None else launch.exposure_pct or 0.0
    return usual_margin_times(exposure_pct / 100.0)


def lines(snapshot: Snapshot, say: Say) -> tuple[LineText, ...]:
    """Return the rows: the comparisons, the platforms of those that fail, and the figures."""
    release = snapshot.release
    rows = () if release is None else release.rows
    count = len(rows) + len(snapshot.kpis)
    if count > MOST_IN_ORDER:
        rows = tuple(sorted(rows, key=lambda row: row.state is not State.FAIL))
    found: list[LineText] = []
    for row in rows:
        found.append(_line(row, snapshot, say))
        if row.state is State.FAIL and len(row.strata) > 1:
            found += [_part(row, stratum, say) for stratum in row.strata]
    if rows:
        compared = {} if release is None else {row.flow: row for row in release.kpis}
        for kpi in snapshot.kpis:
            one = compared.get(kpi.name)
            found.append(
                _figure(kpi, say) if one is None else _kpi_line(one, kpi, snapshot.at, say)
            )
    return tuple(found)


def metric_name(row: ComparisonView, say: Say) -> str:
    """Return what is compared, such as "coupon success"."""
    if row.metric is Metric.CRASH:
        return say(ReleasePageCode.CRASH)
    flow = say.name("flow", row.flow)
    code = ReleasePageCode.SLOW if row.metric is Metric.SLOW else ReleasePageCode.SUCCESS
    return say(code, flow=flow)


def points(ratio: float | None, say: Say, digits: int = 1) -> str:
    """Return a difference of two ratios in points, with its sign."""
    if ratio is None:
        return DASH
    shown = round(ratio * 100, digits) + 0.0
    return f"{'+' if shown > 0 else ''}{say.number(shown, digits)}"


def between(interval: Interval | None, say: Say, digits: int = 1) -> str:
    """Return both ends of an interval in points; "" when there is none."""
    if interval is None:
        return ""
    low, high = (points(one, say, digits) for one in (interval.low, interval.high))
    return say(ReleasePageCode.INTERVAL, low=low, high=high)


def _limit(limit_s: float, say: Say) -> str:
    """Return whole seconds as such: the name of the row needs the room."""
    if limit_s >= 1.0 and limit_s.is_integer():
        return say.age(limit_s)
    return f"{say.milliseconds(limit_s)} ms"


def _line(row: ComparisonView, snapshot: Snapshot, say: Say) -> LineText:
    digits = _digits(row)
    limits_s = {flow.name: flow.slow_limit_s for flow in snapshot.flows}
    limit_s, note = limits_s.get(row.flow), ""
    if row.metric is Metric.SLOW and limit_s is not None:
        note = say(ReleasePageCode.SLOWER_THAN, limit=_limit(limit_s, say))
    if row.discount > 1:
        note = " ".join(filter(None, (note, say(ReleasePageCode.RETRIES))))
    return LineText(
        key=key_of(row),
        name=metric_name(row, say),
        note=note,
        new=_side(row.new, row, say),
        old=_side(row.old, row, say),
        difference=points(_shown(row.difference_ratio, row), say, digits),
        between=between(_turned(row.difference, row), say, digits),
        whisker=whisker(row.difference_ratio, row.difference, row.old.bad_ratio),
        shape=shape_of(row.state),
        word=say(WORDS[row.state]),
        answer=_answer(row, snapshot.at, say),
    )


def _part(row: ComparisonView, stratum: StratumView, say: Say) -> LineText:
    """Return a platform of a row that fails; the platforms have no verdicts of their own."""
    seen, digits = _contrast(stratum), _digits(row)
    is_worst = stratum.name == row.worst_stratum
    code = ReleasePageCode.WORST if is_worst else ReleasePageCode.PART
    return LineText(
        key=f"{key_of(row)}:{stratum.name}",
        name=say.name("platform", stratum.name),
        note="",
        new=_side(stratum.new, row, say),
        old=_side(stratum.old, row, say),
        difference=points(_shown(seen.difference_ratio, row), say, digits),
        between=between(_turned(seen.difference, row), say, digits),
        whisker=whisker(seen.difference_ratio, seen.difference, stratum.old.bad_ratio),
        shape=Shape.BAD if is_worst else Shape.NONE,
        word=say(WordCode.BAD) if is_worst else "",
        answer=say(code),
        is_part=True,
    )


def _kpi_line(row: ComparisonView, kpi: KpiView, now: datetime, say: Say) -> LineText:
    """Return a figure of both versions beside each other."""
    is_small = (row.old.bad_ratio if not kpi.is_worse_low else _good(row.old)) or 0.0
    digits = 2 if is_small < FEW_RATIO else 1
    difference, between_both = row.difference_ratio, row.difference
    if kpi.is_worse_low:
        difference = None if difference is None else -difference
        between_both = None if between_both is None else _negative(between_both)
    return LineText(
        key=kpi_key(kpi),
        name=say.name("kpi", kpi.name),
        note=say(ReleasePageCode.KPI),
        new=_kpi_side(row.new, kpi, say, digits),
        old=_kpi_side(row.old, kpi, say, digits),
        difference=points(difference, say, digits),
        between=between(between_both, say, digits),
        whisker=whisker(row.difference_ratio, row.difference, row.old.bad_ratio),
        shape=shape_of(row.state),
        word=say(WORDS[row.state]),
        answer=_answer(row, now, say),
    )


def _kpi_side(side: SideView, kpi: KpiView, say: Say, digits: int) -> SideText:
    ratio = _good(side) if kpi.is_worse_low else side.bad_ratio
    value = DASH if ratio is None else say.ratio(ratio, digits)
    return SideText(value, say.short_count(side.event_count))


def _good(side: SideView) -> float | None:
    return None if side.bad_ratio is None else 1.0 - side.bad_ratio


def _figure(kpi: KpiView, say: Say) -> LineText:
    """Return a business figure: of all versions together, against what its past leads to."""
    expected = say(ReleasePageCode.NO_BAND)
    if kpi.expected is not None:
        low, high = ends(kpi.expected, say)
        expected = say(ReleasePageCode.EXPECTED, low=low, high=high)
    is_known = kpi.state is not TileState.UNKNOWN
    return LineText(
        key=kpi_key(kpi),
        name=say.name("kpi", kpi.name),
        note=say(ReleasePageCode.KPI),
        new=SideText(kpi_value(kpi, say), say.count(kpi.event_count)),
        old=SideText(),
        difference="",
        between=expected,
        whisker=kpi_whisker(kpi) if is_known else None,
        shape=shape_of(kpi.state),
        word=say(WORD_OF[kpi.state]),
        answer=say(ReleasePageCode.ALL_VERSIONS, age=say.ago(kpi.age_s)),
        is_compared=False,
    )


def _answer(row: ComparisonView, now: datetime, say: Say) -> str:
    """Return when the answer comes, or how sure it is."""
    match row.state:
        case State.FAIL:
            times = row.evidence / row.needed_evidence if row.needed_evidence else 0.0
            if times > FAR_TIMES:
                return say(ReleasePageCode.PROVED_FAR, times=say.short_count(FAR_TIMES))
            code = ReleasePageCode.PROVED if times >= 1.0 else ReleasePageCode.ANSWERED
            return say(code, times=say.count(times))
        case State.PASS:
            return say(ReleasePageCode.ANSWERED)
        case State.NO_DATA:
            return say(_silent(row))
        case State.WAIT:
            return _awaited(row.expected_s, now, say)


def _awaited(expected_s: float | None, now: datetime, say: Say) -> str:
    """Return when, and how far that is where there is room for both."""
    if expected_s is None:
        return say(ReleasePageCode.LONG)
    at = now + timedelta(seconds=expected_s)
    is_today = say.day(at) == say.day(now)
    if not is_today and expected_s < DAY_S:
        return say.on(now).time(at)
    time = say.time(at) if is_today else say.day(at)
    return say(ReleasePageCode.AT_LEFT, time=time, age=say.age(expected_s))


def _silent(row: ComparisonView) -> ReleasePageCode:
    """Return why there is nothing to judge by."""
    if row.message.code == BoardCode.UNHEALTHY_SPLIT:
        return ReleasePageCode.UNHEALTHY
    if row.new.event_count <= 0:
        return ReleasePageCode.NO_EVENTS
    is_alone = row.old.event_count <= 0
    return ReleasePageCode.NO_OLD_EVENTS if is_alone else ReleasePageCode.NOT_NOW


def _side(side: SideView, row: ComparisonView, say: Say) -> SideText:
    if side.bad_ratio is None:
        return SideText(DASH, say.short_count(side.event_count))
    ratio = side.bad_ratio if row.metric is Metric.SLOW else 1.0 - side.bad_ratio
    return SideText(say.ratio(ratio, _digits(row)), say.short_count(side.event_count))


def _digits(row: ComparisonView) -> int:
    return CRASH_DIGITS if row.metric is Metric.CRASH else 1


def _shown(bad_difference: float | None, row: ComparisonView) -> float | None:
    """Return the difference of what the row shows: of good shares it is the other way round."""
    if bad_difference is None or row.metric is Metric.SLOW:
        return bad_difference
    return -bad_difference


def _turned(bad: Interval | None, row: ComparisonView) -> Interval | None:
    if bad is None or row.metric is Metric.SLOW:
        return bad
    return _negative(bad)


def _negative(interval: Interval) -> Interval:
    return Interval(-interval.high, -interval.low)


def _contrast(stratum: StratumView) -> Contrast:
    new, old = (Outcomes(one.event_count, one.bad_count) for one in (stratum.new, stratum.old))
    return contrast(Pair(new, old))
