"""Why numbers cannot be relied on: nothing is good news that is old, partial or full of holes."""

from datetime import datetime

import numpy as np
from msgspec import Struct

from cockpit.app.board_codes import DataCode
from cockpit.app.contacts import Contacts
from cockpit.app.counting import Counting
from cockpit.app.periods import Periods
from cockpit.app.plan import Counted, Part, Plan
from cockpit.app.records import NO_RECORDS, Told
from cockpit.app.store import Mode, Store
from cockpit.domain.blocks import Floats
from cockpit.domain.message import Message, message
from cockpit.ports.workspace import Workspace

STALE_S = 60.0
STALE_INTERVALS = 3.0


class Desk(Struct, frozen=True):
    """What everything is worked out from, at `now`; `interval_s` is how often is asked.

    `periods` is None where the long past of promises is not read.
    """

    workspace: Workspace
    plan: Plan
    store: Store
    counting: Counting
    contacts: Contacts
    now: datetime
    monotonic_s: float
    interval_s: float
    periods: Periods | None = None
    records: Told = NO_RECORDS

    def there_s(self, source: str, at: datetime | None = None) -> float:
        """Return an instant (now) as the clock of the source tells it."""
        return (at or self.now).timestamp() + self.contacts.skew_s(source)

    def age_s(self, part: Part) -> float | None:
        """Return how old the newest numbers are that all of the part has; None without any."""
        until_s = self.counting.until_s(part)
        return None if until_s is None else max(0.0, self.there_s(part.events.source) - until_s)

    def stale_s(self, part: Part) -> float:
        """Return from which age on numbers are stale."""
        slowest_s = max(self.interval_s, self.counting.interval_s(part.asks))
        return max(STALE_S, STALE_INTERVALS * slowest_s)

    def mode(self, part: Part) -> Mode:
        """Return how the part is counted: exact only when all of it is."""
        modes = {self.store.mode(ask) for ask in part.asks}
        return Mode.ESTIMATED if Mode.ESTIMATED in modes else Mode.EXACT


def silence(desk: Desk, source: str) -> Message | None:
    """Return that the source gives no answer, and why; None when it does."""
    why = desk.contacts.error(source)
    return None if why is None else message(DataCode.SOURCE_DOWN, source=source, why=why)


def unanswered(desk: Desk, part: Part) -> Message | None:
    """Return why questions about the part brought nothing the last time; None when they did."""
    problems = (desk.contacts.problem(ask) for ask in part.asks)
    found = next((one for one in problems if one is not None), None)
    return silence(desk, part.events.source) or found


def doubts(desk: Desk, part: Part, window_s: float) -> tuple[Message, ...]:
    """Return why the numbers of the last `window_s` cannot be relied on; empty when they can."""
    source = part.events.source
    if (silent := silence(desk, source)) is not None:
        return (silent,)
    problems = tuple(
        problem for ask in part.asks if (problem := desk.contacts.problem(ask)) is not None
    )
    if problems:
        return problems
    if any(desk.store.mode(ask) is None for ask in part.asks):
        return (message(DataCode.NOT_ASKED, source=source),)
    needed = [part.events] if part.good is None else [part.events, part.good]
    for ask in needed:
        if desk.store.is_empty(ask):
            return (message(DataCode.EMPTY, source=source, metric=ask.selector.metric),)
    return (*_of_clock(desk, part), *_of_answers(desk, part), *_of_platforms(desk, part, window_s))


def _of_clock(desk: Desk, part: Part) -> tuple[Message, ...]:
    source, age_s = part.events.source, desk.age_s(part)
    if desk.contacts.is_skewed(source):
        skew_s = desk.contacts.skew_s(source)
        return (message(DataCode.SKEWED, source=source, skew_s=skew_s),)
    if age_s is None or age_s > desk.stale_s(part):
        return (message(DataCode.STALE, source=source, age_s=age_s),)
    return ()


def _of_answers(desk: Desk, part: Part) -> tuple[Message, ...]:
    source, found = part.events.source, []
    kept = [desk.store.kept(ask) for ask in part.asks]
    if any(one.is_partial for one in kept):
        found.append(message(DataCode.PARTIAL, source=source))
    dropped_count = sum(one.newly_dropped_count for one in kept)
    if dropped_count:
        found.append(message(DataCode.DROPPED, source=source, samples_count=dropped_count))
    return tuple(found)


def _of_platforms(desk: Desk, part: Part, window_s: float) -> tuple[Message, ...]:
    """Return platforms that have fallen silent, or were silent for a while, within the window."""
    stale_s, there_s = desk.stale_s(part), desk.there_s(part.events.source)
    start_s = there_s - window_s - stale_s
    found: list[Message] = []
    for platform, times_s in _times(desk, part.events).items():
        inside = times_s[times_s > start_s]
        if not inside.size:
            continue
        silent_s = there_s - float(inside[-1])
        longest_s = float(np.diff(inside).max()) if inside.size > 1 else 0.0
        if silent_s > stale_s:
            found.append(message(DataCode.PLATFORM_SILENT, platform=platform, silent_s=silent_s))
        elif longest_s > stale_s:
            found.append(message(DataCode.GAP, platform=platform, gap_s=longest_s))
    return tuple(found)


def _times(desk: Desk, ask: Counted) -> dict[str, Floats]:
    kept = desk.store.kept(ask)
    by_platform: dict[str, list[Floats]] = {}
    for cell, track in zip(desk.counting.cells(ask), kept.tracks, strict=True):
        by_platform.setdefault(cell.platform, []).append(track.at_s)
    # An instant may stand there twice: `np.unique` would load masked arrays, 30 ms of a first look.
    return {name: np.sort(np.concatenate(times)) for name, times in by_platform.items()}
