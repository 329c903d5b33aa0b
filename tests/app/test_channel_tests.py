"""A test of a channel: what goes out, and what comes of it as evidence."""

import pytest

from cockpit.app.channel_codes import TrialCode
from cockpit.app.channel_tests import trial
from cockpit.domain.channel_events import ChannelTested
from cockpit.domain.message import Message
from cockpit.ports.channels import NoteKind, Urgency
from cockpit.ports.errors import Refusal, RefusedError, SourceError, UnreachableError
from cockpit.ports.workspace_channels import Channel
from tests.kit.fakes_acting import FakeClock
from tests.kit.notes import FakeCarrier

CHANNEL = Channel(kind="slack", url="https://hooks.slack.test", secret="chat")
DOWN = UnreachableError(Message("test.down"))
DOUBTFUL = UnreachableError(Message("test.doubt"), may_have_applied=True)
REFUSED = RefusedError(Message("test.no"), Refusal.NOT_FOUND)


def run(carrier: FakeCarrier) -> ChannelTested:
    return trial(
        "chat",
        CHANNEL,
        carrier,
        carrier.clock,
        service="shop-app",
        person="mina",
        say=lambda told: f"{told.code} {told.value('mark')}",
    )


def test_a_marked_message_goes_out_and_says_that_it_is_a_test() -> None:
    carrier = FakeCarrier(FakeClock())
    event = run(carrier)
    (note,) = carrier.sent
    assert (note.kind, note.urgency) == (NoteKind.TEST, Urgency.NEWS)
    assert note.title.startswith(TrialCode.TITLE)
    assert event.mark in note.text
    assert ("mark", event.mark) in note.facts
    assert (event.is_delivered, event.is_shown, event.is_proved) == (True, None, True)
    assert (event.status, event.address, event.told) == (200, "https://hooks.slack.test", None)
    assert event.mark != run(carrier).mark


def test_what_is_shown_on_the_other_side_is_ended_again() -> None:
    carrier = FakeCarrier(FakeClock(), is_shown=True)
    event = run(carrier)
    assert (event.is_shown, event.is_proved) == (True, True)
    begun, ended = carrier.sent
    assert begun.until_at is None
    assert (ended.key, ended.until_at) == (begun.key, carrier.clock.now())


def test_what_was_taken_and_is_not_shown_is_no_proof() -> None:
    event = run(FakeCarrier(FakeClock(), is_shown=False))
    assert (event.is_delivered, event.is_shown, event.is_proved) == (True, False, False)
    assert event.told is not None
    assert event.told.code == TrialCode.NOT_SHOWN


@pytest.mark.parametrize(
    ("error", "is_delivered"), [(DOWN, False), (REFUSED, False), (DOUBTFUL, None)]
)
def test_a_failure_says_why_and_whether_it_may_have_arrived(
    error: SourceError, is_delivered: bool | None
) -> None:
    def fail() -> None:
        raise error

    event = run(FakeCarrier(FakeClock(), fail=fail))
    assert (event.is_delivered, event.is_proved, event.told) == (
        is_delivered,
        is_delivered,
        error.message,
    )
    assert event.status is None
