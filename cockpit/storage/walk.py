"""Walk along the chain, row by row, and say where it breaks."""

from collections.abc import Iterable

from msgspec import Struct

from cockpit.domain.message import Message, message
from cockpit.storage.canonical import parsed_if_canonical
from cockpit.storage.chain import GENESIS_PREV, row_hash
from cockpit.storage.codes import StorageCode
from cockpit.storage.forms import Forms
from cockpit.storage.journal import StoredRow

BEGUN = "journal.begun/1"
ANCHORED = "journal.anchored/1"


class Finding(Struct, frozen=True):
    """What is wrong, and the first row that shows it; None where no single row does."""

    seq: int | None
    message: Message


class ReceiptRow(Struct, frozen=True):
    """A row that says that an anchor keeps the note about the first `size` rows."""

    seq: int
    anchor: str
    size: int
    root_hex: str


class Walk:
    """Takes rows in order and stops at the first that is wrong.

    `wanted` are the rows whose hashes somebody outside the chain speaks of.
    """

    def __init__(self, wanted: Iterable[int]) -> None:
        self.rows_count = 0
        self.finding: Finding | None = None
        self.origin_id: str | None = None
        self.keys: dict[bytes, int] = {}
        self.receipts: list[ReceiptRow] = []
        self.hashes: dict[int, bytes] = {}
        self._wanted = frozenset(wanted)
        self._head = GENESIS_PREV
        self._forms = Forms()

    def take(self, row: StoredRow) -> bool:
        """Return whether the row continues the chain; what is wrong stands in `finding` else."""
        seq, body, prev, hash_ = row
        expected = self.rows_count + 1
        if seq != expected:
            return self._bad(expected, StorageCode.VERIFY_GAP, next_seq=seq)
        if prev != self._head:
            return self._bad(seq, StorageCode.VERIFY_UNLINKED)
        if hash_ != row_hash(prev, body):
            return self._bad(seq, StorageCode.VERIFY_EDITED)
        if not self._forms.know(body) and not self._looked_into(seq, body):
            return False
        if seq in self._wanted:
            self.hashes[seq] = hash_
        self.rows_count, self._head = seq, hash_
        return True

    def _looked_into(self, seq: int, body: bytes) -> bool:
        """Parse a row of a form that is not known yet, and keep what it says about notes."""
        tree = parsed_if_canonical(body)
        event = tree.get("event") if tree else None
        if not isinstance(event, dict):
            return self._bad(seq, StorageCode.VERIFY_NOT_CANONICAL)
        kind = event.get("kind")
        if seq == 1 and kind != BEGUN:
            return self._bad(seq, StorageCode.VERIFY_NO_BEGINNING)
        if kind == BEGUN:
            self._note_key(seq, event)
        elif kind == ANCHORED:
            self._note_receipt(seq, event)
        else:
            self._forms.learn(body)  # never of a row that has to be looked into
        return True

    def explain(self, row: StoredRow, *, known_seq: int | None) -> None:
        """Say more of a row that does not follow: `known_seq` is the row that it did follow."""
        finding = self.finding
        if finding and known_seq and finding.message.code == StorageCode.VERIFY_UNLINKED:
            self._bad(row[0], StorageCode.VERIFY_REORDERED, follows_seq=known_seq)

    def agrees(self, receipt: ReceiptRow) -> bool:
        """Return whether a receipt says of a row what the row says; True where it is not known."""
        hash_ = self.hashes.get(receipt.size)
        return hash_ is None or hash_.hex() == receipt.root_hex

    def _note_key(self, seq: int, event: dict[str, object]) -> None:
        if seq == 1:
            self.origin_id = str(event.get("install_id"))
        try:
            key = bytes.fromhex(str(event.get("public_key_hex")))
        except ValueError:
            return
        self.keys.setdefault(key, seq)

    def _note_receipt(self, seq: int, event: dict[str, object]) -> None:
        size, root_hex = event.get("seq"), event.get("root_hex")
        if isinstance(size, int) and isinstance(root_hex, str):
            self.receipts.append(ReceiptRow(seq, str(event.get("anchor")), size, root_hex))

    def _bad(self, seq: int, code: StorageCode, **values: int) -> bool:
        self.finding = Finding(seq, message(code, seq=seq, **values))
        return False
