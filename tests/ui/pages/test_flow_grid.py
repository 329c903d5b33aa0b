"""How tiles stand on the board."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.ui.pages.flow_grid import GAP_PX, grid, neighbour
from cockpit.ui.pages.flow_places import LEAST_HEIGHT_PX


def test_four_tiles_fill_the_board_two_by_two() -> None:
    found = grid(992, 584, 4)
    assert [(box.left, box.top, box.width, box.height) for box in found.boxes] == [
        (0, 0, 490, 286),
        (502, 0, 490, 286),
        (0, 298, 490, 286),
        (502, 298, 490, 286),
    ]
    assert found.height == 584


@given(st.integers(300, 2_000), st.integers(100, 1_200), st.integers(1, 12))
def test_tiles_neither_overlap_nor_become_too_low(width: int, height: int, count: int) -> None:
    found = grid(width, height, count)
    assert len(found.boxes) == count
    for number, box in enumerate(found.boxes):
        assert box.left + box.width <= width
        assert box.height >= LEAST_HEIGHT_PX
        below = [one for one in found.boxes[number + 1 :] if one.left == box.left]
        assert all(one.top >= box.top + box.height + GAP_PX for one in below)
    assert found.height == max(box.top + box.height for box in found.boxes)


def test_further_rows_go_on_below() -> None:
    assert grid(992, 584, 6).height > 584


def test_a_narrow_board_has_one_column() -> None:
    assert grid(600, 584, 4).columns == 1


def test_no_flow_needs_no_room() -> None:
    assert grid(992, 584, 0).height == 0


def test_arrows_lead_to_the_neighbour_and_stop_at_the_edge() -> None:
    steps = {(1, 0): 1, (-1, 0): 0, (0, 1): 2, (0, -1): 0}
    assert {step: neighbour(0, 4, 2, step) for step in steps} == steps
    assert neighbour(3, 4, 2, (1, 0)) == 3
    assert neighbour(1, 3, 2, (0, 1)) == 1
