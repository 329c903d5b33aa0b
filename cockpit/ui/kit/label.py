"""Plain text in one of the sizes and roles; never rich text, whatever it says."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from cockpit.ui.look import Look, Role, Type


class Label(QLabel):
    """Text. `elides` cuts what is too long and keeps the whole as tool tip."""

    def __init__(
        self,
        look: Look,
        size: Type = Type.BODY,
        role: Role = Role.TEXT1,
        weight: int = 400,
        *,
        wraps: bool = False,
        elides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._size, self._role, self._weight = look, size, role, weight
        self._elides = elides
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setFont(look.font(size, weight))
        if elides:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if not wraps:
            self.setFixedHeight(size.value[1])
        self._paint_role()
        look.changed.connect(self._paint_role)

    def say(self, text: str) -> None:
        """Show the text."""
        if text != self._whole:
            self._whole = text
            self._put()

    @property
    def said(self) -> str:
        """Return the whole text."""
        return self._whole

    def dress(self, role: Role, weight: int | None = None) -> None:
        """Take another role, and another weight where one is given."""
        if weight is not None and weight != self._weight:
            self._weight = weight
            self.setFont(self._look.font(self._size, weight))
        if role is not self._role:
            self._role = role
            self._paint_role()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        if self._elides:
            self._put()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return what is needed; a text that is cut needs next to nothing."""
        hint = super().minimumSizeHint()
        return QSize(8, hint.height()) if self._elides else hint

    @override
    def sizeHint(self) -> QSize:
        """Return the size of the whole text, so that a layout gives it room where there is some."""
        if not self._elides:
            return super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, self._size.value[1])

    def _put(self) -> None:
        shown = self._whole
        if self._elides and self.width() > 0:
            shown = self.fontMetrics().elidedText(
                self._whole, Qt.TextElideMode.ElideRight, self.width()
            )
            self.setToolTip(self._whole if shown != self._whole else "")
            self.setAccessibleName(self._whole)
        if shown != self.text():
            self.setText(shown)
        if self._elides:
            self.updateGeometry()

    def _paint_role(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color(self._role))
        self.setPalette(palette)
