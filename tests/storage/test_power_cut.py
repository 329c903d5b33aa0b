"""A row that was acknowledged is in the journal after a power cut, and after a second one."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from cockpit.ports.journal import JournalError
from tests.kit.memory import in_memory
from tests.kit.power.disk import Did
from tests.kit.power.record import Left, Say, cuts, each_cut, needs_a_record, recorded
from tests.kit.power.sqlite import FULLY
from tests.storage.journals import intent, new_journal

pytestmark = needs_a_record


def append(home: Path, say: Say, *, pragma: str = "", count: int = 3) -> None:
    say("begun", "")
    journal = new_journal(home)
    with journal.reading() as connection:
        connection.execute(pragma)
    for number in range(count):
        say("row", journal.append(intent(number)).hash_hex)


def hashes_in(home: Path) -> set[str]:
    """Return the hashes of all rows; none of a journal that is refused."""
    try:
        return {row.hash_hex for row in new_journal(home).page()}
    except JournalError:
        return set()


def some_are_lost(lefts: Iterable[tuple[Left, Path]]) -> bool:
    return any(set(left.values("row")) - hashes_in(home) for left, home in lefts)


def is_halfway(left: Left) -> bool:
    """Return whether pages are being written, and what would undo them is safe."""
    return left.newest.did is Did.WROTE and left.newest.path == "journal.db"


@pytest.mark.slow
def test_no_acknowledged_row_is_lost_with_the_power(tmp_path: Path) -> None:
    assert not some_are_lost(each_cut(tmp_path, append))


@pytest.mark.slow
def test_a_journal_that_would_not_wait_for_the_disk_would_lose_rows(tmp_path: Path) -> None:
    careless = partial(append, pragma="PRAGMA synchronous=OFF")
    assert some_are_lost(each_cut(tmp_path, careless))


@pytest.mark.slow
def test_a_second_cut_while_the_first_is_mended_loses_nothing(tmp_path: Path) -> None:
    """Every half-done commit is found and undone at the next start, which may be cut as well."""
    with in_memory(tmp_path) as folder:
        deeds = recorded(folder / "first", partial(append, count=2))
        halfway = [left for left in cuts(deeds, ways_count=1) if is_halfway(left)][::2]
        assert len(halfway) > 4
        for number, first in enumerate(halfway):
            home = folder / f"again-{number}"
            for left in cuts(recorded(home, partial(append, count=1), after=first), ways_count=1):
                left.lay(home)
                acknowledged = {*first.values("row"), *left.values("row")}
                assert acknowledged <= hashes_in(home), (first, left)


def test_every_sync_is_asked_to_go_through_the_memory_of_the_drive(tmp_path: Path) -> None:
    deeds = recorded(tmp_path / "home", append)
    syncs = [deed for deed in deeds if deed.did is Did.SYNCED and "journal.db" in deed.path]
    assert len(syncs) > 4
    assert {deed.other for deed in syncs} == {FULLY}
