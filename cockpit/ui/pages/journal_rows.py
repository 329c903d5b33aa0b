"""Rows of the journal as lines of a table: number, time, sign, sentence, person."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cockpit.app.detect import ACTOR
from cockpit.app.row_sentences import sentence
from cockpit.domain import alert_events, events, judgements
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.events import Event
from cockpit.domain.operations import Lever, Order, Outcome
from cockpit.ports.journal import Row as JournalRow
from cockpit.ui.kit.mark import Shape
from cockpit.ui.kit.table import Cell, Row
from cockpit.ui.look import Look, Role
from cockpit.ui.pages.journal_codes import JournalPageCode
from cockpit.ui.say import Say

ICON_PX = 14

ICONS: Mapping[type, str] = {
    events.JournalBegun: "journal",
    events.JournalBegunAgain: "journal",
    events.AnchorPlaced: "database",
    events.OperationSentAgain: "refresh",
    events.OperationClosed: "power",
    events.OperationReverted: "refresh",
    events.BackInBand: "flow",
    judgements.FaultDetected: "bell",
    judgements.FaultDetectedFirst: "bell",
    events.LaunchPlanned: "rollout",
    events.WindowTaken: "person",
    events.ItemAnswered: "checklist",
    events.SignedOff: "badge-check",
    events.ReasonGiven: "pen",
    events.LaunchDisputed: "pen",
    events.LaunchDeployed: "rollout",
    events.LaunchHeld: "pause",
    events.LaunchResumed: "play",
    judgements.GateJudged: "checklist",
    judgements.GateJudgedFirst: "checklist",
    judgements.CheckAccepted: "pen",
    events.StepApproved: "rollout",
    events.StageReached: "rollout",
    events.LaunchClosed: "stop",
    events.NoteAdded: "pen",
    alert_events.AlertRaised: "bell",
    alert_events.AlertEnded: "bell",
    alert_events.AlertShelved: "clock",
    alert_events.AlertUnshelved: "bell",
    alert_events.AlertRated: "pen",
    ChannelTested: "bell",
    ChannelFailed: "bell",
}


OUTCOME_SHAPES = {
    Outcome.CONFIRMED: Shape.OK,
    Outcome.FAILED: Shape.BAD,
    Outcome.UNKNOWN: Shape.UNKNOWN,
}


def orders_of(rows: Sequence[JournalRow]) -> dict[str, Order]:
    """Return the orders by operation id, as far as these rows tell them."""
    found = (row.entry.event for row in rows)
    return {
        one.order.operation_id: one.order for one in found if isinstance(one, events.IntentRecorded)
    }


def line(look: Look, say: Say, row: JournalRow, orders: Mapping[str, Order]) -> Row:
    """Return the row as a line of the table."""
    entry = row.entry
    icon = icon_of(entry.event, orders)

    def paint_icon(painter: QPainter, field: QRectF) -> None:
        pixmap = look.icon(icon, Role.TEXT3, ICON_PX, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(field.left(), field.center().y() - ICON_PX / 2), pixmap)

    shape = shape_of_event(entry.event)
    return Row(
        (
            Cell(str(row.seq), Role.TEXT3),
            Cell(say.time_s(entry.at), Role.TEXT2),
            Cell(paint=paint_icon),
            Cell(shape=shape),
            Cell(say.text(sentence(entry, orders)), note=_note(say, row)),
            Cell(who(say, entry.actor), Role.TEXT2),
        ),
        key=str(row.seq),
    )


def who(say: Say, actor: str) -> str:
    """Return the name of a person, or that nobody pressed anything."""
    return say(JournalPageCode.AUTOMATIC) if actor == ACTOR else say.person(actor)


def icon_of(event: Event, orders: Mapping[str, Order]) -> str:
    """Return the icon of what happened."""
    order = None
    if isinstance(event, events.IntentRecorded):
        order = event.order
    elif isinstance(event, events.OutcomeRecorded):
        order = orders.get(event.operation_id)
    if order is not None:
        return {Lever.ROLLBACK: "rollback", Lever.EXPOSURE: "rollout"}.get(order.lever, "power")
    is_operation = isinstance(event, events.OutcomeRecorded | events.IntentRecorded)
    return ICONS.get(type(event), "power" if is_operation else "database")


def shape_of_event(event: Event) -> Shape | None:
    """Return the mark of what is good or bad news by itself; None for the rest."""
    match event:
        case events.OutcomeRecorded() | ChannelTested():
            return OUTCOME_SHAPES[_outcome(event)]
        case judgements.GateJudged(is_open=is_open) | judgements.GateJudgedFirst(is_open=is_open):
            return Shape.OK if is_open else Shape.BAD
        case (
            judgements.FaultDetected()
            | judgements.FaultDetectedFirst()
            | events.SignedOff(is_go=False)
            | alert_events.AlertRaised(grade="act_now")
            | ChannelFailed()
        ):
            return Shape.BAD
        case events.BackInBand() | events.SignedOff():
            return Shape.OK
        case (
            events.ItemAnswered(accepts=False)
            | events.OperationReverted()
            | alert_events.AlertRaised()
        ):
            return Shape.WARN
        case _:
            return None


def _outcome(event: events.OutcomeRecorded | ChannelTested) -> Outcome:
    """Return what became of an operation, or of a test of a channel."""
    if isinstance(event, events.OutcomeRecorded):
        return event.outcome
    proof = {True: Outcome.CONFIRMED, False: Outcome.FAILED, None: Outcome.UNKNOWN}
    return proof[event.is_proved]


def _note(say: Say, row: JournalRow) -> str:
    notes = []
    if row.entry.is_drill:
        notes.append(say(JournalPageCode.DRILL))
    if row.entry.is_late:
        notes.append(say(JournalPageCode.LATE))
    return " · ".join(notes)
