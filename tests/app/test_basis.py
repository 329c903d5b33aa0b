"""Boards write a table anew only when something in it reads otherwise, whatever it rests on."""

import pytest
from msgspec.structs import replace

from cockpit.app.basis import Basis, GateBasis
from cockpit.app.snapshot import Snapshot
from tests.app.stairs import Stairs, stairs_workspace


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Look at a stage of some minutes."""
    stairs = Stairs(stairs_workspace(bake_s=600), rate_per_s=200.0, share=lambda _at_s: 0.2)
    stairs.launch(1)
    stairs.clock.move(300.0)
    return stairs.look()


def test_a_row_that_shows_the_same_is_the_same(seen: Snapshot) -> None:
    assert seen.release is not None
    assert seen.release.rows
    for row in seen.release.rows:
        assert isinstance(row.basis, Basis)
        basis = replace(row.basis, start_s=row.basis.start_s + 1.0)
        course = None if row.course is None else replace(row.course)
        assert replace(row, basis=basis, course=course) == row
        assert replace(row, evidence=row.evidence + 1.0) != row


def test_a_launch_that_shows_the_same_is_the_same(seen: Snapshot) -> None:
    assert seen.launch is not None
    gate = seen.launch.gate
    assert gate is not None
    assert isinstance(gate.basis, GateBasis)
    other = replace(gate, basis=replace(gate.basis, elapsed_s=gate.basis.elapsed_s + 1.0))
    assert replace(seen.launch, gate=other) == seen.launch
