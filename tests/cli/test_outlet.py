"""A reader who leaves, a full disk, a lost terminal: each is remembered, and none is fatal."""

import errno
import io
import os
import sys
from typing import TextIO, cast

import pytest
from typing_extensions import override

from cockpit.cli.exits import Exit
from cockpit.cli.outlet import Outlet, loss_of, outlets
from cockpit.cli.program import run


class Lost(io.StringIO):
    """A stream that takes some characters, and then nothing more."""

    def __init__(self, number: int, takes_count: int = 0, *, is_flushed_late: bool = False) -> None:
        super().__init__()
        self.error = OSError(number, os.strerror(number))
        self.takes_count = takes_count
        self.is_flushed_late = is_flushed_late
        self.tried_count = 0

    @override
    def write(self, text: str) -> int:
        self.tried_count += 1
        if not self.is_flushed_late and self.tell() + len(text) > self.takes_count:
            raise self.error
        return super().write(text)

    @override
    def flush(self) -> None:
        if self.is_flushed_late:
            raise self.error


@pytest.mark.parametrize("number", [errno.EPIPE, errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("is_flushed_late", [False, True])
def test_what_nobody_takes_is_remembered_once_and_not_tried_again(
    number: int, *, is_flushed_late: bool
) -> None:
    stream = Lost(number, is_flushed_late=is_flushed_late)
    outlet = Outlet(cast("TextIO", stream))
    assert loss_of(outlet) is None
    for _ in range(3):
        assert outlet.write("a line\n") == len("a line\n")
        outlet.flush()
    lost = loss_of(outlet)
    assert lost is not None
    assert lost.errno == number
    assert stream.tried_count == 1


def test_an_outlet_is_otherwise_like_its_stream() -> None:
    stream = io.StringIO()
    outlet = Outlet(cast("TextIO", stream))
    outlet.write("한글")
    outlet.flush()
    is_terminal = cast("TextIO", outlet).isatty()
    assert (stream.getvalue(), is_terminal, loss_of(outlet)) == ("한글", False, None)
    assert loss_of(stream) is None


def test_both_streams_are_as_before_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", None)
    with outlets():
        print("told")
        during = sys.stdout, sys.stderr
    assert isinstance(during[0], Outlet)
    assert during[1] is None
    assert (sys.stdout, out.getvalue()) == (out, "told\n")


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        (errno.EPIPE, Exit.OK, ""),
        (errno.ENOSPC, Exit.UNKNOWN, "could not be printed (No space left on device)"),
    ],
)
@pytest.mark.parametrize("call", [["schema"], ["--help"]])
def test_a_result_that_nobody_takes_ends_no_command_early(
    monkeypatch: pytest.MonkeyPatch, number: int, status: Exit, words: str, call: list[str]
) -> None:
    err = io.StringIO()
    monkeypatch.setattr(sys, "stdout", Lost(number, 10))
    monkeypatch.setattr(sys, "stderr", err)
    assert run(["--lang", "en", *call]) == status
    assert words in err.getvalue()
    assert len(err.getvalue().splitlines()) == (1 if words else 0)


def test_a_complaint_that_nobody_takes_leaves_the_status_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", Lost(errno.ENOSPC))
    assert run(["--lang", "en", "nowhere"]) == Exit.USAGE
