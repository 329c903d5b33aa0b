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

DEMO_ENDS_WITHIN_S = 150.0
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


@pytest.mark.timeout(DEMO_ENDS_WITHIN_S + 10)
def test_the_demo_walks_the_whole_launch_and_leaves_pictures_and_a_journal(tmp_path: Path) -> None:
    home, folder = Home(tmp_path), tmp_path / "left"
    done = subprocess.run(
        [sys.executable, "-m", "cockpit", "--lang", "ko", "demo", "--pictures", str(folder)],
        env={**os.environ, **home.env, **NO_SCREEN},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=DEMO_ENDS_WITHIN_S,
    )
    told, complaints = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0, told + complaints
    for part in ("3.2.0", "쿠폰", "5 %", "저널이 온전합니다", "저널이 바뀌었습니다"):
        assert part in told
    assert "Traceback" not in complaints
    assert not RAW_CODE.search(told + complaints)
    pictures = sorted(folder.glob("*.png"))
    assert {file.stem.rsplit("-", 1)[1] for file in pictures} == {"ko", "en"}
    assert all(not QImage(str(file)).isNull() for file in pictures)
    with (folder / "journal.csv").open(encoding="utf-8-sig", newline="") as table:
        kinds = {row["kind"] for row in csv.DictReader(table)}
    assert {
        "launch.planned/1",
        "flow.fault_detected/1",
        "launch.stage/1",
        "launch.closed/1",
    } <= kinds
    outside = [
        file for file in tmp_path.rglob("*") if file.is_file() and folder not in file.parents
    ]
    assert outside == []  # it touches nothing else of this computer


TOLD = {
    Scenario.PAYMENT: ("From outside: ", "The outage was over"),
    Scenario.SLOW_BURN: ("No business figure has moved yet", "This release (3.2.0) did it: "),
}


@pytest.mark.timeout(DEMO_ENDS_WITHIN_S + 10)
@pytest.mark.parametrize("scenario", TOLD)
def test_each_fault_is_told_from_the_others_on_the_screen(
    scenario: Scenario, capfd: pytest.CaptureFixture[str], qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    folder = tmp_path / "left"
    words = ["--lang", "en", "demo", "--headless", "--scenario", scenario.value]
    status = run([*words, "--pictures", str(folder)])
    said = capfd.readouterr()
    assert status == 0, said
    text = " ".join(said.out.split())
    assert not [part for part in TOLD[scenario] if part not in text]
    with (folder / "journal.csv").open(encoding="utf-8-sig", newline="") as table:
        kinds = {row["kind"].split("/")[0] for row in csv.DictReader(table)}
    is_outside = scenario is Scenario.PAYMENT
    assert ("flow.fault_detected" in kinds) is not is_outside
    assert ("launch.closed" in kinds) is not is_outside


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
