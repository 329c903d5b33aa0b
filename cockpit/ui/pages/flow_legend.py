"""What the lines of the charts mean, in one row."""

from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.ui.chart.columns import Stroke
from cockpit.ui.chart.ink import Ink
from cockpit.ui.look import Look, Role
from cockpit.ui.pages.flow_codes import FlowCode
from cockpit.ui.say import Say

HEIGHT_PX, SAMPLE_PX, GAP_PX, BETWEEN_PX = 16, 16, 6, 12


class FlowLegend(QWidget):
    """Paints a sample of each line and its name."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self._say, self._ink = say, Ink(look)
        self._version: str | None = None
        self.setFixedHeight(HEIGHT_PX)
        self._name_all()
        look.changed.connect(self.update)

    def show_version(self, version: str | None) -> None:
        """Show the name of the new version; None leaves its lines away."""
        if version != self._version:
            self._version = version
            self._name_all()
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of all samples and names."""
        samples = self._samples()
        words = sum(self._ink.width(word) + SAMPLE_PX + GAP_PX for _, word in samples)
        return QSize(round(words + BETWEEN_PX * (len(samples) - 1)) + 1, HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the samples."""
        painter = QPainter(self)
        middle, left = HEIGHT_PX / 2, 0.0
        for pen, word in self._samples():
            painter.setPen(pen)
            painter.drawLine(QLineF(left + 1, middle + 0.5, left + SAMPLE_PX - 1, middle + 0.5))
            left = self._ink.write(painter, left + SAMPLE_PX + GAP_PX, middle, word, Role.TEXT3)
            left += BETWEEN_PX
        painter.end()

    def _samples(self) -> list[tuple[QPen, str]]:
        ink, say = self._ink, self._say
        found = [
            (ink.grey[Stroke.PLAIN], say(FlowCode.LEGEND_ALL)),
            (ink.slo, say(FlowCode.LEGEND_SLO)),
        ]
        if self._version is None:
            return found
        new = (ink.new[Stroke.PLAIN], self._version)
        return [new, (ink.new[Stroke.THIN], say(FlowCode.LEGEND_THIN)), *found]

    def _name_all(self) -> None:
        self.setAccessibleName(", ".join(word for _, word in self._samples()))
