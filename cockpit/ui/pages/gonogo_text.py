"""What the Go/No-Go page says about items and roles: texts and reasons, without widgets."""

from datetime import datetime

from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.message import Message, message
from cockpit.domain.sheet import LAST
from cockpit.domain.standings import ItemState, PollState
from cockpit.ui.pages.gonogo_codes import GonogoCode
from cockpit.ui.say import DASH, Say
from cockpit.words.language import Language
from cockpit.words.safe import safe

HASH_HEAD, HASH_TAIL = 4, 4

_IN_THE_WAY = (
    (ItemState.OBJECTED, PollCode.OBJECTED),
    (ItemState.FAILED, PollCode.FAILED),
    (ItemState.UNKNOWN, PollCode.UNANSWERED),
    (ItemState.STALE, PollCode.STALE),
)
"""What keeps a role from saying Go, the gravest first."""


def question(item: ItemView, say: Say) -> str:
    """Return the question in the language of the window."""
    return safe(item.question_ko if say.language is Language.KO else item.question_en)


def value(item: ItemView, say: Say, near: datetime | None = None) -> str:
    """Return what was measured or said; a dash when that is not known, or aged.

    Read at `near`, its instants are short.
    """
    if item.is_automatic:
        return DASH if item.measured is None else say.text(item.measured, near)
    counts = item.state in {ItemState.ACCEPTED, ItemState.OBJECTED, ItemState.FAILED}
    return safe(item.value) if item.value and counts else DASH


def source(item: ItemView, say: Say, near: datetime | None = None) -> str:
    """Return where the value comes from and how old it is, or what is to be done."""
    if item.is_automatic:
        told = "" if item.source is None else say.text(item.source, near)
        age = "" if item.age_s is None else say.ago(item.age_s)
        return " · ".join(one for one in (told, age) if one) or DASH
    if item.state is ItemState.STALE:
        old = safe(item.value) if item.value else DASH
        return say(GonogoCode.STALE, value=old, age=say.age(item.age_s))
    if item.answered_by is None:
        return say(GonogoCode.TO_ANSWER)
    person = say.person(item.answered_by)
    return say(GonogoCode.ANSWERED, person=person, age=say.age(item.age_s))


def is_to_answer(item: ItemView) -> bool:
    """Return whether the role can accept the item now by what stands in its row."""
    if item.is_automatic:
        has_value = item.measured is not None
        return has_value and item.state in {ItemState.OPEN, ItemState.STALE}
    return item.state in {ItemState.OPEN, ItemState.STALE, ItemState.UNKNOWN}


def people(poll: PollView, say: Say) -> str:
    """Return who speaks for the role: who has spoken, else who holds it."""
    if poll.person is not None:
        return say.person(poll.person)
    if not poll.people:
        return say(GonogoCode.VACANT)
    first = say.person(poll.people[0])
    more = len(poll.people) - 1
    return say(GonogoCode.OTHERS, person=first, count=more) if more else first


def said(poll: PollView, view: GoNoGoView, say: Say) -> tuple[str, str]:
    """Return the word for what the role has said, and a time or a remark beside it."""
    at = "" if poll.at is None else say.time(poll.at)
    match poll.state:
        case PollState.GO:
            return say(GonogoCode.SAID_GO), at
        case PollState.NO_GO:
            return say(GonogoCode.SAID_NO_GO), at
        case PollState.OBJECTS:
            return _trouble(poll.role, view, say)
        case PollState.ASKED:
            return say(GonogoCode.ASKED), ""
        case PollState.VOID:
            return say(GonogoCode.VOID), at
        case _:
            waits = say(GonogoCode.WAITS)
            return (say(GonogoCode.LAST), waits) if poll.role == LAST else (waits, "")


def turn(view: GoNoGoView) -> PollView | None:
    """Return the role whose turn it is: the first that has not said Go; None when all have."""
    return next((one for one in view.poll if one.state is not PollState.GO), None)


def why_not(view: GoNoGoView, role: str) -> Message | None:
    """Return what keeps the role from saying Go now; for the product owner, what the sheet says."""
    if role == LAST:
        return view.why_not
    mine = [one for one in view.items if one.role == role]
    for state, code in _IN_THE_WAY:
        for item in mine:
            settles = item.is_automatic and state is ItemState.STALE
            if item.state is state and not settles:
                return message(code, item=item.item_id, role=role)
    return None


def number_of(item: ItemView, view: GoNoGoView) -> int:
    """Return which of the objections it is, from 1 on."""
    objected = [one.item_id for one in view.items if one.state is ItemState.OBJECTED]
    return objected.index(item.item_id) + 1


def short_hash(whole_hex: str) -> str:
    """Return the beginning and the end of a hash."""
    if len(whole_hex) <= HASH_HEAD + HASH_TAIL:
        return safe(whole_hex) or DASH
    return f"{whole_hex[:HASH_HEAD]}…{whole_hex[-HASH_TAIL:]}"


def _trouble(role: str, view: GoNoGoView, say: Say) -> tuple[str, str]:
    mine = [one for one in view.items if one.role == role]
    objected = [one for one in mine if one.state is ItemState.OBJECTED]
    failed = sum(one.state is ItemState.FAILED for one in mine)
    times = [one.answered_at for one in objected if one.answered_at is not None]
    if objected:
        at = say.time(max(times)) if times else ""
        return say(GonogoCode.OBJECTS, count=len(objected)), at
    return say(GonogoCode.FAILS, count=failed), ""
