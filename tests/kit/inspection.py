"""What is wrong with a picture of the window: text that is cut, things on top of each other.

Every text is caught as it is painted, whoever paints it, by a paint engine that draws nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
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
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from typing_extensions import override

LEAST_PX = 11
LEAST_CONTROL_PX = 24
SLACK_PX = 1.5
FAR_PX = 1e6
"""What is scrolled may go on above and below."""

JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Painted:
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


def findings(root: QWidget) -> tuple[str, ...]:
    """Return in plain words what a designer would not accept in what the widget shows."""
    found = [told for widget in shown_widgets(root) for told in _of(widget)]
    found += [told for label in root.findChildren(QLabel) for told in _lost(label)]
    return tuple(dict.fromkeys(found))


def _of(widget: QWidget) -> Iterator[str]:
    yield from _bad_texts(widget)
    yield from _bad_children(widget)
    yield from _bad_control(widget)


def _bad_texts(widget: QWidget) -> Iterator[str]:
    runs, shown = painted(widget), QRectF(widget.rect())
    if isinstance(widget.parentWidget(), QAbstractScrollArea):
        shown.adjust(0.0, -FAR_PX, 0.0, FAR_PX)
    for one in runs:
        if one.px < LEAST_PX:
            yield f"{_name(widget)}: {one.px} px: {_short(one.text)}"
        if not isinstance(widget, QLineEdit | QPlainTextEdit) and (
            one.is_cut or _sticks_out(one.rect, shown)
        ):
            yield f"{_name(widget)}: cut: {_short(one.text)}"
    for first, second in _overlaps(runs):
        yield f"{_name(widget)}: {_short(first.text)} over {_short(second.text)}"


def _lost(label: QLabel) -> Iterator[str]:
    """Tell of a label that has a text, and no room for a single letter of it."""
    if not label.isVisible() or not label.text().strip() or label.width() >= LEAST_CONTROL_PX:
        return
    left = "".join(one.text for one in painted(label)) if label.width() and label.height() else ""
    if not left.strip("… "):
        yield f"{_name(label)}: no room for {_short(label.text())}"


def _overlaps(runs: Sequence[Painted]) -> Iterator[tuple[Painted, Painted]]:
    ordered = sorted((one for one in runs if one.text.strip()), key=lambda one: one.rect.top())
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second.rect.top() >= first.rect.bottom():
                break
            both = first.rect.intersected(second.rect)
            if both.width() > SLACK_PX and both.height() > SLACK_PX:
                yield first, second


def _bad_children(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractScrollArea | QComboBox):
        return
    is_scrolled = isinstance(widget.parentWidget(), QAbstractScrollArea)
    children = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and _takes_part(child) and not child.isWindow()
    ]
    for place, child in enumerate(children):
        if not is_scrolled and not widget.rect().contains(child.geometry()):
            yield f"{_name(child)}: sticks out of {_name(widget)}"
        for other in children[place + 1 :]:
            both = child.geometry().intersected(other.geometry())
            if both.width() > 1 and both.height() > 1 and _hides(child, other, both):
                yield f"{_name(child)} lies over {_name(other)}"


def _hides(first: QWidget, second: QWidget, both: QRect) -> bool:
    """Return whether something may be covered; texts that keep clear of the common part may not."""
    if any(one.findChildren(QWidget) for one in (first, second)):
        return True
    return any(
        one.rect.translated(widget.pos()).intersects(QRectF(both))
        for widget in (first, second)
        for one in painted(widget)
    )


def _takes_part(child: QWidget) -> bool:
    """Return whether the widget stands beside others; overlays say so by `floats`."""
    is_glass = child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    is_overlay = bool(child.property("floats")) or isinstance(child, QScrollBar)
    is_there = child.isVisible() and child.width() > 0 and child.height() > 0
    return is_there and not (is_overlay or (is_glass and not child.children()))


def _bad_control(widget: QWidget) -> Iterator[str]:
    is_control = isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit)
    is_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    is_inner = isinstance(widget.parentWidget(), QComboBox | QAbstractScrollArea)
    if is_inner or not (is_control or is_reached) or isinstance(widget, QScrollBar):
        return
    spoken = QAccessible.queryAccessibleInterface(widget)
    if not spoken.text(QAccessible.Text.Name).strip():
        yield f"{_name(widget)}: has no accessible name"
    if is_control and widget.height() < LEAST_CONTROL_PX:
        yield f"{_name(widget)}: only {widget.height()} px high"


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


def _sticks_out(box: QRectF, shown: QRectF) -> bool:
    if box.isEmpty():
        return False
    return not shown.adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX).contains(box)


def _name(widget: QWidget) -> str:
    own = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__} {_short(own)}".strip()


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47]}…"
