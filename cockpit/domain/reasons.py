"""Why events failed: the most frequent reasons, and what has changed."""

from collections.abc import Mapping

from msgspec import Struct


class Reason(Struct, frozen=True):
    """One reason and how often it was given.

    `share_ratio` is its share of all failures now, `baseline_share_ratio` the same in the
    window compared with. `change_count` is how many more there are than the baseline window
    had, brought to the length of this one. Both None without a baseline.
    """

    name: str
    count: float
    share_ratio: float
    baseline_share_ratio: float | None = None
    change_count: float | None = None


class TopReasons(Struct, frozen=True):
    """The most frequent reasons; `rest_count` is all others, so that the shares add up."""

    top: tuple[Reason, ...]
    rest_count: float
    total_count: float


def top_reasons(
    counts: Mapping[str, float],
    most_count: int,
    baseline: Mapping[str, float] | None = None,
    baseline_windows: float = 1.0,
) -> TopReasons:
    """Return the `most_count` most frequent reasons, those as frequent in the order of names.

    One that was not given even once comes after all others. `baseline` was counted over
    `baseline_windows` times the length of this window.
    """
    total_count = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    top = tuple(
        _reason(name, count, total_count, baseline, baseline_windows)
        for name, count in ordered[:most_count]
    )
    rest_count = total_count - sum(reason.count for reason in top)
    return TopReasons(top, rest_count, total_count)


def _reason(
    name: str,
    count: float,
    total_count: float,
    baseline: Mapping[str, float] | None,
    baseline_windows: float,
) -> Reason:
    share_ratio = count / total_count if total_count else 0.0
    if baseline is None:
        return Reason(name, count, share_ratio)
    before, all_before = baseline.get(name, 0.0), sum(baseline.values())
    return Reason(
        name,
        count,
        share_ratio,
        before / all_before if all_before else None,
        count - before / baseline_windows,
    )
