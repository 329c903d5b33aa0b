"""A No-Go is in force at once, and only those lift it who may and have seen it."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.gonogo import why_not_go, why_not_sign
from cockpit.domain.gonogo_codes import PollCode
from cockpit.domain.sheet import NOBODY
from cockpit.domain.standings import ItemState, PollState
from tests.domain.rooms import ROLES, Room, all_go, answered, code, signed

# ------------------------------------------------------------------ No-Go


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
@pytest.mark.parametrize("said_count", range(4))
def test_a_no_go_is_in_force_at_once_whoever_says_it_and_whenever(
    role: str, said_count: int
) -> None:
    room = answered()
    for speaker in ROLES[:said_count]:
        room.go(speaker)
    room.no_go(role)
    sheet = room.sheet()
    assert not sheet.is_go
    assert sheet.no_go is not None
    assert (sheet.no_go.seq, sheet.no_go.event.role) == (len(room.rows), role)
    assert sheet.past_no_gos == (sheet.no_go,)


def test_a_no_go_of_a_role_is_lifted_by_its_own_go_and_then_the_product_owners() -> None:
    room = all_go()
    room.no_go("qa")
    assert room.poll("qa").state is PollState.NO_GO
    assert code(why_not_sign(room.sheet(), "pm")) == PollCode.NO_GO_STANDS
    room.go("qa")
    assert room.sheet().no_go is None
    assert not room.sheet().is_go, "she has spoken before"
    room.go("pm")
    assert room.sheet().is_go
    assert len(room.sheet().past_no_gos) == 1, "one that was passed over stays visible"


@pytest.mark.parametrize("role", ["pm", NOBODY])
def test_a_no_go_of_nobodys_role_is_lifted_by_the_product_owner(role: str) -> None:
    room = all_go()
    room.no_go(role)
    assert why_not_sign(room.sheet(), "pm") is None
    room.go("pm")
    assert room.sheet().is_go


def test_another_roles_go_lifts_no_no_go() -> None:
    room = answered()
    room.no_go("qa")
    room.go("mobile_lead")
    assert room.sheet().no_go is not None


def test_the_newest_of_two_no_gos_is_shown_and_both_have_to_be_lifted() -> None:
    room = all_go()
    room.no_go("mobile_lead")
    room.no_go("qa")
    assert room.sheet().no_go == room.poll("qa").said
    room.go("qa")
    assert room.sheet().no_go == room.poll("mobile_lead").said


def test_a_go_by_somebody_who_has_not_seen_the_no_go_lifts_nothing() -> None:
    """Two computers: her Go was under way when the No-Go of a guest was written."""
    room = answered()
    for role in ROLES[:2]:
        room.go(role)
    seen = room.sheet().evidence_hash
    room.no_go(NOBODY)
    room.write(signed("pm", is_go=True, evidence=seen))
    assert room.sheet().no_go is not None
    assert code(room.poll("pm").void) == PollCode.OTHER_EVIDENCE


def test_a_go_of_the_product_owner_passes_over_no_other_roles_no_go() -> None:
    room = all_go()
    room.no_go("qa")
    room.go("pm")
    assert room.sheet().no_go is not None
    assert not room.sheet().is_go


# ------------------------------------------------------------------ whatever is written


steps = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(["build", "e2e"]), st.booleans()),
        st.tuples(st.just("go"), st.sampled_from([*ROLES, "guest"]), st.booleans()),
        st.tuples(st.just("no_go"), st.sampled_from([*ROLES, NOBODY]), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from([60, 4_000]), st.booleans()),
    ),
    max_size=14,
)


@pytest.mark.slow
@given(steps, st.sampled_from([ItemState.OPEN, ItemState.FAILED]))
def test_a_go_never_stands_beside_a_no_go_an_objection_or_a_silent_role(
    given_steps: list[tuple[str, str | int, bool]], reading: ItemState
) -> None:
    room = Room(measured={"build": reading})
    for what, about, flag in given_steps:
        if what == "answer":
            room.answer(str(about), "x" if flag else "y", accepts=flag)
        elif what == "go":
            room.write(signed(str(about), is_go=True, evidence=_evidence(room, str(about), flag)))
        elif what == "no_go":
            room.no_go(str(about))
        else:
            room.now += timedelta(seconds=int(about))
    sheet = room.sheet()
    if sheet.is_go:
        assert sheet.no_go is None
        assert {one.state for one in sheet.items} == {ItemState.ACCEPTED}
        assert {one.state for one in sheet.poll} == {PollState.GO}
        rows = [one.said.seq for one in sheet.poll if one.said is not None]
        assert max(rows) == rows[-1], "the product owner speaks last"
        assert all(one.seq < rows[-1] for one in sheet.past_no_gos)
    else:
        assert why_not_go(sheet) is not None or sheet.poll[-1].state is not PollState.GO


def _evidence(room: Room, role: str, is_right: bool) -> str:
    return room.sheet().evidence.get(role, "") if is_right else "made up"


@pytest.mark.parametrize("words", list(product(("go", "no_go"), repeat=3)), ids="-".join)
def test_the_last_word_of_each_role_counts(words: tuple[str, ...]) -> None:
    room = answered()
    for role, word in zip(ROLES, words, strict=True):
        room.go(role) if word == "go" else room.no_go(role)
    assert room.sheet().is_go == (set(words) == {"go"})
    assert (room.sheet().no_go is None) == ("no_go" not in words)
