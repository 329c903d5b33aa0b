"""A window with nothing in it: what no window can be quicker than. Prints when it was painted."""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class Ground(QWidget):
    """Tells its first frame from the event loop."""

    is_new = True

    def paintEvent(self, event: QPaintEvent) -> None:  # type: ignore[explicit-override]  # nothing else is read
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().window())
        painter.end()
        if self.is_new:
            self.is_new = False
            QTimer.singleShot(0, _painted)


def _painted() -> None:
    print("painted", time.monotonic(), time.process_time(), flush=True)
    QApplication.quit()


def main() -> None:
    """Open, paint, and go."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1440, 900)
    window.setCentralWidget(Ground())
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
