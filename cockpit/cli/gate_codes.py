"""The codes of what the gate command says."""

from enum import StrEnum


class GateLine(StrEnum):
    """A line about a gate that was judged for a pipeline."""

    MISSING = "gate_line.missing"
    HEAD_GO = "gate_line.head_go"
    HEAD_NO_GO = "gate_line.head_no_go"
    HEAD_UNKNOWN = "gate_line.head_unknown"
    CHECK = "gate_line.check"
    CHECK_WEIGHED = "gate_line.check_weighed"
    OTHER = "gate_line.other"
    POLICY = "gate_line.policy"
    STATE_PASS = "gate_line.state_pass"  # noqa: S105 - the name of a code
    STATE_FAIL = "gate_line.state_fail"
    STATE_WAIT = "gate_line.state_wait"
    STATE_UNKNOWN = "gate_line.state_unknown"
    STATE_EXCEPTED = "gate_line.state_excepted"
    WEIGHT_VETO = "gate_line.weight_veto"
    WEIGHT_BLOCK = "gate_line.weight_block"
    WEIGHT_HOLD = "gate_line.weight_hold"
    WEIGHT_WATCH = "gate_line.weight_watch"
