"""The demo as people without a screen run it: the command that walks the whole launch."""

import csv
import json
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


FOLLOWING = (
    "alert.raised",
    "operation.intent",
    "operation.back_in_band",
    "alert.ended",
    "launch.closed",
)
"""What the journal says of a slow burn, in this order; steps apart."""

TOLD = {
    Scenario.PAYMENT: ("From outside: ", "The outage was over"),
    Scenario.SLOW_BURN: (
        "no business figure has moved. Slow answers burn their budget at ",
        "The promise is kept again",
    ),
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


def rows_in(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the journal that a demo left."""
    with (folder / "journal.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def kinds_in(folder: Path) -> set[str]:
    """Return the kinds of rows in the journal that a demo left, without their versions."""
    return {row["kind"].split("/")[0] for row in rows_in(folder)}


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
    assert "flow.fault_detected" not in kinds_in(folder)
    assert ("launch.closed" in kinds_in(folder)) is (scenario is Scenario.SLOW_BURN)
    if scenario is Scenario.SLOW_BURN:
        check_the_promise_alone_told(folder)


def check_the_promise_alone_told(folder: Path) -> None:
    """Check that the only alert is about the promise of speed, and what followed from it."""
    rows = [(row["kind"].split("/")[0], json.loads(row["event"])) for row in rows_in(folder)]
    told = [
        (kind, event)
        for kind, event in rows
        if kind in FOLLOWING and event.get("direction") != "riskier"
    ]
    assert [kind for kind, _ in told] == list(FOLLOWING)
    (_, alert), (_, press), (_, back), _ended, (_, closed) = told
    assert (alert["key"], alert["reason"], alert["finding"]) == (
        "flow:checkout",
        "slo",
        "latency_slo",
    )
    assert (alert["grade"], alert["way_out"], alert["target"]) == (
        "act_now",
        "flag_off",
        "checkout_v2",
    )
    assert alert["launch_id"] == press["order"]["launch_id"] == closed["launch_id"]
    assert press["order"]["target"]["name"] == "checkout_v2"
    assert back["flow"] == "checkout"


def test_a_demo_in_which_a_step_does_not_come_true_says_which(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    qapp: QApplication,
    tmp_path: Path,
) -> None:
    assert qapp is not None
    monkeypatch.setattr(demo_stage, "PATIENCE_S", 60.0)  # no stage is proved in a minute
    before = tmp_path / "left" / "world" / "anchors"  # one was played into this folder already
    before.mkdir(parents=True)
    assert run(["--lang", "en", "demo", "--headless", "--pictures", str(tmp_path / "left")]) == 1
    said = capfd.readouterr()
    assert "Traceback" not in said.err
    assert "did not come true" in said.err
