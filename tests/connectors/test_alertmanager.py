"""Alertmanager: an alert begins, is kept alive and ends; labels, clocks, refusals."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.notify.alertmanager import LASTS, connect, content, labels_of
from cockpit.ports.channels import Carrier, NoteKind, Urgency
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.sources import Auth
from tests.connectors.contracts_carriers import refuse, walk
from tests.connectors.fake_alertmanager import FakeAlertmanager
from tests.connectors.near import CLOCK, failure, source
from tests.kit.fakes_acting import NOON
from tests.kit.faulty import Behaviour, FaultyServer, faulty, http, saying
from tests.kit.notes import note


@contextmanager
def alertmanager(behave: Behaviour) -> Iterator[tuple[Carrier, FaultyServer]]:
    with faulty(behave) as server:
        carrier = connect(source(server.url, auth=Auth.BEARER, token="t", deadline_s=2.0), CLOCK)
        try:
            yield carrier, server
        finally:
            carrier.close()


def test_an_alert_begins_goes_on_and_ends() -> None:
    with faulty(FakeAlertmanager()) as server:
        walk(server.url)
        refuse(server.url)


def test_an_alert_says_what_whose_and_how_bad() -> None:
    told = note(text="끄십시오", link="https://wiki.test/c")
    assert content(told, (("team", "shop"),), NOON + timedelta(minutes=2)) == {
        "labels": {
            "alertname": "ReleaseCockpitAlert",
            "severity": "critical",
            "team": "shop",
            "flow": "coupon",
            "reason": "version",
        },
        "annotations": {
            "summary": "쿠폰이 실패합니다",
            "description": "끄십시오",
            "runbook_url": "https://wiki.test/c",
        },
        "generatorURL": "https://wiki.test/c",
        "startsAt": "2026-11-23T12:00:00.000Z",
        "endsAt": "2026-11-23T12:06:00.000Z",
    }


def test_an_alert_that_nobody_sends_again_ends_by_itself() -> None:
    assert content(note(), (), NOON)["endsAt"] == "2026-11-23T12:04:00.000Z"
    assert timedelta(minutes=4) == LASTS


def test_what_the_note_says_of_itself_cannot_be_overruled_by_labels_of_the_file() -> None:
    given = (("alertname", "Other"), ("severity", "none"), ("flow", "cart"))
    labels = labels_of(note(), given)
    assert (labels["alertname"], labels["severity"]) == ("ReleaseCockpitAlert", "critical")
    assert labels["flow"] == "coupon"


def test_kinds_and_urgencies_are_alerts_of_their_own() -> None:
    kinds = [labels_of(note(kind=kind), ())["alertname"] for kind in NoteKind]
    severities = [labels_of(note(urgency=one), ())["severity"] for one in Urgency]
    assert len(set(kinds)) == len(NoteKind)
    assert severities == ["critical", "warning", "info"]


@pytest.mark.parametrize("ahead_s", [-3_600.0, 3_600.0])
def test_a_clock_that_is_far_away_ends_no_alert_too_soon_or_too_late(ahead_s: float) -> None:
    server = FakeAlertmanager(ahead_s)
    with alertmanager(server) as (carrier, _seen):
        now = CLOCK.now()
        begun = note(since_at=now)
        carrier.send(begun)
        assert carrier.shows(begun) is True
        assert len(server.posted) == 2
        carrier.send(note(since_at=now, until_at=now))
        assert carrier.shows(begun) is False
        assert len(server.posted) == 3


def test_its_token_goes_into_the_header() -> None:
    with alertmanager(FakeAlertmanager()) as (carrier, server):
        carrier.send(note(since_at=CLOCK.now()))
    assert server.seen[0].headers["authorization"] == "Bearer t"
    assert server.seen[0].headers["content-type"] == "application/json"


def test_a_refusal_says_that_nothing_arrived() -> None:
    body = json.dumps("bad annotations: invalid UTF-8").encode()
    with alertmanager(saying(http(body, status=400))) as (carrier, _server):
        error = failure(lambda: carrier.send(note()))
    assert isinstance(error, RefusedError)
    assert (error.refusal, error.may_have_applied) == (Refusal.BAD_REQUEST, False)


def test_a_login_page_is_no_delivery() -> None:
    page = saying(http(b"<html><form>", kind="text/html"))
    with alertmanager(page) as (carrier, _server):
        assert isinstance(failure(lambda: carrier.send(note())), BadAnswerError)


@pytest.mark.parametrize("body", [b"{}", b"[1]", b'[{"labels": 1}]', b"null"])
def test_a_list_of_another_shape_is_no_answer(body: bytes) -> None:
    with alertmanager(saying(http(body))) as (carrier, _server):
        assert failure(lambda: carrier.shows(note())).message.code == SourceCode.SHAPE
