"""How tests are shared out to the workers."""

import pytest

from tests.kit.sharing import REAL, ServersTogether, begins

LOOP = "tests/real/test_loop.py::test_a"
HANGING = "tests/real/test_hanging.py::test_b[x::y]"
DEMO = "tests/features/test_demo.py::test_c"
KILL = "tests/features/kill/test_kill_matrix.py::test_d"
TILE = "tests/app/test_tiles.py::TestTile::test_e"


class _Sharing(ServersTogether):
    """Shows in which unit of work a test is."""

    def __init__(self) -> None:
        """Leave out what a run would need."""

    def unit(self, nodeid: str) -> str:
        return self._split_scope(nodeid)


def test_what_takes_longest_begins() -> None:
    order = sorted((TILE, KILL, DEMO, HANGING, LOOP), key=begins)
    assert order == [HANGING, LOOP, KILL, DEMO, TILE]


def test_all_real_servers_are_one_unit_of_work() -> None:
    sharing = _Sharing()
    assert {sharing.unit(LOOP), sharing.unit(HANGING)} == {REAL}


@pytest.mark.parametrize("nodeid", [DEMO, KILL, TILE])
def test_any_other_file_is_a_unit_of_its_own(nodeid: str) -> None:
    assert _Sharing().unit(nodeid) == nodeid.partition("::")[0]
