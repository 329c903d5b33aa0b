"""Whether a trouble comes from the release or from outside."""

from collections.abc import Mapping

from msgspec import Struct

from cockpit.domain.codes import CauseCode
from cockpit.domain.judge import judge_once
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import NOTHING, Outcomes, Pair
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import Rule, State, Verdict

CAUSE_RULE_ID = "cause/1"
ENOUGH_NEW_COUNT = 300


class Moments(Struct, frozen=True):
    """The events of one stratum: old version in quiet times, old version now, new version now."""

    old_before: Outcomes
    old_now: Outcomes
    new_now: Outcomes


class CauseFound(Struct, frozen=True):
    """The cause and the two comparisons that it rests on.

    `now_against_before` compares the new version with the old one's past when the old one has
    no traffic now.
    """

    cause: Cause
    reason: Message
    new_against_old: Verdict
    now_against_before: Verdict
    rule_id: str = CAUSE_RULE_ID


def find_cause(
    strata: Mapping[str, Moments],
    *,
    is_after_step: bool = False,
    rule: Rule | None = None,
    stream: Verdict | None = None,
) -> CauseFound:
    """Return what a trouble comes from: new against old now, and old now against old before.

    `is_after_step` says that the exposure was raised just before. Both questions are asked by
    `judge_once`; whoever looks again and again passes the verdict of the running comparison
    as `stream` for the first. Where the old version has no past, the second shows nothing: that
    alone keeps nobody from OK, which says of both only that they show nothing.
    """
    new_now = sum((one.new_now for one in strata.values()), NOTHING)
    has_old_now = any(one.old_now.total_count > 0 for one in strata.values())
    new_against_old = stream or judge_once(
        {name: Pair(one.new_now, one.old_now) for name, one in strata.items()}, rule
    )
    now_against_before = judge_once(
        {
            name: Pair(one.old_now if has_old_now else one.new_now, one.old_before)
            for name, one in strata.items()
        },
        rule,
    )
    is_new_worse = new_against_old.state is State.FAIL
    is_now_worse = now_against_before.state is State.FAIL
    if new_now.total_count <= 0:
        cause = Cause.NO_DATA
    elif not has_old_now:
        cause = Cause.RELEASE_OR_EXTERNAL if is_now_worse else Cause.WAIT
    elif is_new_worse:
        cause = Cause.BOTH if is_now_worse else Cause.RELEASE
    elif is_now_worse:
        cause = Cause.EXTERNAL_OR_SHARED if is_after_step else Cause.EXTERNAL
    else:
        cause = Cause.OK if new_now.total_count >= ENOUGH_NEW_COUNT else Cause.WAIT
    code = CauseCode(f"cause.{cause.value}")
    return CauseFound(cause, message(code), new_against_old, now_against_before)
