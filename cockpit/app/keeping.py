"""What a verdict or a gate rests on, written out for a row of the journal."""

from collections.abc import Iterable
from datetime import UTC, datetime

from cockpit.app.basis import Basis, GateBasis
from cockpit.app.snapshot import ComparisonView
from cockpit.app.trials import Blocks
from cockpit.domain.block_text import digest, packed
from cockpit.domain.kept import ComparisonKept, GateKept, RuleKept, StratumKept, VerdictKept
from cockpit.domain.verdict import Rule, State
from cockpit.domain.weighing import Compared

MOST_ROW_BLOCKS = 20_000
"""A row keeps so many blocks of platforms; the others are left out, and it says so.

They take some 260 kB where counts are whole, and 1.5 MB where a source tells broken ones.
"""

_FIRST = {State.FAIL: 0, State.WAIT: 1, State.NO_DATA: 2, State.PASS: 3}


def verdict_kept(row: ComparisonView, *, with_blocks: bool = True) -> VerdictKept | None:
    """Return the verdict of a comparison as the journal keeps it; None when it rests on nothing."""
    basis = row.basis
    if basis is None:
        return None
    verdict, blocks = basis.verdict, basis.blocks
    texts = {} if blocks is None else _texts(blocks)
    start_s = basis.start_s if blocks is None else blocks.start_s
    length_s = verdict.block_count * verdict.rule.block_s
    return VerdictKept(
        metric=row.metric.value,
        flow=row.flow,
        state=verdict.state.value,
        log_evidence=verdict.log_evidence,
        first_fail_block=verdict.first_fail_block,
        rule_id=verdict.rule_id,
        rule=_rule(verdict.rule),
        block_count=verdict.block_count,
        strata=tuple(
            StratumKept(
                one.name,
                one.counts.new.total_count,
                one.counts.new.bad_count,
                one.counts.old.total_count,
                one.counts.old.bad_count,
                texts.get(one.name, "") if with_blocks else None,
            )
            for one in verdict.strata
        ),
        blocks_sha256=digest(texts),
        stale_s=basis.stale_s,
        is_incomplete=verdict.is_incomplete,
        source=basis.source,
        asked=basis.asked,
        mode=basis.mode,
        from_at=_instant(start_s),
        to_at=_instant(start_s + length_s),
        skew_s=basis.skew_s,
        data_age_s=basis.age_s,
    )


def gate_kept(
    gate: GateBasis,
    rows: Iterable[ComparisonView],
    policy_sha256: str,
    *,
    most_count: int = MOST_ROW_BLOCKS,
) -> GateKept:
    """Return what the gate rests on as the journal keeps it.

    A row has room for the blocks of the gravest comparisons first, `most_count` in all, and leaves
    out the others.
    """
    views = {(row.metric.value, row.flow): row for row in rows}
    found: dict[str, ComparisonKept] = {}
    left_count = most_count
    for one in sorted(gate.compared, key=lambda one: (_FIRST[one.state], not one.must_pass)):
        row = views.get((one.metric, one.flow))
        if row is None or row.basis is None:
            continue
        verdict = row.basis.verdict
        count = verdict.block_count * len(verdict.strata)
        kept = verdict_kept(row, with_blocks=count <= left_count)
        left_count -= count if count <= left_count else 0
        if kept is not None:
            found[one.check] = _comparison(one, row.basis, kept)
    return GateKept(
        policy_sha256=policy_sha256,
        elapsed_s=gate.elapsed_s,
        unseen_s=gate.unseen_s,
        bake_needed_s=gate.bake_needed_s,
        settle_s=gate.settle_s,
        event_count=gate.event_count,
        minimum_events=gate.minimum_events,
        compared=tuple(found[one.check] for one in gate.compared if one.check in found),
    )


def _texts(blocks: Blocks) -> dict[str, str]:
    return {name: packed(blocks.of(number)) for number, name in enumerate(blocks.strata)}


def _comparison(one: Compared, basis: Basis, kept: VerdictKept) -> ComparisonKept:
    return ComparisonKept(
        check=one.check,
        verdict=kept,
        is_recorded=basis.is_recorded,
        is_mismatch=basis.is_mismatch,
        least_count=basis.least_count,
        is_quiet=one.is_quiet,
        must_pass=one.must_pass,
        weight=one.weight.value,
        watched_count=one.watched_count,
        watch_count=one.watch_count,
        is_accepted=one.accepted is not None,
    )


def _rule(rule: Rule) -> RuleKept:
    return RuleKept(rule.alpha, rule.margin_times, rule.block_s, rule.start_every_s, rule.discount)


def _instant(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)
