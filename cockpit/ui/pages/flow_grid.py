"""How tiles stand on the board."""

import math

from msgspec import Struct

from cockpit.ui.pages.flow_places import LEAST_HEIGHT_PX, Box

GAP_PX = 12
LEAST_WIDTH_PX = 440
MOST_ROWS = 2
"""So many rows share the height; further ones scroll."""


class Grid(Struct, frozen=True):
    """Tiles in `columns`, and how high all of them are together."""

    columns: int
    boxes: tuple[Box, ...]
    height: int


def grid(width: int, height: int, count: int) -> Grid:
    """Return where so many tiles stand in a space of this size."""
    columns = 2 if count > 1 and width >= 2 * LEAST_WIDTH_PX + GAP_PX else 1
    rows = math.ceil(count / columns) if count else 0
    visible = max(1, min(rows, MOST_ROWS))
    each = max(LEAST_HEIGHT_PX, (height - GAP_PX * (visible - 1)) // visible)
    across = (width - GAP_PX * (columns - 1)) // columns
    boxes = tuple(
        Box(number % columns * (across + GAP_PX), number // columns * (each + GAP_PX), across, each)
        for number in range(count)
    )
    return Grid(columns, boxes, max(0, rows * (each + GAP_PX) - GAP_PX))


def neighbour(number: int, count: int, columns: int, step: tuple[int, int]) -> int:
    """Return the tile that lies a step (right, down) from another one; itself at the edge."""
    column, row = number % columns + step[0], number // columns + step[1]
    other = row * columns + column
    return other if 0 <= column < columns and 0 <= other < count else number
