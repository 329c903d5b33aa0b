"""Seeded lines for tiles and sparks: the same noise on every run."""

from collections.abc import Sequence
from datetime import datetime
from zlib import crc32

import numpy as np
from msgspec.structs import replace

from cockpit.app.chart_view import ChartView, Line, Mark, MarkKind, Numbers
from tests.kit.story.times import BROKEN, DEPLOYED, DETECTED, FLAG_ON, NOW, STAGE_1, STAGE_5

RANGE_S, STEP_S = 3_600.0, 30.0

Bend = tuple[datetime, float]
"""From this instant on the line moves to this level, within some minutes."""

MARKS = (
    Mark(DEPLOYED, MarkKind.DEPLOY, name="3.2.0"),
    Mark(STAGE_1, MarkKind.STAGE, exposure_pct=1.0),
    Mark(STAGE_5, MarkKind.STAGE, exposure_pct=5.0),
    Mark(FLAG_ON, MarkKind.FLAG, name="coupon_v2"),
    Mark(DETECTED, MarkKind.DETECTED),
)


def marks_until(now: datetime) -> tuple[Mark, ...]:
    """Return what has happened by `now`."""
    return tuple(mark for mark in MARKS if mark.at <= now)


def line(
    seed: str,
    level: float,
    noise: float,
    *,
    now: datetime = NOW,
    since: datetime | None = None,
    count: float = 2_000.0,
    bends: Sequence[Bend] = (),
    range_s: float = RANGE_S,
) -> Line:
    """Return a line around `level`, unknown before `since`, that follows its bends."""
    end_s = now.timestamp()
    at_s: Numbers = np.asarray(end_s - STEP_S * np.arange(int(range_s / STEP_S))[::-1], np.float64)
    value = np.asarray(_levels(at_s, level, bends) + noise * _wander(seed, at_s.size), np.float64)
    if since is not None:
        value[at_s < since.timestamp()] = np.nan
    counts = np.where(np.isfinite(value), count, 0.0)
    return Line(at_s, value, counts)


def chart(
    seed: str,
    success: float,
    p95_s: float,
    *,
    now: datetime = NOW,
    slo: float = 0.975,
    limit_s: float = 0.6,
    since: datetime | None = STAGE_1,
    new: Sequence[Bend] = (),
    old: Sequence[Bend] = (),
    slower: Sequence[Bend] = (),
    new_count: float = 574.0,
    bad_from: datetime | None = None,
) -> ChartView:
    """Return the chart of a flow; the new version follows `new`, the others `old`."""
    noise = 0.22 * (1.0 - success)
    given = ChartView(
        range_s=RANGE_S,
        step_s=STEP_S,
        end_s=now.timestamp(),
        everything=_capped(line(f"{seed} all", success, noise, now=now, bends=old)),
        p95=line(f"{seed} p95", p95_s, 0.02 * p95_s, now=now, bends=slower),
        slo_ratio=slo,
        p95_limit_s=limit_s,
        thin_below_count=300.0,
        bad_from=bad_from,
    )
    if since is None or since >= now:
        return given
    seen = line(
        f"{seed} new", success, 2.0 * noise, now=now, since=since, count=new_count, bends=new
    )
    return replace(
        given,
        new=_capped(_thin_first(seen)),
        baseline=_capped(line(f"{seed} old", success, noise, now=now, bends=old)),
        p95_new=line(
            f"{seed} p95 new",
            p95_s,
            0.04 * p95_s,
            now=now,
            since=since,
            count=new_count,
            bends=slower,
        ),
    )


def coupon_chart(now: datetime = NOW, *, healed_at: datetime | None = None) -> ChartView:
    """Return the chart of the coupon flow: the new version falls from 10:45:30 on."""
    falls: list[Bend] = [(BROKEN, 0.911)]
    if healed_at is not None:
        falls.append((healed_at, 0.979))
    given = chart("coupon", 0.980, 0.412, now=now, new=falls, bad_from=BROKEN)
    if healed_at is not None:
        return replace(given, bad_until=healed_at)
    seen = line("coupon all", 0.980, 0.005, now=now, bends=((BROKEN, 0.978),))
    return replace(given, everything=_capped(seen))


def spark(seed: str, level: float, noise: float, now: datetime, *bends: Bend) -> Line:
    """Return the line of a business figure over the last hour."""
    return line(seed, level, noise, now=now, bends=bends, count=740.0)


def _levels(at_s: Numbers, level: float, bends: Sequence[Bend]) -> Numbers:
    value = np.full(at_s.size, level)
    for when, target in bends:
        gone = np.clip((at_s - when.timestamp()) / 270.0, 0.0, 1.0)
        value = value + (target - value) * gone
    return value


def _wander(seed: str, size: int) -> Numbers:
    """Return noise as figures over five minutes have it, which ends at 0."""
    random = np.random.default_rng(crc32(seed.encode()))
    noise = np.convolve(random.normal(size=size + 9), np.full(10, 0.3), "valid")
    return np.asarray(noise - noise[-1], np.float64)


def silent_since(given: ChartView, silent_s: float) -> ChartView:
    """Return the chart of a source that has told nothing for so long."""
    last_s = given.end_s - silent_s
    return replace(
        given,
        everything=_until(given.everything, last_s),
        new=None if given.new is None else _until(given.new, last_s),
        baseline=None if given.baseline is None else _until(given.baseline, last_s),
        p95=None if given.p95 is None else _until(given.p95, last_s),
        p95_new=None if given.p95_new is None else _until(given.p95_new, last_s),
        is_behind=True,
    )


def _until(given: Line, last_s: float) -> Line:
    return Line(given.at_s, np.where(given.at_s > last_s, np.nan, given.value), given.count)


def _capped(given: Line) -> Line:
    return Line(given.at_s, np.minimum(given.value, 0.9995), given.count)


def _thin_first(given: Line) -> Line:
    """Return the line with few events before the 5 % stage."""
    early = given.at_s < STAGE_5.timestamp()
    return Line(given.at_s, given.value, np.where(early, given.count / 5.0, given.count))
