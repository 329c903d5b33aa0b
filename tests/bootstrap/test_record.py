"""A journal with all that vouches for it: checkpoints and anchors come after rows, never before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cockpit.bootstrap.audit import audited
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.hand import begun_run
from cockpit.bootstrap.record import KeptJournal, traces_of
from cockpit.domain.events import (
    AnchorPlaced,
    JournalBegun,
    LaunchClosed,
    LaunchPlanned,
    OutcomeRecorded,
)
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Outcome, Stamps
from cockpit.host.secret_store import KeyringSecrets
from cockpit.ports.journal import JournalError, all_rows
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.codes import StorageCode
from cockpit.storage.verify import State
from tests.bootstrap.places import opened, workspace_file
from tests.kit.fakes_acting import NOON, FakeClock


@dataclass
class Desk:
    """A cockpit over a folder; `anchors` is where its checkpoints go."""

    folder: Path
    file: WorkspaceFile
    anchors: Path
    told: list[Message] = field(default_factory=list)

    def open(self) -> tuple[Cockpit, FakeClock]:
        return opened(self.file, self.folder, self.told)

    def codes(self) -> list[str]:
        return [one.code for one in self.told]

    def notes(self) -> list[str]:
        return sorted(file.name for file in self.anchors.glob("*.note"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    anchors = tmp_path / "anchors"
    anchors.mkdir()
    return Desk(tmp_path, workspace_file(tmp_path, anchors=anchors), anchors)


PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")
CLOSED = LaunchClosed("l1", "done", None)
OUTCOME = OutcomeRecorded(
    "o1", Outcome.CONFIRMED, Stamps(NOON), message(StorageCode.LOCKED), "action"
)


def kinds(cockpit: Cockpit) -> list[type]:
    return [type(row.entry.event) for row in all_rows(cockpit.journal)]


def test_the_first_row_says_whose_journal_it_is(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        assert kinds(cockpit) == [JournalBegun]


def test_an_append_places_no_checkpoint_and_tending_does(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
        assert desk.notes() == []
        cockpit.tend()
        assert len(desk.notes()) == 1
        assert kinds(cockpit) == [JournalBegun, LaunchPlanned, AnchorPlaced]
        cockpit.tend()
        assert len(desk.notes()) == 1, "nothing is due"


def test_an_outcome_makes_a_checkpoint_due(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
        cockpit.tend()
        cockpit.record(CLOSED)
        cockpit.tend()
        assert len(desk.notes()) == 1
        cockpit.record(OUTCOME)
        cockpit.tend()
        assert len(desk.notes()) == 2


def test_after_a_quarter_of_an_hour_a_checkpoint_is_overdue(desk: Desk) -> None:
    cockpit, clock = desk.open()
    with cockpit:
        cockpit.record(PLANNED)
        cockpit.tend()
        cockpit.record(CLOSED)
        clock.move(901.0)
        cockpit.tend()
        assert len(desk.notes()) == 2


def test_what_is_due_is_placed_on_closing(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
    assert len(desk.notes()) == 1


def test_an_anchor_that_fails_is_told_and_keeps_no_row_back(desk: Desk) -> None:
    desk.anchors.rmdir()
    with desk.open()[0] as cockpit:
        desk.told.clear()
        cockpit.record(PLANNED)
        cockpit.tend()
        assert desk.codes() == [StorageCode.ANCHOR_GONE]
        cockpit.record(OUTCOME)
        assert kinds(cockpit) == [JournalBegun, LaunchPlanned, OutcomeRecorded]


def test_a_copy_that_fails_is_told_and_keeps_no_row_back(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        desk.told.clear()
        cockpit.places.checkpoints.parent.mkdir(parents=True, exist_ok=True)
        cockpit.places.checkpoints.write_text("in the way", encoding="utf-8")
        cockpit.record(PLANNED)
        cockpit.tend()
        assert desk.codes() == [StorageCode.COPY_FAILED]
        cockpit.record(OUTCOME)
        assert OutcomeRecorded in kinds(cockpit)


def test_a_journal_of_a_demo_is_verified_and_says_that_it_is_unsigned_here(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
    found = audited(desk.file, root=desk.folder / "home")
    assert found.exit_code == 0
    assert found.report.is_unsigned


def test_a_journal_that_has_not_begun_is_unknown_and_not_broken(desk: Desk) -> None:
    found = audited(desk.file, root=desk.folder / "home")
    assert found.exit_code == 2
    assert found.report.state is State.UNANCHORED
    assert [one.code for one in found.messages] == ["audit.nothing_yet"]


def lose_journal(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
        file = cockpit.places.journal_file
    file.unlink()


def test_a_journal_that_was_there_before_is_broken_when_it_is_gone(desk: Desk) -> None:
    lose_journal(desk)
    assert audited(desk.file, root=desk.folder / "home").exit_code == 1


def test_a_journal_that_is_gone_is_never_made_anew(desk: Desk) -> None:
    lose_journal(desk)
    cockpit, _clock = desk.open()
    with cockpit:
        assert desk.codes()[-1] == StorageCode.MISSING
        assert not cockpit.places.journal_file.exists()
        with pytest.raises(JournalError):
            cockpit.record(CLOSED)
        cockpit.tend()


def in_the_way(part: str) -> Callable[[Desk], None]:
    def put(desk: Desk) -> None:
        home = desk.folder / "home"
        home.mkdir(exist_ok=True)
        (home / part).write_text("in the way", encoding="utf-8")

    return put


@pytest.mark.parametrize("part", ["data", "config"])
def test_a_folder_that_cannot_be_written_is_told_and_the_rest_goes_on(
    desk: Desk, part: str
) -> None:
    in_the_way(part)(desk)
    cockpit, _clock = desk.open()
    with cockpit:
        assert len(desk.told) == 1
        with pytest.raises(JournalError):
            cockpit.record(PLANNED)
        assert cockpit.sources.flags
        assert cockpit.actions(lambda _event: None).operations == {}


def test_a_run_without_a_lock_file_still_has_an_id(desk: Desk) -> None:
    in_the_way("data")(desk)
    cockpit, _clock = desk.open()
    with cockpit:
        run = begun_run(cockpit.places)
        assert run.is_alive(run.run_id)
        run.close()


class Kept:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def read(self, origin: str, name: str) -> str | None:
        return self.kept.get((origin, name))

    def write(self, origin: str, name: str, secret: str) -> None:
        self.kept[origin, name] = secret

    def remove(self, origin: str, name: str) -> None:
        self.kept.pop((origin, name), None)


def test_a_key_of_the_keyring_signs_and_leaves_a_trace(desk: Desk) -> None:
    keys = Kept()
    cockpit, _clock = opened(desk.file, desk.folder, desk.told, keys=keys)
    with cockpit:
        cockpit.record(PLANNED)
        cockpit.tend()
        places, vouchers = cockpit.places, cockpit.vouchers()
    assert desk.told == []
    assert "key" in {trace.kind for trace in traces_of(places, vouchers)}
    found = audited(desk.file, keys=keys, root=desk.folder / "home")
    assert (found.exit_code, found.report.is_unsigned) == (0, False)


def test_a_kept_journal_shows_its_rows_like_any_other(desk: Desk) -> None:
    with desk.open()[0] as cockpit:
        assert isinstance(cockpit.journal, KeptJournal)
        before = cockpit.journal.change_mark()
        cockpit.record(PLANNED)
        assert [row.seq for row in cockpit.journal.page(after_seq=1)] == [2]
        assert isinstance(before, int)


def test_the_keyring_of_this_computer_is_not_asked_by_a_demo(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> None:
        pytest.fail("the keyring was asked")

    monkeypatch.setattr(KeyringSecrets, "_asked", ask)
    with desk.open()[0] as cockpit:
        cockpit.record(PLANNED)
    assert audited(desk.file, root=desk.folder / "home").exit_code == 0
