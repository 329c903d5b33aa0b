"""Journals for tests: entries, keys, and the forger's tools."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cockpit.domain.events import (
    Entry,
    Event,
    IntentRecorded,
    JournalBegun,
    OutcomeRecorded,
)
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.ports.secrets import KeyInfo, Signer
from cockpit.storage.anchors import FolderAnchor
from cockpit.storage.chain import row_hash
from cockpit.storage.checkpoints import Checkpoints
from cockpit.storage.codec import encode
from cockpit.storage.journal import SqliteJournal, StoredRow
from cockpit.storage.notes import origin_of
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import Report, verify

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RUN = "0f" * 16
INSTALL = "c0ffee-1"
FLAG = Target("unleash", "production", "coupon_v2")


class FakeSigner:
    """A key that the keyring keeps, or one of a session."""

    def __init__(self, seed: int = 1, *, is_kept: bool = True) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self._is_kept = is_kept

    def key(self) -> KeyInfo:
        return KeyInfo(self._private.public_key().public_bytes_raw(), self._is_kept)

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


def entry(event: Event, number: int = 0) -> Entry:
    return Entry(NOON + timedelta(seconds=number), 100.25 + number, RUN, "mina", event)


def intent(number: int = 0, *, flag: str = "coupon_v2") -> Entry:
    target = Target(FLAG.source, FLAG.environment, flag)
    order = Order(f"op-{number}", Lever.FLAG_OFF, target, NOON, launch_id="l1")
    return entry(IntentRecorded(order), number)


def outcome(number: int = 0) -> Entry:
    stamps = Stamps(NOON, NOON, None, NOON + timedelta(seconds=1))
    detail = Message("action.seen_off", (("seen_at", NOON), ("took_s", 0.75)))
    event = OutcomeRecorded(f"op-{number}", Outcome.CONFIRMED, stamps, detail, "action")
    return entry(event, number)


def begun(signer: Signer | None = None, *, install_id: str = INSTALL) -> Entry:
    public_key = (signer or FakeSigner()).key().public_key
    return entry(JournalBegun(install_id, "0.1.0", public_key.hex()))


def new_journal(folder: Path, signer: Signer | None = None) -> SqliteJournal:
    return open_journal(folder / "journal.db", begun(signer))


@dataclass
class Setup:
    """A journal with its signer and its folders."""

    folder: Path
    signer: FakeSigner = field(default_factory=FakeSigner)

    def __post_init__(self) -> None:
        self.file = self.folder / "data" / "journal.db"
        self.copies = self.folder / "copies"
        self.anchor_folder = self.folder / "share"
        self.anchor_folder.mkdir(parents=True, exist_ok=True)
        self.journal = open_journal(self.file, begun(self.signer))
        self.checkpoints = Checkpoints(self.journal, self.signer, copies=self.copies)

    def fill(self, count: int, start: int = 0) -> None:
        append_many(self.journal, count, start)

    def anchor(self, name: str = "share") -> FolderAnchor:
        return FolderAnchor(name, self.anchor_folder, origin=origin_of(INSTALL))

    def report(self, **options: Any) -> Report:
        given = {"copies": self.copies, "anchors": [self.anchor()], **options}
        return verify(self.file, **given)


def append_many(journal: SqliteJournal, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        journal.append(intent(number) if number % 2 == 0 else outcome(number - 1))


def forge(file: Path, *statements: str | tuple[str, Sequence[object]]) -> None:
    """Change the file as a person with a database tool would."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        for trigger in ("log_keeps_rows", "log_keeps_words"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for trigger in ("checkpoint_keeps_rows", "checkpoint_keeps_words"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            sql, values = (statement, ()) if isinstance(statement, str) else statement
            connection.execute(sql, values)


def stored(file: Path) -> list[StoredRow]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.execute("SELECT seq, body, prev, hash FROM log ORDER BY seq"))


def rewrite(file: Path, bodies: Iterable[bytes]) -> None:
    """Replace all rows by a chain of these bodies, every hash right."""
    rows, prev = [], bytes(32)
    for seq, body in enumerate(bodies, 1):
        hash_ = row_hash(prev, body)
        rows.append((seq, body, prev, hash_))
        prev = hash_
    forge(file, "DELETE FROM log")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rows)


def fill_fast(file: Path, count: int) -> None:
    """Append `count` rows in one transaction, for tests of size."""
    seq, _body, _prev, head = stored_tail(file)
    sample = encode(intent(0))
    rows = []
    for number in range(count):
        body = sample.replace(b'"op-0"', b'"op-%d"' % number)
        hash_ = row_hash(head, body)
        rows.append((seq + 1 + number, body, head, hash_))
        head = hash_
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rows)


def stored_tail(file: Path) -> StoredRow:
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT seq, body, prev, hash FROM log ORDER BY seq DESC LIMIT 1"
        row: StoredRow = connection.execute(query).fetchone()
        return row
