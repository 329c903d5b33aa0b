"""One instant for all charts."""

from pytestqt.qtbot import QtBot

from cockpit.ui.chart.crosshair import Crosshair


def test_it_tells_every_move_once(qtbot: QtBot) -> None:
    crosshair = Crosshair()
    moves: list[float | None] = []
    crosshair.moved.connect(lambda: moves.append(crosshair.at_s))
    for at_s in (5.0, 5.0, 6.0, None, None):
        crosshair.point(at_s)
    assert moves == [5.0, 6.0, None]
