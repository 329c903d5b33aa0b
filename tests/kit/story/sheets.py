"""The Go/No-Go of 3.2.0: five roles in their order, the product owner last."""

from msgspec.structs import replace

from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
from cockpit.app.sheet_codes import MeasuredFrom
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.message import Message, message
from cockpit.domain.standings import ItemState, PollState
from cockpit.ports.workspace_roles import Role
from tests.kit.story.measured import AUTOMATIC, RESTS
from tests.kit.story.people import PEOPLE, QUESTIONS
from tests.kit.story.times import at

VALUES = {
    "critical_bugs": "0건",
    "e2e_checkout": "58/58",
    "e2e_coupon": "18/18",
    "regression": "312/312",
    "release_rehearsal": "통과",
    "build_number": "320 > 314",
    "store_review": "Play, App Store 승인",
    "lint": "오류 0건",
    "e2e_login": "42/42 · 36/36",
    "contract_tests": "Pact 128/128",
    "schema": "깨짐 0건",
    "rate_limits": "0.02 %",
    "rollback_rehearsed": "3분 5초",
    "smoke": "24/24",
    "on_call": "이수민, 최은호",
    "notes": "ko, en",
}
OBJECTION = "18/18은 통과지만 신규 쿠폰(welcome_2611) 시나리오가 하나도 없습니다."
EVIDENCE = "4f1c07d29e6b5a80c3d1e4f7a9b26c5d8e0f1a2b3c4d5e6f708192a3b4c59a2e"
POLICY = "77b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e0e1"

ANSWERED = {
    Role.QA: at("09:53:00"),
    Role.MOBILE_LEAD: at("09:47:00"),
    Role.BACKEND_LEAD: at("09:49:00"),
    Role.DEVOPS: at("09:51:00"),
    Role.PM: at("10:01:10"),
}
ORDER = (Role.MOBILE_LEAD, Role.BACKEND_LEAD, Role.DEVOPS, Role.QA, Role.PM)


def who(role: Role) -> str:
    """Return the person id that answers for the role."""
    return next(person.id for person in PEOPLE if role in person.roles)


def items(*, objects: bool = False, has_pm: bool = True) -> tuple[ItemView, ...]:
    """Return all questions; QA may object to the coupon's, and the PM may not have answered."""
    found = [_asked(*one) for one in QUESTIONS] + [_measured(*one) for one in AUTOMATIC]
    if objects:
        found = [
            replace(one, state=ItemState.OBJECTED, objection=OBJECTION)
            if one.item_id == "e2e_coupon"
            else one
            for one in found
        ]
    if not has_pm:
        found = [_unsaid(one, 0) if one.role == Role.PM else one for one in found]
    return tuple(sorted(found, key=lambda one: ORDER.index(Role(one.role))))


def _asked(item_id: str, role: Role, korean: str, english: str) -> ItemView:
    return ItemView(
        item_id,
        role.value,
        korean,
        english,
        ItemState.ACCEPTED,
        is_automatic=False,
        measured=None,
        value=VALUES[item_id],
        source=None,
        age_s=2_460.0,
        answered_by=who(role),
        answered_at=ANSWERED[role],
    )


def _measured(
    item_id: str, role: Role, question: tuple[str, str], told: Message, source: Message
) -> ItemView:
    return replace(
        _asked("notes", role, *question),
        item_id=item_id,
        is_automatic=True,
        measured=told,
        value=None,
        source=source,
        age_s=3.0,
        rests=RESTS[item_id],
    )


def _open(given: ItemView) -> ItemView:
    return replace(given, state=ItemState.OPEN, answered_by=None, answered_at=None)


def poll(
    states: dict[Role, PollState], given: tuple[ItemView, ...], reason: str = ""
) -> tuple[PollView, ...]:
    """Return the roles in their order with these states."""
    return tuple(_role(role, states[role], given, reason) for role in ORDER)


def _role(role: Role, state: PollState, given: tuple[ItemView, ...], reason: str) -> PollView:
    mine = [one for one in given if one.role == role]
    has_spoken = state in {PollState.GO, PollState.NO_GO}
    return PollView(
        role.value,
        state,
        (who(role),),
        who(role) if has_spoken else None,
        ANSWERED[role] if has_spoken else None,
        sum(one.state is ItemState.ACCEPTED for one in mine),
        len(mine),
        reason if state is PollState.NO_GO else "",
        void=message(PollCode.OTHER_EVIDENCE) if state is PollState.VOID else None,
        evidence_hash=EVIDENCE,
    )


def sheet(
    given: tuple[ItemView, ...],
    states: dict[Role, PollState],
    *,
    no_go_by: str | None = None,
    reason: str = "",
    row: int | None = None,
    why_not: Message | None = None,
) -> GoNoGoView:
    """Return the sheet; it is go when all roles say go and there is no No-Go."""
    count = {state: sum(one.state is state for one in given) for state in ItemState}
    return GoNoGoView(
        poll=poll(states, given, reason),
        items=given,
        is_go=no_go_by is None and all(one is PollState.GO for one in states.values()),
        is_no_go=no_go_by is not None,
        no_go_by=no_go_by,
        no_go_reason=reason,
        no_go_row=row,
        why_not=why_not,
        passed_count=count[ItemState.ACCEPTED],
        objected_count=count[ItemState.OBJECTED],
        failed_count=count[ItemState.FAILED],
        unknown_count=count[ItemState.UNKNOWN] + count[ItemState.STALE],
        evidence_hash=EVIDENCE,
        policy_hash=POLICY,
    )


FAILING = 0.0071
"""A share of errors above the bound of the story."""

ALL_BUT_PM: dict[Role, PollState] = {role: PollState.GO for role in Role if role is not Role.PM}
OBJECTED = message(PollCode.OBJECTED, role="qa", item="e2e_coupon")
UNANSWERED = message(PollCode.UNANSWERED, role="mobile_lead", item="build_number")


def objected() -> GoNoGoView:
    """Return the sheet of picture 04: one objection by QA keeps the PM from signing."""
    states = {**ALL_BUT_PM, Role.QA: PollState.OBJECTS, Role.PM: PollState.WAITING}
    given = items(objects=True, has_pm=False)
    return sheet(given, states, why_not=OBJECTED)


def all_but_pm() -> GoNoGoView:
    """Return the sheet when only the PM has not spoken."""
    return sheet(items(), {**ALL_BUT_PM, Role.PM: PollState.ASKED})


def go() -> GoNoGoView:
    """Return the sheet with everybody's Go."""
    return sheet(items(), {**ALL_BUT_PM, Role.PM: PollState.GO})


def no_go(*, has_reason: bool) -> GoNoGoView:
    """Return the sheet with a No-Go by DevOps, with or without its reason yet."""
    states = {**ALL_BUT_PM, Role.DEVOPS: PollState.NO_GO, Role.PM: PollState.WAITING}
    reason = "롤백 서버 점검이 18시까지 이어집니다." if has_reason else ""
    row = None if has_reason else 10
    return sheet(
        items(has_pm=False),
        states,
        no_go_by="eunho",
        reason=reason,
        row=row,
        why_not=message(PollCode.NO_GO_STANDS, role="devops", at=at("09:59:20")),
    )


def unanswered() -> GoNoGoView:
    """Return the sheet of a build that has just changed: nothing that was said counts any more."""
    measured = iter((ItemState.OPEN, ItemState.FAILED, ItemState.OPEN, ItemState.UNKNOWN))
    given = tuple(
        _read(one, next(measured, ItemState.OPEN)) if one.is_automatic else _unsaid(one, place)
        for place, one in enumerate(items())
    )
    waits = dict.fromkeys(Role, PollState.WAITING)
    asked = {**waits, Role.MOBILE_LEAD: PollState.ASKED, Role.DEVOPS: PollState.VOID}
    return sheet(given, asked, why_not=UNANSWERED)


def _read(given: ItemView, state: ItemState) -> ItemView:
    """Return a check that fills itself in this state."""
    if state is ItemState.UNKNOWN:
        nothing = message(MeasuredFrom.FLAG_NOT_READ, flag="coupon_v2")
        return replace(_open(given), state=state, measured=None, source=nothing, age_s=None)
    told = given.measured
    if state is ItemState.FAILED and told is not None:
        values = ((name, FAILING if name == "bad_ratio" else one) for name, one in told.values)
        told = Message(told.code, tuple(values))
    return replace(_open(given), state=state, measured=told)


def _unsaid(given: ItemView, place: int) -> ItemView:
    """Return a question whose answer has aged, or that nobody has answered."""
    if place % 2:
        return replace(given, state=ItemState.STALE, age_s=93_000.0)
    return replace(_open(given), state=ItemState.UNKNOWN, value=None, age_s=None)
