"""How useful alerts were, as people said: the share of useful among all that they rated."""

from collections.abc import Callable, Iterable
from datetime import datetime

from cockpit.app.safety_view import MeasureKind, MeasureView
from cockpit.domain.episodes import Episode
from cockpit.domain.intervals import wilson
from cockpit.domain.outcomes import Outcomes


def usefulness(
    episodes: Iterable[Episode],
    begin: datetime,
    end: datetime,
    place: Callable[[datetime], int],
    weeks_count: int,
) -> MeasureView:
    """Return the measure over [begin, end), and the same over as long a time before it.

    Every person's last word about an alert counts once; drills do not count. `place` gives the
    week of an instant. Its members are the launches in which the alerts were.
    """
    earlier = begin - (end - begin)
    now: list[Episode] = []
    before: list[Episode] = []
    for one in episodes:
        if one.is_drill or not one.ratings or not earlier <= one.raised_at < end:
            continue
        (now if one.raised_at >= begin else before).append(one)
    words = [useful for one in now for useful in one.ratings.values()]
    words_before = [useful for one in before for useful in one.ratings.values()]
    weeks: list[list[bool]] = [[] for _ in range(weeks_count)]
    for one in now:
        weeks[place(one.raised_at)] += one.ratings.values()
    launches = (one.launch_id for one in now if one.launch_id is not None)
    return MeasureView(
        kind=MeasureKind.ALERT_USEFULNESS,
        value=_share(words),
        count=sum(words),
        of_count=len(words),
        interval=wilson(Outcomes(len(words), sum(words))),
        low=None,
        high=None,
        before=_share(words_before),
        before_count=len(words_before),
        weeks=tuple(_share(one) for one in weeks),
        members=tuple(dict.fromkeys(launches)),
    )


def _share(words: list[bool]) -> float | None:
    return sum(words) / len(words) if words else None
