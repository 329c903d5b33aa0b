"""Whatever the server does and wherever the program dies, what it says afterwards is true."""

import json
import os
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from cockpit.domain.operations import Lever
from tests.features.kill.matrix import KillCase, violations
from tests.features.kill.victim import Point
from tests.kit.child import in_a_child
from tests.kit.faulty_flags import Behaviour, FaultyFlags, faulty_flags

WORKERS_COUNT = 2
LEVERS = (Lever.FLAG_OFF, Lever.EXPOSURE, Lever.ROLLBACK)
MATRIX = [KillCase(*case) for case in product(LEVERS, Behaviour, Point)]
OLD = [
    KillCase(lever, behaviour, point, is_old=True)
    for lever, behaviour, point in product(
        LEVERS,
        (Behaviour.HANGS, Behaviour.LIES, Behaviour.LATE, Behaviour.SHAPE),
        (Point.AFTER_INTENT, Point.SENT, Point.AFTER_OUTCOME),
    )
]
PAIRS = [
    KillCase(LEVERS[(row + column) % len(LEVERS)], behaviour, point)
    for row, behaviour in enumerate(Behaviour)
    for column, point in enumerate(Point)
    if (row + column) % 2 == 0
] + OLD[::4]


@pytest.fixture
def server() -> Iterator[FaultyFlags]:
    """Return a server that has met none of the cases yet."""
    with faulty_flags() as running:
        yield running


def broken_promises(
    cases: Sequence[KillCase], server: FaultyFlags, folder: Path
) -> tuple[dict[str, list[str]], int]:
    """Play the cases, two at a time; return what was broken, and how many were played."""
    workers = [
        in_a_child(partial(_play, cases[first::WORKERS_COUNT], server, folder / f"w{first}"))
        for first in range(WORKERS_COUNT)
    ]
    broken: dict[str, list[str]] = {}
    played_count = 0
    for first, worker in enumerate(workers):
        _pid, status = os.waitpid(worker, 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"worker {first} broke off"
        for line in (folder / f"w{first}" / "results").read_text("utf-8").splitlines():
            name, found = json.loads(line)
            played_count += 1
            if found:
                broken[name] = found
    return broken, played_count


def test_a_killed_program_tells_the_truth_at_the_next_start(
    server: FaultyFlags, tmp_path: Path
) -> None:
    broken, played_count = broken_promises(PAIRS, server, tmp_path)
    assert broken == {}
    assert played_count == len(PAIRS)


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_the_whole_matrix_of_kills_and_servers_holds(server: FaultyFlags, tmp_path: Path) -> None:
    broken, played_count = broken_promises([*MATRIX, *OLD], server, tmp_path)
    assert broken == {}
    assert played_count == len(MATRIX) + len(OLD)


def _play(cases: Sequence[KillCase], server: FaultyFlags, folder: Path) -> None:
    folder.mkdir()
    with (folder / "results").open("w", encoding="utf-8") as results:
        for number, case in enumerate(cases):
            place = folder / f"{folder.name}-{number}"
            place.mkdir()
            found = violations(case, server, place)
            results.write(json.dumps([str(case), found]) + "\n")
            results.flush()
