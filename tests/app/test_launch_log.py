"""The launch log: one line for each thing that people away from the window want to hear of."""

import pytest
from msgspec.structs import replace

from cockpit.app.channel_codes import LogCode
from cockpit.app.launch_log import LaunchLog
from cockpit.domain import events, judgements
from cockpit.domain.events import Entry, Event
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from tests.kit.fakes_acting import NOON

WHY = Message("test.why")


def entry(event: Event, *, is_late: bool = False) -> Entry:
    return Entry(NOON, 0.0, "run", "mina", event, is_late=is_late)


def code(log: LaunchLog, event: Event) -> str | None:
    line = log.take(entry(event))
    return None if line is None else line.code


def order(lever: Lever, **more: object) -> Order:
    return Order("op", lever, Target("flags", "production", "coupon_v2"), NOON, **more)  # type: ignore[arg-type]


def ended(outcome: Outcome) -> events.OutcomeRecorded:
    return events.OutcomeRecorded("op", outcome, Stamps(NOON), WHY, "action")


PLANNED = events.LaunchPlanned("l1", "shop", "3.2.0", "320", "3.1.4")
CHECKS = (
    judgements.CheckResult("bake", "wait", Message("test.bake")),
    judgements.CheckResult("success", "fail", Message("test.worse")),
)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (PLANNED, LogCode.OPENED),
        (events.SignedOff("l1", "qa", is_go=True, version="3.2.0", build="320"), LogCode.GO),
        (events.SignedOff("l1", "qa", is_go=False, version="3.2.0", build="320"), LogCode.NO_GO),
        (
            events.SignedOff("l1", "qa", is_go=False, version="v", build="b", reason="x"),
            LogCode.NO_GO_BECAUSE,
        ),
        (events.StageReached("l1", 5.0, "op"), LogCode.STAGE),
        (judgements.GateJudged("l1", 1.0, 5.0, is_open=False, checks=CHECKS), LogCode.GATE_HELD),
        (judgements.GateJudged("l1", 1.0, 5.0, is_open=True, checks=()), None),
        (events.LaunchHeld("l1"), LogCode.HELD),
        (events.LaunchHeld("l1", "why"), LogCode.HELD_BECAUSE),
        (events.LaunchResumed("l1"), LogCode.RESUMED),
        (events.LaunchClosed("l1", "done"), LogCode.CLOSED_DONE),
        (events.LaunchClosed("l1", "stopped", "rollback"), LogCode.CLOSED_STOPPED),
        (events.NoteAdded("x"), None),
        (events.ItemAnswered("l1", "e2e", "qa", "ok", accepts=True), None),
    ],
)
def test_what_people_want_to_hear_of_has_a_line(event: Event, expected: str | None) -> None:
    assert code(LaunchLog(), event) == expected


def test_a_line_says_which_version_and_who() -> None:
    log = LaunchLog()
    log.take(entry(PLANNED))
    line = log.take(entry(events.StageReached("l1", 5.0, "op")))
    assert line is not None
    assert (line.value("version"), line.value("exposure_pct")) == ("3.2.0", 5.0)
    closed = log.take(entry(events.LaunchClosed("l1", "done")))
    assert closed is not None
    assert closed.value("person") == "mina"


def test_a_gate_that_holds_says_the_gravest_reason() -> None:
    line = LaunchLog().take(
        entry(judgements.GateJudged("l1", 1.0, 5.0, is_open=False, checks=CHECKS))
    )
    assert line is not None
    assert line.value("told") == Message("test.worse")


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (
            order(Lever.FLAG_OFF),
            (LogCode.OFF_CONFIRMED, LogCode.OFF_FAILED, LogCode.OFF_UNKNOWN),
        ),
        (
            order(Lever.ROLLBACK, to_version="3.1.4"),
            (LogCode.BACK_CONFIRMED, LogCode.BACK_FAILED, LogCode.BACK_UNKNOWN),
        ),
        (
            order(Lever.EXPOSURE, exposure_pct=0.0),
            (LogCode.TO_ZERO_CONFIRMED, LogCode.TO_ZERO_FAILED, LogCode.TO_ZERO_UNKNOWN),
        ),
        (order(Lever.EXPOSURE, exposure_pct=5.0), (None, None, None)),
        (order(Lever.FLAG_ON), (None, None, None)),
    ],
)
def test_a_way_out_is_told_with_its_outcome(
    asked: Order, codes: tuple[str | None, str | None, str | None]
) -> None:
    for outcome, expected in zip(Outcome, codes, strict=True):
        log = LaunchLog()
        assert code(log, events.IntentRecorded(asked)) is None
        assert code(log, ended(outcome)) == expected


def test_an_outcome_is_told_once_and_again_when_it_turns() -> None:
    log = LaunchLog()
    log.take(entry(events.IntentRecorded(order(Lever.FLAG_OFF))))
    assert code(log, ended(Outcome.UNKNOWN)) == LogCode.OFF_UNKNOWN
    assert code(log, ended(Outcome.UNKNOWN)) is None
    assert code(log, ended(Outcome.CONFIRMED)) == LogCode.OFF_CONFIRMED
    found = replace(ended(Outcome.CONFIRMED), server_event_id=7)
    assert code(log, found) is None


def test_an_outcome_of_something_unknown_is_not_guessed_at() -> None:
    assert code(LaunchLog(), ended(Outcome.CONFIRMED)) is None


def test_what_was_recorded_late_says_so() -> None:
    log = LaunchLog()
    log.take(entry(events.IntentRecorded(order(Lever.FLAG_OFF)), is_late=True))
    line = log.take(entry(ended(Outcome.CONFIRMED), is_late=True))
    assert line is not None
    told = line.value("told")
    assert isinstance(told, Message)
    assert (line.code, told.code, line.value("at")) == (
        LogCode.LATE,
        LogCode.OFF_CONFIRMED,
        NOON,
    )
