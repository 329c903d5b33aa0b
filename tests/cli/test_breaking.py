"""Lines break between their parts, never inside one."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cockpit.cli.breaking import lines_of

PARTS = st.lists(st.text("ab 쿠폰%4.5", min_size=1, max_size=12).map(str.strip).filter(bool))


@given(PARTS, st.integers(20, 60), st.sampled_from(["  ·  ", ", "]))
def test_no_part_is_broken_lost_or_pushed_over_the_edge(
    parts: list[str], width: int, between: str
) -> None:
    lines = list(lines_of(parts, width, between))
    end = between.rstrip(" ·")
    assert between.join(line.removesuffix(end) if end else line for line in lines) == between.join(
        parts
    )
    widest = max(map(cell_len, parts), default=0)
    assert all(cell_len(line) <= max(width, widest + len(end)) for line in lines)


def test_a_line_that_goes_on_keeps_its_comma_and_no_dot() -> None:
    assert list(lines_of(["aaaa", "bbbb"], 6, ", ")) == ["aaaa,", "bbbb"]
    assert list(lines_of(["aaaa", "bbbb"], 6)) == ["aaaa", "bbbb"]
