"""Notes by the sign in the bar: shown on the window's thread, and said where there is no bar."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot
from typing_extensions import override

from cockpit.bootstrap.workplace import window_notes
from cockpit.ports.channels import Urgency
from cockpit.ports.errors import UnreachableError
from cockpit.ui.frame_codes import TrayCode
from cockpit.ui.tray import TrayNotes
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.notes import note
from tests.kit.story.setting import look


class FakeSign(QSystemTrayIcon):
    """A sign that keeps what it was to show."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.told: list[tuple[str, str, QSystemTrayIcon.MessageIcon]] = []
        self.threads: set[int] = set()

    @override
    def show(self) -> None:
        """Stay away: there is no bar offscreen."""

    @override
    def showMessage(self, *told: Any) -> None:
        title, text, icon, _ms = told
        self.told.append((title, text, icon))
        self.threads.add(threading.get_ident())


def test_a_note_is_shown_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    made: list[FakeSign] = []

    def make(parent: QObject) -> QSystemTrayIcon:
        made.append(FakeSign(parent))
        return made[-1]

    notes = TrayNotes(look(), FakeClock(), is_there=lambda: True, make=make)
    for urgency in (Urgency.ACT_NOW, Urgency.NEWS):
        assert notes.send(note(text="x" * 900, urgency=urgency)).at == NOON
    assert made == []  # nothing is shown from where it was asked
    qtbot.waitUntil(lambda: bool(made) and len(made[0].told) == 2)
    (sign,) = made
    assert [icon for _title, _text, icon in sign.told] == [
        QSystemTrayIcon.MessageIcon.Critical,
        QSystemTrayIcon.MessageIcon.Information,
    ]
    assert {len(text) for _title, text, _icon in sign.told} == {400}
    assert sign.threads == {threading.get_ident()}
    assert not sign.icon().isNull()
    assert notes.shows(note()) is None
    notes.close()


def test_a_desktop_without_a_bar_says_so(qtbot: QtBot) -> None:
    notes = TrayNotes(look(), FakeClock(), is_there=lambda: False)
    with pytest.raises(UnreachableError) as failed:
        notes.send(note())
    assert failed.value.message.code == TrayCode.NO_TRAY


def test_the_session_bus_carries_notes_on_linux_and_the_window_elsewhere(qtbot: QtBot) -> None:
    assert window_notes(look(), "linux") is None
    assert isinstance(window_notes(look(), "win32"), TrayNotes)
