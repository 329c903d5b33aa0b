"""The new version against the baseline: the verdict in one message, and the way out."""

from collections.abc import Callable, Mapping, Sequence

from cockpit.app.board_codes import BoardCode
from cockpit.app.compared_metrics import questions
from cockpit.app.comparing import Case, compared, unhealthy
from cockpit.app.doubts import Desk
from cockpit.app.past import Past
from cockpit.app.sights import Sights
from cockpit.app.snapshot import ComparisonView, ReleaseView, SplitView
from cockpit.app.splitting import split_view
from cockpit.app.stage import BLOCK_S, START_EVERY_S
from cockpit.app.trials import Trials
from cockpit.app.way_out import way_out_for
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message, message
from cockpit.domain.outlook import Expected, together
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import Rule, State, split_alpha, usual_margin_times

CODES = {
    Cause.EXTERNAL: BoardCode.OUTSIDE,
    Cause.EXTERNAL_OR_SHARED: BoardCode.SHARED,
    Cause.BOTH: BoardCode.BOTH,
    Cause.RELEASE_OR_EXTERNAL: BoardCode.NO_CONTROL_WORSE,
}


def release(
    desk: Desk,
    trials: Trials,
    past: Past,
    launch: Launch,
    breathe: Callable[[], None],
    *,
    served_ratio: float | None = None,
    sights: Sights | None = None,
) -> ReleaseView:
    """Return the verdict about the launch and everything that it rests on.

    `served_ratio` is the part of the users that the new version is served to; None when unknown.
    `sights` remembers what would be seen at this traffic, None leaves it out.
    """
    asked = questions(desk)
    rule = Rule(
        alpha=split_alpha(len(asked), len(desk.workspace.rollout.ladder)),
        margin_times=usual_margin_times(launch.exposure_pct / 100.0),
        block_s=BLOCK_S,
        start_every_s=START_EVERY_S,
    )
    split = split_view(desk, trials, launch, served_ratio)
    breathe()
    case = Case(desk, trials, past, launch, rule, breathe, split, sights)
    rows: list[ComparisonView] = []
    for question in asked:
        rows.append(compared(case, question))
        breathe()
    keys = frozenset(case.key(question) for question in asked)
    trials.forget_others(keys)
    if sights is not None:
        sights.forget_others(keys)
    sides = {"version": launch.version, "baseline": launch.baseline_version}
    failing = worst_row(rows)
    if failing is None:
        state, cause, verdict = _without_failure(rows, launch, sides, split)
        when = awaited(rows)
        return ReleaseView(
            launch.version,
            launch.baseline_version,
            state,
            verdict,
            cause,
            tuple(rows),
            expected_s=None if when is None else when.likely_s,
            late_s=None if when is None else when.late_s,
            split=split,
        )
    return ReleaseView(
        launch.version,
        launch.baseline_version,
        State.FAIL,
        failure_told(failing, sides),
        failing.cause,
        tuple(rows),
        flow=failing.flow or None,
        platform=failing.worst_stratum or None,
        advice=way_out_for(desk.workspace, failing.flow),
        split=split,
    )


def worst_row(rows: Sequence[ComparisonView]) -> ComparisonView | None:
    """Return the failure to speak about: the release's own before others, the surest first.

    A flow goes before the whole app: it says more, and has a narrower way out.
    """
    failing = [row for row in rows if row.state is State.FAIL]
    own = [row for row in failing if row.cause is Cause.RELEASE]

    def weight(row: ComparisonView) -> tuple[bool, float]:
        return bool(row.flow), row.evidence / row.needed_evidence

    return max(own or failing, key=weight, default=None)


def failure_told(row: ComparisonView, sides: Mapping[str, str]) -> Message:
    """Return the verdict of a failure: whose it is, where, and how bad.

    `sides` are `version` and `baseline`.
    """
    new, old = row.new, row.old
    for stratum in row.strata:
        if stratum.name == row.worst_stratum:
            new, old = stratum.new, stratum.old
    code = CODES.get(row.cause, BoardCode.RELEASE_FAILS)
    if code is BoardCode.RELEASE_FAILS and row.worst_stratum:
        code = BoardCode.RELEASE_FAILS_IN
    return message(
        code,
        **sides,
        flow=row.flow,
        platform=row.worst_stratum,
        metric=row.metric.value,
        new_ratio=new.bad_ratio,
        old_ratio=old.bad_ratio,
    )


def _without_failure(
    rows: Sequence[ComparisonView],
    launch: Launch,
    sides: dict[str, str],
    split: SplitView | None,
) -> tuple[State, Cause, Message]:
    states = {row.state for row in rows}
    state = next(one for one in (State.NO_DATA, State.WAIT, State.PASS) if one in states)
    for cause in (Cause.EXTERNAL, Cause.EXTERNAL_OR_SHARED, Cause.RELEASE_OR_EXTERNAL):
        for row in rows:
            if row.cause is cause:
                about = {"flow": row.flow, "old_ratio": row.old.bad_ratio}
                return state, cause, message(CODES[cause], **sides, **about)
    if split is not None and split.is_mismatch:
        return State.NO_DATA, Cause.NO_DATA, unhealthy(split)
    if (uncompared := _uncompared(rows, launch, sides)) is not None:
        return uncompared
    if state is State.PASS:
        return state, Cause.OK, message(BoardCode.RELEASE_PASSES, **sides)
    if state is State.NO_DATA:
        return state, Cause.NO_DATA, _unknown(rows, launch, sides)
    return state, Cause.WAIT, waiting_told(rows, sides)


def _uncompared(
    rows: Sequence[ComparisonView], launch: Launch, sides: dict[str, str]
) -> tuple[State, Cause, Message] | None:
    """Return that one of the two versions has no users; None when both have."""
    has_new = any(row.new.event_count > 0 for row in rows)
    has_old = any(row.old.event_count > 0 for row in rows)
    if not has_new and launch.exposure_pct <= 0:
        return State.NO_DATA, Cause.NO_DATA, message(BoardCode.NOT_EXPOSED, **sides)
    if has_new and not has_old:
        return State.NO_DATA, Cause.WAIT, message(BoardCode.NO_CONTROL, **sides)
    return None


def awaited(rows: Sequence[ComparisonView]) -> Expected | None:
    """Return when all rows that wait are answered; None when one of them cannot tell."""
    waiting = [row for row in rows if row.state is State.WAIT]
    known = [(row.expected_s, row.late_s) for row in waiting]
    likely = [likely_s for likely_s, _ in known if likely_s is not None]
    late = [late_s for _, late_s in known if late_s is not None]
    if not waiting or len(likely) < len(waiting):
        return None
    passages = tuple(one for row in waiting for one in row.passages)
    last = together(passages) if passages else Expected(0.0, 0.0)
    return Expected(max([last.likely_s, *likely]), max([last.late_s, *late]), passages)


def waiting_told(rows: Sequence[ComparisonView], sides: Mapping[str, str]) -> Message:
    """Return what is proved so far, and when the rest is, where that can be told for all of it."""
    passed_count = sum(row.state is State.PASS for row in rows)
    so_far = {"passed_count": passed_count, "row_count": len(rows)} if passed_count else {}
    when = awaited(rows)
    if when is None:
        code = BoardCode.RELEASE_WAITS_SOME if so_far else BoardCode.RELEASE_WAITS
        return message(code, **sides, **so_far)
    code = BoardCode.RELEASE_WAITS_SOME_UNTIL if so_far else BoardCode.RELEASE_WAITS_UNTIL
    return message(code, **sides, **so_far, expected_s=when.likely_s)


def _unknown(rows: Sequence[ComparisonView], launch: Launch, sides: dict[str, str]) -> Message:
    row = next(one for one in rows if one.state is State.NO_DATA)
    if row.message.code == BoardCode.FIRST_RESULTS:
        return message(BoardCode.RELEASE_OPENED, **sides, exposure_pct=launch.exposure_pct)
    return message(
        BoardCode.RELEASE_UNKNOWN, **sides, flow=row.flow, metric=row.metric.value, why=row.message
    )
