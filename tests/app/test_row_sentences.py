"""Every row of the journal can be read as a sentence, in both languages."""

from datetime import UTC, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.row_codes import RowCode
from cockpit.app.row_sentences import sentence
from cockpit.domain import events, judgements
from cockpit.domain.events import Entry, Event, UnknownEvent
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP

NOON = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
WORDS = {one: load(one, TOP / "resources" / "i18n") for one in Language}
ORDER = Order("op-1", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), NOON)
KINDS = [kind for kind in get_args(Event) if kind is not UnknownEvent]


def example(hint: Any) -> Any:
    """Return some value of a type."""
    known = {
        str: "text",
        int: 7,
        float: 0.5,
        bool: True,
        datetime: NOON,
        Message: message(RowCode.BEGUN),
        Order: ORDER,
        Stamps: Stamps(NOON),
    }
    if hint in known:
        return known[hint]
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and issubclass(hint, Struct):
        return made(hint)
    if isinstance(hint, type):
        return next(iter(hint))  # type: ignore[call-overload]  # an enum
    return example(next(one for one in get_args(hint) if one is not NoneType))


def made(kind: type[Any]) -> Event:
    """Return an event of a kind with every field filled in."""
    hints = get_type_hints(kind)
    values = {name: example(hints[name]) for name in kind.__struct_fields__ if name != "kind"}
    event: Event = kind(**values)
    return event


def said(event: Event, orders: dict[str, Order] | None = None) -> Message:
    """Return what the event says."""
    return sentence(Entry(NOON, 0.0, "run", "mina", event), orders or {})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_row_has_a_sentence(kind: type, language: Language) -> None:
    told = said(made(kind))
    assert told.code != RowCode.NEWER
    text = WORDS[language].text(told)
    assert "{" not in text
    assert not text.startswith("row.")


def test_a_row_of_a_newer_program_says_so_instead_of_guessing() -> None:
    assert said(UnknownEvent("thing/9", "{}")) == message(RowCode.NEWER, kind="thing/9")


@pytest.mark.parametrize("lever", list(Lever))
def test_an_outcome_names_the_target_when_its_order_is_known(lever: Lever) -> None:
    order = Order("op-1", lever, ORDER.target, NOON, exposure_pct=5.0, to_version="3.1.4")
    outcome = events.OutcomeRecorded(
        "op-1", Outcome.CONFIRMED, Stamps(NOON), message(RowCode.BEGUN), "action"
    )
    assert dict(said(outcome, {"op-1": order}).values)["target"] == "coupon_v2"
    assert dict(said(outcome).values)["operation"] == "op-1"


def test_the_second_row_of_an_outcome_says_what_the_flag_server_wrote_itself() -> None:
    order = Order("op-1", Lever.FLAG_OFF, ORDER.target, NOON)
    first = events.OutcomeRecorded(
        "op-1", Outcome.CONFIRMED, Stamps(NOON), message(RowCode.BEGUN), "action"
    )
    second = said(replace(first, server_event_id=19), {"op-1": order})
    assert second == message(RowCode.ON_SERVER, told=said(first, {"op-1": order}), event_id=19)
    assert WORDS[Language.EN].text(second).endswith("event is #19")


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN])
def test_an_outcome_that_is_no_success_tells_why(outcome: Outcome) -> None:
    told = message(RowCode.TAKEN)
    row = events.OutcomeRecorded("op-1", outcome, Stamps(NOON), told, "action")
    assert dict(said(row).values)["told"] == told


def test_a_shut_gate_tells_what_stands_against_it_before_what_is_waited_for() -> None:
    wait, fail = message(RowCode.HELD, reason="a"), message(RowCode.HELD, reason="b")
    checks = (
        judgements.CheckResult("bake", "wait", wait),
        judgements.CheckResult("verdict", "fail", fail),
    )
    gate = judgements.GateJudged("l1", 5.0, 20.0, is_open=False, checks=checks)
    assert dict(said(gate).values)["told"] == fail
