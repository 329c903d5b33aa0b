"""Buttons: one kind for the main deed, one for the others, a light and a small one."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.look import Look, Role, Type

ICON_PX, GAP_PX, RADIUS_PX = 16, 6, 4


class Kind(StrEnum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"
    PLAIN = "plain"
    LIGHT = "light"
    SMALL = "small"
    LARGE = "large"


HEIGHTS = {Kind.PRIMARY: 28, Kind.PLAIN: 28, Kind.LIGHT: 28, Kind.SMALL: 24, Kind.LARGE: 36}


class Button(QAbstractButton):
    """A button. The ring of the focus has room within the widget, around the painted frame."""

    def __init__(
        self,
        look: Look,
        kind: Kind = Kind.PLAIN,
        text: str = "",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._kind, self._icon = look, kind, icon
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFont(look.font(self._type, 600))
        look.changed.connect(self.update)

    def say(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def become(self, kind: Kind) -> None:
        """Take another kind."""
        if kind is not self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return frame and ring around icon and text."""
        font = self._look.font(self._type, 600)
        width = QFontMetricsF(font).horizontalAdvance(self.text())
        if self._icon is not None:
            width += ICON_PX + (GAP_PX if self.text() else 0)
        padding = 8 if self._kind in {Kind.SMALL, Kind.LIGHT} else 12
        across = round(width) + 1 + 2 * padding + 2 * MARGIN_PX
        return QSize(across, HEIGHTS[self._kind] + 2 * MARGIN_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size; a button is never cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        text = self._paint_frame(painter, frame)
        font = self._look.font(self._type, 600)
        painter.setFont(font)
        painter.setPen(self._look.color(text))
        width = QFontMetricsF(font).horizontalAdvance(self.text())
        total = width + (ICON_PX + (GAP_PX if self.text() else 0) if self._icon is not None else 0)
        left = frame.center().x() - total / 2
        if self._icon is not None:
            pixmap = self._look.icon(self._icon, text, ICON_PX, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, frame.center().y() - ICON_PX / 2), pixmap)
            left += ICON_PX + GAP_PX
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, frame.top(), width + 2, frame.height()), flags, self.text())
        if self.hasFocus():
            paint_ring(painter, self._look, frame, RADIUS_PX)
        painter.end()

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> Role:
        look, is_on = self._look, self.isEnabled()
        inner = frame.adjusted(0.5, 0.5, -0.5, -0.5)
        if self._kind is Kind.PRIMARY and is_on:
            role = Role.ACTION_REST if self.isDown() else Role.ACTION
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(role))
            painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
            return Role.ON_ACTION
        is_raised = is_on and (self.isDown() or self.underMouse() or self.isChecked())
        painter.setBrush(look.color(Role.RAISED) if is_raised else Qt.BrushStyle.NoBrush)
        has_line = self._kind is not Kind.LIGHT
        line = QPen(look.color(Role.BORDER if is_on else Role.LINE), 1)
        painter.setPen(line if has_line else QPen(Qt.PenStyle.NoPen))
        if has_line or is_raised:
            painter.drawRoundedRect(inner, RADIUS_PX, RADIUS_PX)
        return Role.TEXT1 if is_on else Role.DISABLED

    @property
    def _type(self) -> Type:
        return Type.NOTE if self._kind is Kind.SMALL else Type.BODY
