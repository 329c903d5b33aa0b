"""New version against old: block after block, in a single look, by latency, and the cause."""

from collections.abc import Mapping

from cockpit.app.decide.counts import block, listed, named
from cockpit.app.decide.fields import Place
from cockpit.app.decide.ops import OPS
from cockpit.domain.cause import Moments, find_cause
from cockpit.domain.comparison import Comparison
from cockpit.domain.judge import judge, judge_once
from cockpit.domain.outcomes import Pair
from cockpit.domain.verdict import Rule

ALL = "all"


def stream(given: Place) -> Mapping[str, object]:
    """Return the first block after which the new version was proved worse."""
    fields = given.fields("blocks", "alpha")
    alpha = fields.given("alpha")
    comparison = Comparison(Rule() if alpha is None else Rule(alpha=alpha.open_ratio()))
    for place in fields.needed("blocks").items():
        comparison = comparison.after({ALL: block(place)})
    verdict = judge(comparison)
    return {
        "first_fail_block": verdict.first_fail_block,
        "state": verdict.state,
        "verdict": verdict,
    }


def strata(given: Place) -> Mapping[str, object]:
    """Return the verdict of a single look, compared inside each stratum."""
    members = given.fields("strata").needed("strata").members()
    verdict = judge_once({name: _pair(members.needed(name)) for name in members.names})
    return {"state": verdict.state, "verdict": verdict}


def cause(given: Place) -> Mapping[str, object]:
    """Return whether the release or something outside is to blame.

    `after_step` may say that the exposure was raised just before.
    """
    fields = given.fields("old_before", "old_now", "new_now", "after_step")
    moments = Moments(
        old_before=named(fields.needed("old_before")),
        old_now=named(fields.needed("old_now")),
        new_now=named(fields.needed("new_now")),
    )
    after_step = fields.given("after_step")
    found = find_cause(
        {ALL: moments}, is_after_step=after_step is not None and after_step.boolean()
    )
    return {
        "cause": found.cause,
        "rule_id": found.rule_id,
        "new_against_old": found.new_against_old,
        "now_against_before": found.now_against_before,
    }


def _pair(place: Place) -> Pair:
    fields = place.fields("new", "old")
    return Pair(listed(fields.needed("new")), listed(fields.needed("old")))


OPS.add("judge.stream", stream)
OPS.add("judge.strata", strata)
OPS.add("judge.cause", cause)
