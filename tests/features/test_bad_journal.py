"""Whatever has happened to the journal: a plain sentence, nothing green, and off still goes out."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from cockpit.domain.events import IntentRecorded, OutcomeRecorded
from cockpit.ports.journal import all_rows
from cockpit.simulator.flags.store import Author
from cockpit.simulator.simulation import Simulation
from cockpit.storage.opening import open_for_reading
from tests.features.home import Home, Said, home_at
from tests.kit.full_disk import NOTHING_COMPILED, no_file_of_it_beyond

pytestmark = pytest.mark.slow

FLAG = "checkout_v2"
LANGUAGES = ("en", "ko")


def directory(home: Home) -> None:
    """Put a folder where the file was."""
    home.journal.unlink()
    home.journal.mkdir()


def missing(home: Home) -> None:
    home.journal.unlink()


def emptied(home: Home) -> None:
    home.journal.write_bytes(b"")


def truncated(home: Home) -> None:
    home.journal.write_bytes(home.journal.read_bytes()[:5_000])


def no_database(home: Home) -> None:
    home.journal.write_bytes(b"<html>" * 2_000)


def newer(home: Home) -> None:
    with closing(sqlite3.connect(home.journal)) as database:
        database.execute("PRAGMA user_version = 99")


def cut(home: Home) -> None:
    """Take all rows but the first and the checkpoints beside them away, as an old backup does."""
    with closing(sqlite3.connect(home.journal)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM log WHERE seq > 1")
        database.execute("DELETE FROM checkpoint")
        database.commit()


def closed_folder(home: Home) -> None:
    """Put a file where the folder of all data should be."""
    shutil.move(home.folder / "data", home.folder / "moved")
    (home.folder / "data").write_text("", encoding="utf-8")


def closed_config(home: Home) -> None:
    shutil.rmtree(home.folder / "config")
    (home.folder / "config").write_text("", encoding="utf-8")


class Harm(Struct, frozen=True):
    """What was done to a journal, and what verification says of it; its words in English."""

    do: Callable[[Home], None]
    verified: int
    told: str


HARMS = [
    Harm(directory, 1, "cannot be opened"),
    Harm(missing, 1, "is gone"),
    Harm(emptied, 1, "was emptied"),
    Harm(truncated, 1, "is damaged"),
    Harm(no_database, 1, "is damaged"),
    Harm(newer, 2, "newer"),
    Harm(cut, 1, "has lost its end"),
    Harm(closed_folder, 1, "is gone"),
    Harm(closed_config, 2, "A folder of this computer cannot be written"),
]


def harmed_home(lively: Simulation, folder: Path, harm: Harm) -> Home:
    home = home_at(folder, lively)
    said = home.run("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
    assert said.status == 0
    harm.do(home)
    return home


def turn_on(simulation: Simulation, flag: str = FLAG) -> None:
    store = simulation.flag_server.store
    store.switch(flag, "production", Author("somebody", 1), on=True)


@pytest.mark.logs_warnings
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.do.__name__)
def test_a_journal_that_cannot_be_used_is_told_and_never_green(
    lively: Simulation, tmp_path: Path, harm: Harm
) -> None:
    home = harmed_home(lively, tmp_path, harm)
    lang = LANGUAGES[HARMS.index(harm) % 2]
    page = home.run("status", lang=lang)
    page.check_is_plain()
    assert page.status == 2
    assert page.out.splitlines()[1].startswith("◇")
    refused = [
        home.run("unresolved", "list", lang=lang),
        home.run("step", "1", lang=lang),
        home.run("launch", "list", lang=lang),
        home.run("audit", "verify", lang=lang),
    ]
    for said in refused:
        said.check_is_plain()
        assert "●" not in said.text
        assert len(said.err.splitlines()) == len(set(said.err.splitlines())), said.err
    assert [said.status for said in refused] == [2, 1, 2, harm.verified]


UNTOLD = [
    (["gonogo"], 2),
    (["gonogo", "sign", "pm"], 1),
    (["gonogo", "no-go", "why"], 1),
    (["launch", "new", "3.3.0", "--build", "330", "--baseline", "3.1.4"], 1),
    (["launch", "hold"], 1),
    (["launch", "accept", "a", "--reason", "b"], 1),
    (["alerts"], 2),
    (["alerts", "shelve", "coupon", "--reason", "b"], 1),
    (["unresolved", "again", "a"], 2),
    (["unresolved", "close", "a", "--reason", "b"], 2),
    (["signoff", "export", "3.2.0", "go.json"], 2),
]


@pytest.mark.logs_warnings
def test_what_a_lost_journal_would_tell_is_not_known_and_said_once(
    lively: Simulation, tmp_path: Path
) -> None:
    home = harmed_home(lively, tmp_path, HARMS[1])
    for arguments, status in UNTOLD:
        said = home.run(*arguments)
        said.check_is_plain()
        assert said.status == status, arguments
        assert said.err.count("is gone") == 1, said.err
        for claim in ("No launch is under way", "There is no unresolved", "No alert"):
            assert claim not in said.text, arguments


@pytest.mark.logs_warnings
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.do.__name__)
def test_the_safer_way_stays_open_and_says_once_that_it_is_not_recorded(
    lively: Simulation, tmp_path: Path, harm: Harm
) -> None:
    home = harmed_home(lively, tmp_path, harm)
    turn_on(lively)
    said = home.run("off", FLAG, "--no-wait")
    said.check_is_plain()
    assert said.status == 0
    assert harm.told in said.err
    assert said.err.count("The journal cannot be written. Safer actions still go out") == 1
    assert len(said.err.splitlines()) == len(set(said.err.splitlines()))
    assert "recorded: " not in said.out
    assert f"not in the journal yet: {FLAG}" in said.out
    assert "Seen where clients look" in said.out


@pytest.mark.logs_warnings
@pytest.mark.parametrize("command", ["unresolved list", "status", "launch list"])
def test_the_late_row_stands_in_the_journal_after_the_next_start(
    lively: Simulation, tmp_path: Path, command: str
) -> None:
    turn_on(lively)
    home = home_at(tmp_path, lively)
    assert home.run("status").status == 0
    kept = tmp_path / "kept.db"
    shutil.move(home.journal, kept)
    home.journal.mkdir()
    assert home.run("off", FLAG, "--no-wait").status == 0
    home.journal.rmdir()
    shutil.move(kept, home.journal)
    said = home.run(*command.split())
    assert said.status == 0
    assert "now stand in the journal" in said.err
    late = [one for one in entries(home) if one.is_late]
    assert [one.event.order.target.name for one in late if is_intent(one)] == [FLAG]
    assert home.run("audit", "verify").status == 0


@pytest.mark.logs_warnings
def test_a_journal_that_another_holds_is_told_and_off_goes_out(
    lively: Simulation, tmp_path: Path
) -> None:
    turn_on(lively)
    home = home_at(tmp_path, lively)
    assert home.run("status").status == 0
    with holding(home.journal):
        said = home.run("off", FLAG, "--no-wait")
    said.check_is_plain()
    assert said.status == 0
    assert "Seen where clients look" in said.out
    assert "recorded: " not in said.out
    assert home.run("unresolved", "list").status == 0
    assert any(one.is_late for one in entries(home))


@pytest.mark.logs_warnings
def test_a_full_disk_keeps_no_off_back(lively: Simulation, tmp_path: Path) -> None:
    turn_on(lively)
    home = home_at(tmp_path, lively)
    assert home.run("status").status == 0
    before = home.journal.read_bytes()
    full = replace(home, more_env={**home.more_env, **NOTHING_COMPILED})
    process = full.start("off", FLAG, "--no-wait")
    no_file_of_it_beyond(4_096, process)
    out, err = process.communicate(home.given(), 30.0)
    said = Said(("off",), process.returncode, out.decode(), err.decode())
    said.check_is_plain()
    assert said.status == 0, said.text
    assert "Seen where clients look" in said.out
    assert "journal" in said.err
    assert home.journal.read_bytes()[:4_096] == before[:4_096]
    assert home.run("audit", "verify").status in {0, 2}


@pytest.mark.logs_warnings
def test_a_spool_that_cannot_be_used_loses_no_row_of_a_sound_journal(
    lively: Simulation, tmp_path: Path
) -> None:
    turn_on(lively)
    home = home_at(tmp_path, lively)
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    said = home.run("off", FLAG, "--no-wait")
    said.check_is_plain()
    assert said.status == 0
    assert f"recorded: {FLAG}" in said.out
    events = [one.event for one in entries(home)]
    assert sum(isinstance(one, IntentRecorded) for one in events) == 1
    assert sum(isinstance(one, OutcomeRecorded) for one in events) >= 1
    assert home.run("audit", "verify").status == 0


@pytest.mark.logs_warnings
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_that_could_be_written_nowhere_is_called_lost(
    lively: Simulation, tmp_path: Path, lang: str
) -> None:
    turn_on(lively)
    home = harmed_home(lively, tmp_path, HARMS[0])
    kept = home.run("off", FLAG, "--no-wait", lang=lang)
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    lost = home.run("off", FLAG, "--no-wait", lang=lang)
    for said in (kept, lost):
        said.check_is_plain()
        assert said.status == 0
    told = "직접 적어" if lang == "ko" else "goes with it"
    assert [told in said.err.splitlines()[-1] for said in (kept, lost)] == [False, True]


def test_a_first_run_is_no_tampering(lively: Simulation, tmp_path: Path) -> None:
    home = home_at(tmp_path, lively)
    for lang in LANGUAGES:
        said = home.run("audit", "verify", lang=lang)
        said.check_is_plain()
        assert said.status == 2
        assert "■" not in said.text
        assert "●" not in said.text
    online = home.run("audit", "verify", "--online")
    online.check_is_plain()
    assert online.status == 2


def test_a_lost_journal_is_begun_again_by_a_person_and_says_so(
    lively: Simulation, tmp_path: Path
) -> None:
    home = home_at(tmp_path, lively)
    home.run("status")
    truncated(home)
    again = home.run("audit", "begin-again")
    again.check_is_plain()
    assert again.status == 0
    assert [file for file in home.journal.parent.iterdir() if ".bad-" in file.name]
    assert home.run("unresolved", "list").status == 0


def entries(home: Home) -> list[Any]:
    with closing(open_for_reading(home.journal)) as journal:
        return [row.entry for row in all_rows(journal)]


def is_intent(entry: Any) -> bool:
    return isinstance(entry.event, IntentRecorded)


@contextmanager
def holding(file: Path) -> Iterator[None]:
    """Hold the database as a process does that writes and does not end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield
        database.execute("ROLLBACK")
