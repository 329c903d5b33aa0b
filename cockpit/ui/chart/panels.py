"""How the height of a small chart is divided: caption, glyphs, success, p95, times."""

from msgspec import Struct

GUTTER_PX = 34
CAPTION_PX = 20
GLYPHS_PX = 17
TIMES_PX = 18
BETWEEN_PX = 7
LEAST_P95_PX = 30
LEAST_SUCCESS_PX = 60
P95_PART = 0.32
TOP_PX = 6


class Band(Struct, frozen=True):
    """A part of the height, in whole pixels."""

    top: int
    height: int

    @property
    def bottom(self) -> int:
        """Return the first pixel below."""
        return self.top + self.height


class Panels(Struct, frozen=True):
    """The parts of a small chart; None what there is no room for, or nothing to show in."""

    width: int
    """Of the plots, in pixels: the figures of the axis stand right of it."""

    caption: Band | None
    glyphs: Band | None
    success: Band | None
    p95: Band | None
    times: Band

    def plots(self) -> tuple[Band, ...]:
        """Return the parts that lines are drawn in, the upper one first."""
        return tuple(band for band in (self.success, self.p95) if band is not None)


def panels(width: int, height: int, *, has_p95: bool, is_p95_first: bool = False) -> Panels:
    """Return the parts for a size: p95 goes first, then glyphs, then the caption.

    With `is_p95_first` it is p95 that stays where there is room for one of them.
    """
    rest = height - TIMES_PX
    full = CAPTION_PX + GLYPHS_PX + LEAST_SUCCESS_PX
    shows_p95 = has_p95 and rest >= full + BETWEEN_PX + LEAST_P95_PX
    shows_glyphs = rest >= full
    shows_caption = rest >= CAPTION_PX + TOP_PX + LEAST_SUCCESS_PX
    top = 0
    caption = glyphs = p95 = None
    if shows_caption:
        caption = Band(0, 16)
        top = CAPTION_PX
    if shows_glyphs:
        glyphs = Band(top, GLYPHS_PX)
        top += GLYPHS_PX
    else:
        top += TOP_PX
    left = max(1, rest - top)
    is_p95_alone = has_p95 and is_p95_first and not shows_p95
    if shows_p95:
        p95_height = max(LEAST_P95_PX, round((left - BETWEEN_PX) * P95_PART))
        p95 = Band(rest - p95_height, p95_height)
        left -= p95_height + BETWEEN_PX
    return Panels(
        width=max(1, width - GUTTER_PX),
        caption=caption,
        glyphs=glyphs,
        success=None if is_p95_alone else Band(top, left),
        p95=Band(top, left) if is_p95_alone else p95,
        times=Band(rest, TIMES_PX),
    )
