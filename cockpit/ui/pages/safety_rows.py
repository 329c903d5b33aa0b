"""The members of a figure as the table paints them, and the releases that were stopped in time."""

from cockpit.app.safety_view import MemberResult, MemberView
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import Align, Cell, Column, Row
from cockpit.ui.look import Role, Type
from cockpit.ui.pages.safety_codes import SafetyCode
from cockpit.ui.pages.safety_text import RESULTS, named, prevented_text, running, where
from cockpit.ui.say import Say
from cockpit.words.safe import safe

LEAST_ALL_PX = 720
LEAST_DATE_PX = 300
"""Below these widths of their tables the number of failures and the date are left out."""


def columns(say: Say) -> tuple[Column, ...]:
    """Return the columns of the members."""
    return (
        Column(say(SafetyCode.RELEASE), 104),
        Column(say(SafetyCode.DATE), 56),
        Column(say(SafetyCode.RESULT), 120),
        Column(say(SafetyCode.BY), 76),
        Column(say(SafetyCode.WHERE)),
        Column(say(SafetyCode.TO_OFF), 80, Align.RIGHT),
        Column(say(SafetyCode.TO_MITIGATION), 92, Align.RIGHT),
        Column(say(SafetyCode.STOPPED), 60, Align.RIGHT),
        Column(say(SafetyCode.FAILURES), 68, Align.RIGHT, least_px=LEAST_ALL_PX),
    )


def row(member: MemberView, say: Say) -> Row:
    """Return one release; what did not happen to it is left empty."""
    shape, code = RESULTS[member.result]
    is_bad = member.result is MemberResult.FAILED
    way = "" if member.way_out is None else say.name("way_out", member.way_out)
    stopped = "" if member.stopped_at_pct is None else f"{member.stopped_at_pct:g}"
    failures = "" if member.failed_count is None else say.count(member.failed_count)
    result = say(code)
    if member.disputed_by is not None:
        result = say(SafetyCode.DISPUTED, result=result)
    return Row(
        (
            Cell(named(member), weight=600 if is_bad else 400),
            Cell(say.day(member.at), Role.TEXT3),
            Cell(
                result,
                Role.BAD_TEXT if is_bad else Role.TEXT2,
                600 if is_bad else 400,
                shape=None if shape is Shape.NONE else shape,
                size=Type.NOTE,
            ),
            Cell(safe(way)),
            Cell(where(member, say)),
            Cell(_time(member.detect_to_off_s, say)),
            Cell(_time(member.release_to_mitigation_s, say)),
            Cell(stopped, unit="%" if stopped else ""),
            Cell(failures),
        ),
        key=member.launch_id,
    )


def prevented_columns(say: Say) -> tuple[Column, ...]:
    """Return the columns of the releases that were stopped in time."""
    return (
        Column(say(SafetyCode.RELEASE)),
        Column(say(SafetyCode.DATE), 60, Align.RIGHT, least_px=LEAST_DATE_PX),
        Column(say(SafetyCode.FAILURES), 60, Align.RIGHT),
    )


def prevented_row(member: MemberView, say: Say) -> Row:
    """Return one release that was stopped before everybody had it."""
    failures = "" if member.failed_count is None else say.count(member.failed_count)
    return Row(
        (
            Cell(safe(member.version), shape=Shape.OK, note=prevented_text(member, say)),
            Cell(say.day(member.at), Role.TEXT3, size=Type.NOTE),
            Cell(failures, weight=600),
        ),
        key=member.launch_id,
    )


def _time(seconds: float | None, say: Say) -> str:
    return "" if seconds is None else running(seconds, say)
