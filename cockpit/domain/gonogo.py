"""The Go/No-Go of one launch, folded from its answers and sign-offs.

Roles speak in a fixed order, the product owner last. A Go counts for the version, build, policy
and evidence it was said to; to others it is void. A No-Go is in force at once. It is lifted when
its own role says Go after it, or the product owner, who has to have seen it: either way her own
Go from before is void, so that she speaks last again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from unicodedata import normalize

from cockpit.domain.events import ItemAnswered, SignedOff
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.launch_life import Numbered
from cockpit.domain.message import Message, Value, message
from cockpit.domain.sheet import (
    LAST,
    NOBODY,
    Answer,
    Item,
    Poll,
    Question,
    Said,
    Sheet,
    Subject,
)
from cockpit.domain.standings import ItemState, PollState

_IN_THE_WAY = {
    ItemState.OBJECTED: PollCode.OBJECTED,
    ItemState.FAILED: PollCode.FAILED,
    ItemState.STALE: PollCode.STALE,
    ItemState.UNKNOWN: PollCode.UNANSWERED,
}


def folded(
    questions: Sequence[Question],
    roles: Sequence[str],
    subject: Subject,
    told: Iterable[Numbered],
    *,
    measured: Mapping[str, ItemState],
    now: datetime,
) -> Sheet:
    """Return the sheet of one launch.

    `told` are the entries of this launch in the order of their rows; others change nothing.
    `measured` has OPEN (within what is asked), FAILED or UNKNOWN for each automatic question.
    """
    answers: dict[str, Answer] = {}
    said: list[Said] = []
    for one in told:
        match one.entry.event:
            case ItemAnswered() as event:
                answers[event.item_id] = Answer(event, one.entry.actor, one.entry.at)
            case SignedOff() as signed:
                said.append(Said(one.seq, signed, one.entry.actor, one.entry.at))
            case _:
                pass
    items = tuple(
        Item(
            one,
            _state(one, subject, answers.get(one.item_id), measured, now),
            answers.get(one.item_id),
        )
        for one in questions
    )
    order = (*(role for role in roles if role != LAST), LAST)
    no_gos = tuple(one for one in said if not one.event.is_go)
    evidence = {role: _evidence(role, items, subject, no_gos) for role in order}
    polls = _polls(order, items, subject, said, evidence)
    in_force = _in_force(no_gos, polls)
    is_go = in_force is None and all(one.state is PollState.GO for one in polls)
    if is_go and not subject.is_exposed:
        is_go = all(one.state is ItemState.ACCEPTED for one in items)
    return Sheet(now, items, polls, in_force, no_gos, evidence, is_go)


def why_not_sign(sheet: Sheet, role: str) -> Message | None:
    """Return why the role cannot say Go now; None when it can.

    What is measured and open is accepted by the Go itself. The product owner answers for every
    item, and never passes over a No-Go of another role.
    """
    mine = next((one for one in sheet.poll if one.role == role), None)
    if mine is None:
        return message(PollCode.NOT_POLLED, role=role)
    if mine.state is PollState.GO:
        return message(PollCode.SAID_ALREADY, role=role)
    return _against(sheet, role)


def why_not_go(sheet: Sheet) -> Message | None:
    """Return what keeps the launch from being a Go, but for the product owner's own word."""
    return None if sheet.is_go else _against(sheet, LAST)


def to_accept(sheet: Sheet, role: str) -> tuple[Item, ...]:
    """Return the measured items of the role that its Go accepts along with it."""
    return tuple(
        one
        for one in sheet.items
        if one.question.role == role
        and one.question.is_automatic
        and one.state in {ItemState.OPEN, ItemState.STALE}
    )


def evidence_with(sheet: Sheet, role: str, accepted: Iterable[Answer], subject: Subject) -> str:
    """Return the hash of the role's evidence once these answers are there as well."""
    fresh = {one.event.item_id: one for one in accepted}
    items = tuple(
        Item(one.question, one.state, fresh.get(one.question.item_id, one.answer))
        for one in sheet.items
    )
    return _evidence(role, items, subject, sheet.past_no_gos)


def _state(
    question: Question,
    subject: Subject,
    answer: Answer | None,
    measured: Mapping[str, ItemState],
    now: datetime,
) -> ItemState:
    """Return where the question stands: an objection outweighs all, and never grows old."""
    if answer is not None and not answer.event.accepts:
        return ItemState.OBJECTED
    reading = measured.get(question.item_id, ItemState.UNKNOWN)
    if question.is_automatic and reading is not ItemState.OPEN:
        return reading
    if answer is None:
        return ItemState.OPEN if question.is_automatic else ItemState.UNKNOWN
    is_old = (now - answer.at).total_seconds() > question.fresh_for_s
    if is_old or answer.at < subject.since_at:
        return ItemState.STALE
    return ItemState.ACCEPTED


def _evidence(role: str, items: Iterable[Item], subject: Subject, no_gos: Sequence[Said]) -> str:
    """Return the SHA-256 of what the role signs, as JSON with its names in order.

    A No-Go belongs to the evidence by its row number: a Go by somebody who had not seen it, at
    another computer, counts for nothing.
    """
    mine = [one for one in items if role in {one.question.role, LAST}]
    seen = [one.seq for one in no_gos if role in {one.event.role, LAST}]
    content = {
        "version": subject.version,
        "build": subject.build,
        "items": {one.question.item_id: _accepted(one.answer) for one in mine},
        "no_go": max(seen, default=None),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _accepted(answer: Answer | None) -> dict[str, object] | None:
    if answer is None:
        return None
    event = answer.event
    return {
        "accepts": event.accepts,
        "value": _plain(event.value),
        "measured": None if event.measured is None else _plain(event.measured),
    }


def _plain(value: Value) -> object:
    """Return the value as it comes back from a journal: texts in NFC, 1.0 as 1."""
    match value:
        case Message(code=code, values=values):
            return {"code": code, "values": {name: _plain(one) for name, one in values}}
        case datetime():
            return value.timestamp()
        case float() if value.is_integer():
            return int(value)
        case str():
            return normalize("NFC", value)
        case _:
            return value


def _polls(
    order: Sequence[str],
    items: Sequence[Item],
    subject: Subject,
    said: Sequence[Said],
    evidence: Mapping[str, str],
) -> tuple[Poll, ...]:
    polls: list[Poll] = []
    for role in order:
        own = [one for one in said if one.event.role == role]
        since_seq = max((one.seq for one in own if not one.event.is_go), default=0)
        goes = [one for one in own if one.event.is_go and one.seq > since_seq]
        others_seq = max((one.said.seq for one in polls if one.said is not None), default=0)
        after_seq = others_seq if role == LAST else 0
        voids = [(one, _why_void(one, subject, evidence[role], after_seq)) for one in goes]
        counting = next((one for one, void in voids if void is None), None)
        is_turn = all(one.state is PollState.GO for one in polls)
        mine = [one for one in items if one.question.role == role]
        if not goes and since_seq:
            polls.append(Poll(role, PollState.NO_GO, own[-1]))
        elif counting is not None and (role != LAST or is_turn):
            polls.append(Poll(role, PollState.GO, counting))
        elif any(one.state in {ItemState.OBJECTED, ItemState.FAILED} for one in mine):
            polls.append(Poll(role, PollState.OBJECTS, None))
        elif goes:
            void = voids[-1][1] or message(PollCode.NOT_LAST, role=role)
            polls.append(Poll(role, PollState.VOID, goes[-1], void))
        else:
            state = PollState.ASKED if is_turn else PollState.WAITING
            polls.append(Poll(role, state, None))
    return tuple(polls)


def _why_void(said: Said, subject: Subject, evidence: str, after_seq: int) -> Message | None:
    event = said.event
    if (event.version, event.build) != (subject.version, subject.build):
        return message(PollCode.OTHER_BUILD, version=event.version, build=event.build)
    if event.policy_hash != subject.policy_hash:
        return message(PollCode.OTHER_POLICY, role=event.role)
    if event.evidence_hash != evidence:
        return message(PollCode.OTHER_EVIDENCE, role=event.role)
    if said.seq < after_seq:
        return message(PollCode.NOT_LAST, role=event.role)
    return None


def _in_force(no_gos: Sequence[Said], polls: Sequence[Poll]) -> Said | None:
    """Return the newest No-Go that nobody who may has lifted."""
    goes = {one.role: one.said.seq for one in polls if one.state is PollState.GO and one.said}
    for one in reversed(no_gos):
        lifted_seq = max(goes.get(one.event.role, 0), goes.get(LAST, 0))
        if one.seq > lifted_seq:
            return one
    return None


def _against(sheet: Sheet, role: str) -> Message | None:
    """Return what stands against a Go of the role, the gravest first."""
    standing = sheet.no_go
    if role == LAST and standing is not None and standing.event.role not in {LAST, NOBODY}:
        return message(PollCode.NO_GO_STANDS, role=standing.event.role, at=standing.at)
    mine = [one for one in sheet.items if role in {one.question.role, LAST}]
    for state, code in _IN_THE_WAY.items():
        for item in mine:
            settles = item.question.is_automatic and item.question.role == role
            if item.state is state and not (state is ItemState.STALE and settles):
                return message(code, item=item.question.item_id, role=item.question.role)
    for other in sheet.poll:
        if other.role == role:
            break
        if other.state is not PollState.GO:
            return message(PollCode.NOT_YET, role=other.role)
    return None
