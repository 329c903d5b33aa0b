"""What the gates of the story found, check by check."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from cockpit.app.launch_view import CheckView, GateView
from cockpit.domain.codes import JudgeCode
from cockpit.domain.gate import OPENING
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.message import Message, Value, message
from cockpit.domain.standings import CheckState
from tests.kit.story.times import DEPLOYED, DETECTED, GO, STAGE_1, at

BAKE_S, LEAST = 1_800.0, 300
MAY_BE = ("sumin", "eunho", "dohyun")
FLOWS = ("coupon", "checkout", "cart", "login")


def check(name: str, state: CheckState, told: Message) -> CheckView:
    """Return one check of a gate."""
    return CheckView(name, state, told)


def _passes(name: str, code: GateCode, **values: Value) -> CheckView:
    return check(name, CheckState.PASS, message(code, **values))


GO_CHECK = _passes("go", GateCode.GO, person="jiwoo", at=GO)
DEPLOYED_CHECK = _passes("deployed", GateCode.DEPLOYED, at=DEPLOYED)
NOT_HELD = _passes("hold", GateCode.NOT_HELD)
FRAME = (
    GO_CHECK,
    DEPLOYED_CHECK,
    NOT_HELD,
    _passes("freeze", GateCode.NO_FREEZE),
    _passes("window", GateCode.IN_WINDOW, from_at=at("10:00:00")),
)
QUIET = (
    _passes("outside", GateCode.QUIET),
    _passes("fault", GateCode.NO_FAULT),
    _passes("unresolved", GateCode.RESOLVED),
    _passes("data", GateCode.FRESH, age_s=3.0),
)
AGREED = _passes("drift", GateCode.AGREED, exposure_pct=1.0, targets_count=2)
COMPARED = tuple(
    _passes(
        f"compared success {flow}",
        GateCode.COMPARED,
        flow=flow,
        metric="success",
        told=message(JudgeCode.PASS, margin_times=2.0),
    )
    for flow in FLOWS
)
UNPROVED = tuple(
    _passes(
        f"compared success {flow}",
        GateCode.UNPROVED,
        flow=flow,
        metric="success",
        events_count=171,
    )
    for flow in FLOWS
)


def _baked(elapsed_s: float) -> CheckView:
    values = {"elapsed_s": elapsed_s, "needed_s": BAKE_S}
    if elapsed_s >= BAKE_S:
        return _passes("bake", GateCode.BAKED, **values)
    left = message(GateCode.BAKING, **values, left_s=BAKE_S - elapsed_s)
    return check("bake", CheckState.WAIT, left)


def _sample(count: int) -> CheckView:
    code = GateCode.ENOUGH if count >= LEAST else GateCode.TOO_FEW
    state = CheckState.PASS if count >= LEAST else CheckState.WAIT
    return check("sample", state, message(code, events_count=count, least_count=LEAST))


PASSED = (*FRAME, _baked(1_890.0), _sample(1_524), *COMPARED, *QUIET, AGREED)
"""Everything speaks for the next step."""

WAITING = (*FRAME, _baked(900.0), _sample(171), *UNPROVED, *QUIET, AGREED)
"""Time and events are missing."""

WORSE = message(JudgeCode.FAIL_IN, stratum="android", new_ratio=50 / 512, old_ratio=213 / 10_655)

FAILED = (
    *FRAME,
    _baked(751.0),
    _sample(2_810),
    check(
        "compared success coupon",
        CheckState.FAIL,
        message(GateCode.COMPARED, flow="coupon", metric="success", told=WORSE),
    ),
    *COMPARED[1:],
    QUIET[0],
    check("fault", CheckState.FAIL, message(GateCode.FAULT, flow="coupon", at=DETECTED)),
    *QUIET[2:],
    check(
        "drift",
        CheckState.WAIT,
        message(
            GateCode.ADRIFT_BY, flag="reco_v3", seen_pct=20.0, exposure_pct=5.0, person="lee.sm"
        ),
    ),
)
"""The coupon is proved worse, and a flag stands elsewhere than the policy says."""

TO_NOBODY = _passes("drift", GateCode.AGREED, exposure_pct=0.0, targets_count=2)

UNSIGNED = (
    check("go", CheckState.WAIT, message(GateCode.NOT_SIGNED)),
    check("deployed", CheckState.WAIT, message(GateCode.NOT_DEPLOYED)),
    *FRAME[2:],
    *QUIET[2:],
    TO_NOBODY,
)
"""Nobody has the release yet, and the product owner has not signed."""

SIGNED = (GO_CHECK, *UNSIGNED[1:])
READY = (GO_CHECK, DEPLOYED_CHECK, *UNSIGNED[2:])


def held(checks: tuple[CheckView, ...], reason: str) -> tuple[CheckView, ...]:
    """Return the checks while somebody holds the launch."""
    told = message(
        GateCode.HELD_BECAUSE,
        person="sumin",
        at=STAGE_1 + timedelta(minutes=14),
        reason=reason,
    )
    return tuple(
        replace(one, state=CheckState.WAIT, message=told) if one.check == "hold" else one
        for one in checks
    )


def no_go(reason: str) -> tuple[CheckView, ...]:
    """Return the checks while a No-Go stands."""
    code = GateCode.NO_GO_BECAUSE if reason else GateCode.NO_GO
    told = message(code, person="eunho", at=at("09:59:20"), reason=reason)
    return (check("go", CheckState.FAIL, told), *UNSIGNED[1:])


def unread(told: Message) -> tuple[CheckView, ...]:
    """Return the checks when no data can be relied on."""
    unknown = CheckState.UNKNOWN
    return (
        *FRAME,
        _baked(900.0),
        check("sample", unknown, message(GateCode.NOT_COUNTED, least_count=LEAST)),
        check("compared", unknown, message(GateCode.NOT_COMPARED)),
        *QUIET[:3],
        check("data", unknown, message(GateCode.NOT_FRESH, told=told)),
        check("drift", unknown, message(GateCode.UNREAD, flag="release_3_2_0")),
    )


def gate(
    next_pct: float | None,
    checks: tuple[CheckView, ...],
    *,
    must_leave: bool = False,
    earliest: datetime | None = None,
) -> GateView:
    """Return a gate; it is open only when every check passes."""
    is_open = next_pct is not None and all(one.state in OPENING for one in checks)
    return GateView(next_pct, is_open, must_leave, checks, True, MAY_BE, earliest)
