"""The language may be asked for anywhere in a call, as people type it."""

import pytest

from cockpit.cli.exits import Exit
from cockpit.cli.program import run
from cockpit.cli.spoken import asked_first


@pytest.mark.parametrize(
    ("arguments", "asked", "call"),
    [
        (["status"], None, ["status"]),
        (["status", "--lang", "en"], "en", ["--lang", "en", "status"]),
        (["status", "--lang=en", "--json"], "en", ["--lang", "en", "status", "--json"]),
        (["--lang", "ko", "off", "x"], "ko", ["--lang", "ko", "off", "x"]),
        (["--lang", "ko", "off", "x", "--lang", "en"], "en", ["--lang", "en", "off", "x"]),
        (
            ["gonogo", "no-go", "--", "--lang", "en"],
            None,
            ["gonogo", "no-go", "--", "--lang", "en"],
        ),
        (["status", "--lang"], None, ["--lang"]),
        ([], None, []),
    ],
)
def test_the_language_comes_first_and_all_else_keeps_its_place(
    arguments: list[str], asked: str | None, call: list[str]
) -> None:
    assert asked_first(arguments) == (asked, call)


def test_a_command_takes_the_language_after_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["off", "--help", "--lang", "en"]) == Exit.OK
    assert "Switch a flag off" in capsys.readouterr().out
