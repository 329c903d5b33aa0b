"""The window is on the screen before anything else has been loaded."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cockpit.ui.look import Look
from cockpit.ui.shell import LEAST_SIZE, USUAL_SIZE, Shell, Skeleton
from tests.architecture.repository import TOP

HEAVY = ("numpy", "pydantic", "httpx", "sqlalchemy", "sqlmodel", "keyring", "pyqtgraph", "typer")


def test_the_first_frame_needs_none_of_the_heavy_libraries() -> None:
    code = "import sys; import cockpit.ui.shell; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    loaded = set(done.stdout.split())
    assert "PySide6.QtWidgets" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_painted_is_told_once_after_the_first_frame(qtbot: QtBot) -> None:
    told: list[str] = []
    shell = Shell(Look(TOP / "resources"), painted=lambda: told.append("painted"))
    qtbot.addWidget(shell)
    shell.show()
    qtbot.waitUntil(lambda: bool(told))
    shell.repaint()
    qtbot.wait(30)
    assert told == ["painted"]


def test_the_content_takes_the_place_of_the_skeleton(qtbot: QtBot) -> None:
    shell = Shell(Look(TOP / "resources"))
    qtbot.addWidget(shell)
    assert isinstance(shell.centralWidget(), Skeleton)
    shell.fill(QLabel())
    assert isinstance(shell.centralWidget(), QLabel)


def test_it_is_never_smaller_than_what_can_be_read(qtbot: QtBot) -> None:
    shell = Shell(Look(TOP / "resources"), screen=QSize(1920, 1080))
    qtbot.addWidget(shell)
    assert shell.size() == USUAL_SIZE
    shell.resize(10, 10)
    assert shell.size() == LEAST_SIZE


def test_it_is_never_larger_than_a_screen_that_is_too_small(qtbot: QtBot) -> None:
    shell = Shell(Look(TOP / "resources"), screen=QSize(800, 600))
    qtbot.addWidget(shell)
    assert shell.size() == QSize(800, 600)
    shell.resize(10, 10)
    assert shell.size() == QSize(800, 600)


def test_it_stays_open_while_somebody_objects(qtbot: QtBot) -> None:
    answers = [False, True]
    shell = Shell(Look(TOP / "resources"), may_close=lambda: answers.pop(0))
    qtbot.addWidget(shell)
    shell.show()
    assert not shell.close()
    assert shell.isVisible()
    assert shell.close()


def test_it_comes_back_as_large_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    first = Shell(Look(TOP / "resources"), settings_file=file)
    qtbot.addWidget(first)
    first.show()
    first.resize(1200, 800)
    assert first.close()
    second = Shell(Look(TOP / "resources"), settings_file=file)
    qtbot.addWidget(second)
    assert second.size() != USUAL_SIZE  # the screen of the tests is smaller than the window was
    assert second.size().boundedTo(QSize(1200, 800)) == second.size()


def test_a_settings_file_of_nonsense_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    file.write_text("[window]\ngeometry=@ByteArray(nonsense)\n\x00\x01", encoding="utf-8")
    shell = Shell(Look(TOP / "resources"), settings_file=file)
    qtbot.addWidget(shell)
    shell.show()
    assert shell.isVisible()
