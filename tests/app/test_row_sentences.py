"""Every row of the journal can be read as a sentence, in both languages."""

import pytest
from msgspec.structs import replace

from cockpit.app.row_codes import RowCode
from cockpit.app.row_sentences import sentence
from cockpit.domain import events, judgements
from cockpit.domain.events import Entry, Event, UnknownEvent
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP
from tests.kit.events import KINDS, NOON, ORDER, made

WORDS = {one: load(one, TOP / "resources" / "i18n") for one in Language}


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
