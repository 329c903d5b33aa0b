"""What is wrong with a picture of the window: text that is cut, things on top of each other."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAccessible
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

from tests.kit.painting import SLACK_PX, Painted, painted, shown_widgets, sticks_out, texts

__all__ = ["findings", "texts"]

LEAST_PX = 11
LEAST_CONTROL_PX = 24
FAR_PX = 1e6
"""What is scrolled may go on above and below."""


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
            one.is_cut or sticks_out(one.rect, shown)
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


def _name(widget: QWidget) -> str:
    own = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__} {_short(own)}".strip()


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47]}…"
