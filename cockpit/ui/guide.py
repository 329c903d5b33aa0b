"""The demo's guide: a bar below the window that says what one sees and what to press."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.snapshot import Snapshot
from cockpit.ui.guide_codes import GuideCode
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Tag
from cockpit.ui.kit.label import Label
from cockpit.ui.lesson import Lesson, Topic, lesson
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.say import Say

BAR_PX = 52


class GuideBar(QWidget):
    """One lesson; `wanted` tells the page that its button leads to."""

    wanted = Signal(str)

    def __init__(self, look: Look, say: Say, *, about: Topic = Topic.COUPON) -> None:
        super().__init__()
        self._look, self._say, self._about = look, say, about
        self._lesson: Lesson | None = None
        self._had_launch = False
        tag = Tag(look)
        tag.say(say(GuideCode.TITLE))
        self._text = Label(look, Type.BODY, Role.TEXT1, 600, wraps=True)
        self._button = Button(look, Kind.PLAIN, say(GuideCode.SHOW_ME))
        self._button.setObjectName("guide.show")
        self._button.clicked.connect(self._show_me)
        self._button.setVisible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(tag)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.setFixedHeight(BAR_PX)
        look.changed.connect(self.update)
        self._text.say(say(GuideCode.WAITING))

    @property
    def lesson(self) -> Lesson | None:
        """Return the lesson of now; None before anything is known."""
        return self._lesson

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say the lesson of this moment."""
        self._had_launch = self._had_launch or snapshot.launch is not None
        if not snapshot.flows and not self._had_launch:
            return
        told = lesson(snapshot, about=self._about, has_closed=self._had_launch)
        if told != self._lesson:
            self._lesson = told
            self._text.say(self._say.wrapping(self._say.text(told.message)))
            self._button.setVisible(told.page is not None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.RAISED))
        painter.fillRect(0, 0, self.width(), 1, self._look.color(Role.BORDER))
        painter.end()

    def _show_me(self) -> None:
        if self._lesson is not None and self._lesson.page is not None:
            self.wanted.emit(self._lesson.page)


class Guided(QWidget):
    """The window with the guide below."""

    def __init__(self, window: QWidget, guide: GuideBar) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(window, 1)
        layout.addWidget(guide)
