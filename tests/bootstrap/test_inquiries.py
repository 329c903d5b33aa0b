"""What is asked at the window is answered on other threads, whatever comes of it."""

import csv
import json
import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from cockpit.app.row_search import RowsRead, RowsWanted
from cockpit.bootstrap.absent import Absent
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.inquiries import Inquiries
from cockpit.domain.events import NoteAdded
from cockpit.domain.message import message
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.journal import JournalError
from cockpit.ui.news import (
    ChannelTried,
    Exported,
    MinutesSaved,
    RowText,
    SecretPut,
    SourceTested,
    Verified,
)
from tests.bootstrap.places import workspace_file

SOON_S = 15.0


class Asker:
    """Asks, and waits for the answer."""

    def __init__(self, folder: Path) -> None:
        self.told: queue.Queue[Any] = queue.Queue()
        self.secrets = SessionSecrets()
        surroundings = Surroundings(secrets=self.secrets, keys=None, root=folder / "home")
        self.cockpit = Cockpit(workspace_file(folder), "mina", surroundings, self.told.put)
        self.inquiries = Inquiries(self.cockpit, self.told.put)

    def answer(self) -> Any:
        return self.told.get(timeout=SOON_S)

    def close(self) -> None:
        self.inquiries.close()
        self.cockpit.close()


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Asker]:
    made = Asker(tmp_path)
    yield made
    made.close()


def test_rows_come_newest_first(asker: Asker) -> None:
    asker.cockpit.record(NoteAdded("calm"))
    asker.inquiries.rows(RowsWanted())
    read = asker.answer()
    assert isinstance(read, RowsRead)
    assert [row.seq for row in read.rows] == [2, 1]


def test_a_row_is_shown_as_it_stands_with_the_hash_before(asker: Asker) -> None:
    asker.cockpit.record(NoteAdded("calm"))
    asker.inquiries.row_text(2)
    told = asker.answer()
    assert isinstance(told, RowText)
    assert json.loads(told.text)["event"]["text"] == "calm"
    assert told.previous_hash_hex == asker.cockpit.journal.page(limit=1)[0].hash_hex


def test_a_row_that_is_not_there_is_empty(asker: Asker) -> None:
    asker.inquiries.row_text(99)
    assert asker.answer() == RowText(99, "", "")


def test_a_sound_journal_without_anchors_verifies_as_two(asker: Asker) -> None:
    asker.inquiries.verify()
    told = asker.answer()
    assert isinstance(told, Verified)
    assert (told.result, told.first_bad_seq) == (2, None)
    assert told.messages


def test_an_export_is_a_table_or_lines_by_its_name(asker: Asker, tmp_path: Path) -> None:
    asker.inquiries.export(tmp_path / "out.csv")
    assert asker.answer() == Exported(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2
    asker.inquiries.export(tmp_path / "out.jsonl")
    assert asker.answer() == Exported(tmp_path / "out.jsonl")


def test_minutes_are_written_whole_and_their_folder_is_made(asker: Asker, tmp_path: Path) -> None:
    file = tmp_path / "new" / "minutes.html"
    asker.inquiries.save_minutes(file, "회의록")
    told = asker.answer()
    assert told == MinutesSaved(file)
    assert file.read_text(encoding="utf-8") == "회의록"


def test_minutes_that_cannot_be_written_say_why(asker: Asker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    asker.inquiries.save_minutes(tmp_path / "file" / "minutes.html", "text")
    told = asker.answer()
    assert isinstance(told, MinutesSaved)
    assert told.error is not None
    assert told.error.code == BootCode.NOT_SAVED


def test_an_export_into_a_folder_that_is_not_there_says_so(asker: Asker, tmp_path: Path) -> None:
    asker.inquiries.export(tmp_path / "nowhere" / "out.csv")
    told = asker.answer()
    assert told.error is not None


def test_a_source_that_does_not_answer_is_told_and_what_it_is_for(asker: Asker) -> None:
    asker.inquiries.test_source("flags")
    told = asker.answer()
    assert isinstance(told, SourceTested)
    assert told.trouble is not None
    assert {one.code for one in told.can} >= {BootCode.CAN_SWITCH}


def test_a_secret_is_bound_to_the_origins_that_name_it(asker: Asker) -> None:
    source = asker.cockpit.workspace.sources["flags"]
    assert source.secret is not None
    asker.inquiries.put_secret(source.secret, " token \n")
    told = asker.answer()
    assert told == SecretPut(source.secret)
    assert "token" not in repr(told)


@pytest.mark.slow
@pytest.mark.parametrize(("secret", "text"), [("nobody-names-it", "token"), ("unleash-admin", " ")])
def test_a_secret_that_nobody_names_or_that_is_empty_is_not_kept(
    asker: Asker, secret: str, text: str
) -> None:
    asker.inquiries.put_secret(secret, text)
    told = asker.answer()
    assert told.error is not None
    assert told.error.code == BootCode.SECRET_UNWANTED


def test_a_test_of_a_channel_is_answered_and_written_down(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    asker.inquiries.test_channel("desktop")
    tried = asker.answer()
    assert isinstance(tried, ChannelTried)
    assert (tried.channel, tried.event.is_proved, tried.error) == ("desktop", False, None)
    assert tried.event.told is not None
    (row,) = asker.cockpit.journal.page(after_seq=1)
    assert row.entry.event == tried.event


def test_a_test_that_cannot_be_written_down_is_answered_all_the_same(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    error = JournalError(message(BootCode.NO_SECRET))
    asker.cockpit.journal = cast("Any", Absent(error))
    asker.inquiries.test_channel("desktop")
    assert asker.answer().error == error.message
