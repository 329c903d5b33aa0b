"""What a row of the journal says, as one message; rows themselves hold codes and values only."""

from collections.abc import Mapping

from cockpit.app.row_codes import RowCode
from cockpit.domain import alert_events, events, judgements
from cockpit.domain.alert_words import about
from cockpit.domain.channel_events import ChannelFailed, ChannelTested
from cockpit.domain.events import Entry, Event
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome

ASKED = {
    Lever.FLAG_OFF: RowCode.ASKED_OFF,
    Lever.FLAG_ON: RowCode.ASKED_ON,
    Lever.EXPOSURE: RowCode.ASKED_EXPOSURE,
    Lever.ROLLBACK: RowCode.ASKED_ROLLBACK,
}
CONFIRMED = {
    Lever.FLAG_OFF: RowCode.CONFIRMED_OFF,
    Lever.FLAG_ON: RowCode.CONFIRMED_ON,
    Lever.EXPOSURE: RowCode.CONFIRMED_EXPOSURE,
    Lever.ROLLBACK: RowCode.CONFIRMED_ROLLBACK,
}
BACK = {
    "time": RowCode.ALERT_BACK_TIME,
    "graver": RowCode.ALERT_BACK_GRAVER,
    "person": RowCode.ALERT_BACK_PERSON,
}
SHORT_ID = 8


def sentence(entry: Entry, orders: Mapping[str, Order]) -> Message:
    """Return what the entry says.

    `orders` are the orders by operation id, as far as they are known: with them an outcome names
    its target.
    """
    return _of_operation(entry.event, orders) or _of_launch(entry.event) or _of_rest(entry.event)


def _of_operation(event: Event, orders: Mapping[str, Order]) -> Message | None:  # noqa: PLR0911 - one answer for each kind
    match event:
        case events.IntentRecorded(order=order):
            return _about(ASKED[order.lever], order)
        case events.OutcomeRecorded():
            return _outcome(event, orders.get(event.operation_id))
        case events.OperationSentAgain(operation_id=id_):
            return message(RowCode.SENT_AGAIN, operation=_short(id_, orders))
        case events.OperationClosed(operation_id=id_, reason=reason):
            return message(RowCode.CLOSED_OPERATION, operation=_short(id_, orders), reason=reason)
        case events.OperationReverted(operation_id=id_, by=by):
            return message(RowCode.REVERTED, operation=_short(id_, orders), by=by)
        case events.BackInBand(flow=flow, bad_ratio=bad_ratio, total_count=count):
            return message(RowCode.BACK, flow=flow, bad_ratio=bad_ratio, total_count=count)
        case _:
            return None


def _outcome(event: events.OutcomeRecorded, order: Order | None) -> Message:
    if event.outcome is Outcome.CONFIRMED:
        told = message(RowCode.CONFIRMED, operation=event.operation_id[:SHORT_ID])
        if order is not None:
            told = _about(CONFIRMED[order.lever], order)
        if event.server_event_id is None:
            return told
        return message(RowCode.ON_SERVER, told=told, event_id=event.server_event_id)
    code = RowCode.FAILED if event.outcome is Outcome.FAILED else RowCode.UNKNOWN
    target = event.operation_id[:SHORT_ID] if order is None else order.target.name
    return message(code, target=target, told=event.detail)


def _about(code: RowCode, order: Order) -> Message:
    return message(
        code,
        target=order.target.name,
        exposure_pct=order.exposure_pct,
        version=order.to_version,
    )


def _short(operation_id: str, orders: Mapping[str, Order]) -> str:
    order = orders.get(operation_id)
    return operation_id[:SHORT_ID] if order is None else order.target.name


def _of_launch(event: Event) -> Message | None:  # noqa: PLR0911 - one answer for each kind
    match event:
        case events.LaunchPlanned(version=version, build=build, baseline_version=baseline):
            return message(RowCode.PLANNED, version=version, build=build, baseline=baseline)
        case events.WindowTaken():
            return message(RowCode.TAKEN)
        case events.LaunchDeployed():
            return message(RowCode.DEPLOYED)
        case events.LaunchHeld(reason=reason):
            return message(RowCode.HELD, reason=reason)
        case events.LaunchResumed():
            return message(RowCode.RESUMED)
        case events.StageReached(exposure_pct=exposure_pct):
            return message(RowCode.STAGE, exposure_pct=exposure_pct)
        case events.LaunchDisputed(reason=reason):
            return message(RowCode.DISPUTED, reason=reason)
        case events.LaunchClosed(result="done"):
            return message(RowCode.CLOSED_DONE)
        case events.LaunchClosed(way_out=way_out):
            return message(RowCode.CLOSED_STOPPED, way_out=way_out)
        case _:
            return _of_gate(event) or _of_sheet(event)


def _of_gate(event: Event) -> Message | None:
    match event:
        case judgements.GateJudged() | judgements.GateJudgedFirst():
            is_open, next_pct, checks = event.is_open, event.next_exposure_pct, event.checks
            shut = next((one.told for one in checks if one.state in {"fail", "unknown"}), None)
            waits = next((one.told for one in checks if one.state == "wait"), None)
            if is_open:
                return message(RowCode.GATE_OPEN, exposure_pct=next_pct, checks_count=len(checks))
            return message(RowCode.GATE_SHUT, exposure_pct=next_pct, told=shut or waits)
        case events.StepApproved(exposure_pct=exposure_pct, second_person=None):
            return message(RowCode.APPROVED_ALONE, exposure_pct=exposure_pct)
        case events.StepApproved(exposure_pct=exposure_pct, second_person=person):
            return message(RowCode.APPROVED, exposure_pct=exposure_pct, person=person)
        case judgements.FaultDetected() | judgements.FaultDetectedFirst():
            new_ratio = event.new_bad_count / max(event.new_total_count, 1)
            old_ratio = event.old_bad_count / max(event.old_total_count, 1)
            return message(
                RowCode.DETECTED,
                flow=event.flow,
                platform=event.stratum,
                new_ratio=new_ratio,
                old_ratio=old_ratio,
            )
        case _:
            return None


def _of_sheet(event: Event) -> Message | None:
    match event:
        case events.ItemAnswered(accepts=True):
            told = event.measured if event.measured is not None else event.value
            return message(RowCode.ANSWERED, role=event.role, item=event.item_id, told=told)
        case events.ItemAnswered():
            return message(
                RowCode.OBJECTED,
                role=event.role,
                item=event.item_id,
                told=event.note or event.value,
            )
        case events.SignedOff(is_go=True):
            return message(RowCode.GO, role=event.role, version=event.version, build=event.build)
        case events.SignedOff():
            return message(RowCode.NO_GO, role=event.role, reason=event.reason)
        case events.ReasonGiven(reason=reason):
            return message(RowCode.REASON, reason=reason)
        case _:
            return None


def _of_rest(event: Event) -> Message:
    match event:
        case events.JournalBegun():
            return message(RowCode.BEGUN)
        case events.JournalBegunAgain(why=why):
            return message(RowCode.BEGUN_AGAIN, why=why)
        case events.AnchorPlaced(anchor=anchor, seq=seq):
            return message(RowCode.ANCHORED, anchor=anchor, row=seq)
        case events.NoteAdded(text=text):
            return message(RowCode.NOTE, text=text)
        case ChannelTested() | ChannelFailed():
            return _of_channel(event)
        case _:
            told = _of_alert(event) or _of_acceptance(event)
            return told or message(RowCode.NEWER, kind=event.kind)


def _of_acceptance(event: Event) -> Message | None:
    if not isinstance(event, judgements.CheckAccepted):
        return None
    code = RowCode.EXCEPTED if event.is_exception else RowCode.ACCEPTED
    flow, metric = event.told.value("flow"), event.told.value("metric")
    return message(code, flow=flow, metric=metric, reason=event.reason)


def _of_alert(event: Event) -> Message | None:
    match event:
        case alert_events.AlertRaised(key=key, grade=grade, told=told):
            code = RowCode.ALERT_ACT_NOW if grade == "act_now" else RowCode.ALERT_WATCH
            return message(code, about=about(key), told=told)
        case alert_events.AlertEnded(key=key, well_at=well_at):
            return message(RowCode.ALERT_ENDED, about=about(key), well_at=well_at)
        case alert_events.AlertShelved(key=key, until_at=until_at, reason=reason):
            return message(
                RowCode.ALERT_SHELVED, about=about(key), until_at=until_at, reason=reason
            )
        case alert_events.AlertUnshelved(key=key, why=why):
            return message(BACK[why], about=about(key))
        case alert_events.AlertRated(key=key, is_useful=is_useful):
            code = RowCode.ALERT_USEFUL if is_useful else RowCode.ALERT_NOISE
            return message(code, about=about(key))
        case _:
            return None


def _of_channel(event: ChannelTested | ChannelFailed) -> Message:
    if isinstance(event, ChannelFailed):
        return message(RowCode.CHANNEL_FAILED, channel=event.channel, told=event.told)
    if event.is_proved:
        return message(RowCode.CHANNEL_FINE, channel=event.channel, took_s=event.took_s)
    code = RowCode.CHANNEL_NOT_FINE if event.is_proved is False else RowCode.CHANNEL_IN_DOUBT
    return message(code, channel=event.channel, told=event.told)
