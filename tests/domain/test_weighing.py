"""What a comparison may do to a gate: veto, block, hold, or only report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.domain.gate import OPENING, judge_gate
from cockpit.domain.gate_codes import GateCode
from cockpit.domain.launch import Accepted
from cockpit.domain.message import Message
from cockpit.domain.standings import CheckState
from cockpit.domain.verdict import State
from cockpit.domain.weighing import Compared, check_name, weighed
from cockpit.domain.weight import Weight
from tests.domain.lives import NOON
from tests.domain.test_gate import facts

TOLD = Message("judge.fail")
ACCEPTED = Accepted(NOON, "jun", "compared slow search", 5.0, "seen it, is a bot")
SLOW = Compared("slow", "search", State.FAIL, TOLD, Weight.HOLD, event_count=812.4)

WEIGHTS = st.sampled_from(Weight)
STATES = st.sampled_from(State)
COMPARED = st.builds(
    Compared,
    metric=st.sampled_from(["success", "slow", "crash", "kpi"]),
    flow=st.sampled_from(["", "coupon", "search"]),
    state=STATES,
    told=st.just(TOLD),
    weight=WEIGHTS,
    is_quiet=st.booleans(),
    must_pass=st.booleans(),
    watched_count=st.integers(0, 4),
    watch_count=st.integers(0, 4),
    accepted=st.none() | st.just(ACCEPTED),
)


def state(one: Compared) -> tuple[CheckState, str]:
    check = weighed(one)
    return check.state, check.told.code


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (Weight.VETO, (CheckState.FAIL, GateCode.COMPARED)),
        (Weight.BLOCK, (CheckState.FAIL, GateCode.BLOCKED)),
        (Weight.HOLD, (CheckState.WAIT, GateCode.NEEDS_LOOK)),
        (Weight.WATCH, (CheckState.PASS, GateCode.ONLY_WATCHED)),
    ],
)
def test_what_is_proved_worse_weighs_what_its_check_weighs(
    weight: Weight, expected: tuple[CheckState, str]
) -> None:
    assert state(replace(SLOW, weight=weight)) == expected
    assert weighed(replace(SLOW, weight=weight)).weight is weight


def test_a_signal_is_accepted_by_name_and_reason() -> None:
    check = weighed(replace(SLOW, accepted=ACCEPTED))
    assert (check.state, check.told.code) == (CheckState.EXCEPTED, GateCode.ACCEPTED)
    assert (check.told.value("person"), check.told.value("reason")) == ("jun", ACCEPTED.reason)


def test_a_guardrail_may_be_excepted_and_a_key_check_never() -> None:
    accepted = replace(SLOW, accepted=ACCEPTED)
    assert weighed(replace(accepted, weight=Weight.BLOCK)).state is CheckState.EXCEPTED
    assert weighed(replace(accepted, weight=Weight.VETO)).state is CheckState.FAIL


def test_doubt_about_a_guardrail_is_waited_for_and_not_excepted() -> None:
    doubt = replace(SLOW, state=State.WAIT, accepted=ACCEPTED)
    assert state(replace(doubt, weight=Weight.BLOCK)) == (CheckState.WAIT, GateCode.COMPARED)
    assert state(doubt) == (CheckState.EXCEPTED, GateCode.ACCEPTED)


def test_an_acceptance_is_no_proof() -> None:
    asked = replace(SLOW, state=State.WAIT, is_quiet=True, must_pass=True, accepted=ACCEPTED)
    assert state(asked) == (CheckState.WAIT, GateCode.COMPARED)


def test_a_new_check_reports_for_some_releases_before_it_weighs_anything() -> None:
    new = replace(SLOW, weight=Weight.BLOCK, watch_count=3)
    for watched_count in range(3):
        check = weighed(replace(new, watched_count=watched_count))
        assert (check.state, check.weight) == (CheckState.PASS, Weight.WATCH)
        assert check.told.value("watched_count") == watched_count
        assert check.told.value("watch_count") == 3
    assert weighed(replace(new, watched_count=3)).state is CheckState.FAIL


def test_the_name_of_a_check_says_what_is_compared() -> None:
    assert check_name("slow", "search") == "compared slow search"
    assert check_name("crash", "") == "compared crash"


@given(COMPARED)
def test_no_data_are_unknown_whatever_anybody_accepts(one: Compared) -> None:
    check = weighed(replace(one, state=State.NO_DATA))
    assert check.state is CheckState.UNKNOWN or check.weight is Weight.WATCH


@given(COMPARED)
def test_nothing_but_an_acceptance_excepts(one: Compared) -> None:
    check = weighed(one)
    assert check.state is not CheckState.EXCEPTED or one.accepted is not None
    if one.accepted is not None:
        without = weighed(replace(one, accepted=None))
        assert check.state is without.state or check.state is CheckState.EXCEPTED


@given(COMPARED)
def test_what_is_proved_worse_opens_a_gate_by_acceptance_or_while_it_is_watched_alone(
    one: Compared,
) -> None:
    check = weighed(replace(one, state=State.FAIL))
    if check.state in OPENING:
        assert check.weight is Weight.WATCH or check.state is CheckState.EXCEPTED
    assert check.state is not CheckState.EXCEPTED or check.weight is not Weight.VETO


@given(st.lists(COMPARED, max_size=5))
def test_no_combination_with_an_unknown_opens_a_gate(others: list[Compared]) -> None:
    unknown = replace(SLOW, state=State.NO_DATA)
    checks = tuple(weighed(one) for one in (*others, unknown))
    assert not judge_gate(facts(compared=checks)).is_open


@given(st.lists(COMPARED.map(lambda one: replace(one, weight=Weight.WATCH)), max_size=4))
def test_comparisons_that_are_only_watched_are_none(watched: list[Compared]) -> None:
    gate = judge_gate(facts(compared=tuple(weighed(one) for one in watched)))
    assert not gate.is_open
