"""Blocks are kept as a short text that says the same when it is read again."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.block_text import MOST_BLOCKS_COUNT, BlockTextError, digest, packed, unpacked
from cockpit.domain.outcomes import Outcomes, Pair

WHOLE = st.integers(0, 10**9).map(float)
COUNTS = WHOLE | st.floats(0, 1e12, allow_subnormal=False)


@st.composite
def outcomes(draw: st.DrawFn) -> Outcomes:
    total = draw(COUNTS)
    return Outcomes(total, draw(st.just(total) | st.floats(0, total)))


BLOCKS = st.lists(st.none() | st.builds(Pair, outcomes(), outcomes()), max_size=20)


def pair(new: float, new_bad: float, old: float, old_bad: float) -> Pair:
    return Pair(Outcomes(new, new_bad), Outcomes(old, old_bad))


def test_equal_blocks_in_a_row_stand_there_once() -> None:
    blocks = (pair(3, 1, 40, 2), None, None, pair(0, 0, 0.5, 0.25))
    assert packed(blocks) == "3 1 40 2;-*2;0 0 0.5 0.25"
    assert unpacked("3 1 40 2;-*2;0 0 0.5 0.25") == blocks


def test_no_blocks_are_no_text() -> None:
    assert packed(()) == ""
    assert unpacked("") == ()


@pytest.mark.slow
@given(BLOCKS)
def test_what_was_packed_says_the_same_again(blocks: list[Pair | None]) -> None:
    assert unpacked(packed(blocks)) == tuple(blocks)


@pytest.mark.parametrize("share", [0.033291844049901764, 0.00010000000000000002, 1.5e-05, 1e-300])
def test_a_share_of_a_failure_is_kept_to_its_last_digit(share: float) -> None:
    assert unpacked(packed([pair(1, share, 1, 0)])) == (pair(1, share, 1, 0),)


@given(st.lists(st.none() | st.just(pair(1, 0, 2, 1)), max_size=30))
def test_a_text_says_the_blocks_in_one_way(blocks: list[Pair | None]) -> None:
    assert packed(unpacked(packed(blocks))) == packed(blocks)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 2 3", 0),
        ("1 0 2 1;", 1),
        ("1 0 2 1;1 2 3 1", 1),
        ("1 0 2 nan", 0),
        ("1 0 2 -1", 0),
        ("-*0", 0),
        ("-*1.5", 0),
        ("01 0 2 1", 0),
        ("1  0 2 1", 0),
        ("٣ 0 2 1", 0),
        (f"-*{MOST_BLOCKS_COUNT};-", 1),
    ],
)
def test_a_text_that_is_no_blocks_is_refused_where_it_is_wrong(text: str, number: int) -> None:
    with pytest.raises(BlockTextError) as caught:
        unpacked(text)
    assert caught.value.number == number


@given(st.text(max_size=40))
def test_any_text_is_blocks_or_is_refused(text: str) -> None:
    with suppress(BlockTextError):
        assert len(unpacked(text)) <= MOST_BLOCKS_COUNT


def test_the_digest_is_of_names_and_blocks_whatever_their_order() -> None:
    assert digest({"a": "1", "b": "2"}) == digest({"b": "2", "a": "1"})
    assert digest({"a": "1", "b": "2"}) != digest({"a": "2", "b": "1"})
