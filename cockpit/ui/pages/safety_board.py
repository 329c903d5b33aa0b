"""The widgets of board 3: header, five measures, the members of the selected one, the side."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from cockpit.app.safety_view import MeasureKind, SafetyView
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Table
from cockpit.ui.kit.tile import Empty, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.safety_codes import SafetyCode
from cockpit.ui.pages.safety_dispute import DisputeBar
from cockpit.ui.pages.safety_measure import MeasureRow
from cockpit.ui.pages.safety_rows import columns, row
from cockpit.ui.pages.safety_side import CountedTile, PreventedTile
from cockpit.ui.pages.safety_text import PREVENTED, chosen_members, summary, title

PADDING_PX, HEADER_PX, GAP_PX, TIGHT_GAP_PX = 16, 32, 12, 8
MEASURES_PX, TIGHT_MEASURES_PX = 200, 160
SIDE_PX, NARROW_SIDE_PX = 400, 268
TIGHT_BELOW_PX, NARROW_BELOW_PX = 640, 1_180
TITLE_PX = 32


class SafetyBoard(QWidget):
    """Shows one window of days at a time; every figure opens the releases that it rests on."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        look, say = room.look, room.say
        self._view: SafetyView | None = None
        self._is_read = False
        self._days = 0
        self._key: str = MeasureKind.CHANGE_FAIL_RATE.value
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600)
        self._title.say(say(SafetyCode.TITLE))
        self._summary = Label(look, Type.BODY, Role.TEXT2, elides=True)
        self._hint = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self.windows = Segments(look, ())
        self.windows.setAccessibleDescription(say(SafetyCode.WINDOWS))
        self.windows.chosen.connect(self._choose_window)
        self.measures = MeasureRow(room)
        self.measures.chosen.connect(self.select)
        self._tile = Tile(look, 12)
        self._heading = Label(look, Type.HEADING, Role.TEXT1, 600, parent=self._tile)
        self._note = Label(look, Type.NOTE, Role.TEXT3, elides=True, parent=self._tile)
        name = say(SafetyCode.RELEASE)
        self.table = Table(look, columns(say), name=name, parent=self._tile)
        self._nothing = Label(look, Type.BODY, Role.TEXT3, parent=self._tile)
        self._nothing.say(say(SafetyCode.NO_MEMBERS))
        self.dispute = DisputeBar(room, self._tile)
        self.dispute.asked.connect(room.hands.dispute)
        self.table.chosen.connect(lambda _key: self._show_chosen())
        self.prevented = PreventedTile(room)
        self.prevented.asked.connect(lambda: self.select(PREVENTED))
        self.prevented.chosen.connect(self._open)
        self.counted = CountedTile(room)
        self._empty = Empty(look)
        labels = (self._title, self._summary, self._hint, self.windows, self._empty)
        for part in (*labels, self.measures, self._tile, self.prevented, self.counted):
            part.setParent(self)

    @property
    def selected(self) -> str:
        """Return the figure whose members are shown."""
        return self._key

    def show_view(self, view: SafetyView | None) -> None:
        """Show the board; None while the journal is not read."""
        if self._is_read and view == self._view:
            return
        self._is_read = True
        self._view = view
        self._show()

    def select(self, key: str) -> None:
        """Show the members of a figure."""
        self._key = key
        self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self._put()

    @property
    def _shown(self) -> SafetyView | None:
        """Return the view over the window that was chosen."""
        return None if self._view is None else self._view.over(self._days)

    def _choose_window(self, key: str) -> None:
        self._days = int(key)
        self._show()

    def _open(self, launch_id: str) -> None:
        self.select(PREVENTED)
        self.table.choose(launch_id)
        self._show_chosen()

    def _show(self) -> None:
        say, view = self._room.say, self._shown
        if view is None:
            body = say.wrapping(say(SafetyCode.UNREAD_BODY))
            self._empty.say(say(SafetyCode.UNREAD), body)
            self._summary.say("")
        else:
            self._show_windows(view)
            self._summary.say(summary(view, say))
            weeks = len(view.measures[0].weeks) if view.measures else 0
            self._hint.say(say(SafetyCode.HINT, weeks=weeks, days=view.window_days))
            self.measures.show_view(view, self._key)
            self._show_members(view)
            self.prevented.show_view(view)
            self.counted.show_view(view)
            body = say.wrapping(say(SafetyCode.NONE_BODY))
            self._empty.say(say(SafetyCode.NONE), body)
        self._put()

    def _show_windows(self, view: SafetyView) -> None:
        others = () if self._view is None else (self._view, *self._view.others)
        found = sorted({one.window_days for one in others})
        say = self._room.say
        self.windows.rename([(str(one), say(SafetyCode.DAYS, days=one)) for one in found])
        self.windows.choose(str(view.window_days))

    def _show_members(self, view: SafetyView) -> None:
        say, members = self._room.say, chosen_members(view, self._key)
        self._heading.say(title(self._key, say))
        self._note.say(say(SafetyCode.MEMBERS_NOTE, count=say.count(len(members))))
        self.table.show_rows([row(one, say) for one in members])
        self.table.setVisible(bool(members))
        self._nothing.setVisible(not members)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Let the chosen release be disputed."""
        view = self._shown
        members = () if view is None else chosen_members(view, self._key)
        chosen = (one for one in members if one.launch_id == self.table.key)
        self.dispute.show_member(next(chosen, None))
        self._put_members()
        self.table.reveal()

    # ------------------------------------------------------------ places

    def _put(self) -> None:
        is_tight, is_narrow = self.height() < TIGHT_BELOW_PX, self.width() < NARROW_BELOW_PX
        gap = TIGHT_GAP_PX if is_tight else GAP_PX
        edge = TIGHT_GAP_PX if is_tight else PADDING_PX
        width = max(1, self.width() - 2 * PADDING_PX)
        view = self._shown
        has_members = view is not None and bool(view.members)
        self._empty.setVisible(self._is_read and not has_members)
        always: tuple[QWidget, ...] = (self.windows, self.measures, self._hint)
        for part in always:
            part.setVisible(view is not None)
        below: tuple[QWidget, ...] = (self._tile, self.prevented, self.counted)
        for part in below:
            part.setVisible(has_members)
        top = edge
        self._put_header(top)
        top += HEADER_PX + gap
        height = TIGHT_MEASURES_PX if is_tight else MEASURES_PX
        self.measures.setGeometry(PADDING_PX, top, width, height)
        top += height + gap if view is not None else 0
        self._empty.setGeometry(PADDING_PX, top, min(width, 480), max(1, self.height() - top))
        side = NARROW_SIDE_PX if is_narrow else SIDE_PX
        bottom = self.height() - edge
        self._tile.setGeometry(PADDING_PX, top, max(1, width - side - gap), max(1, bottom - top))
        self._put_members()
        self._put_side(top, bottom, side, gap)

    def _put_side(self, top: int, bottom: int, width: int, gap: int) -> None:
        left = self.width() - PADDING_PX - width
        counted = self.counted.wanted_px
        height = min(self.prevented.wanted_px, max(1, bottom - top - gap - counted))
        self.prevented.setGeometry(left, top, width, height)
        self.counted.setGeometry(left, top + height + gap, width, counted)

    def _put_members(self) -> None:
        inner = self._tile.contentsRect()
        heading = min(self._heading.sizeHint().width(), inner.width())
        self._heading.setGeometry(inner.left(), inner.top(), heading, 24)
        left = inner.left() + heading + GAP_PX
        rest = max(0, inner.right() + 1 - left)
        note = min(self._note.sizeHint().width(), rest)
        self._note.setGeometry(left, inner.top() + 5, note, 16)
        top = inner.top() + TITLE_PX
        bar = self.dispute.wanted_px
        self.dispute.setGeometry(inner.left() - 4, inner.bottom() + 1 - bar, inner.width() + 8, bar)
        height = max(1, inner.bottom() + 1 - top - bar)
        self.table.setGeometry(inner.left() - 8, top, inner.width() + 16, height)
        self._nothing.setGeometry(inner.left(), top, inner.width(), 20)

    def _put_header(self, top: int) -> None:
        middle, right = top + HEADER_PX // 2, self.width() - PADDING_PX
        hint = self.windows.sizeHint()
        self.windows.setGeometry(
            right - hint.width() + 4, middle - hint.height() // 2, hint.width(), hint.height()
        )
        right -= hint.width() - 8 + GAP_PX
        name = self._title.sizeHint().width()
        self._title.setGeometry(PADDING_PX, middle - 12, name, 24)
        left = PADDING_PX + name + GAP_PX
        told = self._summary.sizeHint().width()
        wanted = self._hint.sizeHint().width()
        room = right - left - told - GAP_PX
        shown = wanted if room >= wanted else 0
        self._hint.setGeometry(right - shown, middle - 8, shown, 16)
        self._hint.setVisible(shown > 0 and self._shown is not None)
        rest = right - left - (shown + GAP_PX if shown else 0)
        self._summary.setGeometry(left, middle - 10, max(0, min(told, rest)), 20)
