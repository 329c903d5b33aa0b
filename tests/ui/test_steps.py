"""Long work is cut into steps, and the window lives in between."""

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from cockpit.ui.steps import Steps


def test_events_are_handled_between_two_steps(qtbot: QtBot) -> None:
    order: list[str] = []
    home = QObject()

    def first() -> None:
        order.append("first")
        QTimer.singleShot(0, lambda: order.append("event"))

    steps = Steps([first, lambda: order.append("second")], failed=_fail, parent=home)
    steps.begin()
    assert order == []
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["first", "event", "second"]


def test_a_step_that_fails_ends_the_sequence_and_is_told(qtbot: QtBot) -> None:
    told: list[Exception] = []
    home = QObject()
    steps = Steps(
        [_broken, lambda: told.append(ValueError("ran on"))], failed=told.append, parent=home
    )
    steps.begin()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert [type(one) for one in told] == [KeyError]


def test_a_sequence_that_is_stopped_does_no_more(qtbot: QtBot) -> None:
    order: list[str] = []
    home = QObject()
    steps = Steps([lambda: order.append("never")], failed=_fail, parent=home)
    steps.begin()
    steps.stop()
    qtbot.wait(20)
    assert order == []


def _broken() -> None:
    raise KeyError


def _fail(error: Exception) -> None:
    raise AssertionError from error
