"""A gate at 1 % whose comparisons weigh differently, as the domain words them."""

from msgspec.structs import replace

from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import ComparisonView, Metric, Snapshot, TileState
from cockpit.domain.codes import JudgeCode
from cockpit.domain.launch import Accepted
from cockpit.domain.message import message
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import State
from cockpit.domain.weighing import Compared, check_name, weighed
from cockpit.domain.weight import Weight
from tests.kit.story import gates, moments, sheets
from tests.kit.story.launches import at_1_pct
from tests.kit.story.times import at
from tests.kit.story.verdicts import calm_rows, waiting

DOUBTED = "compared slow coupon"
"""The signal that holds: it may be worse, and nobody has looked at it."""

EXCEPTABLE = "compared crash"
"""The guardrail of the failed gate."""

DOUBT = message(JudgeCode.WAIT_DOUBT)
WORSE = message(JudgeCode.FAIL, new_ratio=0.081, old_ratio=0.052)
FINE = message(JudgeCode.PASS, margin_times=2.0)
ACCEPTED = Accepted(
    at("10:17:20"), "sumin", "compared slow cart", 1.0, "큰 사진 때문이고, 다음 판에 줄임"
)


def mixed() -> Snapshot:
    """Return a gate that one signal holds; another was accepted, and one is only watched."""
    return _snapshot(_rows(), has_failed=False)


def guarded() -> Snapshot:
    """Return a gate whose guardrail is proved worse."""
    worse = tuple(
        replace(one, state=State.FAIL, message=WORSE) if one.metric is Metric.CRASH else one
        for one in _rows()
    )
    return _snapshot(worse, has_failed=True)


def accepted() -> Snapshot:
    """Return the mixed gate after its signal was accepted."""
    return _snapshot(_rows(), has_failed=False, is_accepted=True)


def _rows() -> tuple[ComparisonView, ...]:
    told = {
        ("slow", "coupon"): (State.WAIT, DOUBT),
        ("slow", "cart"): (State.FAIL, WORSE),
        ("slow", "login"): (State.WAIT, DOUBT),
    }
    rows: list[ComparisonView] = []
    for row in calm_rows():
        usual = (State.WAIT, row.message) if row.metric is Metric.CRASH else (State.PASS, FINE)
        state, why = told.get((row.metric.value, row.flow), usual)
        rows.append(replace(row, state=state, message=why))
    return tuple(rows)


def _check(row: ComparisonView, *, is_accepted: bool) -> CheckView:
    weights = {Metric.SUCCESS: Weight.VETO, Metric.CRASH: Weight.BLOCK, Metric.SLOW: Weight.HOLD}
    name = check_name(row.metric.value, row.flow)
    is_new = name == "compared slow login"
    taken = {ACCEPTED.check: ACCEPTED}
    if is_accepted:
        taken[DOUBTED] = replace(ACCEPTED, check=DOUBTED)
    one = Compared(
        metric=row.metric.value,
        flow=row.flow,
        state=row.state,
        told=row.message,
        weight=weights[row.metric],
        event_count=row.new.event_count,
        is_quiet=row.message.code == JudgeCode.WAIT,
        watched_count=1 if is_new else 0,
        watch_count=3 if is_new else 0,
        accepted=taken.get(name),
    )
    check = weighed(one)
    return CheckView(check.check, check.state, check.told, check.weight)


def _snapshot(
    rows: tuple[ComparisonView, ...], *, has_failed: bool, is_accepted: bool = False
) -> Snapshot:
    now = at("10:36:30")
    compared = tuple(_check(one, is_accepted=is_accepted) for one in rows)
    others = [one for one in gates.PASSED if not one.check.startswith("compared")]
    checks = (*others[:7], *compared, *others[7:])
    going_out = at_1_pct(now, checks)
    assert going_out.gate is not None
    assert has_failed == any(one.state is CheckState.FAIL for one in checks)
    going_out = replace(going_out, gate=replace(going_out.gate, must_leave=has_failed))
    return moments.snapshot(now, TileState.OK, going_out, waiting(rows), gonogo=sheets.go())
