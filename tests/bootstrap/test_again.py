"""Every verdict of a journal comes out as its row says, and a row that lies is noticed."""

from typing import Literal

from msgspec.structs import replace

from cockpit.app.advance import Advance, StepWish
from cockpit.app.recompute import recomputable
from cockpit.bootstrap.again import worked_out
from cockpit.domain.judgements import FaultDetected, GateJudged
from cockpit.domain.kept import VerdictKept
from cockpit.ports.journal import Row
from tests.app.stairs import Stairs, stairs_workspace
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, Moment


def asked_rows() -> tuple[Row, ...]:
    """Return the rows of a launch that was let through one gate and kept back by the next."""
    begun_s = NOON.timestamp() + 900.0

    def bad(moment: Moment) -> float:
        return 0.3 if moment.version == NEW and moment.at_s > begun_s else 0.02

    stairs = Stairs(
        stairs_workspace(bake_s=600), rate_per_s=300.0, share=lambda _at_s: 0.2, bad_ratio=bad
    )
    stairs.launch(1, 5, 20)
    advance = Advance(
        workspace=stairs.workspace, launches=stairs.launches, clock=stairs.clock, actor="mina"
    )
    for _ in range(2):
        stairs.clock.move(800.0)
        advance.approve(StepWish(100, "jun", 100), stairs.look())
    return tuple(stairs.journal.rows)


ROWS = asked_rows()


def test_every_verdict_comes_out_as_its_row_says() -> None:
    found = recomputable(ROWS)
    assert len(found.lines) == 12
    assert not found.left
    states = {line.expect.get("state") for line in found.lines}
    assert {"pass", "fail"} <= states
    assert worked_out(found) == ()


def forged(state: Literal["pass", "fail"], log_evidence: float) -> tuple[Row, ...]:
    """Return the rows with one verdict made better than it was."""
    row = next(
        one
        for one in ROWS
        if isinstance(one.entry.event, GateJudged) and not one.entry.event.is_open
    )
    event = row.entry.event
    assert isinstance(event, GateJudged)
    assert event.basis is not None
    worst = next(one for one in event.basis.compared if one.verdict.state == "fail")
    better = replace(worst.verdict, state=state, log_evidence=log_evidence)
    compared = tuple(
        replace(one, verdict=better) if one is worst else one for one in event.basis.compared
    )
    lie = replace(event, basis=replace(event.basis, compared=compared))
    return (replace(row, entry=replace(row.entry, event=lie)),)


def test_a_row_that_says_pass_where_it_failed_is_noticed() -> None:
    wrong = worked_out(recomputable(forged("pass", -1.0)))
    fields = {field for _, field in wrong}
    assert {"state", "log_evidence"} <= fields
    assert any(field.startswith("checks.") for field in fields)


def test_a_gate_that_says_open_where_it_was_shut_is_noticed() -> None:
    row = next(one for one in ROWS if isinstance(one.entry.event, GateJudged))
    event = row.entry.event
    assert isinstance(event, GateJudged)
    lie = replace(event, is_open=not event.is_open)
    wrong = worked_out(recomputable((replace(row, entry=replace(row.entry, event=lie)),)))
    assert wrong == ((f"{row.seq}.gate", "is_open"),)


def test_blocks_that_were_changed_no_longer_have_their_digest() -> None:
    row = next(one for one in ROWS if isinstance(one.entry.event, GateJudged))
    event = row.entry.event
    assert isinstance(event, GateJudged)
    assert event.basis is not None
    verdict = event.basis.compared[0].verdict
    first = replace(verdict.strata[0], blocks=f"{verdict.strata[0].blocks};1 1 1 0")
    others = tuple(replace(one, blocks=f"{one.blocks};-") for one in verdict.strata[1:])
    fault = fault_of(replace(verdict, strata=(first, *others)))
    wrong = worked_out(recomputable((replace(row, entry=replace(row.entry, event=fault)),)))
    assert "blocks_sha256" in {field for _, field in wrong}


def test_blocks_that_are_none_have_no_answer() -> None:
    row = next(one for one in ROWS if isinstance(one.entry.event, GateJudged))
    event = row.entry.event
    assert isinstance(event, GateJudged)
    assert event.basis is not None
    verdict = event.basis.compared[0].verdict
    broken = tuple(replace(one, blocks="nothing") for one in verdict.strata)
    fault = fault_of(replace(verdict, strata=broken))
    wrong = worked_out(recomputable((replace(row, entry=replace(row.entry, event=fault)),)))
    assert wrong == ((f"{row.seq}.fault", ""),)


def fault_of(verdict: VerdictKept) -> FaultDetected:
    return FaultDetected("l1", "coupon", "", "release", "r", 1, 2, 3, 4, 5.0, verdict)
