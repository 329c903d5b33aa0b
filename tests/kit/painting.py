"""What a widget paints: every text, whoever paints it, caught by an engine that draws nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QRegion,
    QTextItem,
)
from PySide6.QtWidgets import (
    QWidget,
)
from typing_extensions import override

SLACK_PX = 1.5
JOINER = "\u2060"


class Painted(Struct, frozen=True):
    """A text as it was painted: where within its widget, how large, and whether it was cut."""

    text: str
    rect: QRectF
    px: int
    color: str
    is_cut: bool


class _Engine(QPaintEngine):
    """Draws nothing, and keeps every text."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[Painted] = []

    @override
    def begin(self, *given: object) -> bool:
        return True

    @override
    def end(self) -> bool:
        return True

    @override
    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    @override
    def updateState(self, state: QPaintEngineState) -> None:
        pass

    @override
    def drawTextItem(self, p: Any, textItem: QTextItem) -> None:
        painter, font = self.painter(), textItem.font()
        fine = QFontMetricsF(font)
        box = QRectF(p.x(), p.y() - fine.capHeight(), textItem.width(), fine.capHeight())
        shown = painter.clipBoundingRect()
        is_cut = painter.hasClipping() and (
            box.right() > shown.right() + SLACK_PX or box.left() < shown.left() - SLACK_PX
        )
        moved = painter.worldTransform().mapRect(box)
        color = painter.pen().color().name()
        px = QFontInfo(font).pixelSize()
        self.texts.append(Painted(textItem.text(), moved, px, color, is_cut))

    @override
    def drawPixmap(self, *given: object) -> None:
        pass

    @override
    def drawImage(self, *given: object) -> None:
        pass

    @override
    def drawPath(self, *given: object) -> None:
        pass

    @override
    def drawRects(self, *given: object) -> None:
        pass

    @override
    def drawEllipse(self, *given: object) -> None:
        pass

    @override
    def drawPolygon(self, *given: object) -> None:
        pass

    @override
    def drawLines(self, *given: object) -> None:
        pass

    @override
    def drawPoints(self, *given: object) -> None:
        pass

    @override
    def drawTiledPixmap(self, *given: object) -> None:
        pass


class _Device(QPaintDevice):
    """A screen that keeps what is written on it."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.engine = _Engine()
        self._size = size

    @override
    def paintEngine(self) -> QPaintEngine:
        return self.engine

    @override
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        known = {
            kinds.PdmWidth: self._size.width(),
            kinds.PdmHeight: self._size.height(),
            kinds.PdmDpiX: 96,
            kinds.PdmDpiY: 96,
            kinds.PdmPhysicalDpiX: 96,
            kinds.PdmPhysicalDpiY: 96,
            kinds.PdmDepth: 32,
            kinds.PdmDevicePixelRatioScaled: 65_536,
        }
        return known.get(metric, 1)


def shown_widgets(root: QWidget) -> Iterator[QWidget]:
    """Yield the widget and all within it of which something is on the screen."""
    yield root
    for child in root.findChildren(QWidget):
        if child.isVisible() and not child.visibleRegion().isEmpty():
            yield child


def painted(widget: QWidget) -> tuple[Painted, ...]:
    """Return the texts that this very widget paints, runs of one line joined."""
    device = _Device(widget.size())
    nothing_else = QWidget.RenderFlag(0)
    widget.render(device, QPoint(), QRegion(), nothing_else)
    return tuple(_joined(device.engine.texts))


def texts(root: QWidget) -> tuple[str, ...]:
    """Return every text on the screen within the widget, as it is read."""
    return tuple(one.text for widget in shown_widgets(root) for one in painted(widget))


def count_of(image: QImage, color: QColor) -> int:
    """Return how many pixels have exactly this colour."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32)
    return int(np.count_nonzero(pixels & 0xFFFFFF == color.rgb() & 0xFFFFFF))


def _joined(runs: Iterable[Painted]) -> Iterator[Painted]:
    """Yield lines: runs that go on where the one before ended, on the same baseline."""
    line: Painted | None = None
    for run in runs:
        if line is not None and _goes_on(line, run):
            box = line.rect.united(run.rect)
            line = replace(
                line, text=line.text + run.text, rect=box, is_cut=line.is_cut or run.is_cut
            )
            continue
        if line is not None:
            yield _read(line)
        line = run
    if line is not None:
        yield _read(line)


def _read(line: Painted) -> Painted:
    return replace(line, text=line.text.replace(JOINER, ""))


def _goes_on(line: Painted, run: Painted) -> bool:
    is_level = abs(line.rect.bottom() - run.rect.bottom()) < 0.1
    return is_level and abs(line.rect.right() - run.rect.left()) < 0.1 and line.color == run.color


def sticks_out(box: QRectF, shown: QRectF) -> bool:
    """Return whether part of the box lies outside of what is shown."""
    if box.isEmpty():
        return False
    return not shown.adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX).contains(box)
