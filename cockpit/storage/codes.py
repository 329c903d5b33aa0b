"""What storage has to tell a person, as codes."""

from enum import StrEnum


class StorageCode(StrEnum):
    """Every message of this package; the words stand in the catalogue."""

    # the journal cannot be read or written
    NO_SPACE = "storage.no_space"
    WRITE_REFUSED = "storage.write_refused"
    LOCKED = "storage.locked"
    READ_ONLY = "storage.read_only"
    CANNOT_OPEN = "storage.cannot_open"
    DAMAGED = "storage.damaged"
    ROW_DAMAGED = "storage.row_damaged"
    NOT_THERE = "storage.not_there"
    NEWER = "storage.newer"
    NO_BEGINNING = "storage.no_beginning"
    ENTRY_UNFIT = "storage.entry_unfit"
    NOT_AN_EXPORT = "storage.not_an_export"
    EXPORT_NOT_OURS = "storage.export_not_ours"
    CLOSED = "storage.closed"
    FAILED = "storage.failed"
    REMOTE_DRIVE = "storage.remote_drive"
    SYNCED_FOLDER = "storage.synced_folder"

    # tampering that is seen while opening or appending
    MISSING = "storage.missing"
    EMPTIED = "storage.emptied"
    CUT = "storage.cut"
    REWRITTEN = "storage.rewritten"
    VANISHED = "storage.vanished"
    EXCHANGED = "storage.exchanged"

    # what a journal that is begun again says about the one before
    BEGUN_AGAIN_MISSING = "storage.begun_again_missing"
    BEGUN_AGAIN_DAMAGED = "storage.begun_again_damaged"

    # spool, checkpoints, anchors
    SPOOL_FAILED = "storage.spool_failed"
    COPY_FAILED = "storage.copy_failed"
    COPY_UNREADABLE = "storage.copy_unreadable"
    ANCHOR_GONE = "storage.anchor_gone"
    ANCHOR_FAILED = "storage.anchor_failed"
    ANCHOR_UNREADABLE = "storage.anchor_unreadable"
    ANCHOR_LOST_NOTE = "storage.anchor_lost_note"

    # what verify found
    VERIFY_EDITED = "storage.verify.edited"
    VERIFY_GAP = "storage.verify.gap"
    VERIFY_UNLINKED = "storage.verify.unlinked"
    VERIFY_REORDERED = "storage.verify.reordered"
    VERIFY_NOT_CANONICAL = "storage.verify.not_canonical"
    VERIFY_NO_BEGINNING = "storage.verify.no_beginning"
    VERIFY_CUT = "storage.verify.cut"
    VERIFY_OTHER_ROOT = "storage.verify.other_root"
    VERIFY_OTHER_JOURNAL = "storage.verify.other_journal"
    VERIFY_WRONG_KEY = "storage.verify.wrong_key"
    VERIFY_BAD_SIGNATURE = "storage.verify.bad_signature"
    VERIFY_BAD_NOTE = "storage.verify.bad_note"
    VERIFY_BAD_RECEIPT = "storage.verify.bad_receipt"
    VERIFY_EXPORT_DAMAGED = "storage.verify.export_damaged"
    VERIFY_EXPORT_CUT = "storage.verify.export_cut"
