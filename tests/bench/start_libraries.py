"""A window with what our libraries alone take: no window of ours is live before.

It is painted, reads the libraries and the workspace, asks one question, and paints the answer.
"""

import builtins
import gc
import os
import sys
import time
from pathlib import Path

from msgspec import convert
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cockpit.__main__ import SPARED


class Ground(QWidget):
    """Paints the answer, once there is one."""

    answer = ""
    is_new = True

    def paintEvent(self, event: QPaintEvent) -> None:  # type: ignore[explicit-override]  # nothing else is read
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().window())
        painter.drawText(20, 20, self.answer)
        painter.end()
        if self.is_new:
            self.is_new = False
            QTimer.singleShot(0, self.fill)

    def fill(self) -> None:
        """Read, ask, and paint."""
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        import filelock  # noqa: F401 - the window's lock
        import httpx
        import numpy as np  # noqa: F401 - counts
        import yaml

        from cockpit.ports.workspace import Workspace

        text = Path(sys.argv[1]).read_text(encoding="utf-8")
        workspace = convert(yaml.load(text, Loader=yaml.CSafeLoader), Workspace, strict=False)
        flow = workspace.flows[0]
        with httpx.Client(verify=False) as client:  # noqa: S501 - on this computer
            url = f"{workspace.sources[flow.source].url}/api/v1/query"
            self.answer = client.get(url, params={"query": flow.events}).text[:60]
        self.repaint()
        print("live", time.monotonic(), time.process_time(), flush=True)
        QApplication.quit()


def main() -> None:
    """Open, fill, and go."""
    gc.disable()
    for name, value in SPARED.items():
        os.environ.setdefault(name, value)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    window = QMainWindow()
    window.resize(1440, 900)
    window.setCentralWidget(Ground())
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
