"""`cockpit decide`, from bytes on standard input to bytes on standard output."""

import contextlib
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typing_extensions import override

from cockpit.app.decide.codes import DecideCode
from cockpit.cli import lines as lines_module
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
from cockpit.cli.lines import answer_all, answer_standard_input, run
from cockpit.domain.message import message
from cockpit.words.language import Language
from tests.app.decide.examples import asked, examples, is_expected
from tests.cli.speaking import words

PROPORTION = {"op": "judge.proportion", "in": {"n": 10, "k": 1}}
HEAVY = ("PySide6", "httpx", "keyring", "scipy", "sqlalchemy", "sqlmodel")
SAMPLES = examples("samples.jsonl")
FULL = Path("/dev/full")


def answered(sent: bytes, language: Language = Language.EN) -> tuple[int, list[dict[str, object]]]:
    out = io.BytesIO()
    status = answer_all(io.BytesIO(sent), out, words(language))
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def lines(*sent: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in sent)


@pytest.mark.slow
def test_every_worked_example_comes_out_as_expected() -> None:
    status, found = answered(lines(*map(asked, SAMPLES)))
    assert status == Exit.OK
    assert [one["id"] for one in found] == [one["id"] for one in SAMPLES]
    wrong = [
        (example["id"], one)
        for example, one in zip(SAMPLES, found, strict=True)
        if not is_expected(example, one["out"])
    ]
    assert not wrong


@pytest.mark.slow
def test_a_worked_example_can_be_sent_as_it_is() -> None:
    assert answered(lines(*SAMPLES)) == answered(lines(*map(asked, SAMPLES)))


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--as", "mina"]], ids=["quick way", "whole program"])
def test_the_command_answers_line_by_line_without_what_it_does_not_need(
    options: list[str],
) -> None:
    script = (
        "import sys\nfrom cockpit.__main__ import main\n"
        "sys.argv[0] = 'cockpit'\ntry:\n    main()\nfinally:\n"
        f"    print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    sent = lines({"id": "a", **PROPORTION}, {"id": "b"}, {"id": "한글", **PROPORTION})
    done = subprocess.run(
        [sys.executable, "-c", script, "--lang", "en", *options, "decide"],
        input=sent,
        capture_output=True,
        check=False,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == Exit.UNKNOWN
    assert [one["id"] for one in found] == ["a", "b", "한글"]
    assert found[0]["out"] == found[2]["out"]
    assert found[1]["error"].startswith("op is missing")
    assert done.stderr.split() == []


@pytest.mark.slow
def test_whoever_stops_reading_ends_the_command_without_a_word() -> None:
    sent = lines({"id": "a", **PROPORTION}) * 20_000
    with subprocess.Popen(
        [sys.executable, "-m", "cockpit", "decide"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(sent[:100])
        running.stdin.flush()
        assert running.stdout.readline().startswith(b'{"id": "a"')
        running.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            running.stdin.write(sent)
            running.stdin.close()
        assert running.wait() == Exit.UNKNOWN
        assert running.stderr.read() == b""


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_answers_that_nobody_can_keep_are_told_of_and_no_program_error() -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cockpit", "--lang", "en", "decide"],
            input=lines({"id": "a", **PROPORTION}) * 3,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == Exit.UNKNOWN
    reason = os.strerror(errno.ENOSPC)
    assert done.stderr.decode() == words().text(message(CliCode.LINES_BROKEN, reason=reason)) + "\n"


@pytest.mark.parametrize(
    ("closed", "status"), [("stdin", Exit.OK), ("stdout", Exit.UNKNOWN)], ids=["in", "out"]
)
def test_a_closed_input_is_empty_and_to_a_closed_output_nothing_is_answered(
    closed: str, status: Exit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, closed, None)
    assert answer_standard_input(words()) == status


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["decide", "--help"],
        ["--lang", "decide"],
        ["--as", "mina", "decide"],
        ["decide", "file"],
        ["status"],
    ],
    ids=" ".join,
)
def test_any_other_call_is_for_the_whole_program(call: list[str]) -> None:
    assert run(call) is None


@pytest.mark.parametrize(
    ("call", "language"),
    [
        (["--lang", "en", "decide"], Language.EN),
        (["--lang=ko", "decide"], Language.KO),
        (["decide"], Language.EN),
    ],
    ids=str,
)
def test_the_quick_way_speaks_the_language_asked_for(
    call: list[str],
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[]\n"), encoding="utf-8"))
    assert run(call) == Exit.UNKNOWN
    told = json.loads(capsysbinary.readouterr().out)
    assert told["error"] == words(language).text(message(DecideCode.NOT_OBJECT))


@pytest.mark.parametrize("language", Language)
def test_a_wrong_line_gets_its_sentence_and_the_next_one_its_answer(language: Language) -> None:
    status, found = answered(
        lines({"id": "a", "op": "judge.proportion", "in": {"n": 1, "k": 2}})
        + b"\n\xff\n[]\n"
        + lines({"id": "b", **PROPORTION}),
        language,
    )
    assert status == Exit.UNKNOWN
    assert [one["id"] for one in found] == ["a", None, None, None, "b"]
    assert [sorted(one) for one in found] == [["error", "id"]] * 4 + [["id", "out"]]
    assert "in.k" in str(found[0]["error"])


def test_who_types_the_lines_is_told_how(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    class Keyboard(io.TextIOWrapper):
        @override
        def isatty(self) -> bool:
            return True

    sent = lines({"id": "a", **PROPORTION})
    monkeypatch.setattr(sys, "stdin", Keyboard(io.BytesIO(sent), encoding="utf-8"))
    assert answer_standard_input(words()) == Exit.OK
    said = capsysbinary.readouterr()
    assert b"Ctrl+D" in said.err
    assert said.out.startswith(b'{"id": "a"')


def test_nothing_in_gives_nothing_out() -> None:
    assert answered(b"") == (Exit.OK, [])


def test_a_line_that_never_ends_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "LONGEST", 100)
    fits = lines({"id": "a", **PROPORTION})
    status, found = answered(b"[" * 1000 + b"\n" + fits + b"[" * 100)
    assert status == Exit.UNKNOWN
    assert [one["id"] for one in found] == [None, "a", None]


def test_half_a_character_in_an_id_comes_back_as_it_was() -> None:
    status, found = answered(lines({"id": "\ud800", **PROPORTION}))
    assert (status, found[0]["id"]) == (Exit.OK, "\ud800")


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"], ids=ascii)
def test_an_answer_is_one_line_for_whoever_counts_other_line_ends_too(end: str) -> None:
    out = io.BytesIO()
    sent = lines({"id": f"a{end}b", **PROPORTION}, {"id": "b", "op": f"no{end}op", "in": {}})
    answer_all(io.BytesIO(sent), out, words())
    told = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert [one["id"] for one in told] == [f"a{end}b", "b"]


def test_each_answer_is_out_before_the_next_line_is_read() -> None:
    written = io.BytesIO()
    seen: list[int] = []

    class Watched(io.BytesIO):
        @override
        def readline(self, size: int | None = -1, /) -> bytes:
            seen.append(written.getvalue().count(b"\n"))
            return super().readline(size)

    answer_all(
        Watched(lines({"id": "a", **PROPORTION}, {"id": "b", **PROPORTION})), written, words()
    )
    assert seen == [0, 1, 2]
