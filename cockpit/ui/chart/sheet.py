"""What everything that draws a small chart is given."""

from msgspec import Struct
from PySide6.QtGui import QPainter

from cockpit.ui.chart.axis import Axis
from cockpit.ui.chart.ink import Ink
from cockpit.ui.chart.panels import Panels
from cockpit.ui.chart.scale import Scales
from cockpit.ui.say import Say


class Sheet(Struct, frozen=True):
    """A painter at work, what it draws with and in which words, and what is where."""

    painter: QPainter
    ink: Ink
    say: Say
    axis: Axis
    parts: Panels
    scales: Scales
