"""`cockpit rules` prints or writes rules, and says for which server when there are several."""

from pathlib import Path

import pytest

from cockpit.cli.exits import Exit
from cockpit.cli.program import run
from cockpit.ports.rules import MARK
from tests.storage.workspaces import GOOD

OTHER = """\
  - name: cart
    source: other
    events: carts_total
    good: carts_good_total
    slo: {target: 0.9}
"""


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a team whose flows are counted at one server."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "cockpit.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def spoken(team: Path, *arguments: str) -> int:
    return run(["--lang", "en", "-w", str(team), "rules", *arguments])


def test_the_rules_are_printed_as_they_are(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spoken(team) == Exit.OK
    printed = capsys.readouterr().out
    assert printed.startswith(f"{MARK}\n")
    assert "\ngroups:\n" in printed
    assert spoken(team) == Exit.OK
    assert capsys.readouterr().out == printed


@pytest.mark.slow
def test_the_language_of_whoever_calls_changes_nothing(
    team: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoken(team)
    english = capsys.readouterr().out
    run(["--lang", "ko", "-w", str(team), "rules"])
    assert capsys.readouterr().out == english


@pytest.mark.slow
def test_a_file_is_written_and_its_alerts_are_counted(
    team: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert spoken(team) == Exit.OK
    printed = capsys.readouterr().out
    file = team / "rules.yml"
    assert spoken(team, "--output", str(file)) == Exit.OK
    assert file.read_text(encoding="utf-8") == printed
    alerts_count = printed.count("- alert:")
    assert f"with {alerts_count} alerts" in capsys.readouterr().out


def test_a_file_of_somebody_else_is_a_no(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = team / "cockpit.yaml"
    assert spoken(team, "-o", str(file)) == Exit.NO
    assert "was not written by 'cockpit rules'" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == GOOD


def test_with_several_servers_somebody_has_to_choose(
    team: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = "  other: {kind: prometheus, url: https://other.example.com}\nflows:\n"
    two = GOOD.replace("flows:\n", source, 1).replace("rollout:\n", f"{OTHER}rollout:\n", 1)
    (team / "cockpit.yaml").write_text(two, encoding="utf-8")
    assert spoken(team) == Exit.NO
    assert "metrics, other" in capsys.readouterr().err
    assert spoken(team, "--source", "nobody") == Exit.NO
    capsys.readouterr()
    assert spoken(team, "--source", "other") == Exit.OK
    printed = capsys.readouterr().out
    assert "carts_total" in printed
    assert "coupon" not in printed


def test_a_broken_workspace_is_a_no(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (team / "cockpit.yaml").write_text("version: 9\n", encoding="utf-8")
    assert spoken(team) == Exit.NO
    assert capsys.readouterr().out == ""
