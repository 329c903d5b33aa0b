"""A command opens its workspace, or says everything that keeps it from opening."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.cli.call import Call, Options
from cockpit.cli.codes import CliCode
from cockpit.cli.opening import given_secrets, opened, workspace_or_complain
from cockpit.cli.terminal import Terminal, use_utf8
from cockpit.cli.typed import TypedLines
from cockpit.domain.message import message
from cockpit.words.language import Language
from tests.cli.speaking import said, terminal


@pytest.fixture(autouse=True)
def _computer_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


def call(
    workspace: Path, pipe: tuple[int, int], typed: bytes = b"", *, from_stdin: bool = False
) -> Call:
    os.write(pipe[1], typed)
    os.close(pipe[1])
    options = Options(str(workspace), "mina", secrets_from_stdin=from_stdin)
    return Call(terminal(), options, TypedLines(pipe[0]))


def complaints(made: Call) -> str:
    return said(made.terminal.err)


def test_secrets_are_read_up_to_an_empty_line_and_the_rest_is_left(
    tmp_path: Path, pipe: tuple[int, int]
) -> None:
    made = call(tmp_path, pipe, b" admin = a=b= \r\nclient=c\n\noff coupon_v2\n")
    assert given_secrets(made) == {"admin": " a=b=", "client": "c"}
    assert made.typed.next() == "off coupon_v2"


def test_no_secrets_at_all_are_no_fault(tmp_path: Path, pipe: tuple[int, int]) -> None:
    assert given_secrets(call(tmp_path, pipe)) == {}


@pytest.mark.parametrize("line", [b"just-a-token\n", b"=token\n", b"admin=\n", b"  = x\n"])
def test_a_wrong_line_is_told_by_its_number_and_never_repeated(
    tmp_path: Path, pipe: tuple[int, int], line: bytes
) -> None:
    made = call(tmp_path, pipe, b"deploy=d\n" + line)
    assert given_secrets(made) is None
    assert "2" in complaints(made)
    assert "token" not in complaints(made)


def test_a_folder_means_the_file_in_it(tmp_path: Path) -> None:
    assert Options(str(tmp_path), None).workspace_file == tmp_path / "cockpit.yaml"
    other = tmp_path / "team.yaml"
    assert Options(str(other), None).workspace_file == other


def test_every_fault_of_a_workspace_is_told_and_counted(
    tmp_path: Path, pipe: tuple[int, int]
) -> None:
    (tmp_path / "cockpit.yaml").write_text("version: 1\nnonsense: 2\n", encoding="utf-8")
    made = call(tmp_path, pipe)
    assert workspace_or_complain(made) is None
    lines = complaints(made).splitlines()
    assert len(lines) > 2
    assert str(len(lines) - 1) in lines[-1]


def test_what_cannot_be_opened_is_lent_as_nothing(tmp_path: Path, pipe: tuple[int, int]) -> None:
    made = call(tmp_path, pipe)
    with opened(made) as cockpit:
        assert cockpit is None
    assert complaints(made)


def test_a_complaint_is_said_once_where_that_is_wanted() -> None:
    speaker = terminal()
    for _ in range(3):
        speaker.complain_once(message(CliCode.NO_BASELINE))
    speaker.complain(message(CliCode.NO_BASELINE))
    assert len(said(speaker.err).splitlines()) == 2


def test_json_keeps_every_language_as_it_is() -> None:
    speaker = terminal(Language.KO)
    speaker.print_json({"flow": "쿠폰"})
    assert "쿠폰" in said(speaker.out)
    with pytest.raises(ValueError, match="JSON"):
        speaker.print_json({"ratio": float("nan")})


def test_a_long_sentence_is_one_line_for_whoever_reads_it_by_script() -> None:
    speaker = terminal(width=40)
    speaker.say(message(CliCode.NOTHING_UNRESOLVED))
    speaker.complain(message(CliCode.NO_BASELINE))
    assert len(said(speaker.err).splitlines()) == 1


def test_the_terminal_writes_utf_8_whatever_it_says_of_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    use_utf8()
    Terminal(terminal().words, Language.EN).say(message(CliCode.NOTHING_UNRESOLVED))
    assert "●" in capsys.readouterr().out
