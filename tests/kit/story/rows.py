"""The journal of the story: rows as the product's own events make them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256

from msgspec import Struct

from cockpit.app.board_codes import BoardCode
from cockpit.app.codes import ActionCode
from cockpit.connectors.codes import SourceCode
from cockpit.domain import events, judgements
from cockpit.domain.codes import JudgeCode
from cockpit.domain.events import Entry, Event
from cockpit.domain.judgements import CheckResult
from cockpit.domain.message import message
from cockpit.domain.operations import Direction, Lever, Order, Outcome, Stamps, Target
from cockpit.ports.journal import Row
from tests.kit.story import times
from tests.kit.story.levers import OFF_ID
from tests.kit.story.people import ME
from tests.kit.story.sheets import EVIDENCE, OBJECTION, POLICY
from tests.kit.story.times import at

LAUNCH_ID = "0193a7c2-8f40-7d11-9b20-1d6f5a3e41c8"
AUTOMATIC = "cockpit"
RUN = "run-1"
COUPON = Target("flags", "production", "coupon_v2")
CARRIER = Target("flags", "production", "release_3_2_0")
OK = message(JudgeCode.PASS, margin_times=2.0)

Told = tuple[datetime, str, Event]


class Step(Struct, frozen=True):
    """A step of the ladder: the percentage, when, its id, and the second person."""

    pct: float
    at: datetime
    operation_id: str
    second_person: str


STEPS = (
    Step(1.0, times.STAGE_1, "0193a7d1-11aa", "eunho"),
    Step(5.0, times.STAGE_5, "0193a7e9-22bb", "sumin"),
)


@cache
def rows() -> tuple[Row, ...]:
    """Return the whole journal of the day, oldest first."""
    told = enumerate(_told(), start=1)
    return tuple(
        Row(seq, Entry(when, float(seq), RUN, actor, event), _hash(seq))
        for seq, (when, actor, event) in told
    )


def rows_until(now: datetime) -> tuple[Row, ...]:
    """Return the rows that are there by `now`."""
    return tuple(row for row in rows() if row.entry.at <= now)


def _hash(seq: int) -> str:
    return sha256(f"row {seq}".encode()).hexdigest()


def _told() -> Iterator[Told]:
    yield at("08:55:00"), AUTOMATIC, events.JournalBegun("install-1", "0.3.0", "ab" * 32)
    yield from _planning()
    for step in STEPS:
        yield from _step(step)
    yield from _fault()
    yield from _way_out()
    yield from _ending()


def _planning() -> Iterator[Told]:
    planned = events.LaunchPlanned(
        LAUNCH_ID,
        "shop-app",
        "3.2.0",
        "320",
        "3.1.4",
        "신규 쿠폰 · 결제 화면 개편",
        window_from=at("10:00:00"),
        window_to=at("18:00:00"),
        commit="4f1c9a2e77b0",
    )
    yield times.PLANNED, ME, planned
    yield at("09:31:05"), ME, events.WindowTaken(LAUNCH_ID)
    for clock, who, role, item, value in (
        ("09:45:10", "dohyun", "mobile_lead", "build_number", "320 > 314"),
        ("09:46:20", "dohyun", "mobile_lead", "store_review", "Play, App Store 승인"),
        ("09:48:02", "sumin", "backend_lead", "contract_tests", "Pact 128/128"),
        ("09:50:31", "eunho", "devops", "rollback_rehearsed", "3분 5초"),
        ("09:53:12", "haneul", "qa", "e2e_checkout", "58/58"),
    ):
        yield at(clock), who, events.ItemAnswered(LAUNCH_ID, item, role, value, accepts=True)
    objected = events.ItemAnswered(
        LAUNCH_ID, "e2e_coupon", "qa", "18/18", accepts=False, note=OBJECTION
    )
    yield at("09:54:40"), "haneul", objected
    answered = events.ItemAnswered(LAUNCH_ID, "e2e_coupon", "qa", "24/24", accepts=True)
    yield at("09:59:50"), "haneul", answered
    for clock, who, role in (
        ("10:00:10", "haneul", "qa"),
        ("10:00:40", "dohyun", "mobile_lead"),
        ("10:01:00", "sumin", "backend_lead"),
        ("10:01:20", "eunho", "devops"),
        ("10:02:00", "jiwoo", "pm"),
    ):
        signed = events.SignedOff(LAUNCH_ID, role, True, "3.2.0", "320", POLICY, EVIDENCE)
        yield at(clock), who, signed
    yield times.DEPLOYED, ME, events.LaunchDeployed(LAUNCH_ID)


def _step(step: Step) -> Iterator[Told]:
    before = {1.0: 0.0, 5.0: 1.0}[step.pct]
    checks = tuple(CheckResult(name, "pass", OK) for name in ("verdict", "bake", "sample", "slo"))
    yield step.at, AUTOMATIC, judgements.GateJudged(LAUNCH_ID, before, step.pct, True, checks)
    approved = events.StepApproved(LAUNCH_ID, step.pct, step.second_person, True, step.pct)
    yield step.at, ME, approved
    order = Order(step.operation_id, Lever.EXPOSURE, CARRIER, step.at, LAUNCH_ID, step.pct)
    yield step.at, ME, events.IntentRecorded(order)
    stamps = Stamps(step.at, step.at, step.at, step.at, step.at)
    told = message(ActionCode.CONFIRMED, now=message(BoardCode.LEVER_ON, flag="release_3_2_0"))
    outcome = events.OutcomeRecorded(
        step.operation_id, Outcome.CONFIRMED, stamps, told, "action", server_event_id=811
    )
    yield step.at, AUTOMATIC, outcome
    yield step.at, AUTOMATIC, events.StageReached(LAUNCH_ID, step.pct, step.operation_id)


def _fault() -> Iterator[Told]:
    counts = (37, 378, 213, 10_655)
    fault = judgements.FaultDetected(
        LAUNCH_ID, "coupon", "android", "release", "judge/1 success", *counts, 981.0
    )
    yield times.DETECTED, AUTOMATIC, fault
    worse = message(JudgeCode.FAIL_IN, stratum="android", new_ratio=0.098, old_ratio=0.02)
    checks = (CheckResult("verdict", "fail", worse), CheckResult("bake", "wait", OK))
    yield at("10:51:04"), AUTOMATIC, judgements.GateJudged(LAUNCH_ID, 5.0, 20.0, False, checks)
    yield at("10:52:05"), ME, events.NoteAdded("Android 신규 쿠폰에서만 납니다.", LAUNCH_ID)


def _way_out() -> Iterator[Told]:
    order = Order(OFF_ID, Lever.FLAG_OFF, COUPON, times.ASKED_OFF, LAUNCH_ID)
    yield times.ASKED_OFF, ME, events.IntentRecorded(order, direction=Direction.SAFER)
    down = message(SourceCode.SERVER_ERROR, source="flags", status=502)
    asked = Stamps(times.ASKED_OFF, at("10:54:03"))
    unseen = message(ActionCode.CANNOT_LOOK, reason=down)
    lost = events.OutcomeRecorded(OFF_ID, Outcome.UNKNOWN, asked, unseen, "action")
    yield at("10:54:13"), AUTOMATIC, lost
    yield at("10:55:30"), ME, events.OperationSentAgain(OFF_ID)
    stamps = Stamps(
        times.ASKED_OFF, at("10:54:03"), at("10:55:41"), times.SEEN_OFF, times.CLIENTS_BY
    )
    told = message(ActionCode.CONFIRMED, now=message(BoardCode.LEVER_OFF, flag="coupon_v2"))
    seen = events.OutcomeRecorded(
        OFF_ID, Outcome.CONFIRMED, stamps, told, "repeat", 2, server_event_id=812, skew_s=-0.1
    )
    yield times.SEEN_OFF, AUTOMATIC, seen
    yield times.BACK, AUTOMATIC, events.BackInBand(OFF_ID, "coupon", 0.0216, 0.03, 603)


def _ending() -> Iterator[Told]:
    yield at("10:59:05"), ME, events.LaunchHeld(LAUNCH_ID, "원인을 찾는 중")
    yield at("11:01:20"), ME, events.ReasonGiven(LAUNCH_ID, OFF_ID, "쿠폰 실패가 5배")
    yield at("11:02:00"), AUTOMATIC, events.AnchorPlaced("/nas/anchors", 40, "c1d702aa" * 8)
    note = "PG사 점검 공지(10:30–11:30)는 사고와 무관"
    yield at("11:06:30"), ME, events.NoteAdded(note, LAUNCH_ID)
    yield at("11:20:00"), "eunho", events.WindowTaken(LAUNCH_ID)
    yield at("11:30:00"), "eunho", events.LaunchClosed(LAUNCH_ID, "stopped", "flag_off")
    yield at("11:40:00"), AUTOMATIC, events.UnknownEvent("incident.opened/1", '{"flow":"coupon"}')
