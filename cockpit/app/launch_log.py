"""The launch log: which rows of the journal people away from the window hear of, one line each."""

from collections.abc import Mapping

from cockpit.app.channel_codes import LogCode
from cockpit.domain import events, judgements
from cockpit.domain.events import Entry
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome

OFF = {
    Outcome.CONFIRMED: LogCode.OFF_CONFIRMED,
    Outcome.FAILED: LogCode.OFF_FAILED,
    Outcome.UNKNOWN: LogCode.OFF_UNKNOWN,
}
BACK = {
    Outcome.CONFIRMED: LogCode.BACK_CONFIRMED,
    Outcome.FAILED: LogCode.BACK_FAILED,
    Outcome.UNKNOWN: LogCode.BACK_UNKNOWN,
}
SHRINK = {
    Outcome.CONFIRMED: LogCode.TO_ZERO_CONFIRMED,
    Outcome.FAILED: LogCode.TO_ZERO_FAILED,
    Outcome.UNKNOWN: LogCode.TO_ZERO_UNKNOWN,
}


class LaunchLog:
    """Turns rows into lines, in the order of the rows. It remembers what outcomes are about."""

    def __init__(self) -> None:
        self._orders: dict[str, tuple[str, Order]] = {}
        self._told: dict[str, Outcome] = {}
        self._versions: dict[str, str] = {}

    def take(self, entry: Entry) -> Message | None:
        """Return the line about this row; None when nobody has to hear of it.

        What was recorded late says so: then somebody acted while the journal could not be written.
        """
        line = self._line(entry)
        if line is None or not entry.is_late:
            return line
        return message(LogCode.LATE, told=line, at=entry.at)

    def _line(self, entry: Entry) -> Message | None:
        match entry.event:
            case events.IntentRecorded(order=order):
                self._orders[order.operation_id] = (entry.actor, order)
                return None
            case events.OutcomeRecorded() as ended:
                return self._outcome(ended)
            case events.LaunchPlanned() as planned:
                self._versions[planned.launch_id] = planned.version
                return message(
                    LogCode.OPENED,
                    version=planned.version,
                    build=planned.build,
                    baseline=planned.baseline_version,
                    person=entry.actor,
                )
            case event:
                version = self._versions.get(getattr(event, "launch_id", None) or "")
                return line_of_launch(entry, version)

    def _outcome(self, ended: events.OutcomeRecorded) -> Message | None:
        """Return the line of a way out, once for each outcome that it has come to."""
        known = self._orders.get(ended.operation_id)
        if known is None or self._told.get(ended.operation_id) is ended.outcome:
            return None
        person, order = known
        codes = codes_of(order)
        if codes is None:
            return None
        self._told[ended.operation_id] = ended.outcome
        values = {"target": order.target.name, "person": person}
        if order.lever is Lever.ROLLBACK:
            values |= {"version": order.to_version or ""}
        if ended.outcome is Outcome.CONFIRMED:
            return message(codes[ended.outcome], **values)
        return message(codes[ended.outcome], told=ended.detail, **values)


def codes_of(order: Order) -> Mapping[Outcome, LogCode] | None:
    """Return the codes for a way out; None for what leads on, whose stages are told instead."""
    if order.lever is Lever.EXPOSURE and order.exposure_pct == 0:
        return SHRINK
    return {Lever.FLAG_OFF: OFF, Lever.ROLLBACK: BACK}.get(order.lever)


def line_of_launch(entry: Entry, version: str | None) -> Message | None:  # noqa: C901, PLR0911 - one answer for each kind
    """Return the line about a launch that goes on; None when nobody has to hear of it."""
    person = entry.actor
    match entry.event:
        case events.SignedOff(is_go=True, role=role):
            return message(LogCode.GO, role=role, person=person, version=version)
        case events.SignedOff(role=role, reason=reason):
            values = {"role": role, "person": person, "version": version}
            if not reason:
                return message(LogCode.NO_GO, **values)
            return message(LogCode.NO_GO_BECAUSE, told=reason, **values)
        case events.StageReached(exposure_pct=exposure_pct):
            return message(LogCode.STAGE, exposure_pct=exposure_pct, version=version)
        case judgements.GateJudged(is_open=False, next_exposure_pct=next_pct, checks=checks):
            against = ("fail", "unknown", "wait")
            why = next((one.told for name in against for one in checks if one.state == name), None)
            return message(LogCode.GATE_HELD, exposure_pct=next_pct, told=why)
        case events.LaunchHeld(reason=reason):
            if not reason:
                return message(LogCode.HELD, person=person)
            return message(LogCode.HELD_BECAUSE, person=person, told=reason)
        case events.LaunchResumed():
            return message(LogCode.RESUMED, person=person)
        case events.LaunchClosed(result="done"):
            return message(LogCode.CLOSED_DONE, version=version, person=person)
        case events.LaunchClosed(way_out=way_out):
            return message(LogCode.CLOSED_STOPPED, version=version, person=person, way_out=way_out)
        case _:
            return None
