"""An export can be verified by itself, and a table cannot do harm."""

import csv
import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from cockpit.domain.events import AnchorPlaced, OperationClosed
from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import anchor_note
from cockpit.storage.codec import encode
from cockpit.storage.codes import StorageCode
from cockpit.storage.export import (
    COLUMNS,
    export_lines,
    export_table,
    harmless,
    verify_export,
)
from cockpit.storage.verify import State
from tests.kit.power.record import Say, each_cut, needs_a_record
from tests.storage.journals import NOON, Setup, entry, fill_fast, forge, rewrite, stored

Export: TypeAlias = Callable[..., int]


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """Return a journal of 12 rows with a checkpoint at 10 and its anchor's receipt at 11."""
    setup = Setup(tmp_path)
    setup.fill(9)
    note = setup.checkpoints.place(at=NOON)
    anchor_note(setup.journal, setup.anchor(), note, stamped=entry)
    setup.fill(1, start=10)
    return setup


def no_space() -> None:
    """Fail as a disk does that fills while it is written."""
    raise OSError(errno.ENOSPC, "No space left on device")


def exported(setup: Setup) -> Path:
    out = setup.folder / "journal.jsonl"
    export_lines(setup.file, out)
    return out


def changed(out: Path, change: Callable[[list[str]], list[str]]) -> Path:
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")
    return out


def test_an_export_verifies_by_itself(setup: Setup) -> None:
    out = exported(setup)
    report = verify_export(out, expected_key=setup.signer.key().public_key)
    assert (report.state, report.rows_count, report.signed_seq) == (State.UNANCHORED, 12, 10)
    assert report.exit_code == 2


@needs_a_record
def test_an_export_that_is_done_survives_a_power_cut(tmp_path: Path) -> None:
    def work(home: Path, say: Say) -> None:
        setup = Setup(home)
        setup.fill(9)
        exported(setup)
        export_table(setup.file, home / "journal.csv")
        say("exported", "")

    for left, home in each_cut(tmp_path, work):
        report = verify_export(home / "journal.jsonl")
        assert (report.findings, report.rows_count) == ((), 10), left
        table = (home / "journal.csv").read_text(encoding="utf-8-sig")
        assert len(table.splitlines()) == 11, left


def test_an_export_holds_the_bytes_as_they_are_stored(setup: Setup) -> None:
    assert export_lines(setup.file, setup.folder / "x.jsonl") == 12
    lines = (setup.folder / "x.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[1:13]]
    assert [
        (row["seq"], row["body"].encode(), bytes.fromhex(row["prev"]), bytes.fromhex(row["hash"]))
        for row in rows
    ] == stored(setup.file)
    assert json.loads(lines[-1]) == {"rows": 12, "checkpoints": 1}


CUT, GAP = StorageCode.VERIFY_EXPORT_CUT, StorageCode.VERIFY_GAP
EDITED, DAMAGED = StorageCode.VERIFY_EDITED, StorageCode.VERIFY_EXPORT_DAMAGED
CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], int, str]] = {
    "cut in the rows": (lambda lines: lines[:5], 5, CUT),
    "last line lost": (lambda lines: lines[:-1], 13, CUT),
    "last row lost": (lambda lines: [*lines[:12], *lines[13:]], 12, CUT),
    "checkpoint lost": (lambda lines: [*lines[:13], *lines[14:]], 13, CUT),
    "something added": (lambda lines: [*lines, "{}"], 13, CUT),
    "row lost": (lambda lines: [*lines[:4], *lines[5:]], 4, GAP),
    "row edited": (lambda lines: [line.replace("op-4", "op-X") for line in lines], 6, EDITED),
    "row torn": (lambda lines: [*lines[:4], lines[4][:99], *lines[5:]], 4, DAMAGED),
}


@pytest.mark.slow
@pytest.mark.parametrize(("change", "seq", "code"), CHANGES.values(), ids=CHANGES)
def test_a_changed_export_is_found(
    setup: Setup, change: Callable[[list[str]], list[str]], seq: int, code: str
) -> None:
    report = verify_export(changed(exported(setup), change))
    assert report.state == State.BROKEN
    assert (report.first_bad_seq, report.findings[0].message.code) == (seq, code)


def test_a_checkpoint_in_an_export_speaks_for_its_rows(setup: Setup) -> None:
    rows = stored(setup.file)
    rewrite(setup.file, [body.replace(b"op-4", b"op-X") for _s, body, _p, _h in rows])
    report = verify_export(exported(setup))
    assert report.findings[0].message.code == StorageCode.VERIFY_OTHER_ROOT


def test_a_receipt_in_an_export_is_checked_against_its_row(setup: Setup) -> None:
    hash_ = setup.journal.hash_at(3)
    assert hash_ is not None
    setup.journal.append(entry(AnchorPlaced("mail", 3, hash_.hex())))
    assert verify_export(exported(setup)).state == State.UNANCHORED
    setup.journal.append(entry(AnchorPlaced("mail", 4, hash_.hex())))
    report = verify_export(exported(setup))
    assert report.findings[0].message.code == StorageCode.VERIFY_BAD_RECEIPT
    assert report.first_bad_seq == 14


def test_a_body_that_is_no_text_is_exported_all_the_same(setup: Setup) -> None:
    forge(setup.file, "UPDATE log SET body = CAST(x'ff00' AS BLOB) WHERE seq = 3")
    report = verify_export(exported(setup))
    assert report.first_bad_seq == 3
    export_table(setup.file, setup.folder / "journal.csv")


@pytest.mark.parametrize("export", [export_lines, export_table])
def test_no_file_of_somebody_else_is_written_over(
    setup: Setup, export: Callable[[Path, Path], int]
) -> None:
    note = setup.folder / "note.txt"
    note.write_text("mine", encoding="utf-8")
    before = setup.file.read_bytes()
    for file in (note, setup.file):
        with pytest.raises(JournalError) as refused:
            export(setup.file, file)
        assert refused.value.message.code == StorageCode.EXPORT_NOT_OURS
    assert (setup.file.read_bytes(), note.read_text(encoding="utf-8")) == (before, "mine")
    again = setup.folder / "again"
    assert export(setup.file, again) == export(setup.file, again)


@pytest.mark.parametrize("text", ["", "seq,at,actor\n", "groups: []\n", '{"rows": 1}\n'])
def test_a_file_that_is_no_export_is_not_called_a_changed_journal(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "file"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(JournalError) as refused:
        verify_export(file)
    assert refused.value.message.code == StorageCode.NOT_AN_EXPORT


def test_an_export_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(JournalError) as caught:
        verify_export(tmp_path / "none.jsonl")
    assert caught.value.message.code == StorageCode.FAILED


def test_a_place_that_cannot_be_written_is_told(setup: Setup) -> None:
    for export in (export_lines, export_table):
        with pytest.raises(JournalError) as caught:
            export(setup.file, setup.folder / "no" / "such" / "folder.x")
        assert caught.value.message.code == StorageCode.FAILED


@pytest.mark.parametrize("export", [export_lines, export_table])
def test_an_export_that_breaks_off_leaves_the_older_one(setup: Setup, export: Export) -> None:
    out = setup.folder / "journal.out"
    export(setup.file, out)
    before = out.read_bytes()
    setup.fill(1, start=12)
    with pytest.raises(JournalError) as caught:
        export(setup.file, out, breathe=no_space)
    assert caught.value.message.code == StorageCode.NO_SPACE
    assert out.read_bytes() == before
    assert list(setup.folder.glob("*.part")) + list(setup.folder.glob(".*.part")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_an_export_may_go_down_a_pipe(setup: Setup) -> None:
    pipe = setup.folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export_lines(setup.file, pipe)
    assert os.read(reader, 20).startswith(b'{"format"')
    os.close(reader)
    assert pipe.is_fifo()


# ------------------------------------------------------------------ tables


def table(setup: Setup) -> list[list[str]]:
    out = setup.folder / "journal.csv"
    export_table(setup.file, out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_table_has_one_line_a_row_in_words_of_the_journal(setup: Setup) -> None:
    head, *lines = table(setup)
    assert tuple(head) == COLUMNS
    assert [int(line[0]) for line in lines] == list(range(1, 13))
    assert lines[1][1:7] == [
        "2026-11-23T12:00:00.000000Z",
        "mina",
        "0f" * 16,
        "False",
        "False",
        "operation.intent/1",
    ]
    assert json.loads(lines[1][7])["order"]["operation_id"] == "op-0"


@pytest.mark.slow
@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_like_a_formula(setup: Setup, first: str) -> None:
    event = entry(OperationClosed("op-1", "x"))
    hostile = encode(event).replace(b'"mina"', json.dumps(f"{first}cmd|' /C calc'!A0").encode())
    setup.journal.close()
    rewrite(setup.file, [body for _s, body, _p, _h in stored(setup.file)] + [hostile])
    cells = table(setup)[-1]
    assert cells[2] == f"'{first}cmd|' /C calc'!A0".replace("\r", "\r")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_an_ordinary_text_stays_as_it_is() -> None:
    assert [harmless("쿠폰"), harmless("a=b"), harmless("")] == ["쿠폰", "a=b", ""]


def test_a_large_export_is_written_page_by_page(setup: Setup) -> None:
    fill_fast(setup.file, 1500)
    breaths: list[int] = []
    export_lines(setup.file, setup.folder / "x.jsonl", breathe=lambda: breaths.append(1))
    assert len(breaths) == 4
