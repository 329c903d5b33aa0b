"""Every change to a row is found, and the first bad row is named."""

import random
from pathlib import Path

import pytest

from cockpit.storage.chain import row_hash
from cockpit.storage.codec import encode
from cockpit.storage.codes import StorageCode
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import State, verify
from tests.storage.journals import (
    Setup,
    begun,
    forge,
    intent,
    rewrite,
    stored,
)
from tests.storage.tampered import bodies, found

FORGERIES: dict[str, tuple[str, int, str]] = {
    "another word in a body": (
        "UPDATE log SET body = CAST(replace(body, 'mina', 'mona') AS BLOB) WHERE seq = 7",
        7,
        StorageCode.VERIFY_EDITED,
    ),
    "another hash": (
        "UPDATE log SET hash = zeroblob(32) WHERE seq = 7",
        7,
        StorageCode.VERIFY_EDITED,
    ),
    "another hash before": (
        "UPDATE log SET prev = zeroblob(32) WHERE seq = 7",
        7,
        StorageCode.VERIFY_UNLINKED,
    ),
    "a row less": ("DELETE FROM log WHERE seq = 7", 7, StorageCode.VERIFY_GAP),
    "the first row less": ("DELETE FROM log WHERE seq = 1", 1, StorageCode.VERIFY_GAP),
    "no rows": ("DELETE FROM log", 1, StorageCode.VERIFY_NO_BEGINNING),
    "a number left out": (
        "UPDATE log SET seq = 1000 WHERE seq = 42",
        42,
        StorageCode.VERIFY_GAP,
    ),
}


@pytest.mark.parametrize(("statement", "seq", "code"), FORGERIES.values(), ids=FORGERIES)
def test_a_changed_row_is_found_and_named(
    setup: Setup, statement: str, seq: int, code: str
) -> None:
    forge(setup.file, statement)
    report = verify(setup.file)
    assert found(report) == (State.BROKEN, seq, code)
    assert report.exit_code == 1


def test_a_row_that_was_taken_out_and_the_rest_renumbered_is_found(setup: Setup) -> None:
    forge(
        setup.file,
        "DELETE FROM log WHERE seq = 7",
        "UPDATE log SET seq = -seq WHERE seq > 7",
        "UPDATE log SET seq = -seq - 1 WHERE seq < 0",
    )
    assert found(verify(setup.file)) == (State.BROKEN, 7, StorageCode.VERIFY_UNLINKED)


def test_two_rows_that_changed_places_are_found_as_such(setup: Setup) -> None:
    forge(
        setup.file,
        "UPDATE log SET seq = -1 WHERE seq = 7",
        "UPDATE log SET seq = 7 WHERE seq = 8",
        "UPDATE log SET seq = 8 WHERE seq = -1",
    )
    assert found(verify(setup.file)) == (State.BROKEN, 7, StorageCode.VERIFY_REORDERED)


def test_a_row_of_another_journal_is_found(setup: Setup, tmp_path: Path) -> None:
    other = open_journal(tmp_path / "other.db", begun(install_id="another"))
    for number in range(10):
        other.append(intent(number))
    _seq, body, prev, hash_ = stored(other.file)[6]
    values = ("UPDATE log SET body = ?, prev = ?, hash = ? WHERE seq = 7", (body, prev, hash_))
    forge(setup.file, values)
    assert found(verify(setup.file)) == (State.BROKEN, 7, StorageCode.VERIFY_UNLINKED)


def test_a_row_in_another_spelling_is_found_though_its_hash_is_right(setup: Setup) -> None:
    spaced = [body.replace(b'"actor":', b'"actor": ') for body in bodies(setup)[-1:]]
    rewrite(setup.file, [*bodies(setup)[:-1], *spaced])
    assert found(verify(setup.file)) == (State.BROKEN, 42, StorageCode.VERIFY_NOT_CANONICAL)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"event":1}', b"not json"])
def test_a_row_that_is_no_entry_is_found_though_its_hash_is_right(
    setup: Setup, body: bytes
) -> None:
    rewrite(setup.file, [*bodies(setup)[:-1], body])
    assert found(verify(setup.file)) == (State.BROKEN, 42, StorageCode.VERIFY_NOT_CANONICAL)


def test_a_journal_that_begins_with_another_event_is_found(setup: Setup) -> None:
    forge(setup.file, "DELETE FROM checkpoint")
    rewrite(setup.file, bodies(setup)[1:])
    assert found(verify(setup.file)) == (State.BROKEN, 1, StorageCode.VERIFY_NO_BEGINNING)


def test_a_first_row_that_follows_something_is_found(setup: Setup) -> None:
    body = bodies(setup)[0]
    forge(
        setup.file,
        "DELETE FROM log WHERE seq > 1",
        (
            "UPDATE log SET prev = ?, hash = ?",
            (b"\x01" * 32, row_hash(b"\x01" * 32, body)),
        ),
    )
    assert found(verify(setup.file)) == (State.BROKEN, 1, StorageCode.VERIFY_UNLINKED)


def test_an_event_of_a_newer_program_is_no_tampering(setup: Setup) -> None:
    setup.journal.close()
    newer = encode(intent(50)).replace(b"operation.intent/1", b"operation.intent/7")
    rewrite(setup.file, [*bodies(setup), newer])
    report = setup.report()
    assert (report.state, report.rows_count) == (State.OK, 43)


@pytest.mark.slow
@pytest.mark.parametrize("flip_count", [120, pytest.param(1_200, marks=pytest.mark.long)])
def test_no_bit_flips_unseen(setup: Setup, flip_count: int) -> None:
    """Over bodies and both hashes of all rows; `PRAGMA integrity_check` misses most of them."""
    dice = random.Random(20261123)  # noqa: S311 - a test
    pristine = stored(setup.file)
    silent = []
    for _flip in range(flip_count):
        seq, *columns = dice.choice(pristine)
        column = dice.randrange(3)
        value = bytearray(columns[column])
        bit = dice.randrange(8 * len(value))
        value[bit // 8] ^= 1 << bit % 8
        name = ("body", "prev", "hash")[column]
        forge(setup.file, (f"UPDATE log SET {name} = ? WHERE seq = ?", (bytes(value), seq)))  # noqa: S608 - our own names
        report = verify(setup.file)
        if report.state != State.BROKEN or report.first_bad_seq not in {seq, seq + 1}:
            silent.append((seq, name, bit))
        forge(setup.file, (f"UPDATE log SET {name} = ? WHERE seq = ?", (columns[column], seq)))  # noqa: S608 - our own names
    assert silent == []
    assert verify(setup.file).state == State.UNANCHORED
