"""Who may say Go when, and what makes a Go void."""

from datetime import timedelta
from itertools import permutations

import pytest
from msgspec.structs import replace

from cockpit.domain.events import ItemAnswered, NoteAdded
from cockpit.domain.gonogo import evidence_with, folded, to_accept, why_not_go, why_not_sign
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.message import Message
from cockpit.domain.sheet import Answer, Subject
from cockpit.domain.standings import ItemState, PollState
from tests.domain.rooms import NOON, ROLES, SHOWN, SUBJECT, Room, all_go, answered, code

# ------------------------------------------------------------------ questions


def test_nothing_is_known_before_anybody_has_said_anything() -> None:
    room = Room(measured={})
    assert [one.state for one in room.sheet().items] == [ItemState.UNKNOWN] * 2
    assert [one.state for one in room.sheet().poll] == [
        PollState.ASKED,
        PollState.WAITING,
        PollState.WAITING,
    ]
    assert not room.sheet().is_go


@pytest.mark.parametrize("reading", [ItemState.OPEN, ItemState.FAILED, ItemState.UNKNOWN])
@pytest.mark.parametrize("answer", [None, True, False])
@pytest.mark.parametrize("is_old", [False, True])
def test_an_objection_outweighs_what_is_measured_and_that_outweighs_an_answer(
    reading: ItemState, answer: bool | None, is_old: bool
) -> None:
    room = Room(measured={"build": reading})
    if answer is not None:
        room.answer("build", "", accepts=answer)
    room.now += timedelta(seconds=3_601 if is_old else 3_599)
    accepted = ItemState.STALE if is_old else ItemState.ACCEPTED
    expected = reading if answer is None or reading is not ItemState.OPEN else accepted
    assert room.item("build").state is (ItemState.OBJECTED if answer is False else expected)


def test_an_answer_grows_old_and_an_objection_does_not() -> None:
    room = Room()
    room.answer("e2e")
    assert room.item("e2e").state is ItemState.ACCEPTED
    room.now += timedelta(seconds=3_600)
    assert room.item("e2e").state is ItemState.ACCEPTED
    room.now += timedelta(seconds=1)
    assert room.item("e2e").state is ItemState.STALE
    room.answer("e2e", "2 fail", accepts=False)
    room.now += timedelta(days=30)
    assert room.item("e2e").state is ItemState.OBJECTED


def test_an_answer_from_before_the_build_counts_no_more() -> None:
    room = Room()
    room.answer("e2e")
    room.subject = replace(SUBJECT, since_at=NOON + timedelta(seconds=1))
    room.now += timedelta(minutes=1)
    assert room.item("e2e").state is ItemState.STALE


def test_the_newest_answer_counts_and_other_rows_change_nothing() -> None:
    room = Room()
    room.answer("e2e", "1 fails", accepts=False)
    room.answer("e2e", "42/42")
    before = room.sheet()
    room.write(NoteAdded("a note", "l1"))
    room.write(ItemAnswered("l1", "unheard of", "qa", "1", accepts=True))
    assert room.sheet() == before
    answer = room.item("e2e").answer
    assert answer is not None
    assert answer.event.value == "42/42"


# ------------------------------------------------------------------ the order of the poll


def test_everybody_in_order_and_the_product_owner_last_make_a_go() -> None:
    room = all_go()
    assert room.sheet().is_go
    assert why_not_go(room.sheet()) is None
    assert [one.state for one in room.sheet().poll] == [PollState.GO] * 3
    assert code(why_not_sign(room.sheet(), "qa")) == PollCode.SAID_ALREADY


def test_the_product_owner_is_polled_last_wherever_she_stands() -> None:
    sheet = folded((), ("pm", "qa"), SUBJECT, (), measured={}, now=NOON)
    assert [one.role for one in sheet.poll] == ["qa", "pm"]
    alone = folded((), (), SUBJECT, (), measured={}, now=NOON)
    assert [one.role for one in alone.poll] == ["pm"]
    assert why_not_sign(alone, "pm") is None
    assert code(why_not_sign(alone, "qa")) == PollCode.NOT_POLLED


@pytest.mark.parametrize("order", list(permutations(ROLES)))
def test_only_the_fixed_order_ends_in_a_go(order: tuple[str, ...]) -> None:
    room = answered()
    for role in order:
        refusal = why_not_sign(room.sheet(), role)
        if refusal is None:
            room.go(role)
        else:
            assert refusal.code == PollCode.NOT_YET
    assert room.sheet().is_go == (order == ROLES)


def test_a_go_of_the_product_owner_before_the_others_is_void() -> None:
    room = answered()
    room.go("pm")
    for role in ROLES[:2]:
        room.go(role)
    last = room.poll("pm")
    assert (last.state, code(last.void)) == (PollState.VOID, PollCode.NOT_LAST)
    assert not room.sheet().is_go
    room.go("pm")
    assert room.sheet().is_go


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ItemState.FAILED, PollCode.FAILED),
        (ItemState.UNKNOWN, PollCode.UNANSWERED),
    ],
)
def test_what_is_measured_badly_or_not_at_all_keeps_role_and_product_owner_back(
    state: ItemState, expected: PollCode
) -> None:
    room = answered()
    room.measured["build"] = state
    assert code(why_not_sign(room.sheet(), "mobile_lead")) == expected
    assert code(why_not_sign(room.sheet(), "pm")) == expected
    assert code(why_not_go(room.sheet())) == expected


def test_an_objection_and_an_old_answer_keep_role_and_product_owner_back() -> None:
    room = answered()
    room.go("mobile_lead")
    room.answer("e2e", "2 fail", accepts=False)
    assert room.poll("qa").state is PollState.OBJECTS
    assert code(why_not_sign(room.sheet(), "qa")) == PollCode.OBJECTED
    assert code(why_not_sign(room.sheet(), "pm")) == PollCode.OBJECTED
    room.answer("e2e")
    room.now += timedelta(hours=2)
    assert code(why_not_sign(room.sheet(), "qa")) == PollCode.STALE


def test_what_is_measured_is_accepted_by_the_go_of_its_role() -> None:
    room = Room()
    room.answer("e2e")
    sheet = room.sheet()
    assert why_not_sign(sheet, "mobile_lead") is None
    (item,) = to_accept(sheet, "mobile_lead")
    assert item.question.item_id == "build"
    assert to_accept(sheet, "qa") == ()
    event = ItemAnswered("l1", "build", "mobile_lead", "", accepts=True, measured=SHOWN)
    promised = evidence_with(sheet, "mobile_lead", (Answer(event, "jun", NOON),), SUBJECT)
    room.write(event)
    assert room.sheet().evidence["mobile_lead"] == promised
    assert to_accept(room.sheet(), "mobile_lead") == ()


def test_what_was_measured_long_ago_is_accepted_anew_by_its_role_alone() -> None:
    room = all_go()
    room.now += timedelta(hours=2)
    room.answer("e2e")
    room.go("qa")
    assert code(why_not_go(room.sheet())) == PollCode.STALE
    assert [one.question.item_id for one in to_accept(room.sheet(), "mobile_lead")] == ["build"]


# ------------------------------------------------------------------ void


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (replace(SUBJECT, build="321"), PollCode.OTHER_BUILD),
        (replace(SUBJECT, version="3.2.1"), PollCode.OTHER_BUILD),
        (replace(SUBJECT, policy_hash="other"), PollCode.OTHER_POLICY),
    ],
)
def test_a_go_to_another_build_or_policy_is_void_and_says_so(
    subject: Subject, expected: PollCode
) -> None:
    room = all_go()
    room.subject = subject
    assert [code(one.void) for one in room.sheet().poll] == [expected] * 3
    assert [one.state for one in room.sheet().poll] == [PollState.VOID] * 3
    assert not room.sheet().is_go


def test_another_answer_voids_its_role_and_the_product_owner_and_nobody_else() -> None:
    room = all_go()
    room.answer("e2e", "43/43")
    assert [one.state for one in room.sheet().poll] == [
        PollState.GO,
        PollState.VOID,
        PollState.VOID,
    ]
    assert code(room.poll("qa").void) == PollCode.OTHER_EVIDENCE
    assert why_not_sign(room.sheet(), "qa") is None
    room.go("qa")
    assert why_not_sign(room.sheet(), "pm") is None
    room.go("pm")
    assert room.sheet().is_go


def test_the_same_answer_once_more_changes_nothing() -> None:
    room = all_go()
    room.answer("e2e")
    assert room.sheet().is_go


def test_evidence_stays_while_measured_values_move() -> None:
    room = all_go()
    before = room.sheet().evidence_hash
    room.now += timedelta(minutes=5)
    assert room.sheet().evidence_hash == before
    room.measured["build"] = ItemState.FAILED
    assert room.sheet().evidence_hash == before
    assert not room.sheet().is_go


def test_evidence_is_the_same_after_a_journal_has_kept_it() -> None:
    decomposed = "\u1112\u1161\u11ab"
    given_ = Message("m", (("a", 1.0), ("at", NOON), ("b", Message("n")), ("c", decomposed)))
    kept = Message("m", (("a", 1), ("at", NOON), ("b", Message("n")), ("c", "한")))
    hashes = set()
    for told in (given_, kept):
        room = Room()
        room.write(ItemAnswered("l1", "build", "mobile_lead", "", accepts=True, measured=told))
        hashes.add(room.sheet().evidence_hash)
    assert len(hashes) == 1


def test_once_users_have_it_the_gates_judge_what_is_measured() -> None:
    room = all_go()
    room.measured["build"] = ItemState.FAILED
    room.now += timedelta(days=2)
    assert not room.sheet().is_go
    room.subject = replace(SUBJECT, is_exposed=True)
    assert room.sheet().is_go
