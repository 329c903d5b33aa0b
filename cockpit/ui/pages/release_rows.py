"""The rows and columns of the comparison as the table paints them."""

from cockpit.app.snapshot import Snapshot
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import Align, Cell, Column, Row
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.release_codes import ReleasePageCode
from cockpit.ui.pages.release_paint import ScalePaint, WhiskerPaint
from cockpit.ui.pages.release_text import LineText, lines, margin_times
from cockpit.ui.say import DASH
from cockpit.words.safe import safe

PART_INDENT = "    "
LEAST_SCALE_PX = 800
"""Below this width of the table its painted column is left out."""


def columns(room: Room, version: str, baseline: str) -> tuple[Column, ...]:
    """Return the columns; both versions by name."""
    say = room.say
    return (
        Column(say(ReleasePageCode.METRIC)),
        Column(say(ReleasePageCode.VALUE, version=version), 70, Align.DECIMAL),
        Column(say(ReleasePageCode.N), 60, Align.RIGHT),
        Column(say(ReleasePageCode.VALUE, version=baseline), 70, Align.DECIMAL),
        Column(say(ReleasePageCode.N), 60, Align.RIGHT),
        Column(say(ReleasePageCode.DIFFERENCE), 132, Align.DECIMAL),
        Column(
            say(ReleasePageCode.TIMES),
            124,
            least_px=LEAST_SCALE_PX,
            paint=ScalePaint(room.look),
        ),
        Column(say(ReleasePageCode.STATE), 80),
        Column(say(ReleasePageCode.ANSWER), 124),
    )


def rows(room: Room, snapshot: Snapshot) -> tuple[Row, ...]:
    """Return the rows of the snapshot."""
    margin = margin_times(snapshot)
    return tuple(_row(room, line, margin) for line in lines(snapshot, room.say))


def _row(room: Room, line: LineText, margin: float) -> Row:
    is_loud = line.is_bad
    loud = Role.BAD_TEXT if is_loud else Role.TEXT1
    quiet = Role.TEXT3 if line.shape is Shape.UNKNOWN else Role.TEXT1
    allowed = margin if line.is_compared and not line.is_part else None
    between = Cell(line.between, Role.TEXT3, size=Type.NOTE)
    if line.is_compared:
        between = Cell(
            line.difference, loud if is_loud else quiet, 600 if is_loud else 400, line.between
        )
    return Row(
        (
            Cell(
                f"{PART_INDENT}{safe(line.name)}" if line.is_part else safe(line.name),
                Role.TEXT2 if line.is_part else Role.TEXT1,
                note=line.note,
            ),
            _value(line.new.value, loud if is_loud else quiet, 600),
            Cell(line.new.count, Role.TEXT3, size=Type.NOTE),
            _value(line.old.value, quiet, 400),
            Cell(line.old.count, Role.TEXT3, size=Type.NOTE),
            between,
            Cell(paint=WhiskerPaint(room.look, line.whisker, line.shape, allowed)),
            Cell(
                line.word,
                Role.BAD_TEXT if is_loud else Role.TEXT2,
                600 if is_loud else 400,
                shape=None if line.shape is Shape.NONE else line.shape,
                size=Type.NOTE,
            ),
            Cell(line.answer, Role.TEXT2, size=Type.NOTE),
        ),
        tint=Role.TINT_BAD if is_loud and not line.is_part else None,
        key=line.key,
    )


def _value(value: str, role: Role, weight: int) -> Cell:
    if value == DASH:
        return Cell(value, Role.TEXT3)
    return Cell(value, role, weight, unit="%")
