"""Where everything stands in the tile of a flow, in whole pixels."""

from msgspec import Struct

LEFT_PX, RIGHT_PX, BOTTOM_PX = 16, 12, 6
LAST_FIGURE_PX = 120
CAUSE_PX, LEAST_CAUSE_PX, WANTED_CAUSES = 28, 24, 3
LEVER_PX, TIGHT_LEVER_PX = 71, 52
TIGHT_BELOW_PX = 240
BETWEEN_PX = 16
LEAST_HEIGHT_PX = 184


class Box(Struct, frozen=True):
    """A rectangle."""

    left: int
    top: int
    width: int
    height: int


class Places(Struct, frozen=True):
    """The parts of a tile. `cause_count` is how many causes have room.

    A tight tile has fewer causes, and its lever takes one line instead of two.
    """

    is_tight: bool
    header_top: int
    figures: tuple[Box, ...]
    chart: Box
    side: Box
    causes_top: int
    cause_count: int
    cause_px: int
    lever_px: int
    shows_head: bool


def places(width: int, height: int) -> Places:
    """Return where everything stands in a tile of this size."""
    is_tight = height < TIGHT_BELOW_PX
    header_top = 7 if is_tight else 10
    figures_top = 31 if is_tight else 37
    below = figures_top + 60
    bottom = height - (BOTTOM_PX + 2 if is_tight else BOTTOM_PX)
    each = (width - LEFT_PX - RIGHT_PX - LAST_FIGURE_PX) // 3
    figures = tuple(
        Box(LEFT_PX + number * each, figures_top, each if number < 3 else LAST_FIGURE_PX, 60)  # noqa: PLR2004 - the fourth is the last
        for number in range(4)
    )
    side_width = 172 if is_tight else max(166, min(232, round(width * 0.34)))
    side_left = width - RIGHT_PX - side_width
    chart_top = below + (3 if is_tight else 8)
    chart = Box(LEFT_PX, chart_top, side_left - BETWEEN_PX - LEFT_PX, bottom - chart_top)
    side = Box(side_left, chart_top, side_width, bottom - chart_top)
    causes_top = chart_top + (4 if is_tight else 20)
    lever = TIGHT_LEVER_PX if is_tight else LEVER_PX
    room = max(0, bottom - lever - causes_top)
    each_cause = min(CAUSE_PX, max(LEAST_CAUSE_PX, room // WANTED_CAUSES))
    return Places(
        is_tight=is_tight,
        header_top=header_top,
        figures=figures,
        chart=chart,
        side=side,
        causes_top=causes_top,
        cause_count=room // each_cause,
        cause_px=each_cause,
        lever_px=lever,
        shows_head=not is_tight,
    )
