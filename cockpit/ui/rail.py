"""The rail on the left: the pages, what is abnormal on them, and who sits here."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.ui.codes import WordCode
from cockpit.ui.frame_codes import PlaceCode
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.places import Place
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign

WIDE_PX, NARROW_PX, ITEM_PX = 152, 48, 32
PERSON_PX, LINE_PX = 48, 16
ICON_PX, MARK_PX, SMALL_MARK_PX = 16, 10, 8
_WORDS = {Sign.BAD: WordCode.BAD, Sign.WARN: WordCode.WARN, Sign.UNKNOWN: WordCode.UNKNOWN}


class RailItem(QAbstractButton):
    """One page in the rail: icon, word, state and key; the icon and a small mark when narrow."""

    def __init__(self, look: Look, say: Say, place: Place) -> None:
        super().__init__()
        self._look, self._say, self._place = look, say, place
        self._sign: Sign | None = None
        self._is_narrow = False
        self.word = say(place.code)
        self.setObjectName(f"rail.{place.key}")
        self.setCheckable(True)
        self.setFixedHeight(ITEM_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.word)
        look.changed.connect(self.update)

    def show_sign(self, sign: Sign | None) -> None:
        """Show what is abnormal there; None when nothing is."""
        if sign is self._sign:
            return
        self._sign = sign
        name = self.word
        if sign is not None:
            name = self._say(PlaceCode.NAMED, place=self.word, state=self._say(_WORDS[sign]))
        self.setAccessibleName(name)
        self.setToolTip(name if self._is_narrow else "")
        self.update()

    def make_narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Show the icon alone, or icon and word."""
        self._is_narrow = is_narrow
        self.setToolTip(self.accessibleName() if is_narrow else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the height of an item; the rail gives the width."""
        return QSize(NARROW_PX if self._is_narrow else WIDE_PX, ITEM_PX)

    @override
    def event(self, event: QEvent) -> bool:
        """Paint anew when the pointer comes or goes."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn}:
            self.update()
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon, word, mark and key."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = 4 if self._is_narrow else 8
        ground = QRectF(self.rect()).adjusted(edge, 0, -edge, 0)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(Role.RAISED))
            painter.drawRoundedRect(ground, 4, 4)
        if self.isChecked():
            painter.fillRect(QRectF(0, 7, 2, ITEM_PX - 14), look.color(Role.TEXT1))
        if self.hasFocus():
            painter.setPen(look.color(Role.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 4, 4)
        if self._is_narrow:
            self._paint_narrow(painter)
        else:
            self._paint_wide(painter)
        painter.end()

    def _paint_narrow(self, painter: QPainter) -> None:
        role = Role.TEXT1 if self.isChecked() else Role.TEXT2
        icon = self._look.icon(self._place.icon, role, ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - ICON_PX) // 2, (ITEM_PX - ICON_PX) // 2, icon)
        if self._sign is not None:
            box = QRectF(self.width() - 16, 2, SMALL_MARK_PX, SMALL_MARK_PX)
            paint_mark(painter, self._look, Shape(self._sign.value), box)

    def _paint_wide(self, painter: QPainter) -> None:
        look = self._look
        role = Role.TEXT1 if self.isChecked() else Role.TEXT2
        icon = look.icon(self._place.icon, role, ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap(16, (ITEM_PX - ICON_PX) // 2, icon)
        font = look.font(Type.BODY, 600 if self.isChecked() else 400)
        painter.setFont(font)
        painter.setPen(look.color(role))
        painter.drawText(QRectF(40, 0, 100, ITEM_PX), Qt.AlignmentFlag.AlignVCenter, self.word)
        if self._sign is not None:
            left = 40 + QFontMetricsF(font).horizontalAdvance(self.word) + 8
            box = QRectF(round(left), (ITEM_PX - MARK_PX) / 2, MARK_PX, MARK_PX)
            paint_mark(painter, look, Shape(self._sign.value), box)
        painter.setFont(look.font(Type.NOTE))
        painter.setPen(look.color(Role.TEXT2 if self.isChecked() else Role.TEXT3))
        right = QRectF(0, 0, self.width() - 20, ITEM_PX)
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(right, aligned, self._place.shown)


class Rail(QWidget):
    """The pages, one of them chosen; `chosen` is emitted with the key of a page."""

    chosen = Signal(str)

    def __init__(self, room: Room, places: Sequence[Place]) -> None:
        super().__init__()
        self._look, self._room = room.look, room
        self._items = {place.key: RailItem(room.look, room.say, place) for place in places}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, PERSON_PX + LINE_PX + 8)
        layout.setSpacing(2)
        self._lines: list[QWidget] = []
        for place in places:
            if place.begins_group:
                gap = QWidget()
                gap.setFixedHeight(15)
                self._lines.append(gap)
                layout.addWidget(gap)
            item = self._items[place.key]
            self._group.addButton(item)
            item.clicked.connect(lambda _=False, key=place.key: self.chosen.emit(key))
            layout.addWidget(item)
        layout.addStretch()
        self._is_narrow = False
        self.setFixedWidth(WIDE_PX)
        room.look.changed.connect(self.update)

    def choose(self, key: str) -> None:
        """Show that this page is open; Tab comes to it alone, and arrows go on from there."""
        self._items[key].setChecked(True)
        for one, item in self._items.items():
            is_open = one == key
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_open else Qt.FocusPolicy.NoFocus)

    def word(self, key: str) -> str:
        """Return what a page is called."""
        return self._items[key].word

    def show_signs(self, signs: Mapping[str, Sign]) -> None:
        """Show what is abnormal, by page."""
        for key, item in self._items.items():
            item.show_sign(signs.get(key))

    def make_narrow(self, is_narrow: bool) -> None:  # noqa: FBT001 - a switch of one thing
        """Show icons alone, or icons and words."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.setFixedWidth(NARROW_PX if is_narrow else WIDE_PX)
            for item in self._items.values():
                item.make_narrow(is_narrow)
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the lines between groups and who sits here."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), look.color(Role.WINDOW))
        line = look.color(Role.LINE2)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), line)
        for gap in self._lines:
            middle = gap.geometry().center().y()
            edge = 12 if self._is_narrow else 16
            painter.fillRect(QRectF(edge, middle, self.width() - 2 * edge, 1), line)
        self._paint_person(painter)
        painter.end()

    def _paint_person(self, painter: QPainter) -> None:
        look, room = self._look, self._room
        roles = [
            room.say.name("role", role.value)
            for one in room.workspace.people
            if one.id == room.person
            for role in one.roles
        ]
        lines = self._in_lines(roles) if not self._is_narrow else ("",)
        top = self.height() - PERSON_PX - LINE_PX * (len(lines) - 1)
        icon = look.icon("person", Role.TEXT2, ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap(16, top + 2, icon)
        if self._is_narrow:
            return
        name = room.say.person(room.person) if room.person else room.say(PlaceCode.NOBODY)
        self._paint_line(painter, top, name, Type.BODY, Role.TEXT2)
        for number, line in enumerate(lines, start=1):
            self._paint_line(painter, top + 4 + LINE_PX * number, line, Type.NOTE, Role.TEXT3)

    def _in_lines(self, roles: Sequence[str]) -> tuple[str, ...]:
        """Return the roles of a person in one line, or in two where that has no room."""
        whole = ", ".join(roles)
        metrics = QFontMetricsF(self._look.font(Type.NOTE, 400))
        if metrics.horizontalAdvance(whole) <= self._text_px or len(roles) < 2:  # noqa: PLR2004
            return (whole,)
        return f"{roles[0]},", ", ".join(roles[1:])

    @property
    def _text_px(self) -> int:
        return self.width() - 40 - 8

    def _paint_line(self, painter: QPainter, top: int, text: str, size: Type, role: Role) -> None:
        font = self._look.font(size, 600 if size is Type.BODY else 400)
        width = self._text_px
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(font)
        painter.setPen(self._look.color(role))
        box = QRectF(40, top, width, size.value[1])
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
