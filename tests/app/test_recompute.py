"""Rows become questions whose answers have to be what the rows say."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from cockpit.app.advance import Advance, StepWish
from cockpit.app.recompute import GATE, VERDICT, Line, differences, recomputable
from cockpit.domain.judgements import FaultDetectedFirst, GateJudged, GateJudgedFirst
from cockpit.ports.journal import Row
from tests.app.stairs import Stairs, stairs_workspace

FIRST = FaultDetectedFirst("l1", "coupon", "", "release", "judge/1 success", 9, 99, 9, 999, 200.0)


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    """Return the rows of a launch whose gate was asked twice, with one row of an older program."""
    stairs = Stairs(stairs_workspace(bake_s=600), rate_per_s=100.0, share=lambda _at_s: 0.2)
    stairs.launch(1, 5, 20)
    advance = Advance(
        workspace=stairs.workspace, launches=stairs.launches, clock=stairs.clock, actor="mina"
    )
    for _ in range(2):
        stairs.clock.move(400.0)
        advance.approve(StepWish(100, "jun", 100), stairs.look())
    stairs.write(FIRST)
    stairs.write(GateJudgedFirst("l1", 1, 5, is_open=True, checks=()))
    return tuple(stairs.journal.rows)


def lines(rows: tuple[Row, ...]) -> tuple[Line, ...]:
    return recomputable(rows).lines


def test_each_gate_is_a_question_and_so_is_each_of_its_comparisons(rows: tuple[Row, ...]) -> None:
    gates = [row for row in rows if isinstance(row.entry.event, GateJudged)]
    assert len(gates) == 2
    for row in gates:
        mine = [one for one in lines(rows) if one.id.startswith(f"{row.seq}.")]
        assert [one.op for one in mine] == [VERDICT] * 5 + [GATE]
        assert mine[-1].expect["is_open"] == row.entry.event.is_open  # type: ignore[union-attr]


def test_rows_that_kept_too_little_are_named(rows: tuple[Row, ...]) -> None:
    older = [row.seq for row in rows if isinstance(row.entry.event, FaultDetectedFirst)]
    assert str(older[0]) in recomputable(rows).left
    assert len(recomputable(rows).left) == 2


@pytest.mark.slow
def test_one_launch_may_be_asked_for_alone(rows: tuple[Row, ...]) -> None:
    assert recomputable(rows, "l1") == recomputable(rows)
    assert recomputable(rows, "l2").lines == ()


def test_a_verdict_whose_blocks_had_no_room_is_named_and_not_asked(rows: tuple[Row, ...]) -> None:
    row = next(one for one in rows if isinstance(one.entry.event, GateJudged))
    event = row.entry.event
    assert isinstance(event, GateJudged)
    assert event.basis is not None
    first = event.basis.compared[0]
    cut = tuple(replace(one, blocks=None) for one in first.verdict.strata)
    compared = (replace(first, verdict=replace(first.verdict, strata=cut)),)
    basis = replace(event.basis, compared=compared)
    given = replace(row, entry=replace(row.entry, event=replace(event, basis=basis)))
    found = recomputable((given,))
    assert found.left == (f"{row.seq}.{first.check}",)
    assert [one.op for one in found.lines] == [GATE]


def test_a_line_is_written_as_the_command_reads_it(rows: tuple[Row, ...]) -> None:
    plain = lines(rows)[0].plain()
    assert list(plain) == ["id", "op", "in", "expect"]
    assert isinstance(plain["in"], Mapping)
    assert isinstance(plain["in"]["strata"]["android"], str)


@pytest.mark.parametrize(
    ("expect", "out", "paths"),
    [
        ({"a": 1.0}, {"a": 1.0 + 1e-12, "b": 2}, []),
        ({"a": 1.0}, {"a": 1.1}, ["a"]),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, ["a.b[1]"]),
        ({"a": [1]}, {"a": [1, 2]}, ["a"]),
        ({"a": None}, {"a": 0}, ["a"]),
        ({"a": True}, {"a": 1}, ["a"]),
        ({"a": {"b": 1}}, {"a": None}, ["a.b"]),
        ({"a": "pass"}, {}, ["a"]),
    ],
)
def test_what_came_out_otherwise_is_named_by_its_path(
    expect: object, out: object, paths: list[str]
) -> None:
    assert list(differences(expect, out)) == paths
