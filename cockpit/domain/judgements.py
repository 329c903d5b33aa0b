"""Events about what was judged: faults, gates, and findings that somebody accepted.

As all events, they are part of `events.Event`, and their kinds are never reshaped.
"""

from typing import Literal

from msgspec import Struct

from cockpit.domain.kept import GateKept, VerdictKept
from cockpit.domain.message import Message


class FaultDetectedFirst(Struct, frozen=True):
    """A fault as it was written down before rows kept the blocks that verdicts rest on."""

    launch_id: str
    flow: str
    stratum: str
    cause: str
    rule: str
    new_bad_count: int
    new_total_count: int
    old_bad_count: int
    old_total_count: int
    evidence: float
    kind: Literal["flow.fault_detected/1"] = "flow.fault_detected/1"


class FaultDetected(Struct, frozen=True):
    """A verdict turned to fail; detection is the start of the time to mitigate.

    `cause` and `rule` are the judge's words; the counts are those that the verdict rested on, and
    `verdict` has all that it takes to work it out again.
    """

    launch_id: str
    flow: str
    stratum: str
    cause: str
    rule: str
    new_bad_count: int
    new_total_count: int
    old_bad_count: int
    old_total_count: int
    evidence: float
    verdict: VerdictKept | None = None
    kind: Literal["flow.fault_detected/2"] = "flow.fault_detected/2"


class CheckResult(Struct, frozen=True):
    """One check of a gate as it was judged; `told` holds the counts, times and the rule it used."""

    check: str
    state: Literal["pass", "fail", "unknown", "wait", "excepted"]
    told: Message


class GateJudgedFirst(Struct, frozen=True):
    """A gate as it was written down before rows kept what it rested on."""

    launch_id: str
    exposure_pct: float
    next_exposure_pct: float
    is_open: bool
    checks: tuple[CheckResult, ...]
    kind: Literal["launch.gate/1"] = "launch.gate/1"


class GateJudged(Struct, frozen=True):
    """The gate from `exposure_pct` to `next_exposure_pct` was asked; `checks` is what it saw.

    `basis` has all that it takes to work it out again; None when it was not at hand.
    """

    launch_id: str
    exposure_pct: float
    next_exposure_pct: float
    is_open: bool
    checks: tuple[CheckResult, ...]
    basis: GateKept | None = None
    kind: Literal["launch.gate/2"] = "launch.gate/2"


class CheckAccepted(Struct, frozen=True):
    """Somebody accepted what a check of the gate at `exposure_pct` had found, and said why.

    `told` is what the check said then. It counts for this stage alone. `is_exception`: it was a
    guardrail, which the product owner alone can except.
    """

    launch_id: str
    check: str
    exposure_pct: float
    reason: str
    told: Message
    is_exception: bool = False
    kind: Literal["launch.check_accepted/1"] = "launch.check_accepted/1"
