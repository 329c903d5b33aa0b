"""Windows that show the story, with hands that keep every wish."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from cockpit.app.snapshot import Snapshot
from cockpit.ui.band import Environment
from cockpit.ui.look import Theme
from cockpit.ui.page import Room
from cockpit.ui.shell import Shell
from cockpit.ui.stage import Placeholder
from cockpit.ui.window import Window
from cockpit.words.language import Language
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say

KEYS = ("flow", "release", "safety", "gonogo", "rollout", "journal", "sources")


class Opened:
    """A window in its shell, on the screen, with pages that are quick to make."""

    def __init__(
        self,
        qtbot: QtBot,
        snapshot: Snapshot | None,
        *,
        environment: Environment = Environment.PROD,
        settings_file: Path | None = None,
        size: tuple[int, int] = (1440, 900),
    ) -> None:
        self.hands = FakeHands()
        self.room = told_room(self.hands, Language.EN)
        self.window = Window(self.room, environment, pages=dict.fromkeys(KEYS, Placeholder))
        self.hands.tell = self.window.hear
        self.shell = Shell(self.room.look, settings_file=settings_file)
        qtbot.addWidget(self.shell)
        self.window.settle(self.shell)
        self.shell.resize(*size)
        self.shell.show()
        qtbot.waitExposed(self.shell)
        self.shell.resize(*size)  # the screen of the tests is smaller
        if snapshot is not None:
            self.window.show_snapshot(snapshot)


def told_room(hands: FakeHands, language: Language = Language.EN) -> Room:
    """Return what a part of the window needs, in the dark."""
    return room(look(Theme.DARK), say(language), hands)
