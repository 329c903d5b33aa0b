"""A wrong call is told what it should have been, in the reader's language."""

from pathlib import Path

import pytest

from cockpit.cli.exits import Exit
from cockpit.cli.program import run


@pytest.fixture(autouse=True)
def _computer_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COCKPIT_WORKSPACE", raising=False)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["step", "abc"], "exposure_pct takes a number (now: abc)."),
        (["step", "nan"], "exposure_pct takes a number (now: nan)."),
        (["step", "1e400"], "exposure_pct takes a number (now: inf)."),
        (["simulate", "--seed", "1.5"], "--seed takes a whole number (now: 1.5)."),
        (["simulate", "--seed", "9" * 5_000], "--seed takes a whole number (now: 999"),
        (["watch", "--seconds", "-1"], "--seconds takes a number of at least 0 (now: -1)."),
        (
            ["demo", "--scenario", "nix"],
            "--scenario takes one of: coupon, payment, slow-burn (now: nix).",
        ),
        (["open", "--theme", "pink"], "--theme takes one of: dark, light (now: pink)."),
        (
            ["launch", "close", "--stopped-by", "rain"],
            "--stopped-by takes one of: flag_off, rollback, none (now: rain).",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_what_is_wanted(
    capsys: pytest.CaptureFixture[str], call: list[str], told: str
) -> None:
    assert run(["--lang", "en", *call]) == Exit.USAGE
    assert capsys.readouterr().err.startswith(told)


def test_what_is_wanted_is_said_in_korean_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "ko", "step", "abc"]) == Exit.USAGE
    assert capsys.readouterr().err.strip() == "exposure_pct에는 숫자를 쓰십시오(지금 값: abc)."
