"""The demo as people without a screen run it: the command that walks the whole launch."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap import demo_stage
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.cli.program import run
from tests.features.home import RAW_CODE, Home

pytestmark = pytest.mark.slow

DEMO_ENDS_WITHIN_S = 240.0
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


TOLD = {
    Scenario.PAYMENT: ("From outside: ", "The outage was over"),
    Scenario.SLOW_BURN: ("No business figure has moved yet", "This release (3.2.0) did it: "),
}


def walked(home: Home, folder: Path, *words: str) -> tuple[int, str, str]:
    """Run the demo in a process of its own, as people do; return its status and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "cockpit", *words, "--pictures", str(folder)],
        env={**os.environ, **home.env, **NO_SCREEN},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=DEMO_ENDS_WITHIN_S,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def kinds_in(folder: Path) -> set[str]:
    """Return the kinds of rows in the journal that a demo left, without their versions."""
    with (folder / "journal.csv").open(encoding="utf-8-sig", newline="") as table:
        return {row["kind"].split("/")[0] for row in csv.DictReader(table)}


@pytest.mark.timeout(DEMO_ENDS_WITHIN_S + 10)
def test_the_demo_walks_the_whole_launch_and_leaves_pictures_and_a_journal(tmp_path: Path) -> None:
    folder = tmp_path / "left"
    status, told, complaints = walked(Home(tmp_path), folder, "--lang", "ko", "demo")
    assert status == 0, told + complaints
    for part in ("3.2.0", "쿠폰", "5 %", "저널이 온전합니다", "저널이 바뀌었습니다"):
        assert part in told
    assert "Traceback" not in complaints
    assert not RAW_CODE.search(told + complaints)
    pictures = sorted(folder.glob("*.png"))
    assert {file.stem.rsplit("-", 1)[1] for file in pictures} == {"ko", "en"}
    assert all(not QImage(str(file)).isNull() for file in pictures)
    assert {
        "launch.planned",
        "flow.fault_detected",
        "launch.stage",
        "launch.closed",
    } <= kinds_in(folder)
    outside = [
        file for file in tmp_path.rglob("*") if file.is_file() and folder not in file.parents
    ]
    assert outside == []  # it touches nothing else of this computer


@pytest.mark.timeout(DEMO_ENDS_WITHIN_S + 10)
@pytest.mark.parametrize("scenario", TOLD)
def test_each_fault_is_told_from_the_others_on_the_screen(
    scenario: Scenario, tmp_path: Path
) -> None:
    folder = tmp_path / "left"
    words = ("--lang", "en", "demo", "--headless", "--scenario", scenario.value)
    status, told, complaints = walked(Home(tmp_path), folder, *words)
    assert status == 0, told + complaints
    text = " ".join(told.split())
    assert not [part for part in TOLD[scenario] if part not in text]
    is_outside = scenario is Scenario.PAYMENT
    assert ("flow.fault_detected" in kinds_in(folder)) is not is_outside
    assert ("launch.closed" in kinds_in(folder)) is not is_outside


def test_a_demo_in_which_a_step_does_not_come_true_says_which(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    qapp: QApplication,
    tmp_path: Path,
) -> None:
    assert qapp is not None
    monkeypatch.setattr(demo_stage, "PATIENCE_S", 60.0)  # no stage is proved in a minute
    assert run(["--lang", "en", "demo", "--headless", "--pictures", str(tmp_path / "left")]) == 1
    said = capfd.readouterr()
    assert "Traceback" not in said.err
    assert "did not come true" in said.err
