"""Export a journal: as lines that can be verified again, and as a table for people."""

import base64
import csv
import json
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.storage.checkpoint_rows import kept_notes
from cockpit.storage.codec import UnreadableBodyError, readable
from cockpit.storage.codes import StorageCode
from cockpit.storage.faults import as_journal_errors
from cockpit.storage.folders import is_empty_or, whole
from cockpit.storage.journal import SqliteJournal, StoredRow
from cockpit.storage.opening import open_for_reading
from cockpit.storage.verify import SLICE_ROWS, Gathered, Report, judge
from cockpit.storage.walk import Finding, Walk

FORMAT = "release-cockpit journal export 1"
COLUMNS = ("seq", "at", "actor", "run_id", "is_drill", "is_late", "kind", "event")
_HEAD = f'{{"format":"{FORMAT}"}}'.encode()
_ROW_HEAD = b'{"seq":'
_TABLE_HEAD = f"\ufeff{','.join(COLUMNS)}".encode()
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_RECEIPT = '\\"journal.anchored/1\\"'


def export_lines(file: Path, out: Path, *, breathe: Callable[[], None] = lambda: None) -> int:
    """Write the journal at `file` to `out` as JSON lines and return the number of rows.

    First a line that names the format, then each row with its body as it is stored and its hashes
    in hex, then the checkpoints, then a line with both counts, so that a cut file is known. An
    older export stays until the new one is whole.
    """
    count = 0
    with closing(open_for_reading(file)) as journal, as_journal_errors(out):
        _keep_others(out, _HEAD)
        notes = kept_notes(journal)  # before the rows, so that every note has its rows
        with whole(out, encoding="utf-8", newline="\n") as stream:
            stream.write(_line(format=FORMAT))
            for page in _pages(journal, breathe):
                stream.writelines(map(_row_line, page))
                count += len(page)
            stream.writelines(_line(checkpoint=note) for note in notes)
            stream.write(_line(rows=count, checkpoints=len(notes)))
    return count


def export_table(file: Path, out: Path, *, breathe: Callable[[], None] = lambda: None) -> int:
    """Write the journal at `file` to `out` as CSV for people and return the number of rows.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    count = 0
    with closing(open_for_reading(file)) as journal, as_journal_errors(out):
        _keep_others(out, _TABLE_HEAD)
        with whole(out, encoding="utf-8-sig", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(COLUMNS)
            for page in _pages(journal, breathe):
                table.writerows([seq, *_cells(body)] for seq, body, _prev, _hash in page)
                count += len(page)
    return count


def verify_export(file: Path, *, expected_key: bytes | None = None) -> Report:
    """Return what an export is worth by itself: its chain and its checkpoints, no anchors.

    The file is read twice: what is said about rows stands after them. Raises `JournalError` when
    it cannot be read.
    """
    with as_journal_errors(file):
        if not _is_export(file):
            raise JournalError(message(StorageCode.NOT_AN_EXPORT, file=str(file)))
        gathered, sizes, is_whole = _said_about_rows(file)
        walk = Walk(gathered.sizes() | sizes)
        for row in _exported_rows(file):
            if row is None:
                lost = message(StorageCode.VERIFY_EXPORT_DAMAGED, seq=walk.rows_count + 1)
                walk.finding = Finding(walk.rows_count + 1, lost)
            if row is None or not walk.take(row):
                break
    if not is_whole and walk.finding is None:
        cut_from = walk.rows_count + 1
        cut = message(StorageCode.VERIFY_EXPORT_CUT, seq=cut_from)
        walk.finding = Finding(cut_from, cut)
    return judge(walk, gathered, expected_key)


def harmless(text: str) -> str:
    """Return the text such that no spreadsheet takes it for a formula.

    The dangerous first characters are those of OWASP's page on CSV injection.
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _keep_others(out: Path, head: bytes) -> None:
    """Raise `JournalError` where a file would be lost that is no export, such as the journal."""
    if out.is_file() and not is_empty_or(out, head):
        raise JournalError(message(StorageCode.EXPORT_NOT_OURS, file=str(out)))


def _is_export(file: Path) -> bool:
    """Return whether it may be an export, or what somebody has left of one."""
    with file.open("rb") as stream:
        return stream.read(len(_HEAD)).startswith((_HEAD, _ROW_HEAD))


def _pages(
    journal: SqliteJournal, breathe: Callable[[], None]
) -> Generator[list[StoredRow], None, None]:
    after_seq = 0
    while page := journal.stored_page(after_seq=after_seq, limit=SLICE_ROWS):
        yield page
        after_seq = page[-1][0]
        breathe()


def _row_line(row: StoredRow) -> str:
    seq, body, prev, hash_ = row
    try:
        return _line(seq=seq, prev=prev.hex(), hash=hash_.hex(), body=body.decode())
    except UnicodeDecodeError:
        raw = base64.b64encode(body).decode()
        return _line(seq=seq, prev=prev.hex(), hash=hash_.hex(), body_base64=raw)


def _line(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def _cells(body: bytes) -> list[str]:
    try:
        tree = readable(body)
    except UnreadableBodyError:
        return ["", "", "", "", "", "", harmless(body.decode("utf-8", "replace"))]
    event = tree["event"]
    kind = str(event["kind"]) if isinstance(event, dict) else ""
    names = ("at", "actor", "run_id", "is_drill", "is_late")
    cells = [str(tree.get(name, "")) for name in names]
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return [harmless(cell) for cell in (*cells, kind, text)]


def _said_about_rows(file: Path) -> tuple[Gathered, set[int], bool]:
    """Return the notes, the rows that receipts speak of, and whether the file is whole."""
    gathered, sizes = Gathered(), set()
    rows_count = notes_count = 0
    is_whole = False
    with file.open(encoding="utf-8", errors="replace") as stream:
        for text in stream:
            is_whole = False
            if text.startswith('{"seq":'):
                rows_count += 1
                if _RECEIPT in text:
                    sizes |= _receipt_size(text)
                continue
            line = _parsed(text)
            if "checkpoint" in line:
                notes_count += 1
                gathered.add(str(file), [str(line["checkpoint"])])
            is_whole = line == {"rows": rows_count, "checkpoints": notes_count}
    return gathered, sizes, is_whole


def _receipt_size(text: str) -> set[int]:
    try:
        return {int(json.loads(_parsed(text)["body"])["event"]["seq"])}  # type: ignore[arg-type]  # or refused
    except (ValueError, KeyError, TypeError):
        return set()


def _exported_rows(file: Path) -> Generator[StoredRow | None, None, None]:
    """Yield the rows; None for a line that is none."""
    with file.open(encoding="utf-8", errors="replace") as stream:
        for text in stream:
            if not text.startswith('{"seq":'):
                continue
            line = _parsed(text)
            try:
                raw = line.get("body_base64")
                body = base64.b64decode(str(raw)) if raw else str(line["body"]).encode()
                prev, hash_ = bytes.fromhex(str(line["prev"])), bytes.fromhex(str(line["hash"]))
                yield int(str(line["seq"])), body, prev, hash_
            except (ValueError, KeyError):
                yield None


def _parsed(text: str) -> dict[str, object]:
    try:
        tree = json.loads(text)
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}
