"""A lost journal is begun again on purpose, and what is left of the old one stays."""

from contextlib import suppress
from pathlib import Path

import pytest

from cockpit.domain.events import JournalBegunAgain
from cockpit.ports.journal import JournalError
from cockpit.storage.codes import StorageCode
from cockpit.storage.folders import write_whole
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.opening import open_journal
from cockpit.storage.renewal import begin_again
from cockpit.storage.traces import Trace, find_traces
from cockpit.storage.verify import State, verify
from tests.kit.power.record import Say, each_cut, needs_a_record
from tests.storage.journals import NOON, Setup, begun, forge, intent, stored


def test_a_damaged_journal_is_set_aside_and_the_new_one_says_so(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.fill(5)
    setup.checkpoints.place(at=NOON)
    root_hex = setup.journal.tail().hash.hex()
    setup.journal.close()
    setup.file.write_bytes(b"ruined" * 1000)
    journal, set_aside = begin_again(setup.file, begun(), copies=setup.copies)
    assert set_aside == setup.file.with_name("journal.db.bad-20261123T120000Z")
    assert set_aside.read_bytes() == b"ruined" * 1000
    first, second = journal.page()
    assert first.entry == begun()
    event = second.entry.event
    assert isinstance(event, JournalBegunAgain)
    assert (event.why.code, event.set_aside) == (
        StorageCode.BEGUN_AGAIN_DAMAGED,
        str(set_aside),
    )
    assert (event.last_seq, event.last_root_hex) == (6, root_hex)
    assert (second.entry.actor, second.entry.at) == (begun().actor, begun().at)


def test_copies_of_the_old_journal_do_not_accuse_the_new_one(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.fill(5)
    setup.checkpoints.place(at=NOON)
    setup.journal.close()
    setup.file.unlink()
    begin_again(setup.file, begun(), copies=setup.copies)
    assert verify(setup.file, copies=setup.copies).state == State.UNANCHORED
    kept = setup.copies.with_name(f"{setup.copies.name}.bad-20261123T120000Z")
    assert len(list(kept.iterdir())) == 1


def test_a_missing_journal_is_begun_again_as_missing(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    trace = Trace("key", "keyring")
    with pytest.raises(JournalError):
        open_journal(file, begun(), traces=[trace])
    journal, set_aside = begin_again(file, begun())
    event = journal.page()[1].entry.event
    assert set_aside is None
    assert isinstance(event, JournalBegunAgain)
    assert (event.why.code, event.set_aside, event.last_seq, event.last_root_hex) == (
        StorageCode.BEGUN_AGAIN_MISSING,
        None,
        0,
        "",
    )
    assert open_journal(file, begun(), traces=[trace]).tail().seq == 2


@needs_a_record
@pytest.mark.slow
def test_a_power_cut_while_it_is_begun_again_leaves_the_old_one_or_the_new(tmp_path: Path) -> None:
    def lose_and_begin_again(home: Path, say: Say) -> None:
        setup = Setup(home)
        setup.fill(5)
        setup.checkpoints.place(at=NOON)
        setup.journal.close()
        forge(setup.file, "DELETE FROM log WHERE seq > 3")  # such as by an old backup
        write_whole(setup.file, setup.file.read_bytes())
        say("ready", "")
        journal, _set_aside = begin_again(setup.file, begun(), copies=setup.copies)
        say("begun again", "")
        journal.append(intent(1))
        say("row", "")

    for left, home in each_cut(tmp_path, lose_and_begin_again, share=0.5):
        file, copies = home / "data" / "journal.db", home / "copies"
        journal = as_at_a_start(file, copies)
        assert journal or not left.values("begun again"), left
        journal = journal or begin_again(file, begun(), copies=copies)[0]
        rows = journal.page()
        journal.close()
        assert isinstance(rows[1].entry.event, JournalBegunAgain), left
        assert len(rows) >= 2 + len(left.values("row")), left
        assert len(stored(file.with_name("journal.db.bad-20261123T120000Z"))) == 3, left


def as_at_a_start(file: Path, copies: Path) -> SqliteJournal | None:
    """Return the journal, or None when it is refused until somebody begins again."""
    traces = find_traces(copies=copies, spool_file=copies / "none")
    with suppress(JournalError):
        return open_journal(file, begun(), traces=traces, copies=copies)
    return None


def test_two_losses_in_one_second_keep_both_files(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"one")
    begin_again(file, begun())[0].close()
    file.write_bytes(b"two")
    begin_again(file, begun(), copies=tmp_path / "none")[0].append(intent(1))
    kept = sorted(path.name for path in tmp_path.glob("journal.db.bad-*"))
    assert kept == ["journal.db.bad-20261123T120000Z", "journal.db.bad-20261123T120000Z-2"]
    assert (tmp_path / kept[0]).read_bytes() == b"one"


def test_a_half_written_transaction_goes_aside_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"ruined")
    (tmp_path / "journal.db-journal").write_bytes(b"half of something")
    begin_again(file, begun())
    assert (tmp_path / "journal.db-journal.bad-20261123T120000Z").exists()


def test_a_drive_that_refuses_the_new_journal_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with pytest.raises(JournalError) as caught:
        begin_again(folder / "journal.db", begun())
    assert caught.value.message.code == StorageCode.SYNCED_FOLDER
