"""Anchors: places outside this computer's journal that keep a checkpoint."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from cockpit.domain.events import AnchorPlaced, Entry, Event
from cockpit.domain.message import Message, message
from cockpit.ports.journal import JournalError, Row
from cockpit.storage.codes import StorageCode
from cockpit.storage.journal import SqliteJournal
from cockpit.storage.notefiles import note_files, read_text, write_note
from cockpit.storage.notes import BadNoteError, read_note


class Receipt(Struct, frozen=True):
    """An anchor keeps the note about the first `size` rows, which end in `root_hex`."""

    anchor: str
    size: int
    root_hex: str


class HeldNote(Struct, frozen=True):
    """A note as it lies somewhere, and where that is."""

    place: str
    text: str


class Anchor(Protocol):
    """Keeps notes where the owner of the journal cannot change them unseen."""

    @property
    def name(self) -> str:
        """Return the anchor's name in the workspace."""
        ...

    def place(self, note: str) -> Receipt:
        """Hand the note over; raise `JournalError` when it was not taken."""
        ...

    def notes(self) -> tuple[HeldNote, ...]:
        """Return every note that is kept for this journal; raise `JournalError`."""
        ...


class FolderAnchor:
    """Keeps notes as files in a folder that others hold: a share, a checkout that is pushed.

    `origin` is the journal's own (`cockpit.storage.notes.origin_of`): several journals may share
    one folder, and each looks at its own notes alone.
    """

    def __init__(self, name: str, folder: Path, *, origin: str) -> None:
        self._name = name
        self._folder = folder
        self._origin = origin

    @property
    def name(self) -> str:
        """Return the anchor's name in the workspace."""
        return self._name

    def place(self, note: str) -> Receipt:
        """Write the note as `size-root.note`; the folder must be there."""
        checkpoint = read_note(note).checkpoint
        try:
            write_note(self._folder, checkpoint, note)
        except OSError as error:
            raise self._error(StorageCode.ANCHOR_FAILED, error) from error
        return Receipt(self._name, checkpoint.size, checkpoint.root.hex())

    def notes(self) -> tuple[HeldNote, ...]:
        """Return the journal's notes; one that cannot be read counts as its own, too."""
        try:
            files = [file for _size, _root, file in note_files(self._folder)]
            held = [HeldNote(str(file), read_text(file)) for file in files]
        except OSError as error:
            raise self._error(StorageCode.ANCHOR_UNREADABLE, error) from error
        return tuple(note for note in held if self._is_own(note))

    def _is_own(self, note: HeldNote) -> bool:
        try:
            return read_note(note.text).checkpoint.origin == self._origin
        except BadNoteError:
            return True

    def _error(self, code: StorageCode, error: OSError) -> JournalError:
        folder, reason = str(self._folder), error.strerror or str(error)
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return JournalError(message(StorageCode.ANCHOR_GONE, folder=folder))
        return JournalError(message(code, folder=folder, reason=reason))


def trouble_of_folder(folder: Path) -> Message | None:
    """Return why no note could be placed in the folder now, if so; nothing is written."""
    if not os.path.isdir(folder):  # noqa: PTH112 - never raises
        return message(StorageCode.ANCHOR_GONE, folder=str(folder))
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        reason = os.strerror(errno.EACCES)
        return message(StorageCode.ANCHOR_FAILED, folder=str(folder), reason=reason)
    return None


def anchor_note(
    journal: SqliteJournal, anchor: Anchor, note: str, *, stamped: Callable[[Event], Entry]
) -> Row:
    """Hand the note to the anchor and append its receipt; `stamped` says who and when."""
    receipt = anchor.place(note)
    return journal.append(stamped(AnchorPlaced(receipt.anchor, receipt.size, receipt.root_hex)))
