"""Notes by other keys, changed notes, and receipts that do not fit are found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cockpit.domain.events import AnchorPlaced
from cockpit.storage.checkpoints import Checkpoints
from cockpit.storage.codes import StorageCode
from cockpit.storage.notefiles import note_files, write_note
from cockpit.storage.notes import origin_of, read_note, signed_note
from cockpit.storage.opening import introduce_key, open_journal
from cockpit.storage.verify import State, verify
from tests.storage.journals import (
    INSTALL,
    NOON,
    FakeSigner,
    Setup,
    begun,
    entry,
    forge,
)
from tests.storage.tampered import found, resigned


def test_a_note_by_a_key_that_the_journal_never_named_is_found(setup: Setup) -> None:
    thief = FakeSigner(9)
    Checkpoints(setup.journal, thief, copies=setup.copies).place(at=NOON)
    report = verify(setup.file)
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_WRONG_KEY)


def test_a_journal_that_was_made_anew_with_another_key_is_found_by_ours(setup: Setup) -> None:
    thief = FakeSigner(9)
    setup.journal.close()
    setup.file.unlink()
    journal = open_journal(setup.file, begun(thief))
    Checkpoints(journal, thief, copies=setup.folder / "elsewhere").place(at=NOON)
    ours = setup.signer.key().public_key
    assert verify(setup.file).state == State.UNANCHORED
    report = verify(setup.file, expected_key=ours)
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_WRONG_KEY)


def test_a_thief_who_names_our_key_last_is_found_as_well(setup: Setup) -> None:
    thief = FakeSigner(9)
    introduce_key(setup.journal, begun(thief))
    Checkpoints(setup.journal, thief, copies=setup.copies).place(at=NOON)
    setup.journal.append(begun(setup.signer))
    report = verify(setup.file, expected_key=setup.signer.key().public_key)
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_WRONG_KEY)


def test_a_new_key_that_the_journal_names_may_sign_from_then_on(setup: Setup) -> None:
    new = FakeSigner(2)
    introduce_key(setup.journal, begun(new))
    Checkpoints(setup.journal, new, copies=setup.copies).place(at=NOON)
    report = setup.report(expected_key=new.key().public_key)
    assert (report.state, report.signed_seq) == (State.OK, 43)


def test_a_note_whose_text_was_changed_is_found(setup: Setup) -> None:
    note = signed_note(origin_of(INSTALL), 42, setup.journal.tail().hash, NOON, setup.signer)
    later = resigned(note, lambda text: text.replace("12:00:00", "13:00:00"))
    forge(setup.file, ("INSERT INTO checkpoint (size, note) VALUES (42, ?)", (later,)))
    report = verify(setup.file)
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_BAD_SIGNATURE)


@pytest.mark.parametrize("text", ["", "hello", "a\nb\nc\n\n\u2014 x y\n"])
def test_a_note_that_is_none_is_found(setup: Setup, text: str) -> None:
    forge(setup.file, ("INSERT INTO checkpoint (size, note) VALUES (42, ?)", (text,)))
    report = verify(setup.file)
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_BAD_NOTE)


def test_a_note_in_an_anchor_that_was_changed_is_found(setup: Setup) -> None:
    _size, _root, file = note_files(setup.anchor_folder)[0]
    file.write_text("nothing", encoding="utf-8")
    report = setup.report()
    assert report.findings[0].message.code == StorageCode.VERIFY_BAD_NOTE
    assert report.findings[0].message.value("place") == str(file)


def test_a_forged_note_in_an_anchor_is_found(setup: Setup) -> None:
    forged = signed_note(origin_of(INSTALL), 42, setup.journal.tail().hash, NOON, FakeSigner(9))
    write_note(setup.anchor_folder, read_note(forged).checkpoint, forged)
    report = setup.report()
    assert found(report) == (State.BROKEN, None, StorageCode.VERIFY_WRONG_KEY)
    assert report.anchored_seq == 20


def test_a_session_key_says_so_and_verify_repeats_it(setup: Setup) -> None:
    session = FakeSigner(5, is_kept=False)
    note = Checkpoints(setup.journal, session, copies=setup.copies).place(at=NOON)
    assert "unsigned on this machine" in note
    report = setup.report()
    assert (report.state, report.is_unsigned) == (State.OK, True)
    assert (report.checkpointed_seq, report.signed_seq) == (42, 41)


def test_a_session_note_whose_text_was_changed_is_found(setup: Setup) -> None:
    session = FakeSigner(5, is_kept=False)
    note = signed_note(origin_of(INSTALL), 42, setup.journal.tail().hash, NOON, session)
    later = resigned(note, lambda text: text.replace("12:00:00", "13:00:00"))
    forge(setup.file, ("INSERT INTO checkpoint (size, note) VALUES (42, ?)", (later,)))
    assert found(verify(setup.file))[2] == StorageCode.VERIFY_BAD_SIGNATURE


def test_a_journal_without_any_checkpoint_is_unsigned(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    assert setup.report().is_unsigned


def test_past_a_bad_row_nothing_is_said_about_keys_and_cuts(setup: Setup) -> None:
    """What lies behind it cannot be judged, and would only hide the row."""
    new = FakeSigner(2)
    introduce_key(setup.journal, begun(new))
    Checkpoints(setup.journal, new, copies=setup.copies).place(at=NOON)
    forge(setup.file, "UPDATE log SET hash = zeroblob(32) WHERE seq = 42")
    report = setup.report()
    assert [finding.message.code for finding in report.findings] == [StorageCode.VERIFY_EDITED]


def test_of_thousands_of_notes_in_the_file_the_newest_are_checked(setup: Setup) -> None:
    tail = setup.journal.tail()
    note = signed_note(origin_of(INSTALL), tail.seq, tail.hash, NOON, setup.signer)
    with closing(sqlite3.connect(setup.file)) as connection, connection:
        rows = [(tail.seq, note)] * 300
        connection.executemany("INSERT INTO checkpoint (size, note) VALUES (?, ?)", rows)
    assert verify(setup.file).signed_seq == 42
    bad = resigned(note, lambda text: text.replace("12:00:00", "13:00:00"))
    forge(setup.file, ("INSERT INTO checkpoint (size, note) VALUES (42, ?)", (bad,)))
    assert found(verify(setup.file))[2] == StorageCode.VERIFY_BAD_SIGNATURE


def test_a_receipt_that_says_another_root_is_found(setup: Setup) -> None:
    seq = setup.journal.append(entry(AnchorPlaced("share", 20, "ab" * 32))).seq
    assert found(setup.report()) == (State.BROKEN, seq, StorageCode.VERIFY_BAD_RECEIPT)


def test_a_receipt_for_a_row_that_no_note_speaks_of_is_checked_too(setup: Setup) -> None:
    hash_ = setup.journal.hash_at(13)
    assert hash_ is not None
    setup.journal.append(entry(AnchorPlaced("mail", 13, hash_.hex())))
    assert setup.report().state == State.OK
    setup.journal.append(entry(AnchorPlaced("mail", 14, hash_.hex())))
    assert found(setup.report())[2] == StorageCode.VERIFY_BAD_RECEIPT


def test_a_receipt_for_a_row_to_come_is_found(setup: Setup) -> None:
    setup.journal.append(entry(AnchorPlaced("mail", 99, "ab" * 32)))
    assert found(setup.report()) == (State.BROKEN, 43, StorageCode.VERIFY_BAD_RECEIPT)
