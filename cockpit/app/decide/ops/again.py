"""Verdicts and gates of the journal, worked out again from what their rows keep."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cockpit.app.decide.codes import WantedCode
from cockpit.app.decide.counts import block
from cockpit.app.decide.fields import Fields, Place
from cockpit.app.decide.ops import OPS
from cockpit.app.recompute import GATE, VERDICT
from cockpit.domain.again import (
    Stood,
    bake_again,
    check_again,
    is_open,
    sample_again,
    settled,
    verdict_again,
)
from cockpit.domain.block_text import BlockTextError, digest, packed, unpacked
from cockpit.domain.gate import CheckName
from cockpit.domain.launch import Accepted
from cockpit.domain.message import Message, message
from cockpit.domain.outcomes import Pair
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import Rule, State
from cockpit.domain.weighing import Compared
from cockpit.domain.weight import Weight

MOST_S = 366 * 86_400.0
MOST_TIMES = 1_000.0
UNTOLD = Message("")
ACCEPTED = Accepted(datetime.min.replace(tzinfo=UTC), "", "", 0.0, "")
"""By whom, when and why plays no part in the state of a check."""

TIMES = ("elapsed_s", "unseen_s", "bake_needed_s", "settle_s")
COMPARED = (
    *(
        "verdict",
        "seen_count",
        "is_recorded",
        "is_mismatch",
        "least_count",
        "is_quiet",
        "must_pass",
    ),
    *("weight", "watched_count", "watch_count", "is_accepted"),
)


def verdict(given: Place) -> Mapping[str, object]:
    """Return the verdict after the blocks of all strata, as a board showed it."""
    fields = given.fields("rule", "strata", "stale_s", "is_incomplete")
    strata = _strata(fields.needed("strata"))
    stale_s = fields.given("stale_s")
    found = verdict_again(
        strata,
        _rule(fields.needed("rule")),
        stale_s=None if stale_s is None else _seconds(stale_s),
        is_incomplete=fields.needed("is_incomplete").boolean(),
    )
    return {
        "rule_id": found.rule_id,
        "state": found.state,
        "log_evidence": found.log_evidence,
        "first_fail_block": found.first_fail_block,
        "block_count": found.block_count,
        "strata": {
            one.name: {
                "new": [one.counts.new.total_count, one.counts.new.bad_count],
                "old": [one.counts.old.total_count, one.counts.old.bad_count],
            }
            for one in found.strata
        },
        "blocks_sha256": digest({name: packed(blocks) for name, blocks in strata.items()}),
    }


def gate(given: Place) -> Mapping[str, object]:
    """Return whether the gate is open, and the state of each of its checks."""
    fields = given.fields(
        *("exposure_pct", "next_exposure_pct", "event_count", "minimum_events"),
        *(*TIMES, "compared", "others"),
    )
    elapsed_s, unseen_s, needed_s, settle_s = (_seconds(fields.needed(name)) for name in TIMES)
    members = fields.needed("others").members()
    states = {name: members.needed(name).one_of(tuple(CheckState)) for name in members.names}
    if fields.needed("exposure_pct").up_to(100.0) > 0:
        event_count = fields.given("event_count")
        count = None if event_count is None else event_count.count()
        states[CheckName.BAKE] = bake_again(elapsed_s, unseen_s, needed_s)
        states[CheckName.SAMPLE] = sample_again(count, int(fields.needed("minimum_events").count()))
    compared = fields.needed("compared").members()
    for name in compared.names:
        states[name] = _check(compared.needed(name), elapsed_s, settle_s)
    has_next = fields.given("next_exposure_pct") is not None
    return {"is_open": has_next and is_open(tuple(states.values())), "checks": states}


def _strata(place: Place) -> dict[str, Sequence[Pair | None]]:
    members = place.members()
    found = {name: _blocks(members.needed(name)) for name in members.names}
    if len({len(blocks) for blocks in found.values()}) > 1:
        raise place.wrong(message(WantedCode.EQUALLY_LONG))
    return found


def _blocks(place: Place) -> Sequence[Pair | None]:
    """Return blocks written as a row of the journal does, or as a list of lists."""
    if not isinstance(place.value, str):
        return tuple(block(one) for one in place.items())
    try:
        return unpacked(place.value)
    except BlockTextError as error:
        raise place.wrong(message(WantedCode.BLOCKS, number=error.number + 1)) from None


def _rule(place: Place) -> Rule:
    fields = place.fields(*Rule.__struct_fields__)
    numbers = {name: fields.needed(name).number() for name in Rule.__struct_fields__}
    try:
        return Rule(**numbers)
    except ValueError:
        raise place.wrong(message(WantedCode.RULE)) from None


def _check(place: Place, elapsed_s: float, settle_s: float) -> CheckState:
    fields = place.fields(*COMPARED)

    def yes(name: str) -> bool:
        return fields.needed(name).boolean()

    stood = Stood(
        is_recorded=yes("is_recorded"),
        is_mismatch=yes("is_mismatch"),
        elapsed_s=elapsed_s,
        settle_s=settle_s,
        seen_count=fields.needed("seen_count").count(),
        least_count=int(fields.needed("least_count").count()),
    )
    state = settled(fields.needed("verdict").one_of(tuple(State)), stood)
    return check_again(
        Compared(
            metric="",
            flow="",
            state=state,
            told=UNTOLD,
            weight=fields.needed("weight").one_of(tuple(Weight)),
            is_quiet=yes("is_quiet"),
            must_pass=yes("must_pass"),
            watched_count=_releases(fields, "watched_count"),
            watch_count=_releases(fields, "watch_count"),
            accepted=ACCEPTED if yes("is_accepted") else None,
        )
    )


def _releases(fields: Fields, name: str) -> int:
    return fields.needed(name).whole(0, 1_000)


def _seconds(place: Place) -> float:
    seconds = place.up_to(MOST_S)
    if seconds < 0:
        raise place.wrong(message(WantedCode.COUNT))
    return seconds


OPS.add(VERDICT, verdict)
OPS.add(GATE, gate)
