"""Whether users are spread over the versions as the flag says."""

from collections.abc import Callable

from cockpit.app.doubts import Desk
from cockpit.app.gating import told_pct
from cockpit.app.plan import Part
from cockpit.app.reading import FlagRead
from cockpit.app.snapshot import SplitView
from cockpit.app.stage import SETTLE_S
from cockpit.app.trials import Trials
from cockpit.domain.launch import Launch
from cockpit.domain.split import exposure_split
from cockpit.ports.workspace import Counts, Rollout


def split_view(
    desk: Desk, trials: Trials, launch: Launch, served_ratio: float | None
) -> SplitView | None:
    """Return the new version's part of the events since the stage has settled, beside the flag's.

    Counted are sessions where the workspace has them, else first attempts; retries never, because
    a version that fails has more of them. None when the flag's part is not known, when there is no
    such counter, or when the workspace says that versions do not follow the flag.
    """
    part = _part(desk)
    if served_ratio is None or part is None or not desk.workspace.rollout.check_split:
        return None
    source, until_s = part.events.source, desk.counting.until_s(part)
    start_s = trials.start_s(source, launch.since_at, desk.there_s(source, launch.since_at))
    asked_s = desk.store.asked_from_s(part.events)
    from_s = max(start_s + SETTLE_S, start_s if asked_s is None else asked_s)
    if until_s is None or until_s <= from_s:
        return None
    events = desk.counting.blocks(part.events, (from_s, until_s))
    counts = {cell: max(0.0, float(count[0])) for cell, count in events.items()}
    known = {cell: count for cell, count in counts.items() if count == count}  # noqa: PLR0124 - NaN
    new_count = sum(count for cell, count in known.items() if cell.version == launch.version)
    all_count = sum(known.values())
    found = exposure_split(new_count, all_count, served_ratio)
    seen_ratio = new_count / all_count if all_count else None
    return SplitView(served_ratio, seen_ratio, all_count, found.p, found.is_mismatch)


def steady_ratio(
    rollout: Rollout, launch: Launch, read: Callable[[str, str], FlagRead]
) -> float | None:
    """Return the part of the users that all targets serve the new version to.

    None when they differ, when one is not known, or when they stand elsewhere than the stage: the
    events since the stage began would be of several percentages.
    """
    told = {told_pct(read(one.source, one.flag)) for one in rollout.targets}
    return launch.exposure_pct / 100.0 if told == {launch.exposure_pct} else None


def _part(desk: Desk) -> Part | None:
    if desk.plan.crashes is not None:
        return desk.plan.crashes[1]
    fit = [one for one in desk.plan.flows if one.flow.counts is not Counts.ATTEMPTS]
    return fit[0].success if fit else None
