"""A part of a page that scrolls up and down when it has no room, on the ground it lies on."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override


class Scroll(QScrollArea):
    """Shows a widget as wide as there is room. What has the focus is scrolled to.

    However much is inside, it asks for the least height alone: a page that is as high as all of its
    parts would like to be is scrolled itself, with this one inside.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        for ground in (self.viewport(), inside):
            ground.setAutoFillBackground(False)

    @override
    def sizeHint(self) -> QSize:
        """Return the width of what is inside and the least height."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def bring(self, part: QWidget) -> None:
        """Scroll until the part is seen, now that layouts have changed around it."""
        inside, layout = self._inside, self._inside.layout()
        if layout is not None:
            layout.activate()
            inside.resize(inside.width(), layout.totalHeightForWidth(inside.width()))
        self.ensureWidgetVisible(part, 0, 0)
