"""What another thread has made arrives on the window's thread."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cockpit.ui.arrival import Arrival


def test_a_thing_from_another_thread_arrives_on_the_window_s(qtbot: QtBot) -> None:
    home, came = QObject(), []
    arrival = Arrival(lambda thing: came.append((thing, threading.current_thread())), home)
    maker = threading.Thread(target=lambda: arrival.bring("cockpit"))  # noqa: TID251 - another one
    maker.start()
    maker.join()
    assert came == []
    qtbot.waitUntil(lambda: bool(came))
    assert came == [("cockpit", threading.main_thread())]
