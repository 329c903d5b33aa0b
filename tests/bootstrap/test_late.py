"""A journal that comes later: calls wait for it, and not for ever."""

import threading
from pathlib import Path

import pytest

from cockpit.app.board_codes import BoardCode
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.late import LateJournal
from cockpit.domain.events import NoteAdded
from cockpit.host.session_secrets import SessionSecrets
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
