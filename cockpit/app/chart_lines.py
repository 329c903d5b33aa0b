"""From counts of steps to lines: the share of good events and the 95th percentile, moving."""

import numpy as np
from numpy.typing import NDArray

from cockpit.app.chart_store import RatioSteps, Steps, Track
from cockpit.app.chart_view import Line, Numbers
from cockpit.domain.histogram import quantiles

P95 = 0.95


def ratio_line(at_s: Numbers, window: int, track: Track, steps: RatioSteps) -> Line:
    """Return the share of good events, each value over the last `window` steps.

    A step of which the events or what became of them is not known breaks the line; later values
    are over the other steps of their window.
    """
    total, fine, known = known_good(track, steps)
    count = moving(np.where(known, total, 0.0), window, at_s.size)
    well = moving(np.where(known, fine, 0.0), window, at_s.size)
    is_drawn = known[-at_s.size :] & (count > 0)
    value = np.divide(well, count, out=np.full(at_s.size, np.nan), where=is_drawn)
    return frozen(at_s, np.minimum(value, 1.0), np.where(is_drawn, count, 0.0))


def known_good(track: Track, steps: RatioSteps) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Return all events, the good ones, and which steps are known, for every step that is kept.

    Good series that are missing for one version while others have some mean that nothing went
    well there; missing for all they are a mistake in the workspace, and tell nothing. Bad events
    may have no series before the first one. Both are estimates of the server, so that there may
    be a little more good ones than events.
    """
    events, good, bad = steps.events, steps.good, steps.bad
    total = events.counts((track, ""))
    known = events.is_told & np.isfinite(total)
    if good is not None:
        known &= good.is_told & np.isfinite(good.counts((Track.EVERYTHING, "")))
        fine = np.nan_to_num(good.counts((track, "")))
    elif bad is not None:
        known &= bad.is_told
        fine = np.maximum(total - np.nan_to_num(bad.counts((track, ""))), 0.0)
    else:
        fine = total
    return total, np.minimum(fine, total), known


def p95_line(at_s: Numbers, window: int, track: Track, buckets: Steps) -> Line:
    """Return the 95th percentile in seconds, each value over the last `window` steps."""
    rows: dict[float, list[Numbers]] = {}
    for key in buckets.keys:
        if key[0] is track and (bound_s := _seconds(key[1])) is not None:
            rows.setdefault(bound_s, []).append(buckets.counts(key))
    bounds_s = sorted(rows)
    if not bounds_s:
        nothing = np.full(at_s.size, np.nan)
        return frozen(at_s, nothing, np.zeros(at_s.size))
    # One bound may be written in two ways, each by a part of the series.
    by_bound = np.stack([np.nansum(rows[one], axis=0) for one in bounds_s])
    known = np.any(np.isfinite(np.stack([row for one in bounds_s for row in rows[one]])), axis=0)
    known &= buckets.is_told
    summed = np.stack([moving(np.where(known, row, 0.0), window, at_s.size) for row in by_bound])
    value = quantiles(P95, np.array(bounds_s), summed)
    is_drawn = known[-at_s.size :] & np.isfinite(value)
    count = np.where(is_drawn, summed[-1], 0.0)
    return frozen(at_s, np.where(is_drawn, value, np.nan), count)


def moving(values: Numbers, window: int, length: int) -> Numbers:
    """Return the last `length` sums of `window` values each; what lies before counts as 0."""
    so_far = np.concatenate([np.zeros(window), np.cumsum(values)])
    sums: Numbers = (so_far[window:] - so_far[:-window])[-length:]
    return np.maximum(sums, 0.0)  # the difference of two long sums may be a hair below


def frozen(at_s: Numbers, value: Numbers, count: Numbers) -> Line:
    """Return a line whose arrays nobody can write to any more."""
    for array in (at_s, value, count):
        array.setflags(write=False)
    return Line(at_s, value, count)


def _seconds(text: str) -> float | None:
    try:
        bound_s = float(text)
    except ValueError:
        return None
    return None if np.isnan(bound_s) else bound_s
