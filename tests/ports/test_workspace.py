"""The fields of a workspace, and what they refuse."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from msgspec import ValidationError, convert

from cockpit.ports.workspace import (
    Escalation,
    FlagLever,
    Flow,
    Rollout,
    SecondPerson,
    Workspace,
)
from cockpit.ports.workspace_fields import (
    AddressError,
    AddressFault,
    InstantError,
    instant,
    web_address,
)
from cockpit.ports.workspace_file import Kinds

SMALLEST = {
    "service": {"name": "shop-app"},
    "sources": {"metrics": {"kind": "prometheus", "url": "https://prom.example.com/"}},
    "flows": [
        {"name": "cart", "source": "metrics", "events": "a", "good": "b", "slo": {"target": "0.99"}}
    ],
}


def test_what_is_left_out_has_a_default() -> None:
    workspace = convert(SMALLEST, Workspace, strict=False)
    assert workspace.rollout == Rollout()
    assert workspace.rollout.ladder == (1, 5, 20, 100)
    assert workspace.rollout.second_person is SecondPerson.DECLARED
    assert workspace.rollout.must_pass == ("success",)
    assert workspace.flows[0].slo.period_days == 30


def test_a_lever_may_say_whom_to_call_when_it_has_not_helped() -> None:
    escalation = {"after_minutes": 10, "to": "sora"}
    lever = convert({"flag": "f", "source": "s", "escalation": escalation}, FlagLever, strict=False)
    assert lever.escalation == Escalation(after_minutes=10, to="sora")
    for wrong in ({"after_minutes": 0, "to": "sora"}, {"after_minutes": 10}):
        with pytest.raises(ValidationError):
            convert(wrong, Escalation, strict=False)


def test_only_what_is_compared_can_be_asked_to_be_proved() -> None:
    assert Rollout(must_pass=()).must_pass == ()
    with pytest.raises(ValidationError):
        convert({"must_pass": ["kpi"]}, Rollout, strict=False)


def test_numbers_may_come_as_text() -> None:
    assert convert(SMALLEST | {"version": "1"}, Workspace, strict=False).flows[0].slo.target == 0.99


def test_a_workspace_does_not_change() -> None:
    with pytest.raises(AttributeError):
        convert(SMALLEST, Workspace, strict=False).flows[0].name = "other"  # type: ignore[misc]


def test_what_was_typed_stands_in_no_error() -> None:
    with pytest.raises(ValidationError) as caught:
        convert({"name": "hunter2 hunter2"}, Flow, strict=False)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://prom.example.com/", "https://prom.example.com"),
        ("http://127.0.0.1:9090/base//", "http://127.0.0.1:9090/base"),
        ("https://[::1]:9090", "https://[::1]:9090"),
    ],
)
def test_an_address_loses_the_slash_at_its_end(text: str, address: str) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", AddressFault.SHAPE),
        ("prom.example.com", AddressFault.SHAPE),
        ("ftp://prom.example.com", AddressFault.SHAPE),
        ("file:///etc/passwd", AddressFault.SHAPE),
        ("https://", AddressFault.SHAPE),
        ("https://[::1", AddressFault.SHAPE),
        ("https://prom:99999", AddressFault.SHAPE),
        ("https://prom:0", AddressFault.SHAPE),
        ("https://prom.example.com/a b", AddressFault.SHAPE),
        ("https://prom.example.com\r\nHost: evil", AddressFault.SHAPE),
        ("https:\\\\prom.example.com", AddressFault.SHAPE),
        ("https://user:pw@prom.example.com", AddressFault.USER),
        ("https://@prom.example.com", AddressFault.USER),
    ],
)
def test_what_is_no_address_is_refused(text: str, fault: AddressFault) -> None:
    with pytest.raises(AddressError) as caught:
        web_address(text)
    assert caught.value.fault is fault


def test_an_instant_has_its_zone() -> None:
    seoul = timezone(timedelta(hours=9))
    at = datetime(2026, 12, 24, tzinfo=seoul)
    assert instant("2026-12-24T00:00:00+09:00") == at
    assert instant("2026-12-23 15:00Z") == at.astimezone(UTC)
    assert instant(at) is at


@pytest.mark.parametrize("text", ["2026-12-24T00:00:00", "20261224", "tomorrow", "", 1_766_502_000])
def test_what_has_no_zone_is_no_instant(text: object) -> None:
    with pytest.raises(InstantError):
        instant(text)


def test_all_kinds_are_those_of_every_use() -> None:
    kinds = Kinds(frozenset({"a"}), frozenset({"b"}), frozenset({"b", "c"}))
    assert kinds.all == {"a", "b", "c"}
