"""What is wrong with a file is said by name, and nothing is made anew in silence."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import FolderAnchor
from cockpit.storage.checkpoints import Checkpoints
from cockpit.storage.codes import StorageCode
from cockpit.storage.database import all_steps, open_database
from cockpit.storage.notes import origin_of
from cockpit.storage.opening import open_for_reading, open_journal
from cockpit.storage.spool import JsonlSpool
from cockpit.storage.traces import Trace, find_traces
from tests.storage.journals import (
    INSTALL,
    NOON,
    FakeSigner,
    Setup,
    append_many,
    begun,
    fill_fast,
    forge,
    intent,
    new_journal,
    rewrite,
    stored,
)

OLD_FILES = Path(__file__).parent / "old_files"


def code_of(file: Path, *traces: Trace) -> str:
    with pytest.raises(JournalError) as caught:
        open_journal(file, begun(), traces=traces)
    return caught.value.message.code


# ------------------------------------------------------------------ missing is not new


CHECKPOINT = Trace("checkpoint", "/somewhere/checkpoints")


def test_a_first_start_begins_a_journal(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "a" / "b" / "journal.db", begun())
    assert [row.entry for row in journal.page()] == [begun()]


def test_a_missing_journal_is_no_first_start_when_something_remembers_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    with pytest.raises(JournalError) as caught:
        open_journal(file, begun(), traces=[CHECKPOINT])
    told = caught.value.message
    assert (told.code, told.value("place"), told.value("trace")) == (
        StorageCode.MISSING,
        "/somewhere/checkpoints",
        "checkpoint",
    )
    assert not file.exists()


def test_an_empty_file_is_no_first_start_when_something_remembers_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.touch()
    assert code_of(file, CHECKPOINT) == StorageCode.EMPTIED
    assert file.stat().st_size == 0
    assert open_journal(file, begun()).tail().seq == 1


def test_tables_without_rows_are_no_first_start_either(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    forge(journal.file, "DELETE FROM log")
    assert code_of(journal.file, CHECKPOINT) == StorageCode.EMPTIED
    assert stored(journal.file) == []


def test_traces_do_not_disturb_a_journal_that_is_there(tmp_path: Path) -> None:
    new_journal(tmp_path).append(intent(1))
    assert open_journal(tmp_path / "journal.db", begun(), traces=[CHECKPOINT]).tail().seq == 2


def test_a_journal_that_has_lost_rows_is_not_gone_on_with(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    append_many(setup.journal, 5)
    setup.checkpoints.place(at=NOON)
    setup.journal.append(intent(99))  # newer than the note: nobody can miss it
    setup.journal.close()
    assert open_journal(setup.file, begun(), copies=setup.copies).tail().seq == 7
    forge(setup.file, "DELETE FROM log WHERE seq > 3", "DELETE FROM checkpoint")
    with pytest.raises(JournalError) as caught:
        open_journal(setup.file, begun(), copies=setup.copies)
    told = caught.value.message
    assert (told.code, told.value("size"), told.value("rows_count")) == (StorageCode.CUT, 6, 3)
    assert told.value("place") == str(setup.copies)
    assert open_journal(setup.file, begun(), copies=tmp_path / "nowhere").tail().seq == 3


def test_a_journal_in_the_place_of_another_is_not_gone_on_with(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    append_many(setup.journal, 5)
    setup.checkpoints.place(at=NOON)
    setup.journal.close()
    rewrite(setup.file, [row[1].replace(b"op-", b"po-") for row in stored(setup.file)])
    with pytest.raises(JournalError) as caught:
        open_journal(setup.file, begun(), copies=setup.copies)
    assert caught.value.message.code == StorageCode.REWRITTEN


def test_everything_outside_that_remembers_a_journal_is_found(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    spool = JsonlSpool(tmp_path / "spool" / "spool.jsonl")
    anchor = FolderAnchor("share", setup.anchor_folder, origin=origin_of(INSTALL))
    gone = FolderAnchor("gone", tmp_path / "unplugged", origin=origin_of(INSTALL))

    def traces(kept_key: str | None = None) -> list[str]:
        found = find_traces(
            copies=setup.copies,
            spool_file=spool.file,
            anchors=[anchor, gone],
            kept_key=kept_key,
        )
        return [trace.kind for trace in found]

    assert traces() == []
    note = setup.checkpoints.place(at=NOON)
    assert traces() == ["checkpoint"]
    anchor.place(note)
    spool.put(intent(1))
    assert traces("the keyring") == ["checkpoint", "anchor", "spool", "key"]


# ------------------------------------------------------------------ a file that is wrong


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"<html>not a journal</html>" * 400)
    assert code_of(file) == StorageCode.DAMAGED


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    fill_fast(journal.file, 500)
    journal.close()
    with journal.file.open("r+b") as stream:
        stream.truncate(journal.file.stat().st_size // 2)
    assert code_of(journal.file) == StorageCode.DAMAGED


def test_a_file_of_a_newer_cockpit_is_left_alone(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    forge(journal.file, "PRAGMA user_version = 99")
    before = journal.file.read_bytes()
    with pytest.raises(JournalError) as caught:
        open_journal(journal.file, begun())
    told = caught.value.message
    assert (told.code, told.value("file_version")) == (StorageCode.NEWER, 99)
    with pytest.raises(JournalError) as caught:
        open_for_reading(journal.file)
    assert caught.value.message.code == StorageCode.NEWER
    assert journal.file.read_bytes() == before


@pytest.mark.slow
def test_a_lock_that_another_program_holds_is_named_after_two_seconds(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    with closing(sqlite3.connect(journal.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError) as caught:
            journal.append(intent(1))
        assert caught.value.message.code == StorageCode.LOCKED
        other.execute("ROLLBACK")
    assert journal.append(intent(2)).seq == 2


@pytest.mark.slow
def test_a_reader_that_never_ends_is_named_and_the_row_undone(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    with closing(sqlite3.connect(journal.file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM log").fetchone()
        with pytest.raises(JournalError) as caught:
            journal.append(intent(1))
        assert caught.value.message.code == StorageCode.LOCKED
        other.execute("ROLLBACK")
    assert journal.append(intent(2)).seq == 2
    assert len(stored(journal.file)) == 2


def test_a_full_disk_undoes_the_row_and_keeps_the_chain(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    with journal.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError) as caught:
        append_many(journal, 200)
    assert caught.value.message.code == StorageCode.NO_SPACE
    with journal.reading() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    seq = journal.append(intent(999)).seq
    assert [row.seq for row in journal.page()] == list(range(1, seq + 1))


FULL = """
import sys
from pathlib import Path
from cockpit.ports.journal import JournalError
from cockpit.storage.opening import open_journal
from tests.kit.full_disk import no_file_beyond
from tests.storage.journals import begun, intent
journal = open_journal(Path(sys.argv[1]), begun())
with no_file_beyond(journal.file.stat().st_size):
    try:
        for number in range(500):
            journal.append(intent(number))
    except JournalError as error:
        print(error.message.code)
print(journal.append(intent(999)).seq == len(journal.page()))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX")
def test_a_quota_that_is_reached_is_told_and_survived(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "journal.db")],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split() == [StorageCode.WRITE_REFUSED, "True"]


def test_a_read_only_file_is_named(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    journal.close()
    with journal.file.open("r+b") as stream:
        stream.seek(18)  # "file format write version": SQLite only reads what it does not know
        stream.write(b"\x09")
    broken = open_journal(journal.file, begun())
    with pytest.raises(JournalError) as caught:
        broken.append(intent(1))
    assert caught.value.message.code == StorageCode.READ_ONLY


def test_a_folder_in_the_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    assert code_of(tmp_path / "journal.db") == StorageCode.CANNOT_OPEN


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert code_of(tmp_path / "data" / "journal.db") == StorageCode.FAILED


def test_reading_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(JournalError) as caught:
        open_for_reading(tmp_path / "journal.db")
    assert caught.value.message.code == StorageCode.NOT_THERE
    assert list(tmp_path.iterdir()) == []


def test_reading_cannot_write(tmp_path: Path) -> None:
    new_journal(tmp_path).close()
    with pytest.raises(JournalError) as caught:
        open_for_reading(tmp_path / "journal.db").append(intent(1))
    assert caught.value.message.code == StorageCode.READ_ONLY


# ------------------------------------------------------------------ migrations


STEP_2 = ("CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY) STRICT",)
BAD_STEP = ("CREATE TABLE extra (id INTEGER) STRICT", "CREATE TABLE log (again INTEGER)")


def test_a_migration_keeps_a_copy_and_leaves_the_rows_as_they_are(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    journal.append(intent(1))
    journal.close()
    before = stored(journal.file)
    open_database(journal.file, steps=[*all_steps(), STEP_2]).close()
    copy = journal.file.with_name("journal.db.v1.bak")
    assert stored(journal.file) == before == stored(copy)
    with closing(sqlite3.connect(journal.file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM extra").fetchone() == (0,)


def test_a_migration_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    journal = new_journal(tmp_path)
    journal.close()
    with pytest.raises(Exception, match="already exists"):
        open_database(journal.file, steps=[*all_steps(), BAD_STEP])
    with closing(sqlite3.connect(journal.file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        query = "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"
        assert connection.execute(query).fetchone() == (0,)
    assert new_journal(tmp_path).tail().seq == 1


def test_the_program_reads_what_its_migrations_make(tmp_path: Path) -> None:
    """A column that only one of the two knows would be found here."""
    from cockpit.storage.checkpoint_rows import CheckpointRow

    journal = new_journal(tmp_path)
    table = CheckpointRow.metadata.tables["checkpoint"]
    with closing(sqlite3.connect(journal.file)) as connection:
        columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [(name, kind) for _i, name, kind, *_rest in columns] == [
            (column.name, column.type.compile()) for column in table.columns
        ]
        for name in ("log", table.name):
            strict = connection.execute(f"PRAGMA table_list({name})").fetchone()[-1]
            assert strict == 1


@pytest.mark.parametrize("old", sorted(OLD_FILES.glob("*.db")), ids=lambda file: file.stem)
def test_a_journal_of_each_released_version_is_read_and_continued(
    tmp_path: Path, old: Path
) -> None:
    file = tmp_path / "journal.db"
    shutil.copy(old, file)
    before = stored(file)
    journal = open_journal(file, begun())
    assert len(journal.page()) == len(before)
    journal.append(intent(1))
    Checkpoints(journal, FakeSigner(), copies=tmp_path / "copies").place(at=NOON)
    assert stored(file)[:-1] == before


def test_there_is_an_old_file_of_every_version() -> None:
    names = [file.stem for file in sorted(OLD_FILES.glob("*.db"))]
    assert names == [f"version-{number}" for number in range(1, len(all_steps()) + 1)]
