"""Checkpoints are due when something counts, and are kept in two places."""

import base64
import hashlib
import os
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import anchor_note, trouble_of_folder
from cockpit.storage.checkpoint_rows import keep_note, kept_notes
from cockpit.storage.checkpoints import COPIES_KEPT, install_id_of
from cockpit.storage.codec import encode
from cockpit.storage.codes import StorageCode
from cockpit.storage.notefiles import note_files
from cockpit.storage.notes import BadNoteError, origin_of, read_note, signed_note
from tests.kit.child import in_a_child
from tests.storage.journals import (
    INSTALL,
    NOON,
    FakeSigner,
    Setup,
    begun,
    entry,
    intent,
    outcome,
    rewrite,
)

NOBODY = 65_534


def test_every_outcome_is_followed_by_a_checkpoint(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.checkpoints.place(at=NOON)
    assert not setup.checkpoints.is_due(setup.journal.append(intent(0)), at=NOON)
    assert setup.checkpoints.is_due(setup.journal.append(outcome(0)), at=NOON)


def test_a_checkpoint_follows_at_the_latest_after_32_rows(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.checkpoints.place(at=NOON)
    due = [setup.checkpoints.is_due(setup.journal.append(intent(n)), at=NOON) for n in range(32)]
    assert due == [False] * 31 + [True]


def test_a_checkpoint_follows_at_the_latest_after_15_minutes(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    assert setup.checkpoints.is_overdue(at=NOON)
    setup.checkpoints.place(at=NOON)
    assert not setup.checkpoints.is_overdue(at=NOON + timedelta(seconds=899))
    assert setup.checkpoints.is_overdue(at=NOON + timedelta(seconds=900))
    row = setup.journal.append(intent(0))
    assert setup.checkpoints.is_due(row, at=NOON + timedelta(minutes=15))


def test_the_first_row_of_a_process_is_due(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    assert setup.checkpoints.is_due(setup.journal.append(intent(0)), at=NOON)


def test_a_note_is_kept_in_the_journal_and_in_the_second_folder(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.fill(5)
    note = setup.checkpoints.place(at=NOON)
    assert kept_notes(setup.journal) == [note]
    ((size, root, file),) = note_files(setup.copies)
    assert (size, root) == (6, setup.journal.tail().hash.hex())
    assert file.read_text(encoding="utf-8") == note


def test_of_the_copies_the_newest_stay(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    for number in range(COPIES_KEPT + 3):
        setup.journal.append(intent(number))
        setup.checkpoints.place(at=NOON)
    sizes = [size for size, _root, _file in note_files(setup.copies)]
    assert sizes == list(range(5, COPIES_KEPT + 5))
    assert len(kept_notes(setup.journal)) == COPIES_KEPT + 3


def test_a_copy_that_fails_is_told_and_the_note_stands(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.copies.touch()
    with pytest.raises(JournalError) as caught:
        setup.checkpoints.place(at=NOON)
    assert caught.value.message.code == StorageCode.COPY_FAILED
    assert len(kept_notes(setup.journal)) == 1


def fill(setup: Setup) -> None:
    for _number in range(100):
        setup.checkpoints.place(at=NOON)


def test_a_note_for_which_there_is_no_space_says_so_and_leaves_the_rows(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    with setup.journal.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError) as caught:
        fill(setup)
    assert caught.value.message.code == StorageCode.NO_SPACE
    with setup.journal.reading() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    kept = len(kept_notes(setup.journal))
    assert setup.checkpoints.place(at=NOON) == kept_notes(setup.journal)[kept]
    assert setup.journal.append(intent(0)).seq == 2


def test_a_note_for_a_closed_journal_is_refused_as_closed(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.journal.close()
    with pytest.raises(JournalError) as caught:
        keep_note(setup.journal, 1, "note")
    assert caught.value.message.code == StorageCode.CLOSED


def test_a_journal_that_begins_with_something_else_has_no_name(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    assert install_id_of(setup.journal) == INSTALL
    setup.journal.close()
    rewrite(setup.file, [encode(intent(1))])
    with pytest.raises(JournalError) as caught:
        Setup(tmp_path)
    assert caught.value.message.code == StorageCode.NO_BEGINNING


# ------------------------------------------------------------------ notes


ROOT = bytes(range(32))


def test_a_note_is_a_signed_note_that_other_tools_can_check() -> None:
    """The form of https://c2sp.org/signed-note, taken apart here by hand."""
    signer = FakeSigner()
    note = signed_note(origin_of(INSTALL), 412, ROOT, NOON, signer)
    text, signature = note.split("\n\n")
    assert text.splitlines() == [
        "release-cockpit/journal/c0ffee-1",
        "412",
        base64.b64encode(ROOT).decode(),
        "at 2026-11-23T12:00:00Z",
    ]
    dash, name, encoded = signature.removesuffix("\n").split(" ")
    assert (dash, name) == ("\u2014", "release-cockpit")
    raw = base64.b64decode(encoded)
    public_key = signer.key().public_key
    assert raw[:4] == hashlib.sha256(b"release-cockpit\n\x01" + public_key).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public_key).verify(raw[4:], (text + "\n").encode())


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_note_is_read_as_it_was_signed(is_kept: bool) -> None:
    signer = FakeSigner(is_kept=is_kept)
    public_key = signer.key().public_key
    signed = read_note(signed_note("o", 7, ROOT, NOON, signer))
    checkpoint = signed.checkpoint
    assert (checkpoint.origin, checkpoint.size, checkpoint.root, checkpoint.at) == (
        "o",
        7,
        ROOT,
        NOON,
    )
    assert checkpoint.is_unsigned != is_kept
    assert checkpoint.session_key == (None if is_kept else public_key)
    assert signed.is_signed_by(public_key)
    assert not signed.is_signed_by(FakeSigner(2).key().public_key)


def test_a_note_of_a_session_says_so_in_words() -> None:
    note = signed_note("o", 7, ROOT, NOON, FakeSigner(is_kept=False))
    assert note.splitlines()[4] == "unsigned on this machine"


GOOD = signed_note("o", 7, ROOT, NOON, FakeSigner())
SESSION = signed_note("o", 7, ROOT, NOON, FakeSigner(is_kept=False))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        GOOD.replace("\n\n", "\n"),
        GOOD.replace("7\n", "seven\n", 1),
        GOOD.replace("7\n", "07\n", 1),
        GOOD.replace("release-cockpit ", "someone-else "),
        GOOD.replace("at 2026-11-23T12:00:00Z", "at noon"),
        GOOD.replace("at 2026-11-23T12:00:00Z\n", ""),
        GOOD.replace("at 2026-11-23T12:00:00Z", "at 2026-11-23T12:00:00Z\nmore"),
        GOOD.replace(base64.b64encode(ROOT).decode(), "AAAA"),
        GOOD.replace(base64.b64encode(ROOT).decode(), "!"),
        GOOD + "x" * 70_000,
        SESSION.replace("session-key ", "session-key AAAA"),
        SESSION.replace("unsigned on this machine", "signed on this machine"),
    ],
)
def test_a_text_that_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(BadNoteError):
        read_note(note)


def test_a_signature_of_another_length_is_none() -> None:
    text, _blank, signature = GOOD.rpartition("\n\n")
    raw = base64.b64decode(signature.split(" ")[2])[:20]
    short = f"{text}\n\n\u2014 release-cockpit {base64.b64encode(raw).decode()}\n"
    assert not read_note(short).is_signed_by(FakeSigner().key().public_key)


def test_a_signature_under_another_keys_name_is_none() -> None:
    text, _blank, signature = GOOD.rpartition("\n\n")
    raw = base64.b64decode(signature.split(" ")[2])
    renamed = base64.b64encode(b"\0\0\0\0" + raw[4:]).decode()
    note = f"{text}\n\n\u2014 release-cockpit {renamed}\n"
    assert not read_note(note).is_signed_by(FakeSigner().key().public_key)


# ------------------------------------------------------------------ anchors


def test_an_anchor_keeps_the_note_and_its_receipt_is_a_row(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    setup.fill(3)
    note = setup.checkpoints.place(at=NOON)
    row = anchor_note(setup.journal, setup.anchor(), note, stamped=entry)
    root_hex = setup.journal.hash_at(4)
    assert root_hex is not None
    file = setup.anchor_folder / f"4-{root_hex.hex()}.note"
    assert file.read_text(encoding="utf-8") == note
    assert row.entry.event == entry(row.entry.event).event
    assert (row.seq, row.entry.event.kind) == (5, "journal.anchored/1")
    assert [held.text for held in setup.anchor().notes()] == [note]


def test_a_folder_for_notes_is_looked_at_before_it_is_needed(tmp_path: Path) -> None:
    assert trouble_of_folder(tmp_path) is None
    (tmp_path / "file").touch()
    for place in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 300)):
        told = trouble_of_folder(place)
        assert told is not None
        assert (told.code, told.value("folder")) == (StorageCode.ANCHOR_GONE, str(place))
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


@pytest.mark.skipif(os.name != "posix", reason="the modes of folders are POSIX's")
def test_a_folder_that_may_not_be_written_is_told() -> None:
    def look() -> None:
        if os.getuid() == 0:  # root may write everywhere
            os.setuid(NOBODY)
        told = trouble_of_folder(folder)
        assert told is not None
        assert told.code == StorageCode.ANCHOR_FAILED

    with TemporaryDirectory() as name:  # not below `tmp_path`, which is closed to other users
        folder = Path(name)
        folder.chmod(0o555)
        _, status = os.waitpid(in_a_child(look), 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_the_same_note_may_be_anchored_twice(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    note = setup.checkpoints.place(at=NOON)
    assert setup.anchor().place(note) == setup.anchor().place(note)
    assert len(list(setup.anchor_folder.iterdir())) == 1


def test_an_anchor_that_is_away_is_told_and_no_receipt_is_written(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    note = setup.checkpoints.place(at=NOON)
    setup.anchor_folder.rmdir()
    with pytest.raises(JournalError) as caught:
        anchor_note(setup.journal, setup.anchor(), note, stamped=entry)
    assert caught.value.message.code == StorageCode.ANCHOR_GONE
    assert setup.journal.tail().seq == 1


def test_a_note_that_cannot_be_put_in_its_place_leaves_no_scrap(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    note = setup.checkpoints.place(at=NOON)
    checkpoint = read_note(note).checkpoint
    (setup.anchor_folder / f"1-{checkpoint.root.hex()}.note").mkdir()
    with pytest.raises(JournalError):
        setup.anchor().place(note)
    assert [file.is_dir() for file in setup.anchor_folder.iterdir()] == [True]


def test_the_journal_names_the_key_of_its_first_row() -> None:
    assert FakeSigner().key().public_key.hex() in encode(begun()).decode()
