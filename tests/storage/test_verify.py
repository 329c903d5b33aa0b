"""What verify says of a whole journal: what is well, what is gone, what is wrong outside."""

import shutil
from pathlib import Path

import pytest

from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import FolderAnchor
from cockpit.storage.checkpoints import Checkpoints
from cockpit.storage.codes import StorageCode
from cockpit.storage.notefiles import note_files, write_note
from cockpit.storage.notes import origin_of, read_note, signed_note
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import State, verify
from tests.storage.journals import (
    INSTALL,
    NOON,
    FakeSigner,
    Setup,
    begun,
    fill_fast,
    forge,
    intent,
    rewrite,
    stored,
)
from tests.storage.tampered import bodies, found


def test_an_untouched_journal_is_ok_and_says_up_to_where(setup: Setup) -> None:
    report = setup.report(expected_key=setup.signer.key().public_key)
    assert (report.state, report.exit_code, report.findings) == (State.OK, 0, ())
    assert (report.rows_count, report.checkpointed_seq, report.signed_seq) == (42, 41, 41)
    assert (report.anchored_seq, report.unanchored_count, report.first_bad_seq) == (20, 22, None)
    assert not report.is_unsigned
    assert report.warnings == ()


def test_a_journal_that_nothing_anchors_is_ok_with_a_reservation(setup: Setup) -> None:
    report = verify(setup.file)
    assert (report.state, report.exit_code, report.anchored_seq) == (State.UNANCHORED, 2, 0)


def test_verifying_leaves_the_file_as_it_is(setup: Setup) -> None:
    before = setup.file.read_bytes()
    setup.report()
    assert setup.file.read_bytes() == before


def test_other_journals_may_share_the_anchor(setup: Setup) -> None:
    other = signed_note(origin_of("another"), 7, b"\x07" * 32, NOON, FakeSigner(7))
    write_note(setup.anchor_folder, read_note(other).checkpoint, other)
    assert setup.report().state == State.OK


def test_the_caller_may_do_other_things_between_pages(setup: Setup) -> None:
    fill_fast(setup.file, 1200)
    breaths: list[int] = []
    verify(setup.file, breathe=lambda: breaths.append(1))
    assert len(breaths) == 3


def cut(setup: Setup, size: int) -> None:
    """Cut the tail, and its notes, as somebody would who knows the file."""
    forge(
        setup.file,
        ("DELETE FROM log WHERE seq > ?", (size,)),
        ("DELETE FROM checkpoint WHERE size > ?", (size,)),
    )


def test_a_cut_tail_is_found_by_a_checkpoint_in_the_file(setup: Setup) -> None:
    forge(setup.file, "DELETE FROM log WHERE seq > 30")
    report = verify(setup.file)
    assert found(report) == (State.BROKEN, 31, StorageCode.VERIFY_CUT)
    assert report.findings[0].message.value("size") == 41


def test_a_cut_tail_is_told_once_by_the_note_that_knows_most_of_it(setup: Setup) -> None:
    forge(setup.file, "DELETE FROM log WHERE seq > 12")
    (cut_,) = setup.report().findings
    assert (cut_.seq, cut_.message.code) == (13, StorageCode.VERIFY_CUT)
    assert cut_.message.value("size") == 41


def test_a_cut_tail_is_found_by_the_copies_in_the_second_folder(setup: Setup) -> None:
    cut(setup, 30)
    assert verify(setup.file).state == State.UNANCHORED
    assert found(verify(setup.file, copies=setup.copies)) == (
        State.BROKEN,
        31,
        StorageCode.VERIFY_CUT,
    )


def test_a_cut_tail_is_found_by_an_anchor(setup: Setup) -> None:
    cut(setup, 12)
    shutil.rmtree(setup.copies)
    assert found(setup.report()) == (State.BROKEN, 13, StorageCode.VERIFY_CUT)


def test_rows_newer_than_the_last_note_can_be_cut_unseen(setup: Setup) -> None:
    """The README says so; this is the promise's limit, not a wish."""
    cut(setup, 41)
    assert setup.report().state == State.OK


def test_two_computers_that_go_on_from_one_journal_find_each_other_at_the_anchor(
    setup: Setup, tmp_path: Path
) -> None:
    setup.journal.close()
    twin = tmp_path / "twin.db"
    shutil.copy(setup.file, twin)
    for file, number in ((setup.file, 7), (twin, 8)):
        journal = open_journal(file, begun())
        journal.append(intent(number))
        note = Checkpoints(journal, setup.signer, copies=tmp_path / file.stem).place(at=NOON)
        setup.anchor().place(note)
        journal.close()
        report = verify(file, anchors=[setup.anchor()])
        forked = [one for one in report.findings if one.seq == 43]
        assert [one.message.code for one in forked] == (
            [StorageCode.VERIFY_OTHER_ROOT] if file == twin else []
        )
    assert found(verify(setup.file, anchors=[setup.anchor()]))[0] == State.BROKEN


def test_a_file_restored_from_a_backup_is_found(setup: Setup, tmp_path: Path) -> None:
    setup.journal.close()
    backup = tmp_path / "backup.db"
    shutil.copy(setup.file, backup)
    later = open_journal(setup.file, begun())
    later.append(intent(99))
    Checkpoints(later, setup.signer, copies=setup.copies).place(at=NOON)
    later.close()
    shutil.copy(backup, setup.file)
    assert found(setup.report()) == (State.BROKEN, 43, StorageCode.VERIFY_CUT)


def forged_by_key_holder(setup: Setup, signer: FakeSigner) -> None:
    """Rewrite history and sign all of it anew: what a thief of the key can do in the file."""
    old_root = stored(setup.file)[19][3].hex().encode()
    new = [body.replace(b'"op-6"', b'"op-X"') for body in bodies(setup)]
    rewrite(setup.file, new)
    new_root = stored(setup.file)[19][3].hex().encode()
    rewrite(setup.file, [body.replace(old_root, new_root) for body in new])
    row = stored(setup.file)[40]
    note = signed_note(origin_of(INSTALL), 41, row[3], NOON, signer)
    forge(
        setup.file,
        "DELETE FROM checkpoint",
        ("INSERT INTO checkpoint (size, note) VALUES (41, ?)", (note,)),
    )


def test_a_journal_that_was_rewritten_with_its_own_key_is_found_by_the_anchor(
    setup: Setup,
) -> None:
    forged_by_key_holder(setup, setup.signer)
    assert verify(setup.file).state == State.UNANCHORED  # by itself it is flawless
    report = verify(setup.file, anchors=[setup.anchor()])
    assert found(report) == (State.BROKEN, 20, StorageCode.VERIFY_OTHER_ROOT)


def test_a_rewritten_journal_is_found_by_the_copies(setup: Setup) -> None:
    forged_by_key_holder(setup, setup.signer)
    report = verify(setup.file, copies=setup.copies)
    assert found(report)[2] == StorageCode.VERIFY_OTHER_ROOT


def test_a_rewritten_journal_is_found_by_the_checkpoints_that_were_left(setup: Setup) -> None:
    rewrite(setup.file, [body.replace(b'"op-6"', b'"op-X"') for body in bodies(setup)])
    report = verify(setup.file, copies=setup.copies)
    assert found(report)[2] == StorageCode.VERIFY_OTHER_ROOT
    codes = [finding.message.code for finding in report.findings]
    assert codes.count(StorageCode.VERIFY_OTHER_ROOT) == 1  # later notes find the same again


@pytest.mark.slow
def test_another_journal_in_its_place_is_found(setup: Setup, tmp_path: Path) -> None:
    other = open_journal(tmp_path / "other.db", begun(install_id="another"))
    for number in range(60):
        other.append(intent(number))
    other.close()
    setup.journal.close()
    shutil.copy(other.file, setup.file)
    for options in ({"copies": setup.copies}, {"anchors": [setup.anchor()]}):
        assert found(verify(setup.file, **options)) == (
            State.BROKEN,
            1,
            StorageCode.VERIFY_OTHER_JOURNAL,
        )


def test_an_anchor_that_cannot_be_asked_is_a_warning(setup: Setup) -> None:
    away = FolderAnchor("share", setup.folder / "unplugged", origin=origin_of(INSTALL))
    report = verify(setup.file, anchors=[away])
    assert (report.state, report.exit_code) == (State.UNANCHORED, 2)
    assert [warning.code for warning in report.warnings] == [StorageCode.ANCHOR_GONE]


def test_an_anchor_that_lost_a_note_is_a_warning(setup: Setup) -> None:
    note_files(setup.anchor_folder)[0][2].unlink()
    report = setup.report()
    assert report.state == State.UNANCHORED
    assert [warning.code for warning in report.warnings] == [StorageCode.ANCHOR_LOST_NOTE]


def test_copies_that_cannot_be_read_are_a_warning(setup: Setup) -> None:
    shutil.rmtree(setup.copies)
    setup.copies.touch()
    report = setup.report()
    assert [warning.code for warning in report.warnings] == [StorageCode.COPY_UNREADABLE]


def test_a_missing_file_is_broken(tmp_path: Path) -> None:
    report = verify(tmp_path / "journal.db")
    assert found(report) == (State.BROKEN, 1, StorageCode.NOT_THERE)


def test_a_damaged_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"nothing of a database" * 300)
    assert found(verify(tmp_path / "journal.db")) == (State.BROKEN, 1, StorageCode.DAMAGED)


def test_a_truncated_file_is_broken(setup: Setup) -> None:
    fill_fast(setup.file, 3000)
    setup.journal.close()
    with setup.file.open("r+b") as stream:
        stream.truncate(setup.file.stat().st_size * 2 // 3)
    report = verify(setup.file)
    assert found(report)[::2] == (State.BROKEN, StorageCode.DAMAGED)


def test_what_cannot_be_told_now_is_not_called_broken(setup: Setup) -> None:
    forge(setup.file, "PRAGMA user_version = 50")
    with pytest.raises(JournalError) as caught:
        verify(setup.file)
    assert caught.value.message.code == StorageCode.NEWER
