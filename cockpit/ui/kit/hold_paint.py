"""How a hold button looks in each of its states."""

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from cockpit.ui.aim import AimState
from cockpit.ui.kit.mark import Shape, paint_mark
from cockpit.ui.kit.writing import Writing
from cockpit.ui.look import Look, Role, Type

RADIUS_PX, GAP_PX, HINT_GAP_PX = 4, 8, 6
LEAST_HINT_PX = 40
HATCH_PITCH_PX, HATCH_PX, HATCH_ALPHA = 10, 3, 0.3
DASH_PX = (4.0, 2.0)
TURNING_PX = 1.8
MARKS = {
    AimState.SEEN: Shape.OK,
    AimState.REFUSED: Shape.BAD,
    AimState.UNKNOWN: Shape.UNKNOWN,
}


class Dress(Struct, frozen=True):
    """The roles of one state: frame, fill, text and hint; None paints nothing."""

    line: Role | None
    fill: Role | None
    text: Role
    hint: Role


DRESSES = {
    AimState.IDLE: Dress(Role.LINE, None, Role.DISABLED, Role.TEXT3),
    AimState.ARMED: Dress(Role.BORDER, None, Role.TEXT1, Role.TEXT3),
    AimState.RECOMMENDED: Dress(None, Role.ACTION, Role.ON_ACTION, Role.ON_ACTION2),
    AimState.SENT: Dress(Role.BORDER, None, Role.TEXT1, Role.TEXT2),
    AimState.SEEN: Dress(Role.OK, None, Role.TEXT1, Role.TEXT2),
    AimState.REFUSED: Dress(Role.BAD, None, Role.TEXT1, Role.TEXT2),
    AimState.UNKNOWN: Dress(Role.UNKNOWN, None, Role.TEXT1, Role.TEXT2),
}

HELD = Dress(None, None, Role.ON_ACTION, Role.ON_ACTION)


class Measures(Struct, frozen=True):
    """The sizes of one size of the button, in pixels."""

    height: int
    icon: int
    mark: int
    padding: int
    label: Type


FULL = Measures(height=44, icon=18, mark=16, padding=13, label=Type.HEADING)
SMALL = Measures(height=28, icon=16, mark=12, padding=11, label=Type.BODY)


class Drawing(Struct, frozen=True):
    """What is painted: `filled` is None unless held or dropping back; `turn` is 0 to 1.

    `hints` are from long to short; the first that has room beside the label is painted.
    """

    state: AimState
    label: str
    hints: tuple[str, ...]
    icon: str
    filled: float | None = None
    turn: float = 0.0


class HoldPaint:
    """Paints a hold button of one size."""

    def __init__(self, look: Look, measures: Measures) -> None:
        self._look, self._measures = look, measures
        self._label, self._hint = Writing(look, measures.label, 600), Writing(look, Type.NOTE)
        self._small_label = Writing(look, Type.BODY, 600)

    def paint(self, painter: QPainter, frame: QRectF, drawing: Drawing) -> None:
        """Paint surface, icon or mark, label and hint into the frame."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dress = DRESSES[drawing.state]
        if drawing.filled is None:
            self._paint_surface(painter, frame, drawing.state, dress)
        else:
            dress = HELD
            self._paint_fill(painter, frame, drawing.filled)
        self._paint_sign(painter, frame, drawing, dress)
        self._paint_text(painter, frame, drawing, dress)

    def hint_for(self, label: str, hints: tuple[str, ...], width: float) -> str:
        """Return the longest hint that leaves the label whole, or what fits of the first.

        One that stands alone is always whole: the label makes room for it. So it is when the label
        in its smaller type leaves room for the first, and for no other in its usual one.
        """
        beside = width - self._beside_px - HINT_GAP_PX
        room = beside - self._label.width(label)
        fitting = next((one for one in hints if self._hint.width(one) <= room), "")
        is_whole = self._hint.width(hints[0]) <= beside - self._small_label.width(label)
        if fitting or is_whole or len(hints) == 1:
            return fitting or hints[0]
        return self._hint.fitting(hints[0], room) if room >= LEAST_HINT_PX else ""

    def label_for(self, label: str, room: float) -> tuple[Writing, str]:
        """Return the type for the label and what is written of it: smaller before anything is cut.

        It is cut in its middle: in one language the verb stands first, in the other one last.
        """
        writing = self._label if self._label.width(label) <= room else self._small_label
        return writing, writing.fitting_ends(label, room)

    @property
    def _beside_px(self) -> float:
        return 2 * self._measures.padding + self._measures.icon + GAP_PX

    def _paint_surface(
        self, painter: QPainter, frame: QRectF, state: AimState, dress: Dress
    ) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        if dress.fill is not None:
            painter.setBrush(look.color(dress.fill))
            painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        if state is AimState.UNKNOWN:
            self._hatch(painter, frame)
        if dress.line is not None:
            pen = QPen(look.color(dress.line), 1)
            if state is AimState.UNKNOWN:
                pen.setDashPattern(DASH_PX)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)

    def _paint_fill(self, painter: QPainter, frame: QRectF, filled: float) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Role.ACTION_REST))
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.save()
        across = round(frame.width() * filled)  # on whole pixels: the clip is not antialiased
        painter.setClipRect(QRectF(frame.left(), frame.top(), across, frame.height()))
        painter.setBrush(look.color(Role.ACTION))
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _hatch(self, painter: QPainter, frame: QRectF) -> None:
        color = self._look.color(Role.UNKNOWN)
        path = QPainterPath()
        path.addRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.save()
        painter.setClipPath(path)
        painter.setOpacity(HATCH_ALPHA)
        painter.setPen(QPen(color, HATCH_PX))
        along = HATCH_PITCH_PX * 2**0.5  # the pitch is measured across the lines
        height, left = frame.height(), frame.left() - frame.height()
        while left < frame.right():
            painter.drawLine(QPointF(left, frame.bottom()), QPointF(left + height, frame.top()))
            left += along
        painter.restore()

    def _paint_sign(self, painter: QPainter, frame: QRectF, drawing: Drawing, dress: Dress) -> None:
        measures, middle = self._measures, frame.center().y()
        left = frame.left() + measures.padding
        if drawing.filled is None and drawing.state in MARKS:
            side = measures.mark
            aside = left + (measures.icon - side) / 2
            place = QRectF(aside, round(middle - side / 2), side, side)
            paint_mark(painter, self._look, MARKS[drawing.state], place)
        elif drawing.filled is None and drawing.state is AimState.SENT:
            inset = TURNING_PX / 2 + 1
            place = QRectF(left, middle - measures.icon / 2, measures.icon, measures.icon)
            self._turn(painter, place.adjusted(inset, inset, -inset, -inset), drawing.turn)
        else:
            ratio = painter.device().devicePixelRatioF()
            icon = self._look.icon(drawing.icon, dress.text, measures.icon, ratio)
            painter.drawPixmap(QPointF(left, round(middle - measures.icon / 2)), icon)

    def _turn(self, painter: QPainter, place: QRectF, turn: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.color(Role.BORDER), TURNING_PX))
        painter.drawEllipse(place)
        pen = QPen(self._look.color(Role.TEXT1), TURNING_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(place, round((90 - 360 * turn) * 16), -90 * 16)

    def _paint_text(self, painter: QPainter, frame: QRectF, drawing: Drawing, dress: Dress) -> None:
        middle = frame.center().y()
        hint = self.hint_for(drawing.label, drawing.hints, frame.width())
        right = frame.right() - self._measures.padding - self._hint.width(hint)
        left = frame.left() + self._measures.padding + self._measures.icon + GAP_PX
        self._hint.write(painter, right, middle, hint, dress.hint)
        room = right - (HINT_GAP_PX if hint else 0) - left
        writing, label = self.label_for(drawing.label, room)
        writing.write(painter, left, middle, label, dress.text)
