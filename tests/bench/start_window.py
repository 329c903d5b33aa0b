"""The window of a workspace, as `python -m cockpit open PATH` opens it; prints when it was where.

The last moment is `live`: the board was painted with a success ratio that came from a source.
"""

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from cockpit.__main__ import SPARED
from cockpit.cli.door import run


def main() -> None:
    """Open, wait for the first live board, and go."""
    for name, value in SPARED.items():
        os.environ.setdefault(name, value)
    sys.exit(run(sys.argv[1:], reached=_reached))


def _reached(moment: str) -> None:
    print(moment, time.monotonic(), time.process_time(), flush=True)
    if moment == "window":
        _watch()


def _watch() -> None:
    """Leave once a tile has painted its figure, and all that was to be painted with it.

    The tile tells by itself: a look from time to time would be work that the window has not.
    """
    from cockpit.ui.pages.flow_tile import FlowTile

    paint = FlowTile.paintEvent

    def painted(tile: FlowTile, event: QPaintEvent) -> None:
        paint(tile, event)
        if tile.flow is not None and tile.flow.success_ratio is not None:
            FlowTile.paintEvent = paint  # type: ignore[method-assign]
            QTimer.singleShot(0, _live)

    FlowTile.paintEvent = painted  # type: ignore[assignment, method-assign]


def _live() -> None:
    print("live", time.monotonic(), time.process_time(), flush=True)
    QApplication.quit()


if __name__ == "__main__":
    main()
