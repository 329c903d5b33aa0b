"""A file that is brought up to date keeps its rows, whenever the power is cut."""

from contextlib import closing
from pathlib import Path

import pytest

from cockpit.storage.database import all_steps, open_database, version_of
from tests.kit.power.record import Say, each_cut, needs_a_record
from tests.storage.journals import append_many, new_journal, stored

STEPS = [*all_steps(), ("CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY) STRICT",)]


@needs_a_record
@pytest.mark.slow
def test_a_power_cut_in_a_migration_leaves_a_file_that_can_be_migrated(tmp_path: Path) -> None:
    def migrate(home: Path, say: Say) -> None:
        with closing(new_journal(home)) as journal:
            append_many(journal, 4)
        say("ready", "")
        open_database(journal.file, steps=STEPS).close()
        say("migrated", "")

    for left, home in each_cut(tmp_path, migrate):
        file = home / "journal.db"
        assert len(stored(file)) == 5, left
        with closing(open_database(file, steps=STEPS)) as connection:
            assert version_of(connection) == len(STEPS), left
        assert len(stored(file.with_name("journal.db.v1.bak"))) == 5, left
