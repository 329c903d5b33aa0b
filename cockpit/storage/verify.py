"""Verify a journal: its chain, its checkpoints, and what anchors outside keep of it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError
from cockpit.storage.anchors import Anchor, HeldNote
from cockpit.storage.checkpoint_rows import kept_notes
from cockpit.storage.codes import StorageCode
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import note_files, read_text
from cockpit.storage.notes import (
    BadNoteError,
    Checkpoint,
    SignedNote,
    key_hash,
    origin_of,
    read_note,
)
from cockpit.storage.opening import open_for_reading
from cockpit.storage.walk import Finding, Walk

SLICE_ROWS = 500
"""Rows a page: small, so that neither the file nor the interpreter is held for long."""

SIGNATURES_CHECKED = 256
JOURNAL = "journal.db"
"""The place of notes that lie in the journal itself."""

_BROKEN_FILES = {StorageCode.NOT_THERE, StorageCode.DAMAGED}


class State(StrEnum):
    """What a verification comes to."""

    OK = "ok"
    BROKEN = "broken"
    UNANCHORED = "unanchored"


class Report(Struct, frozen=True):
    """What was found.

    `findings` are what is wrong, the first bad row first. Up to row `checkpointed_seq` a
    checkpoint stands, up to `signed_seq` one of a lasting key, up to `anchored_seq` one outside;
    0 means none. `is_unsigned`: the newest checkpoint is by a key of one session, or there is
    none. `warnings` tell of anchors and copies that could not be asked, or have lost a note.
    """

    state: State
    rows_count: int
    findings: tuple[Finding, ...]
    checkpointed_seq: int
    signed_seq: int
    anchored_seq: int
    is_unsigned: bool
    warnings: tuple[Message, ...]

    @property
    def unanchored_count(self) -> int:
        """Return how many of the newest rows no anchor vouches for yet."""
        return self.rows_count - self.anchored_seq

    @property
    def first_bad_seq(self) -> int | None:
        """Return the first bad row; None when none is, or when no single row is."""
        return self.findings[0].seq if self.findings else None

    @property
    def exit_code(self) -> int:
        """Return 0 for ok, 1 for broken, 2 for ok but nothing anchored."""
        return {State.OK: 0, State.BROKEN: 1, State.UNANCHORED: 2}[self.state]


class Note(Struct, frozen=True):
    """A note that was read, and where it lies; `anchor` is None for one of this computer."""

    place: str
    anchor: str | None
    signed: SignedNote

    @property
    def checkpoint(self) -> Checkpoint:
        """Return what the note says."""
        return self.signed.checkpoint


def verify(
    file: Path,
    *,
    copies: Path | None = None,
    anchors: Sequence[Anchor] = (),
    expected_key: bytes | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> Report:
    """Return what the journal at `file` is worth, reading it page by page.

    `copies` is the folder of checkpoint copies; `expected_key` the public key that this
    computer's keyring keeps for the journal. `breathe` is called between pages. Raises
    `JournalError` when it cannot be told: locked, not allowed to read, newer than the program.
    """
    gathered, walk = Gathered(), Walk(())
    try:
        with closing(open_for_reading(file)) as journal:
            # Notes first: rows that are appended meanwhile cannot be missed then.
            gathered.add(JOURNAL, kept_notes(journal))
            if copies is not None:
                gathered.add_copies(copies)
            for anchor in anchors:
                gathered.add_anchor(anchor)
            walk = Walk(gathered.sizes())
            walk_journal(journal, walk, breathe)
    except JournalError as error:
        if error.message.code not in _BROKEN_FILES:
            raise
        walk.finding = Finding(walk.rows_count + 1, error.message)
    return judge(walk, gathered, expected_key)


def walk_journal(journal: SqliteJournal, walk: Walk, breathe: Callable[[], None]) -> None:
    """Take the rows of the journal until its end or the first that is wrong."""
    while page := journal.stored_page(after_seq=walk.rows_count, limit=SLICE_ROWS):
        for row in page:
            if not walk.take(row):
                walk.explain(row, known_seq=journal.seq_of(row[2]))
                return
        breathe()
    for size in {receipt.size for receipt in walk.receipts} - walk.hashes.keys():
        if hash_ := journal.hash_at(size):
            walk.hashes[size] = hash_


class Gathered:
    """The notes about a journal from everywhere, and what was wrong in fetching them."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.findings: list[Finding] = []
        self.warnings: list[Message] = []
        self.anchors: set[str] = set()

    def add(self, place: str, texts: Iterable[str]) -> None:
        """Add notes that lie in one place."""
        for text in texts:
            self._read(HeldNote(place, text), anchor=None)

    def add_copies(self, folder: Path) -> None:
        """Add the copies of checkpoints; a folder that was never made holds none."""
        try:
            files = [file for _size, _root, file in note_files(folder)]
            held = [HeldNote(str(file), read_text(file)) for file in files]
        except FileNotFoundError:
            return  # never made, or a copy that was thinned out just now
        except OSError as error:
            reason = error.strerror or str(error)
            failed = message(StorageCode.COPY_UNREADABLE, folder=str(folder), reason=reason)
            self.warnings.append(failed)
            return
        for note in held:
            self._read(note, anchor=None)

    def add_anchor(self, anchor: Anchor) -> None:
        """Add what an anchor keeps."""
        try:
            held = anchor.notes()
        except JournalError as error:
            self.warnings.append(error.message)
            return
        self.anchors.add(anchor.name)
        for note in held:
            self._read(note, anchor=anchor.name)

    def sizes(self) -> set[int]:
        """Return the sizes that the notes speak of."""
        return {note.checkpoint.size for note in self.notes}

    def _read(self, held: HeldNote, *, anchor: str | None) -> None:
        try:
            self.notes.append(Note(held.place, anchor, read_note(held.text)))
        except BadNoteError:
            bad = message(StorageCode.VERIFY_BAD_NOTE, place=held.place)
            self.findings.append(Finding(None, bad))


def judge(walk: Walk, gathered: Gathered, expected_key: bytes | None) -> Report:
    """Return the report on a chain that was walked and the notes about it."""
    findings = [*_wrong_chain(walk), *gathered.findings]
    agreeing = []
    disagreeing = []
    for note in gathered.notes:
        if wrong := _wrong_root(walk, note):
            disagreeing.append(wrong)
        elif note.checkpoint.size <= walk.rows_count:
            agreeing.append(note)
    findings += _worth_telling(disagreeing)
    good = []
    for note in _worth_a_look(agreeing):
        if wrong := _wrong_signature(walk, note):
            findings.append(wrong)
        else:
            good.append(note)
    signed = [note for note in good if not note.checkpoint.is_unsigned]
    findings += _wrong_newest_key(signed, expected_key)
    findings += _wrong_receipts(walk)
    findings.sort(key=lambda finding: (finding.seq is None, finding.seq))
    anchored_seq = _newest([note for note in good if note.anchor is not None])
    return Report(
        state=State.BROKEN if findings else State.OK if anchored_seq else State.UNANCHORED,
        rows_count=walk.rows_count,
        findings=tuple(findings),
        checkpointed_seq=_newest(good),
        signed_seq=_newest(signed),
        anchored_seq=anchored_seq,
        is_unsigned=not signed or _newest(signed) < _newest(good),
        warnings=(*gathered.warnings, *_lost_notes(walk, gathered)),
    )


def _worth_telling(findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding of each kind: of a cut the note about the most rows, else the first row.

    Each note past a cut or a change finds the same again.
    """
    told: dict[str, Finding] = {}
    for finding in findings:
        code = finding.message.code
        if code not in told or _is_worse(finding, told[code]):
            told[code] = finding
    return list(told.values())


def _is_worse(finding: Finding, other: Finding) -> bool:
    size, known = finding.message.value("size"), other.message.value("size")
    if isinstance(size, int) and isinstance(known, int):
        return size > known
    return (finding.seq or 0) < (other.seq or 0)


def _worth_a_look(notes: Sequence[Note]) -> list[Note]:
    """Return the notes whose signatures are checked.

    A note vouches for all rows before it, so that of the journal's own, which may be thousands,
    the newest are enough; a signature costs as much as ten rows.
    """
    own = [note for note in notes if note.place == JOURNAL]
    elsewhere = [note for note in notes if note.place != JOURNAL]
    return elsewhere + own[-SIGNATURES_CHECKED:]


def _newest(notes: Sequence[Note]) -> int:
    return max((note.checkpoint.size for note in notes), default=0)


def _wrong_chain(walk: Walk) -> list[Finding]:
    if walk.finding is None and walk.rows_count == 0:
        return [Finding(1, message(StorageCode.VERIFY_NO_BEGINNING, seq=1))]
    return [walk.finding] if walk.finding else []


def _wrong_root(walk: Walk, note: Note) -> Finding | None:
    """Return what a note says that the rows do not; what lies past a bad row cannot be told."""
    checkpoint, place = note.checkpoint, note.place
    if walk.origin_id is not None and checkpoint.origin != origin_of(walk.origin_id):
        return Finding(1, message(StorageCode.VERIFY_OTHER_JOURNAL, place=place))
    if checkpoint.size > walk.rows_count:
        if walk.finding:
            return None
        lost_from = walk.rows_count + 1
        cut = message(StorageCode.VERIFY_CUT, seq=lost_from, size=checkpoint.size, place=place)
        return Finding(lost_from, cut)
    if walk.hashes.get(checkpoint.size) != checkpoint.root:
        other = message(StorageCode.VERIFY_OTHER_ROOT, seq=checkpoint.size, place=place)
        return Finding(checkpoint.size, other)
    return None


def _wrong_signature(walk: Walk, note: Note) -> Finding | None:
    checkpoint, signed = note.checkpoint, note.signed
    if checkpoint.session_key is not None:
        keys = [checkpoint.session_key]
    else:
        keys = [key for key in walk.keys if key_hash(key) == signed.key_hash]
    if not keys:
        return None if walk.finding else _of_note(StorageCode.VERIFY_WRONG_KEY, note)
    if not any(signed.is_signed_by(key) for key in keys):
        return _of_note(StorageCode.VERIFY_BAD_SIGNATURE, note)
    return None


def _wrong_newest_key(signed: Sequence[Note], expected_key: bytes | None) -> list[Finding]:
    """Older notes may be of an older key; the newest covers all rows that they do."""
    if not signed or expected_key is None:
        return []
    newest = max(signed, key=lambda note: (note.checkpoint.size, note.checkpoint.at))
    if newest.signed.key_hash == key_hash(expected_key):
        return []
    return [_of_note(StorageCode.VERIFY_WRONG_KEY, newest)]


def _of_note(code: StorageCode, note: Note) -> Finding:
    size = note.checkpoint.size
    return Finding(None, message(code, size=size, place=note.place))


def _wrong_receipts(walk: Walk) -> list[Finding]:
    return [
        Finding(receipt.seq, message(StorageCode.VERIFY_BAD_RECEIPT, seq=receipt.seq))
        for receipt in walk.receipts
        if receipt.size >= receipt.seq or not walk.agrees(receipt)
    ]


def _lost_notes(walk: Walk, gathered: Gathered) -> list[Message]:
    """Return a warning for each note that an anchor gave a receipt for and has no more."""
    held = {(note.anchor, note.checkpoint.size) for note in gathered.notes}
    return [
        message(StorageCode.ANCHOR_LOST_NOTE, anchor=receipt.anchor, size=receipt.size)
        for receipt in walk.receipts
        if receipt.anchor in gathered.anchors and (receipt.anchor, receipt.size) not in held
    ]
