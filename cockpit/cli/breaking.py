"""Lines that break between their parts, and never inside one."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

BETWEEN = "  ·  "


def lines_of(parts: Sequence[str], width: int, between: str = BETWEEN) -> Iterator[str]:
    """Yield the parts as lines of at most `width` cells; a part alone may be wider than that.

    A line that goes on keeps the comma of `between`, and no dot.
    """
    end = between.rstrip(" ·")
    line = ""
    for part in parts:
        longer = f"{line}{between}{part}" if line else part
        if line and cell_len(longer + end) > width:
            yield f"{line}{end}"
            line = part
        else:
            line = longer
    if line:
        yield line
