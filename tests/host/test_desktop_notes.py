"""Notes on the desktop: what the service is asked, and that its absence is said in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return

from cockpit.host.codes import HostCode
from cockpit.host.desktop_notes import DesktopNotes, session_bus
from cockpit.ports.channels import Urgency
from cockpit.ports.errors import UnreachableError
from tests.kit.fakes_acting import FakeClock
from tests.kit.notes import note


@dataclass
class FakeBus:
    """A session bus with a notification service; `answer` may fail in its place."""

    capabilities: tuple[str, ...] = ("body",)
    answer: Callable[[Message], Message] | None = None
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    closed_count: int = 0

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        assert timeout is not None
        message.header.serial = 7
        if self.answer is not None:
            return self.answer(message)
        if message.header.fields[HeaderFields.member] == "GetCapabilities":
            return new_method_return(message, "as", (list(self.capabilities),))
        self.notes.append(message.body)
        return new_method_return(message, "u", (40 + len(self.notes),))

    def close(self) -> None:
        self.closed_count += 1


def desktop(bus: FakeBus) -> DesktopNotes:
    return DesktopNotes(FakeClock(), connect=lambda: bus)


def test_a_note_is_shown_with_its_urgency() -> None:
    bus = FakeBus()
    receipt = desktop(bus).send(note(text="a < b"))
    (shown,) = bus.notes
    assert shown[:1] + shown[3:5] == ("Release Cockpit", "쿠폰이 실패합니다", "a < b")
    assert shown[6] == {"urgency": ("y", 2)}
    assert (receipt.at, receipt.status) == (FakeClock().now(), None)
    assert bus.closed_count == 1


def test_a_service_that_reads_markup_gets_names_that_are_none() -> None:
    bus = FakeBus(capabilities=("body", "body-markup"))
    desktop(bus).send(note(text='<img src="file:///etc/passwd"> & more'))
    assert bus.notes[0][4] == '&lt;img src="file:///etc/passwd"&gt; &amp; more'


def test_a_newer_note_takes_the_place_of_the_one_before() -> None:
    bus = FakeBus()
    notes = desktop(bus)
    notes.send(note())
    notes.send(note("지금은 더 나쁩니다"))
    notes.send(note(key="flow:cart"))
    assert [one[1] for one in bus.notes] == [0, 41, 0]
    notes.close()
    notes.send(note())
    assert bus.notes[-1][1] == 0


def test_what_is_not_urgent_is_shown_quietly() -> None:
    bus = FakeBus()
    for urgency in Urgency:
        desktop(bus).send(note(urgency=urgency))
    assert [one[6]["urgency"][1] for one in bus.notes] == [2, 1, 0]


def test_a_long_text_is_cut() -> None:
    bus = FakeBus()
    desktop(bus).send(note("x" * 5_000, text="y" * 5_000))
    assert (len(bus.notes[0][3]), len(bus.notes[0][4])) == (120, 400)


def refusing(message: Message) -> Message:
    return new_error(message, "org.freedesktop.DBus.Error.ServiceUnknown")


def silent(_message: Message) -> Message:
    raise TimeoutError


def cut(_message: Message) -> Message:
    raise ConnectionResetError


@pytest.mark.parametrize("answer", [refusing, silent, cut])
def test_a_service_that_does_not_answer_is_said_in_one_sentence(
    answer: Callable[[Message], Message],
) -> None:
    bus = FakeBus(answer=answer)
    with pytest.raises(UnreachableError) as failed:
        desktop(bus).send(note())
    assert failed.value.message.code == HostCode.NO_DESKTOP_NOTES
    assert bus.closed_count == 1


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nowhere/at/all"])
def test_a_computer_without_a_session_bus_has_no_desktop_notes(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(UnreachableError):
        DesktopNotes(FakeClock(), connect=session_bus).send(note())


def test_what_the_desktop_shows_is_not_known() -> None:
    assert desktop(FakeBus()).shows(note()) is None


def test_a_call_is_a_method_call() -> None:
    seen: list[MessageType] = []

    def look(message: Message) -> Message:
        seen.append(message.header.message_type)
        return refusing(message)

    with pytest.raises(UnreachableError):
        desktop(FakeBus(answer=look)).send(note())
    assert seen == [MessageType.method_call]
