"""A journal and sources that come later: calls wait for them, and not for ever."""

import threading
from pathlib import Path

import pytest

from cockpit.app.board_codes import BoardCode
from cockpit.bootstrap.absent import Absent
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.late import LateJournal, LateSource
from cockpit.domain.events import NoteAdded
from cockpit.domain.message import Message
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.errors import UnreachableError
from cockpit.ports.journal import JournalError
from tests.bootstrap.places import workspace_file

SOON_S = 10.0


@pytest.fixture
def cockpit(tmp_path: Path) -> Cockpit:
    surroundings = Surroundings(secrets=SessionSecrets(), keys=None, root=tmp_path / "home")
    return Cockpit(
        workspace_file(tmp_path), "mina", surroundings, lambda _told: None, journal_comes_later=True
    )


def test_a_call_waits_until_the_journal_is_there(cockpit: Cockpit) -> None:
    found: list[int] = []
    waiting = threading.Thread(  # noqa: TID251 - another lane
        target=lambda: found.append(cockpit.journal.newest_seq())
    )
    with cockpit:
        waiting.start()
        cockpit.open_journal()
        waiting.join(SOON_S)
        assert found == [1]


def test_once_open_it_is_the_journal(cockpit: Cockpit) -> None:
    with cockpit:
        cockpit.open_journal()
        cockpit.open_journal()
        before = cockpit.journal.change_mark()
        cockpit.record(NoteAdded("hello"))
        assert cockpit.journal.change_mark() == before
        assert [row.seq for row in cockpit.journal.page(after_seq=1)] == [2]


def test_a_journal_that_does_not_come_cannot_be_read() -> None:
    def never() -> Cockpit:
        raise AssertionError

    late = LateJournal(never, patience_s=0.01)  # type: ignore[arg-type]  # never asked
    with pytest.raises(JournalError) as caught:
        late.page()
    assert caught.value.message.code == BoardCode.JOURNAL_READING


class Server:
    """A source that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_closed = False

    def read(self, name: str) -> str:
        self.asked.append(name)
        return f"{name} is on"

    def close(self) -> None:
        self.is_closed = True


def test_a_source_is_opened_by_its_first_call_and_once() -> None:
    opened: list[Server] = []

    def opening() -> Server:
        opened.append(Server())
        return opened[-1]

    late = LateSource(opening)
    read = late.read
    assert not opened
    assert (read("coupon"), late.read("cart")) == ("coupon is on", "cart is on")
    assert [one.asked for one in opened] == [["coupon", "cart"]]
    late.close()
    assert opened[0].is_closed


def test_calls_of_two_lanes_open_a_source_once() -> None:
    opened: list[Server] = []
    may_go = threading.Event()

    def opening() -> Server:
        may_go.wait(SOON_S)
        opened.append(Server())
        return opened[-1]

    late = LateSource(opening)
    lanes = [
        threading.Thread(target=late.read, args=(name,))  # noqa: TID251 - another lane
        for name in ("coupon", "cart")
    ]
    for lane in lanes:
        lane.start()
    may_go.set()
    for lane in lanes:
        lane.join(SOON_S)
    assert [sorted(one.asked) for one in opened] == [["cart", "coupon"]]


def test_closing_waits_for_nobody_who_waits_for_a_keyring() -> None:
    is_waiting, may_go = threading.Event(), threading.Event()

    def opening() -> Server:
        is_waiting.set()
        may_go.wait(SOON_S)
        return Server()

    late = LateSource(opening)
    lane = threading.Thread(target=late.read, args=("coupon",))  # noqa: TID251 - another lane
    lane.start()
    assert is_waiting.wait(SOON_S)
    late.close()
    assert lane.is_alive()
    may_go.set()
    lane.join(SOON_S)


def test_every_call_tells_why_a_source_could_not_be_opened() -> None:
    late = LateSource(lambda: Absent(UnreachableError(Message("test.locked"))))
    for _time in range(2):
        with pytest.raises(UnreachableError) as caught:
            late.read("coupon")
        assert caught.value.message == Message("test.locked")
    late.close()


def test_a_late_source_has_no_names_of_python_s_own() -> None:
    assert not hasattr(LateSource(Server), "__len__")
