"""The targets: for each flag what the policy says, what is set, and what users really have."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.launch_view import LaunchView
from cockpit.app.snapshot import Snapshot
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Look, Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.rollout_codes import RolloutCode
from cockpit.ui.pages.rollout_target import COLUMNS, TargetRow, widths
from cockpit.ui.pages.rollout_text import pct
from cockpit.ui.pages.scroll import Scroll

HEAD_PX, FOOT_PX, ROW_PX, MOST_ROWS = 32, 36, 49, 6
MARKED = (
    ("policy", RolloutCode.LEGEND_POLICY),
    ("set", RolloutCode.LEGEND_SET),
    ("effective", RolloutCode.LEGEND_EFFECTIVE),
)


class TargetsTile(Tile):
    """One row for each target. `fired` tells that a hold to 0 % has come to its end."""

    fired = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room.look, 0)
        self.setContentsMargins(0, 0, 0, 0)
        self._room = room
        self._rows: list[TargetRow] = []
        self._count, self._foot_px = 0, FOOT_PX
        self._head = _Head(room)
        self._none = Label(room.look, Type.BODY, Role.TEXT2, wraps=True)
        self._none.say(room.say.wrapping(room.say(RolloutCode.NO_TARGETS)))
        self._none.setContentsMargins(16, 8, 16, 8)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._scroll = Scroll(inside)
        self._foot = self._built_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._none)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def make_room(self, *, is_narrow: bool) -> None:
        """Leave the legend away where every pixel counts."""
        self._foot_px = 0 if is_narrow else FOOT_PX
        self._foot.setVisible(not is_narrow)
        self._limit()

    def show_launch(self, launch: LaunchView, snapshot: Snapshot) -> None:
        """Show every target of the launch."""
        while len(self._rows) < len(launch.targets):
            row = TargetRow(self._room)
            row.fired.connect(self.fired)
            self._rows.append(row)
            self._list.insertWidget(self._list.count() - 1, row)
        count = len(launch.targets)
        for place, row in enumerate(self._rows):
            row.setVisible(place < count)
            if place < count:
                row.show_target(launch.targets[place], launch, snapshot)
        self._none.setVisible(count == 0)
        self._scroll.setVisible(count > 0)
        self._head.show_policy(launch)
        has_drift = any(one.is_adrift for one in launch.targets)
        self._drift.setVisible(has_drift)
        self._count = count
        self._limit()

    def _limit(self) -> None:
        """Be as high as the rows, and scroll from the third on when there is no room."""
        rows, frame_px = min(max(self._count, 1), MOST_ROWS), HEAD_PX + self._foot_px
        self.setMinimumHeight(frame_px + min(rows, 2) * ROW_PX)
        self.setMaximumHeight(frame_px + rows * ROW_PX)

    def _built_foot(self) -> QWidget:
        look, say = self._room.look, self._room.say
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        for kind, code in MARKED:
            word = Label(look, Type.NOTE, Role.TEXT3)
            word.say(say(code))
            row.addWidget(_Sample(look, kind))
            row.addWidget(word)
            row.addSpacing(12)
        self._drift = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._drift.say(say(RolloutCode.DRIFT_NOTE))
        self._drift.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._drift, 1)
        row.addStretch(0)
        foot.setFixedHeight(FOOT_PX)
        return foot


class _Head(QWidget):
    """The names of the columns; above the tracks stand the rungs."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._look, self._say = room.look, room.say
        self._policy = ""
        self._ladder_pct: tuple[float, ...] = ()
        self.setFixedHeight(HEAD_PX)
        self._line = Line(room.look, parent=self)
        room.look.changed.connect(self.update)

    def show_policy(self, launch: LaunchView) -> None:
        """Show which policy the targets are compared with."""
        policy = pct(self._say, launch.exposure_pct or 0.0)
        if (policy, launch.ladder_pct) != (self._policy, self._ladder_pct):
            self._policy, self._ladder_pct = policy, launch.ladder_pct
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names where the columns are."""
        painter, say = QPainter(self), self._say
        painter.setFont(self._look.font(Type.NOTE))
        painter.setPen(self._look.color(Role.TEXT3))
        places = widths(self.width())
        names = {
            "name": say(RolloutCode.TARGET),
            "can": say(RolloutCode.TARGET_CAN),
            "set": say(RolloutCode.SET),
            "effective": say(RolloutCode.EFFECTIVE),
            "read": say(RolloutCode.READ),
            "compared": say(RolloutCode.COMPARED, policy=self._policy),
            "hold": say(RolloutCode.HOLD_ALL),
        }
        for key, name in names.items():
            left, width = places[key]
            if width > 0:
                side = COLUMNS[key] | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(left, 0, width, self.height()), side, name)
        left, width = places["track"]
        rungs = (0.0, *self._ladder_pct)
        for place, rung in enumerate(rungs):
            x = left + 6 + (width - 12) * place / max(1, len(rungs) - 1)
            box = QRectF(x - 30, 0, 60, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{rung:g}")
        painter.end()
        self._line.setGeometry(16, self.height() - 1, self.width() - 28, 1)


class _Sample(QWidget):
    """What the track draws, in small."""

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__()
        self._look, self._kind = look, kind
        self.setFixedSize(20 if kind == "set" else 10, 10)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the triangle, the bar or the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(Role.TEXT2 if self._kind == "set" else Role.TEXT1))
        box = QRectF(self.rect())
        if self._kind == "policy":
            middle = box.center()
            corners = [box.topLeft(), box.topRight(), middle]
            corners[0].setY(2)
            corners[1].setY(2)
            corners[2].setY(8)
            painter.drawPolygon(QPolygonF(corners))
        elif self._kind == "set":
            painter.drawRoundedRect(box.adjusted(0, 3, 0, -3), 2, 2)
        else:
            painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
