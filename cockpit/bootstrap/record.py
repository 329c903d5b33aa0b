"""The journal of one workspace, open, with all that vouches for it: key, checkpoints, anchors."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from cockpit import __version__
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.hand import Hand
from cockpit.domain.events import Entry, JournalBegun
from cockpit.domain.message import Message, message
from cockpit.host.places import Places, install_id
from cockpit.host.signer import KeptSigner, SessionSigner, open_signer
from cockpit.ports.journal import PAGE_ROWS, JournalError, Row
from cockpit.ports.secrets import SecretsError, SecretStore
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.anchors import Anchor, FolderAnchor, anchor_note
from cockpit.storage.checkpoints import Checkpoints
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notes import origin_of
from cockpit.storage.opening import introduce_key, open_journal
from cockpit.storage.traces import Trace, find_traces

KEYRING = "keyring"


class Vouchers(Struct, frozen=True):
    """What stands for a journal besides itself: its key, its checkpoint copies, its anchors."""

    install_id: str
    signer: KeptSigner | SessionSigner
    not_kept: Message | None
    copies: Path
    anchors: tuple[Anchor, ...]

    @property
    def expected_key(self) -> bytes | None:
        """Return the public key that checkpoints must be signed with; None when none is kept."""
        key = self.signer.key()
        return key.public_key if key.is_kept else None

    def begun(self) -> JournalBegun:
        """Return the first event of a journal with this key."""
        return JournalBegun(self.install_id, __version__, self.signer.key().public_key.hex())


class KeptJournal:
    """A journal that notes when a checkpoint is due, and places it when `tend` is called.

    `append` never waits for a checkpoint: `tend` is called after a request has been sent, on a
    lane that may wait, since an anchor may lie on a slow drive. What goes wrong with checkpoints
    and anchors is told, and never keeps a row from being written.
    """

    def __init__(
        self,
        journal: SqliteJournal,
        checkpoints: Checkpoints,
        anchors: Sequence[Anchor],
        hand: Hand,
        tell: Callable[[Message], None],
    ) -> None:
        self._journal = journal
        self._checkpoints = checkpoints
        self._anchors = anchors
        self._hand = hand
        self._tell = tell
        self._is_due = False

    def append(self, entry: Entry) -> Row:
        """Put the entry on the disk for good and return its row."""
        row = self._journal.append(entry)
        self._is_due = self._is_due or self._checkpoints.is_due(row, at=entry.at)
        return row

    def page(self, *, after_seq: int = 0, limit: int = PAGE_ROWS) -> tuple[Row, ...]:
        """Return the next rows in order."""
        return self._journal.page(after_seq=after_seq, limit=limit)

    def change_mark(self) -> int:
        """Return a number that differs once another process has written."""
        return self._journal.change_mark()

    def newest_seq(self) -> int:
        """Return the number of the newest row; 0 when there is none."""
        return self._journal.newest_seq()

    def tend(self) -> None:
        """Place a checkpoint, and hand it to every anchor, when one is due."""
        now = self._hand.clock.now()
        if not self._is_due and not self._checkpoints.is_overdue(at=now):
            return
        self._is_due = False
        try:
            note = self._checkpoints.place(at=now)
        except JournalError as error:
            self._tell(error.message)
            return
        self._anchor(note)

    def vouched(self) -> str:
        """Place a checkpoint now, hand it to every anchor, and return it; raise `JournalError`."""
        note = self._checkpoints.place(at=self._hand.clock.now())
        self._is_due = False
        self._anchor(note)
        return note

    def close(self) -> None:
        """Place what is due, and give the file back."""
        if self._is_due:
            self.tend()
        self._journal.close()

    def _anchor(self, note: str) -> None:
        for anchor in self._anchors:
            try:
                anchor_note(self._journal, anchor, note, stamped=self._hand.stamped)
            except JournalError as error:
                self._tell(error.message)


def vouchers_for(
    file: WorkspaceFile, places: Places, secrets: SecretStore | None, *, root: Path | None = None
) -> Vouchers:
    """Return what vouches for the journal of the workspace.

    `secrets` None keeps no key: for demos and drills. Raises `JournalError` when this computer's
    own folder cannot be written.
    """
    try:
        own_id = install_id(places, root=root)
    except OSError as error:
        raise JournalError(_closed(error)) from error
    signer, not_kept = (SessionSigner(), None) if secrets is None else open_signer(secrets, own_id)
    folder = file.workspace.journal.anchor_folder
    anchors: tuple[Anchor, ...] = ()
    if folder is not None:
        place = file.file.parent / folder
        anchors = (FolderAnchor(folder, place, origin=origin_of(own_id)),)
    return Vouchers(own_id, signer, not_kept, places.checkpoints, anchors)


def opened_journal(
    places: Places, vouchers: Vouchers, hand: Hand, tell: Callable[[Message], None]
) -> KeptJournal:
    """Open the journal, or begin it on the very first run; raise `JournalError`.

    A journal that is missing although something shows that there was one is never made anew, and
    one that has lost rows is not gone on with.
    """
    first = hand.stamped(vouchers.begun())
    traces = traces_of(places, vouchers)
    journal = open_journal(places.journal_file, first, traces=traces, copies=vouchers.copies)
    return kept_journal(journal, vouchers, hand, tell)


def traces_of(places: Places, vouchers: Vouchers) -> tuple[Trace, ...]:
    """Return what shows that this workspace has had a journal before."""
    signer = vouchers.signer
    has_signed = isinstance(signer, KeptSigner) and signer.was_used
    return find_traces(
        copies=places.checkpoints,
        spool_file=places.spool_file,
        anchors=vouchers.anchors,
        kept_key=KEYRING if has_signed else None,
    )


def kept_journal(
    journal: SqliteJournal, vouchers: Vouchers, hand: Hand, tell: Callable[[Message], None]
) -> KeptJournal:
    """Return the open journal with its key made known and its checkpoints under way."""
    checkpoints = Checkpoints(journal, vouchers.signer, copies=vouchers.copies)
    kept = KeptJournal(journal, checkpoints, vouchers.anchors, hand, tell)
    if isinstance(vouchers.signer, KeptSigner):
        if introduce_key(journal, hand.stamped(vouchers.begun())):
            kept.tend()  # until then the newest checkpoint is of a key that is no longer expected
        try:
            vouchers.signer.mark_used()
        except SecretsError as error:
            tell(error.message)
    return kept


def _closed(error: OSError) -> Message:
    reason = error.strerror or type(error).__name__
    return message(BootCode.FOLDER_CLOSED, folder=str(error.filename or ""), reason=reason)
