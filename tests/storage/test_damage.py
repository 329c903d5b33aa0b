"""Wherever a file was damaged, it is found, or every row still says what it said."""

from contextlib import closing
from random import Random

import pytest

from cockpit.ports.journal import JournalError, all_rows
from cockpit.storage.codes import StorageCode
from cockpit.storage.opening import open_journal
from cockpit.storage.verify import State
from tests.storage.journals import Setup, begun, intent, stored

SECTOR_BYTES = 512
FOUND = {
    StorageCode.DAMAGED,
    StorageCode.ROW_DAMAGED,
    StorageCode.CUT,
    StorageCode.REWRITTEN,
    StorageCode.EMPTIED,
    StorageCode.NEWER,
    StorageCode.NO_BEGINNING,
}


def damaged(raw: bytes, dice: Random) -> bytes:
    """Return the bytes with one bit turned, some bytes or a sector replaced, or the end gone."""
    data, at = bytearray(raw), dice.randrange(len(raw))
    match dice.randrange(4):
        case 0:
            data[at] ^= 1 << dice.randrange(8)
        case 1:
            data[at : at + 8] = dice.randbytes(8)
        case 2:
            start = at - at % SECTOR_BYTES
            data[start : start + SECTOR_BYTES] = bytes(SECTOR_BYTES)
        case _:
            del data[at:]
    return bytes(data)


def found_on_opening(setup: Setup) -> str | None:
    """Open, read and append; return what was found, None where nothing was."""
    try:
        with closing(open_journal(setup.file, begun(), copies=setup.copies)) as journal:
            list(all_rows(journal))
            journal.append(intent(99))
    except JournalError as error:
        return error.message.code
    return None


@pytest.mark.slow
@pytest.mark.parametrize("count", [80, pytest.param(4_000, marks=pytest.mark.long)])
def test_damage_is_found_or_harmless(setup: Setup, count: int) -> None:
    setup.journal.close()
    raw, rows = setup.file.read_bytes(), stored(setup.file)
    dice = Random(20261129)  # noqa: S311 - a test
    found_count = 0
    for number in range(count):
        setup.file.write_bytes(damaged(raw, dice))
        is_broken = setup.report().state is State.BROKEN
        code = found_on_opening(setup)
        assert code is None or code in FOUND, number
        if code is None and not is_broken:
            assert stored(setup.file)[:-1] == rows, number
        found_count += is_broken
    assert count / 2 < found_count < count, "some damage is found, and some hits nothing"


def test_a_damaged_schema_is_told_although_nobody_can_read_what_is_wrong(setup: Setup) -> None:
    setup.journal.close()
    raw = setup.file.read_bytes()
    setup.file.write_bytes(raw.replace(b"TABLE checkpoint", b"TA\xffLE checkpoint", 1))
    assert setup.report().state is State.BROKEN
    assert found_on_opening(setup) == StorageCode.DAMAGED
