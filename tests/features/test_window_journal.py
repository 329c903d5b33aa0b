"""Whatever happens to the journal: the window says so, and the safer way stays open."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from cockpit.app.codes import ActionCode
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.message import message
from cockpit.simulator.simulation import Simulation
from cockpit.ui.aim import AimState
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.names import Name
from cockpit.ui.strip_codes import StripCode
from cockpit.words.language import Language
from tests.features.home import RAW_CODE, Home, home_at
from tests.features.sitting import GAP_MS, Sitting, sitting
from tests.features.test_bad_journal import (
    HARMS,
    Harm,
    closed_folder,
    entries,
    holding,
    is_intent,
    missing,
    newer,
    truncated,
    turn_on,
)
from tests.kit.cases import others_long
from tests.kit.full_disk import no_file_beyond

pytestmark = [pytest.mark.slow, pytest.mark.logs_warnings]

FLAG = "coupon_v2"
SMALL_BYTES = 4_096
START = [one for one in HARMS if one.do in {missing, truncated, newer, closed_folder}]
"""What may have happened before the window opens; the others look the same from here."""


@pytest.fixture(scope="module")
def base(lively: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with a launch that the whole team has said Go to."""
    home = home_at(tmp_path_factory.mktemp("base"), lively)
    said = home.run("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
    assert said.status == 0, said.text
    home.say_go()
    return home


@pytest.fixture
def launched(base: Home, lively: Simulation) -> Iterator[Home]:
    """Lend that home as it was."""
    kept = base.folder.parent / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(base.folder, kept)
    turn_on(lively, FLAG)
    yield base
    for name in ("data", "config", "state", "anchors", "moved"):
        place = base.folder / name
        place.unlink() if place.is_file() else shutil.rmtree(place, ignore_errors=True)
        if (kept / name).exists():
            shutil.copytree(kept / name, place)


def is_ready(seen: Snapshot) -> bool:
    levers = {one.state for one in seen.levers}
    return levers == {TileState.OK} and all(one.state is TileState.OK for one in seen.flows)


def is_unwritable(seen: Snapshot) -> bool:
    return seen.journal is not None and not seen.journal.is_writable


def hold_off(here: Sitting) -> HoldButton:
    """Aim at the flag, hold the button, and return it once it has come to something."""
    window = here.workplace.window
    before = window.strip.off.hold.shown
    if before is None or before.key != f"off:{FLAG}":
        window.arm(f"off:{FLAG}")
        here.walker.pump(0.1)
    here.walker.hold_down(Name.OFF)
    button = window.strip.off.hold
    done = {AimState.SEEN, AimState.REFUSED, AimState.UNKNOWN}
    here.walker.until(
        lambda: button.shown is not None and button.shown.state in done, "what came of off"
    )
    return button


def check_says_so(here: Sitting) -> None:
    """Fail unless strip and rail say that nothing is written, in words."""
    say = here.workplace.room.say
    assert here.says(say(StripCode.NOT_WRITABLE), here.workplace.window.strip)
    assert not here.says(say(StripCode.WRITABLE), here.workplace.window.strip)
    assert not RAW_CODE.search(here.text)


def check_late(here: Sitting) -> None:
    """Fail unless the window says that the row will be recorded late."""
    whole = here.sentence(message(ActionCode.NOT_WRITTEN, reason="x"))
    assert here.says(whole.split(". ")[1]), here.workplace.window.notice.said


def check_off_goes_out(here: Sitting, simulation: Simulation) -> None:
    button = hold_off(here)
    assert button.shown is not None
    assert button.shown.state is AimState.SEEN
    assert not is_on(simulation)
    here.walker.pump(0.1)
    check_late(here)


def is_on(simulation: Simulation) -> bool:
    return simulation.flag_server.store.here(FLAG, "production").enabled


@pytest.mark.parametrize(
    "harm",
    others_long(START, lambda harm: harm.do in {truncated, closed_folder}),
    ids=lambda harm: harm.do.__name__,
)
def test_a_journal_that_cannot_be_used_is_told_and_off_goes_out_all_the_same(
    launched: Home, lively: Simulation, qapp: QApplication, harm: Harm
) -> None:
    assert qapp is not None
    harm.do(launched)
    language = Language.EN if HARMS.index(harm) % 2 else Language.KO
    with sitting(launched, language=language) as here:
        here.until(is_ready, "the outside")
        seen = here.until(is_unwritable, "that nothing is written")
        assert seen.state is TileState.UNKNOWN
        assert seen.journal is not None
        assert seen.journal.error is not None
        check_says_so(here)
        why = here.sentence(seen.journal.error)
        assert here.says(why)
        if language is Language.EN:
            assert harm.told in why
        check_off_goes_out(here, lively)
        here.workplace.window.go("rollout")
        here.walker.pump(0.1)
        assert not here.walker.is_there(Name.ADVANCE)
    print(f"{harm.do.__name__}: {why}")


@contextmanager
def full_disk(_home: Home) -> Iterator[None]:
    """Let no file of this process grow further than some kilobytes."""
    with no_file_beyond(SMALL_BYTES):
        yield


@contextmanager
def held(home: Home) -> Iterator[None]:
    with holding(home.journal):
        yield


@contextmanager
def gone(home: Home) -> Iterator[None]:
    """Take the file away, as somebody does who cleans up."""
    shutil.move(home.journal, home.journal.with_suffix(".moved"))
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            home.journal.unlink()
        shutil.move(home.journal.with_suffix(".moved"), home.journal)


@dataclass(frozen=True)
class Mishap:
    """What happens to a journal that is in use, and what is told of it in English."""

    happens: Callable[[Home], object]
    told: str


MISHAPS = [
    Mishap(held, "locked"),
    Mishap(full_disk, "refused to write"),
    Mishap(gone, "could not be read"),
]


@pytest.mark.parametrize(
    "mishap",
    others_long(MISHAPS, lambda mishap: mishap.happens in {held, full_disk}),
    ids=lambda mishap: mishap.happens.__name__,
)
def test_a_journal_that_fails_under_way_blocks_what_is_riskier_alone_and_says_why(
    launched: Home, lively: Simulation, qapp: QApplication, mishap: Mishap
) -> None:
    assert qapp is not None
    with sitting(launched, language=Language.EN) as here:
        here.until(is_ready, "the outside")
        here.until(has_open_gate, "the gate")
        window = here.workplace.window
        window.go("rollout")
        here.walker.choose(Name.SECOND_PERSON, here.workplace.room.say.person("jun"))
        here.walker.type(Name.TYPED_PCT, "1")
        with mishap.happens(launched):  # type: ignore[attr-defined]  # a context manager
            here.pulse.begin()
            here.walker.click(Name.ADVANCE)
            here.walker.until(lambda: here.says(mishap.told), "why the step was refused")
            assert exposure(lively) == 0
            check_off_goes_out(here, lively)
            here.until(is_unwritable, "that nothing is written")
            check_says_so(here)
            gap_ms = here.pulse.longest_ms
        if mishap.happens is full_disk:
            here.until(lambda seen: not is_unwritable(seen), "that it is written again")
    print(f"{mishap.happens.__name__}: longest gap {gap_ms:.0f} ms")
    assert gap_ms < GAP_MS
    if mishap.happens is not full_disk:
        assert launched.run("unresolved", "list").status == 0  # what comes next takes it over
    late = [one for one in entries(launched) if one.is_late and is_intent(one)]
    assert [one.event.order.target.name for one in late] == [FLAG]


def has_open_gate(seen: Snapshot) -> bool:
    launch = seen.launch
    return launch is not None and launch.gate is not None and launch.gate.is_open


def exposure(simulation: Simulation) -> float:
    here = simulation.flag_server.store.here("release_3_2_0", "production")
    return max((float(one["parameters"]["rollout"]) for one in here.strategies), default=0.0)


def test_an_edited_row_is_told_by_verification_and_leaves_nothing_green(
    launched: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    seq = edit_row(launched)
    with sitting(launched, language=Language.EN) as here:
        seen = here.until(lambda seen: seen.journal is not None and bool(seen.levers), "a picture")
        here.workplace.window.go("journal")
        here.walker.click(Name.VERIFY)
        here.walker.until(lambda: here.says(f"first bad row is {seq}"), "the first bad row")
        assert seen.state is TileState.UNKNOWN
        check_says_so(here)
        assert not here.walker.is_there(Name.ADVANCE)


def edit_row(home: Home) -> int:
    """Change a row as somebody does who can write the file; return its number."""
    with closing(sqlite3.connect(home.journal)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        rows = database.execute("SELECT seq, body FROM log ORDER BY seq").fetchall()
        seq, body = next((seq, body) for seq, body in rows if b"3.2.0" in body)
        edited = body.replace(b"3.2.0", b"3.2.9")
        database.execute("UPDATE log SET body = ? WHERE seq = ?", (edited, seq))
        database.commit()
    return int(seq)
