"""The stage of the demo: one window is used, and the one in the other language shows the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.demo_stage import Stage, staged
from cockpit.domain.message import message
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.kit.painting import texts

pytestmark = pytest.mark.slow


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[Stage]:
    assert qapp is not None
    with staged(tmp_path, Language.KO, lambda _told: None) as made:
        yield made


def test_the_window_in_the_other_language_shows_the_rows_and_complains_of_nothing(
    stage: Stage,
) -> None:
    shell, mirror = stage.shells[Language.EN]
    stage.until(lambda seen: seen.gonogo is not None, "the sheet")
    for one, workplace in stage.shells.values():
        workplace.window.go("journal")
        workplace.window.show_snapshot(stage.newest[0])
        Walker(one).settle()
    stage.walker.until(lambda: any("Launch planned" in text for text in texts(shell)), "rows")
    complaint = mirror.room.say.text(message(BootCode.STILL_OPENING))
    assert not any(complaint in text for text in texts(shell))
