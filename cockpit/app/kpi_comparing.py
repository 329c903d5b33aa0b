"""KPIs of the new version against the baseline: watched, and in the way of no gate."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.comparing import Case, Question, compared, side_view
from cockpit.app.counting import PartBlocks
from cockpit.app.doubts import Desk
from cockpit.app.history import Past
from cockpit.app.plan import Part
from cockpit.app.snapshot import ComparisonView, Metric, SideView, StratumView
from cockpit.app.stage import BLOCK_S, START_EVERY_S
from cockpit.app.tiles import KPI_S, last
from cockpit.app.trials import Trials
from cockpit.domain.cause import Cause
from cockpit.domain.codes import CauseCode, JudgeCode
from cockpit.domain.intervals import contrast
from cockpit.domain.launch import Launch
from cockpit.domain.message import message
from cockpit.domain.outcomes import Outcomes, Pair
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


def watched(
    desk: Desk, trials: Trials, past: Past, launch: Launch, breathe: Callable[[], None]
) -> tuple[ComparisonView, ...]:
    """Return how the launch changes each KPI; `trials` are those of KPIs alone.

    They share an alpha of their own: what only watches takes nothing from what shuts gates.
    """
    rule = Rule(
        alpha=split_alpha(max(1, len(desk.plan.kpis)), len(desk.workspace.rollout.ladder)),
        margin_times=usual_margin_times(launch.exposure_pct / 100.0),
        block_s=BLOCK_S,
        start_every_s=START_EVERY_S,
    )
    return kpi_rows(Case(desk, trials, past, launch, rule, breathe))


def kpi_rows(case: Case) -> tuple[ComparisonView, ...]:
    """Return a row for each KPI whose events tell the version; bad is what it is defended from."""
    found: list[ComparisonView] = []
    for kpi, part in case.desk.plan.kpis:
        cells = case.desk.counting.cells(part.events)
        if any(cell.version for cell in cells):
            found.append(_compared(case, kpi, part))
        case.breathe()
    return tuple(found)


def _compared(case: Case, kpi: Kpi, part: Part) -> ComparisonView:
    """Return how a KPI of both versions compares.

    Eight searches of a hundred that lead to a sale are eight events, not ninety-two: where the
    bad side is the common one, the judge counts the good side, with the versions changed over:
    that the old one has more of it is the same as that the new one has less.
    """
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
