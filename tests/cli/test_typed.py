"""Lines are read as they are typed, whatever is in them."""

import os
import sys
from collections.abc import Iterator

import pytest

from cockpit.cli.typed import CHUNK, TypedLines


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            continue


def lines(pipe: tuple[int, int], *chunks: bytes) -> list[str]:
    typed = TypedLines(pipe[0])
    for chunk in chunks:
        os.write(pipe[1], chunk)
    os.close(pipe[1])
    return list(iter(typed.next, None))


def test_lines_end_where_enter_was_pressed(pipe: tuple[int, int]) -> None:
    assert lines(pipe, b"off a\nste", b"p 5\r\n\nq") == ["off a", "step 5", "", "q"]


def test_the_end_of_input_is_none_again_and_again(pipe: tuple[int, int]) -> None:
    os.close(pipe[1])
    typed = TypedLines(pipe[0])
    assert (typed.next(), typed.next()) == (None, None)


def test_a_long_line_is_one_line(pipe: tuple[int, int]) -> None:
    assert lines(pipe, b"x" * (3 * CHUNK) + b"\n") == ["x" * 3 * CHUNK]


def test_bytes_that_are_no_text_are_replaced(pipe: tuple[int, int]) -> None:
    assert lines(pipe, b"\xff\xfe\n", "쿠폰\n".encode()) == ["��", "쿠폰"]


def test_a_letter_that_comes_in_two_parts_is_one_letter(pipe: tuple[int, int]) -> None:
    letter = "쿠".encode()
    assert lines(pipe, letter[:1], letter[1:] + b"\n") == ["쿠"]


def test_standard_input_is_asked_only_when_a_line_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert TypedLines().next() is None


def test_a_terminal_that_has_gone_is_the_end_of_input(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    assert TypedLines(pipe[0]).next() is None
