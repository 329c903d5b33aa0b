"""What goes into a row is all that a verdict rested on, as far as a row has room."""

import hashlib

import numpy as np
import pytest
from msgspec.structs import asdict, replace

from cockpit.app.keeping import MOST_ROW_BLOCKS, gate_kept, verdict_kept
from cockpit.app.snapshot import ComparisonView, Metric, Snapshot
from cockpit.domain.again import verdict_again
from cockpit.domain.block_text import unpacked
from cockpit.domain.blocks import Floats
from cockpit.domain.events import Entry
from cockpit.domain.judgements import GateJudged
from cockpit.domain.verdict import Rule
from cockpit.storage.codec import encode
from tests.app.stairs import Stairs, stairs_workspace
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, Moment

MEANS = np.array([40.0, 1.0, 4_000.0, 80.0])
"""New events, new bad, old events, old bad of a block of 15 s in a large shop."""


@pytest.fixture(scope="module")
def calm() -> Snapshot:
    """Look at a stage of twenty minutes."""
    stairs = Stairs(stairs_workspace(bake_s=600), rate_per_s=200.0, share=lambda _at_s: 0.2)
    stairs.launch(1, 5, 20)
    stairs.clock.move(1_200.0)
    return stairs.look()


def rows(snapshot: Snapshot) -> tuple[ComparisonView, ...]:
    assert snapshot.release is not None
    return snapshot.release.rows


def test_a_verdict_comes_out_of_its_row_again(calm: Snapshot) -> None:
    for row in rows(calm):
        kept = verdict_kept(row)
        assert kept is not None
        strata = {one.name: unpacked(one.blocks or "") for one in kept.strata}
        rule = Rule(**asdict(kept.rule))
        again = verdict_again(strata, rule, stale_s=kept.stale_s, is_incomplete=kept.is_incomplete)
        assert (again.state.value, again.block_count) == (kept.state, kept.block_count)
        assert again.log_evidence == pytest.approx(kept.log_evidence, abs=1e-12)


def test_a_row_says_what_was_asked_where_and_over_which_time(calm: Snapshot) -> None:
    row = next(one for one in rows(calm) if one.metric is Metric.SUCCESS)
    kept = verdict_kept(row)
    assert kept is not None
    assert kept.source == "metrics"
    assert kept.asked == (
        f'shop_flow_attempts_total{{flow="{row.flow}",try="first"}}',
        f'shop_flow_results_total{{flow="{row.flow}",try="first",result="ok"}}',
    )
    assert kept.from_at == NOON
    assert (kept.to_at - kept.from_at).total_seconds() == kept.block_count * kept.rule.block_s
    assert (kept.mode, kept.data_age_s) == ("exact", row.age_s)
    new_count = sum(one.new_count for one in kept.strata)
    assert new_count == row.new.event_count


def test_the_digest_is_that_of_the_blocks(calm: Snapshot) -> None:
    kept = verdict_kept(rows(calm)[0])
    assert kept is not None
    text = "\n".join(f"{one.name}\t{one.blocks}" for one in kept.strata)
    assert kept.blocks_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_row_without_room_keeps_totals_and_digest_and_the_gravest_blocks(
    calm: Snapshot,
) -> None:
    assert calm.launch is not None
    assert calm.launch.gate is not None
    gate = calm.launch.gate.basis
    assert gate is not None
    whole = gate_kept(gate, rows(calm), "0" * 64)
    counts = [one.verdict.block_count * len(one.verdict.strata) for one in whole.compared]
    cut = gate_kept(gate, rows(calm), "0" * 64, most_count=sum(counts) - 1)
    left = [one for one in cut.compared if any(s.blocks is None for s in one.verdict.strata)]
    assert len(left) == 1
    assert left[0].verdict.state == "pass" or not left[0].must_pass
    before = next(one for one in whole.compared if one.check == left[0].check)
    assert left[0].verdict.blocks_sha256 == before.verdict.blocks_sha256
    assert [s.new_count for s in left[0].verdict.strata] == [
        s.new_count for s in before.verdict.strata
    ]


def full_row_bytes(calm: Snapshot, counts: Floats) -> int:
    """Return how long the row of a gate is in the journal when its blocks fill all its room."""
    assert calm.launch is not None
    assert calm.launch.gate is not None
    gate = calm.launch.gate.basis
    assert gate is not None
    one = gate.compared[0]
    row = next(row for row in rows(calm) if (row.metric.value, row.flow) == (one.metric, one.flow))
    assert row.basis is not None
    assert row.basis.blocks is not None
    names = row.basis.blocks.strata
    block_count = MOST_ROW_BLOCKS // len(names)
    verdict = replace(row.basis.verdict, block_count=block_count)
    blocks = replace(row.basis.blocks, counts=counts[:block_count, : len(names)])
    whole = replace(row, basis=replace(row.basis, verdict=verdict, blocks=blocks))
    kept = gate_kept(replace(gate, compared=(one,)), [whole], "0" * 64)
    texts = [each.blocks for each in kept.compared[0].verdict.strata]
    assert [len(unpacked(text or "")) for text in texts] == [block_count] * len(names)
    judged = GateJudged("l1", 1.0, 5.0, False, (), kept)
    return len(encode(Entry(NOON, 0.0, "run", "jun", judged)))


@pytest.mark.slow
def test_a_full_row_of_whole_counts_stays_below_half_a_megabyte(calm: Snapshot) -> None:
    rng = np.random.default_rng(4)
    size = full_row_bytes(calm, rng.poisson(MEANS, (MOST_ROW_BLOCKS, 8, 4)).astype(float))
    assert 200_000 < size < 500_000


@pytest.mark.slow
def test_a_full_row_of_broken_counts_stays_below_two_megabytes(calm: Snapshot) -> None:
    rng = np.random.default_rng(4)
    size = full_row_bytes(calm, MEANS * rng.uniform(0.5, 0.99, (MOST_ROW_BLOCKS, 8, 4)))
    assert 1_000_000 < size < 2_000_000


def test_a_gate_keeps_its_times_its_counts_and_its_weights(calm: Snapshot) -> None:
    assert calm.launch is not None
    assert calm.launch.gate is not None
    gate = calm.launch.gate.basis
    assert gate is not None
    kept = gate_kept(gate, rows(calm), "0" * 64)
    assert (kept.elapsed_s, kept.unseen_s, kept.bake_needed_s) == (1_200.0, 0.0, 600.0)
    assert kept.event_count is not None
    assert kept.minimum_events == 300
    weights = {one.check: one.weight for one in kept.compared}
    assert weights["compared success coupon"] == "veto"
    assert weights["compared crash"] == "block"


def test_a_comparison_without_a_basis_is_not_kept(calm: Snapshot) -> None:
    assert verdict_kept(replace(rows(calm)[0], basis=None)) is None


def test_a_fault_is_written_with_what_it_rests_on() -> None:
    def broken(moment: Moment) -> float:
        return 0.3 if moment.version == NEW and moment.at_s > NOON.timestamp() else 0.02

    stairs = Stairs(stairs_workspace(), rate_per_s=200.0, bad_ratio=broken)
    stairs.launch(1, 5)
    stairs.clock.move(300.0)
    row = next(one for one in rows(stairs.look()) if one.metric is Metric.SUCCESS)
    kept = verdict_kept(row)
    assert kept is not None
    assert (kept.state, kept.first_fail_block is not None) == ("fail", True)
