"""Buttons for what is done with one click."""

import math
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from cockpit.ui.kit.ring import Ring
from cockpit.ui.kit.writing import Writing, one_line
from cockpit.ui.look import Look, Role, Type

_RADIUS, _GAP_PX = 4, 6
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Kind(StrEnum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    PLAIN = "plain"
    LIGHT = "light"
    SMALL = "small"


PRIMARY, PLAIN, LIGHT, SMALL = Kind.PRIMARY, Kind.PLAIN, Kind.LIGHT, Kind.SMALL


class Button(QAbstractButton):
    """A button. Its text is its accessible name; one with an icon alone is given a name.

    `setEnabled(False)` makes it quiet; say why beside it.
    """

    def __init__(self, look: Look, kind: Kind, text: str = "", icon: str | None = None) -> None:
        super().__init__()
        self._look, self._kind, self._icon = look, kind, icon
        size = Type.NOTE if kind is Kind.SMALL else Type.BODY
        self._writing = Writing(look, size, 400 if kind is Kind.LIGHT else 600)
        self._is_pointed_at = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.say(text)
        self._ring = Ring(self, look)
        look.changed.connect(self.update)

    def say(self, text: str) -> None:
        """Write the text on the button."""
        plain = one_line(text)
        if plain != self.text():
            self.setText(plain)
            self.setAccessibleName(plain)
            self.updateGeometry()

    def bear(self, icon: str | None) -> None:
        """Change the icon."""
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    @property
    def _icon_px(self) -> int:
        return 14 if self._kind is Kind.SMALL else 16

    @property
    def _padding_px(self) -> int:
        if not self.text():
            return (self._height_px - self._icon_px) // 2
        return {Kind.SMALL: 9, Kind.LIGHT: 10}.get(self._kind, 13)

    @property
    def _height_px(self) -> int:
        return 24 if self._kind is Kind.SMALL else 28

    def _content_px(self) -> float:
        width = self._writing.width(self.text())
        if self._icon is not None:
            width += self._icon_px + (_GAP_PX if self.text() else 0)
        return width

    @override
    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._content_px()) + 2 * self._padding_px, self._height_px)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_pointed_at = True
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._is_pointed_at = False
        self.update()
        super().leaveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, border, role = self._roles()
        box = QRectF(self.rect())
        painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else self._look.color(ground))
        painter.setPen(Qt.PenStyle.NoPen)
        if border is not None:
            painter.setPen(QPen(self._look.color(border), 1))
            box.adjust(0.5, 0.5, -0.5, -0.5)
        if ground is not None or border is not None:
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        room = self.width() - 2 * min(self._padding_px, 6)
        left = round((self.width() - min(self._content_px(), room)) / 2)
        middle = self.height() / 2
        if self._icon is not None:
            px, ratio = self._icon_px, self.devicePixelRatioF()
            place = QPointF(left, round(middle - px / 2))
            painter.drawPixmap(place, self._look.icon(self._icon, role, px, ratio))
            left += px + _GAP_PX
        text = self._writing.fitting(self.text(), self.width() - min(self._padding_px, 6) - left)
        self._writing.write(painter, left, middle, text, role)
        painter.end()

    def _roles(self) -> tuple[Role | None, Role | None, Role]:
        """Return the roles of ground, border and text."""
        is_light = self._kind is Kind.LIGHT
        if not self.isEnabled():
            return None, None if is_light else Role.LINE, Role.DISABLED
        if self._kind is Kind.PRIMARY:
            return (Role.ACTION_REST if self.isDown() else Role.ACTION), None, Role.ON_ACTION
        ground = None
        if self.isDown():
            ground = Role.ACTIVE
        elif self._is_pointed_at:
            ground = Role.RAISED
        return ground, None if is_light else Role.BORDER, Role.TEXT2 if is_light else Role.TEXT1
