"""What a failing release has done to people, from the counts that the verdict rests on."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cockpit.app.compared_metrics import Question, questions
from cockpit.app.counting import Cell, PartBlocks
from cockpit.app.doubts import Desk
from cockpit.app.launch_view import HarmView
from cockpit.app.release import worst_row
from cockpit.app.snapshot import ComparisonView, Metric, OperationView, ReleaseView
from cockpit.app.stage import span
from cockpit.domain.blocks import Floats
from cockpit.domain.launch import Launch
from cockpit.domain.verdict import State

RECENT_S = 180.0
"""The pace is that of the last minutes: long enough to be steady, short enough to be of now."""

LEAST_COUNT = 30.0


class _Excess(Struct, frozen=True):
    """Failures beyond those that the baseline shows, among all events, block by block."""

    begin_s: Floats
    count: Floats
    events: Floats
    block_s: float

    @property
    def recent(self) -> NDArray[np.bool_]:
        """Return which blocks are of the last minutes."""
        found: NDArray[np.bool_] = self.begin_s > self.begin_s[-1] - RECENT_S
        return found

    @property
    def onset(self) -> int:
        """Return the block with which the fault began.

        Half of the excess share of now lies between a version that is well and this one: since
        the fault the failures keep above that line, and before they kept below (E. S. Page,
        "Continuous inspection schemes", Biometrika 41, 1954).
        """
        share = float(self.count[self.recent].sum()) / max(1.0, self.events[self.recent].sum())
        walk = np.cumsum(self.count - max(0.0, share) / 2.0 * self.events)
        return int(np.argmin(np.concatenate([[0.0], walk[:-1]])))


def with_harm(
    desk: Desk,
    launch: Launch | None,
    release: ReleaseView | None,
    operations: Sequence[OperationView],
) -> ReleaseView | None:
    """Return the verdict, when it fails, with the harm that was done."""
    if release is None or launch is None or release.state is not State.FAIL:
        return release
    return replace(release, harm=harm(desk, launch, release, operations))


def harm(
    desk: Desk, launch: Launch, release: ReleaseView, operations: Sequence[OperationView]
) -> HarmView | None:
    """Return the failures that the new version has brought; None where nothing can be counted.

    Failed is who failed more often than with the baseline at the same time on the same platform:
    the share of the baseline, over the whole stage, is what would have failed anyway. Counted from
    the begin of the fault. Slow events are no failures.
    """
    row = worst_row(release.rows)
    if row is None or row.metric is Metric.SLOW:
        return None
    asked = {(one.flow, one.metric): one for one in questions(desk)}
    question = asked[row.flow, row.metric]
    until_at = _over_at(operations, row.flow)
    excess = _excess(desk, launch, row, question, until_at)
    if excess is None:
        return None
    onset = excess.onset
    since_s = float(excess.begin_s[onset]) - desk.contacts.skew_s(question.part.events.source)
    pace = excess.recent[onset:]
    return HarmView(
        flow=row.flow,
        platform=row.worst_stratum or None,
        failed_count=max(0.0, float(excess.count[onset:].sum())),
        per_min=None
        if until_at is not None
        else max(0.0, float(excess.count[onset:][pace].mean()) * 60.0 / excess.block_s),
        since_at=datetime.fromtimestamp(since_s, UTC),
        until_at=until_at,
        is_over=until_at is not None,
    )


def _excess(
    desk: Desk,
    launch: Launch,
    row: ComparisonView,
    question: Question,
    until_at: datetime | None,
) -> _Excess | None:
    part = question.part
    source, until_s = part.events.source, desk.counting.until_s(part)
    if until_s is None:
        return None
    if until_at is not None:
        until_s = min(until_s, desk.there_s(source, until_at))
    known_s = [desk.store.asked_from_s(ask) for ask in part.asks]
    start_s = desk.there_s(source, launch.since_at)
    from_s = max((one for one in known_s if one is not None), default=start_s)
    found = span(start_s, row.block_s, from_s, until_s)
    if found is None:
        return None
    blocks = question.count(found.bounds_s)
    names = {cell.platform for cell in blocks.events if cell.version == launch.version}
    if row.worst_stratum:
        names &= {row.worst_stratum}
    counted = [_of_platform(blocks, launch, name) for name in sorted(names)]
    known = [one for one in counted if one is not None]
    if not known:
        return None
    count, events = np.sum(known, axis=0)
    return _Excess(np.array(found.bounds_s[:-1]), count, events, row.block_s)


def _of_platform(blocks: PartBlocks, launch: Launch, platform: str) -> Floats | None:
    """Return excess and events on one platform; None while the baseline there is hardly known."""
    new, old = Cell(launch.version, platform), Cell(launch.baseline_version, platform)
    if old not in blocks.events:
        return None
    old_events, old_bad = float(np.nansum(blocks.events[old])), float(np.nansum(blocks.bad[old]))
    if old_events < LEAST_COUNT:
        return None
    usual_ratio = min(1.0, old_bad / old_events)
    known = ~(np.isnan(blocks.events[new]) | np.isnan(blocks.bad[new]))
    excess = blocks.bad[new] - usual_ratio * blocks.events[new]
    return np.where(known, np.stack([excess, blocks.events[new]]), 0.0)


def _over_at(operations: Sequence[OperationView], flow: str) -> datetime | None:
    """Return since when users of the flow are safe again; None while they are not."""
    for one in reversed(operations):
        mends = [mend for mend in one.mends if mend.flow == flow]
        if mends:
            is_back = one.back_in_band_at is not None and all(mend.is_back for mend in mends)
            return one.clients_by_at or one.back_in_band_at if is_back else None
    return None
