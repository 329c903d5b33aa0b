"""Buttons: one kind for the main deed, one for the others, a light and a small one."""

import math
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.kit.focus import MARGIN_PX, paint_ring
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

ICON_PX, SMALL_ICON_PX, GAP_PX, RADIUS_PX = 16, 14, 6, 4
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Kind(StrEnum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"
    PLAIN = "plain"
    LIGHT = "light"
    SMALL = "small"
    LARGE = "large"


HEIGHTS_PX = {Kind.PRIMARY: 28, Kind.PLAIN: 28, Kind.LIGHT: 28, Kind.SMALL: 24, Kind.LARGE: 36}

PADDINGS_PX = {Kind.PRIMARY: 13, Kind.PLAIN: 13, Kind.LIGHT: 10, Kind.SMALL: 9, Kind.LARGE: 17}


class Button(QAbstractButton):
    """A button. The ring of the focus has room within the widget, around the painted frame.

    Its text is its accessible name; one with an icon alone is given a name by its owner.
    """

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
        self._plain, self._strong = Writing(look, self._type), Writing(look, self._type, 600)
        self.setText(one_line(text))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def kind(self) -> Kind:
        """Return how much it asks to be pressed."""
        return self._kind

    def say(self, text: str) -> None:
        """Show another text."""
        plain = one_line(text)
        if plain != self.text():
            self.setText(plain)
            self.setAccessibleName(plain)
            self.updateGeometry()

    def become(self, kind: Kind) -> None:
        """Take another kind."""
        if kind is not self._kind:
            self._kind = kind
            self._plain, self._strong = (Writing(self._look, self._type, w) for w in (400, 600))
            self.updateGeometry()
            self.update()

    def bear(self, icon: str | None) -> None:
        """Take another icon."""
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return frame and ring around icon and text."""
        height = HEIGHTS_PX[self._kind]
        if not self.text():
            return QSize(height + 2 * MARGIN_PX, height + 2 * MARGIN_PX)
        across = math.ceil(self._content_px()) + 2 * PADDINGS_PX[self._kind]
        return QSize(across + 2 * MARGIN_PX, height + 2 * MARGIN_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size; a button is never cut."""
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a press as well; a key that repeats itself presses once."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is over it."""
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left."""
        super().leaveEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        role = self._paint_frame(painter, frame)
        left = frame.center().x() - min(self._content_px(), frame.width() - 2 * GAP_PX) / 2
        middle = frame.center().y()
        if self._icon is not None:
            px = self._icon_px
            pixmap = self._look.icon(self._icon, role, px, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(round(left), round(middle - px / 2)), pixmap)
            left += px + GAP_PX
        text = self._writing.fitting(self.text(), frame.right() - GAP_PX - left + 1)
        self._writing.write(painter, round(left), middle, text, role)
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
        if not is_on:
            return Role.DISABLED
        return Role.TEXT2 if self._kind is Kind.LIGHT else Role.TEXT1

    def _content_px(self) -> float:
        width = self._writing.width(self.text())
        if self._icon is not None:
            width += self._icon_px + (GAP_PX if self.text() else 0)
        return width

    @property
    def _writing(self) -> Writing:
        return self._plain if self._kind is Kind.LIGHT else self._strong

    @property
    def _icon_px(self) -> int:
        return SMALL_ICON_PX if self._kind is Kind.SMALL else ICON_PX

    @property
    def _type(self) -> Type:
        return Type.NOTE if self._kind is Kind.SMALL else Type.BODY
