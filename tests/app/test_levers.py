"""Each lever: what it asks for, and what counts as a proof."""

import pytest

from cockpit.app.codes import ActionCode
from cockpit.app.levers import FlagLevers, Pull, RollbackLevers
from cockpit.domain.operations import Lever, Order
from cockpit.ports.errors import SourceError
from cockpit.ports.rollbacks import JobState
from tests.kit.bench import COUPON, SHOP
from tests.kit.fakes_acting import NOON, FakeClock, FakeFlags, FakeRollbacks, no_answer

OFF = Order("op-1", Lever.FLAG_OFF, COUPON, NOON)
BACK = Order("op-2", Lever.ROLLBACK, SHOP, NOON, to_version="3.1.0")


@pytest.fixture
def flags() -> FakeFlags:
    return FakeFlags(FakeClock())


@pytest.fixture
def rollbacks() -> FakeRollbacks:
    return FakeRollbacks(FakeClock())


def test_a_lever_that_a_flag_server_does_not_have_is_a_bug(flags: FakeFlags) -> None:
    with pytest.raises(ValueError, match="rollback"):
        FlagLevers(flags, flags.clock).send(Pull(BACK))


def test_a_flag_that_the_server_never_heard_of_is_no_proof(flags: FakeFlags) -> None:
    flags.flags.clear()
    look = FlagLevers(flags, flags.clock).look(Pull(OFF))
    assert (look.is_as_wanted, look.now.code) == (False, ActionCode.NOW_GONE)


def test_what_the_server_does_not_let_us_read_is_no_proof(flags: FakeFlags) -> None:
    flags.flags["coupon_v2"].served_enabled = False
    flags.read_error = no_answer()
    with pytest.raises(SourceError):
        FlagLevers(flags, flags.clock).look(Pull(OFF))


def test_the_smaller_of_two_percentages_decides_what_is_a_shrink(flags: FakeFlags) -> None:
    flags.flags["coupon_v2"].exposure_pct = 5.0
    assert FlagLevers(flags, flags.clock).known(OFF).exposure_pct == 5.0
    flags.flags["coupon_v2"].served_pct = None
    assert FlagLevers(flags, flags.clock).known(OFF).exposure_pct is None


def test_a_look_that_shows_no_effect_asks_the_server_itself_only_when_thorough(
    flags: FakeFlags,
) -> None:
    levers = FlagLevers(flags, flags.clock)
    assert levers.look(Pull(OFF)).is_held is None
    assert flags.reads == 0
    assert levers.look(Pull(OFF, is_thorough=True)).is_held is False


def test_before_a_rollback_nothing_is_known_and_there_are_no_events(
    rollbacks: FakeRollbacks,
) -> None:
    levers = RollbackLevers(rollbacks, rollbacks.clock)
    assert levers.known(BACK).now.code == ActionCode.NOW_NO_JOB
    assert levers.events(Pull(BACK)) == ()


def test_the_job_of_an_overtaken_press_counts_when_it_goes_the_same_way(
    rollbacks: FakeRollbacks,
) -> None:
    levers = RollbackLevers(rollbacks, rollbacks.clock)
    rollbacks.start("shop", "3.1.0", operation_id="op-older")
    assert levers.look(Pull(BACK, overtakes=("op-older",))).is_as_wanted
    rollbacks.start("shop", "2.9.0", operation_id="op-other")
    assert not levers.look(Pull(BACK, overtakes=("op-other",))).is_as_wanted


def test_a_job_that_is_over_is_not_joined(rollbacks: FakeRollbacks) -> None:
    levers = RollbackLevers(rollbacks, rollbacks.clock)
    rollbacks.state = JobState.FAILED
    rollbacks.start("shop", "3.1.0", operation_id="op-older")
    levers.send(Pull(BACK, overtakes=("op-older",)))
    assert rollbacks.starts == ["op-older", "op-2"]


def test_connections_are_kept_open_by_a_cheap_request(
    flags: FakeFlags, rollbacks: FakeRollbacks
) -> None:
    FlagLevers(flags, flags.clock).warm()
    RollbackLevers(rollbacks, rollbacks.clock).warm()
    assert flags.calls == [("warm", "", "")]
