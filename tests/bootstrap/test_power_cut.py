"""What was acknowledged before the power was cut is there afterwards, and nobody is accused."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct
from typing_extensions import override

from cockpit.bootstrap.cockpit import Cockpit
from cockpit.domain.events import IntentRecorded, LaunchPlanned
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.journal import JournalError, Row, all_rows
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.storage.codes import StorageCode
from cockpit.storage.folders import sync_folder
from cockpit.storage.spool import JsonlSpool
from cockpit.storage.verify import State, verify
from tests.bootstrap.places import opened, workspace_file
from tests.kit.bench import Bench
from tests.kit.memory import in_memory
from tests.kit.power.disk import Deed
from tests.kit.power.record import Left, Say, cuts, needs_a_record, recorded, without_syncs

pytestmark = [pytest.mark.slow, needs_a_record]

LAUNCH = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")
LEVERS = (Lever.FLAG_OFF, Lever.FLAG_ON, Lever.FLAG_OFF)
READY, ROW, REQUEST, ANCHORED, KEPT = "ready", "row", "request", "anchored", "kept"


class Played(Struct, frozen=True):
    """A launch that was played and recorded; every cut is looked at in the same place."""

    file: WorkspaceFile
    home: Path
    deeds: list[Deed]

    def start_after(self, left: Left) -> tuple[Cockpit, list[Message]]:
        """Start the program on what is left, and return what it says to that."""
        left.lay(self.home)
        secrets, told = SessionSecrets(), list[Message]()
        for kept in left.values(KEPT):
            secrets.write(*kept.split(" "))
        return opened(self.file, self.home.parent, told, keys=secrets)[0], told


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with in_memory(tmp_path_factory.mktemp("played")) as folder:
        home = folder / "home"
        file = workspace_file(folder, anchors=home / "anchors")
        yield Played(file, home, recorded(home, partial(play, file)))


# ------------------------------------------------------------------ what is played


class ToldSecrets(SessionSecrets):
    """A keyring that says what it keeps: it has a disk of its own."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say

    @override
    def write(self, origin: str, name: str, secret: str) -> None:
        super().write(origin, name, secret)
        self._say(KEPT, f"{origin} {name} {secret}")


def play(file: WorkspaceFile, home: Path, say: Say) -> None:
    """Begin a journal and act, with a second program beside; then start again and go on."""
    (home / "anchors").mkdir()
    sync_folder(home)
    say(READY, "")
    keys = ToldSecrets(say)
    for _start in range(2):
        first, _clock = opened(file, home.parent, [], keys=keys)
        second, _clock = opened(file, home.parent, [], keys=keys)
        with first, second:
            act(first, second, say)


def act(first: Cockpit, second: Cockpit, say: Say) -> None:
    bench = Bench()
    actions = bench.begin(journal=first.journal, spool=JsonlSpool(first.places.spool_file))
    for lever in LEVERS:
        order = bench.order(lever)
        bench.flags.before_send = partial(say, REQUEST, order.operation_id)
        actions.perform(order)
        say(ROW, newest(first).hash_hex)
        second.record(LAUNCH)
        say(ROW, newest(second).hash_hex)
        first.tend()
        say(ANCHORED, newest(first).hash_hex)


def newest(cockpit: Cockpit) -> Row:
    return cockpit.journal.page(after_seq=cockpit.journal.newest_seq() - 1)[0]


# ------------------------------------------------------------------ what is promised


def broken(left: Left, played: Played) -> list[str]:
    """Start the program on what is left, go on, and return each promise that does not hold."""
    cockpit, told = played.start_after(left)
    with cockpit:
        if told:
            return [one.code for one in told]
        try:
            found = [*lost(left, cockpit), *wrong(left, cockpit)]
            cockpit.record(LAUNCH)
            cockpit.tend()
            return [*found, *lost(left, cockpit)]  # reads the whole chain
        except JournalError as error:
            return [error.message.code]


def lost(left: Left, cockpit: Cockpit) -> list[str]:
    rows = list(all_rows(cockpit.journal))
    hashes = {row.hash_hex for row in rows}
    events = [row.entry.event for row in rows]
    intents = {one.order.operation_id for one in events if isinstance(one, IntentRecorded)}
    found = []
    if not hashes.issuperset(left.values(ROW) + left.values(ANCHORED)):
        found.append("a row that was acknowledged is lost")
    if not intents.issuperset(left.values(REQUEST)):
        found.append("a request has left, and its intent is lost")
    return found


def wrong(left: Left, cockpit: Cockpit) -> list[str]:
    """Return what a verification says that it would not say without the cut."""
    vouchers = cockpit.vouchers()
    report = verify(
        cockpit.places.journal_file,
        copies=vouchers.copies,
        anchors=vouchers.anchors,
        expected_key=vouchers.expected_key,
    )
    told = [*(finding.message for finding in report.findings), *report.warnings]
    found = [message.code for message in told]
    if left.values(ANCHORED) and report.state is not State.OK:
        found.append("what was anchored is not")
    return found


def all_broken(lefts: Iterable[Left], played: Played) -> tuple[dict[str, list[str]], int]:
    """Return what is broken after each of the cuts, and how many there were."""
    found, count = {}, 0
    for left in lefts:
        count += 1
        if one := broken(left, played):
            found[str(left)] = one
    return found, count


def test_what_was_acknowledged_before_a_power_cut_is_there_afterwards(played: Played) -> None:
    found, count = all_broken(cuts(played.deeds, share=0.03, ways_count=2), played)
    assert found == {}
    assert count > 60


@pytest.mark.long
def test_a_power_cut_at_any_moment_and_in_many_ways_loses_nothing(played: Played) -> None:
    found, count = all_broken(cuts(played.deeds, ways_count=6), played)
    assert found == {}
    assert count > 5_000


def test_no_request_leaves_before_its_intent_is_on_the_disk(played: Played) -> None:
    requests = [left for left in cuts(played.deeds, share=0.0) if left.newest.path == REQUEST]
    assert len(requests) == 2 * len(LEVERS)
    for left in requests:
        with played.start_after(left)[0] as cockpit:
            event = newest(cockpit).entry.event
            assert isinstance(event, IntentRecorded)
            assert event.order.operation_id == left.newest.other


# ------------------------------------------------------------------ that it can fail


@pytest.mark.parametrize(
    ("of", "since", "consequence"),
    [
        ("journal.db", ANCHORED, StorageCode.CUT),
        ("journals", READY, StorageCode.MISSING),
        ("install-id", READY, "what was anchored is not"),
        ("config", READY, "what was anchored is not"),
        ("anchors", READY, StorageCode.ANCHOR_LOST_NOTE),
    ],
)
def test_on_a_disk_that_lies_about_syncs_the_promises_break(
    played: Played, of: str, since: str, consequence: str
) -> None:
    lied = cuts(without_syncs(played.deeds, of, since=since), share=0.0)
    assert any(consequence in broken(left, played) for left in lied)
