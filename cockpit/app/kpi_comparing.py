"""KPIs of the new version against the baseline: watched, and in the way of no gate."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.compared_metrics import Question
from cockpit.app.comparing import Case, compared, side_view
from cockpit.app.counting import PartBlocks
from cockpit.app.doubts import Desk
from cockpit.app.past import Past
from cockpit.app.plan import Part
from cockpit.app.snapshot import ComparisonView, Metric, SideView, StratumView
from cockpit.app.stage import BLOCK_S, START_EVERY_S
from cockpit.app.tiles import KPI_S, last
from cockpit.app.trials import Trials
from cockpit.domain.codes import CauseCode, JudgeCode
from cockpit.domain.intervals import contrast
from cockpit.domain.launch import Launch
from cockpit.domain.message import message
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import Rule, State, split_alpha, usual_margin_times
from cockpit.ports.workspace import Kpi

COMMON_RATIO = 0.5
"""Where most events are on the bad side, what is left on the good one tells sooner."""

CAUSES = {
    State.FAIL: (Cause.RELEASE, CauseCode.RELEASE),
    State.PASS: (Cause.OK, CauseCode.OK),
    State.WAIT: (Cause.WAIT, CauseCode.WAIT),
    State.NO_DATA: (Cause.NO_DATA, CauseCode.NO_DATA),
}
"""Both versions are compared at the same time, so that what comes from outside cancels."""

OTHER_SIDE = {JudgeCode.NO_NEW.value: JudgeCode.NO_OLD, JudgeCode.NO_OLD.value: JudgeCode.NO_NEW}


FINISHING = timedelta(minutes=1)
"""Who has begun something on the old version finishes it there, while nobody begins it any more.
Right after a step its share is too good for that, so what a step cuts in two is not compared."""

ROW_EVERY_S = 5.0
MOST_AT_ONCE = 4
"""So many KPIs are compared for one snapshot; the others are as they were seconds ago."""


class KpiWatch:
    """Compares KPIs in turn, with an alpha of their own. On the core lane.

    What only watches takes neither time nor certainty from what shuts gates.
    """

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe
        self._trials = Trials(breathe)
        self._launch: object = None
        self._rows: dict[str, tuple[float, ComparisonView | None]] = {}

    def rows(self, desk: Desk, past: Past, launch: Launch) -> tuple[ComparisonView, ...]:
        """Return how the launch changes each KPI, some of them anew."""
        about = launch.launch_id, launch.version, launch.baseline_version, launch.since_at
        if about != self._launch:
            self._launch, self._trials, self._rows = about, Trials(self._breathe), {}
        rule = Rule(
            alpha=split_alpha(max(1, len(desk.plan.kpis)), len(desk.workspace.rollout.ladder)),
            margin_times=usual_margin_times(launch.exposure_pct / 100.0),
            block_s=BLOCK_S,
            start_every_s=START_EVERY_S,
        )
        case = Case(desk, self._trials, past, _finished(launch), rule, self._breathe)
        latest_s = desk.monotonic_s - ROW_EVERY_S
        waiting = [
            (self._rows[kpi.name][0] if kpi.name in self._rows else -math.inf, place)
            for place, (kpi, _) in enumerate(desk.plan.kpis)
        ]
        for _, place in sorted(one for one in waiting if one[0] <= latest_s)[:MOST_AT_ONCE]:
            kpi, part = desk.plan.kpis[place]
            self._rows[kpi.name] = (desk.monotonic_s, kpi_row(case, kpi, part))
            self._breathe()
        found = (self._rows.get(kpi.name, (0.0, None))[1] for kpi, _ in desk.plan.kpis)
        return tuple(row for row in found if row is not None)


def _finished(launch: Launch) -> Launch:
    """Return the launch as if its stage had begun when what was under way was finished."""
    if not launch.stages:
        return launch
    newest = launch.stages[-1]
    return replace(launch, stages=(*launch.stages[:-1], replace(newest, at=newest.at + FINISHING)))


def kpi_row(case: Case, kpi: Kpi, part: Part) -> ComparisonView | None:
    """Return how a KPI of both versions compares; None where its events tell no version.

    Bad is what it is defended from.
    Eight searches of a hundred that lead to a sale are eight events, not ninety-two: where the
    bad side is the common one, the judge counts the good side, with the versions changed over:
    that the old one has more of it is the same as that the new one has less.
    """
    if not any(cell.version for cell in case.desk.counting.cells(part.events)):
        return None
    now = last(case.desk, part, KPI_S)
    good_ratio = 0.0 if now is None or now.bad_ratio is None else 1.0 - now.bad_ratio
    bad_ratio = 1.0 - good_ratio if kpi.worse == "lower" else good_ratio
    is_turned = bad_ratio > COMMON_RATIO
    counts_good = (kpi.worse == "higher") != is_turned

    def count(bounds_s: Sequence[float]) -> PartBlocks:
        blocks = case.desk.counting.part(part, bounds_s)
        if not counts_good:
            return blocks
        good = {cell: blocks.events[cell] - bad for cell, bad in blocks.bad.items()}
        return PartBlocks(blocks.events, good)

    question = Question(kpi.name, Metric.KPI, part, count)
    if not is_turned:
        return _with_cause(compared(case, question))
    row = _turned(compared(replace(case, launch=_changed_over(case.launch)), question))
    return _with_cause(_unless_few(row, case.desk.workspace.rollout.minimum_events))


def _changed_over(launch: Launch) -> Launch:
    """Return the launch as if the old version had replaced the new one."""
    stages = launch.stages
    if stages:
        stages = (*stages[:-1], replace(stages[-1], exposure_pct=100.0 - launch.exposure_pct))
    return replace(
        launch,
        version=launch.baseline_version,
        baseline_version=launch.version,
        stages=stages,
    )


def _unless_few(row: ComparisonView, least_count: int) -> ComparisonView:
    """Return the row; a PASS on few events of the new version has to wait."""
    if row.state is not State.PASS or row.new.event_count >= least_count:
        return row
    few = message(BoardCode.TOO_FEW, events_count=row.new.event_count, least_count=least_count)
    return replace(row, state=State.WAIT, message=few)


def _with_cause(row: ComparisonView) -> ComparisonView:
    cause, code = CAUSES[row.state]
    return replace(row, cause=cause, cause_message=message(code))


def _turned(row: ComparisonView) -> ComparisonView:
    """Return the row with the versions in their places, and the bad side counted again."""
    new, old = _other(row.old), _other(row.new)
    seen = contrast(Pair(new, old))
    told = row.message
    if told.code in OTHER_SIDE:
        told = message(OTHER_SIDE[told.code])
    elif row.state is State.FAIL:
        told = message(JudgeCode.FAIL, new_ratio=new.bad_ratio, old_ratio=old.bad_ratio)
    return replace(
        row,
        message=told,
        new=side_view(new),
        old=side_view(old),
        difference_ratio=seen.difference_ratio,
        difference=seen.difference,
        times=seen.times,
        strata=tuple(
            StratumView(
                one.name,
                side_view(_other(one.old)),
                side_view(_other(one.new)),
                one.carries,
                one.is_current,
            )
            for one in row.strata
        ),
    )


def _other(side: SideView) -> Outcomes:
    return Outcomes(side.event_count, max(0.0, side.event_count - side.bad_count))
