"""Flags are read as often as they have to be, and an old or broken read is never good news."""

from dataclasses import replace

import pytest

from cockpit.app.asking import in_place
from cockpit.app.board_codes import BoardCode
from cockpit.app.contacts import Contacts
from cockpit.app.reading import NOT_READ, READ_EVERY_S, STALE_S, FlagReads
from cockpit.app.snapshot import SourceState, TileState
from cockpit.domain.message import Message
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from tests.kit.fakes_acting import FakeClock, FakeFlag, FakeFlags
from tests.kit.monitoring import workspace

WHY = Message("test.why")
TARGETS = [{"flag": name, "source": "flags"} for name in ("coupon_v2", "cart_v2")]


class Reader:
    """The reads of one flag server, whose two targets carry the exposure."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.flags = FakeFlags(self.clock)
        self.flags.flags["cart_v2"] = FakeFlag()
        given = workspace(rollout={"targets": TARGETS})
        self.contacts = Contacts(given, self.clock, lambda: 0.5)
        asks = {"flags": in_place}
        self.reads = FlagReads(given, {"flags": self.flags}, self.clock, asks, self.contacts)
        self.noted = 0

    def tick(self) -> None:
        self.reads.tick(self.note)

    def note(self) -> None:
        self.noted += 1


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_levers_and_targets_are_read_each_once(reader: Reader) -> None:
    reader.tick()
    assert (reader.flags.reads, reader.noted) == (2, 1)
    assert reader.reads.sources == ("flags",)
    assert reader.reads.read("flags", "cart_v2").served is not None
    assert reader.reads.read("flags", "unheard_of") == NOT_READ


def test_nothing_is_read_again_before_it_is_due(reader: Reader) -> None:
    reader.tick()
    reader.clock.move(READ_EVERY_S - 0.1)
    reader.tick()
    assert reader.noted == 1
    reader.clock.move(0.1)
    reader.tick()
    assert reader.noted == 2


def test_who_is_in_a_hurry_has_everything_read_at_the_next_tick(reader: Reader) -> None:
    reader.tick()
    reader.reads.hurry()
    reader.tick()
    assert (reader.flags.reads, reader.noted) == (4, 2)


def test_a_server_that_does_not_answer_leaves_what_was_read_and_is_given_a_pause(
    reader: Reader,
) -> None:
    reader.tick()
    before = reader.reads.read("flags", "coupon_v2")
    reader.flags.served_error = UnreachableError(WHY)
    reader.clock.move(READ_EVERY_S)
    reader.tick()
    assert reader.reads.read("flags", "coupon_v2") == before
    assert reader.contacts.error("flags") == WHY
    (lever,) = reader.reads.levers(reader.clock.now())
    assert (lever.state, lever.message) == (TileState.UNKNOWN, WHY)
    assert not reader.contacts.may_ask("flags", reader.clock.monotonic_s())


def test_a_refusal_of_one_flag_stays_with_that_flag(reader: Reader) -> None:
    reader.flags.flags["coupon_v2"].is_archived = True
    reader.tick()
    assert reader.reads.read("flags", "coupon_v2").error is not None
    assert reader.reads.read("flags", "cart_v2").error is None
    assert reader.contacts.error("flags") is None


def test_a_refusal_of_the_token_is_one_of_the_server(reader: Reader) -> None:
    reader.flags.read_error = RefusedError(WHY, Refusal.TOKEN_UNKNOWN)
    reader.tick()
    assert reader.reads.read("flags", "coupon_v2") == NOT_READ
    views = {view.name: view for view in reader.contacts.views(reader.clock.now(), 0.0, {})}
    assert views["flags"].state is SourceState.REFUSED


def test_a_look_reads_at_once_whatever_is_due(reader: Reader) -> None:
    reader.tick()
    done: list[str] = []
    reader.reads.look(done.append)
    assert (done, reader.flags.reads) == (["flags"], 4)


def test_a_lever_is_good_only_as_long_as_its_read_is_fresh(reader: Reader) -> None:
    reader.tick()
    now = reader.clock.now()
    (fresh,) = reader.reads.levers(now)
    assert (fresh.state, fresh.age_s, fresh.message.code) == (
        TileState.OK,
        0.0,
        BoardCode.LEVER_ON,
    )
    reader.clock.move(STALE_S + 1)
    (old,) = reader.reads.levers(reader.clock.now())
    assert (old.state, old.message.code) == (TileState.UNKNOWN, BoardCode.LEVER_NOT_READ)


def test_a_server_and_clients_that_disagree_are_a_warning(reader: Reader) -> None:
    flag = reader.flags.flags["coupon_v2"]
    reader.flags.flags["coupon_v2"] = replace(flag, served_enabled=False)
    reader.tick()
    (lever,) = reader.reads.levers(reader.clock.now())
    assert (lever.state, lever.message.code) == (TileState.WARN, BoardCode.LEVER_DIFFERS)
    assert (lever.is_enabled, lever.is_served) == (True, False)
