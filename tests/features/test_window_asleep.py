"""The computer slept in the middle of a launch: nothing old counts, nothing old is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.app.underway import Limits
from cockpit.domain.standings import Status
from cockpit.host.clock import SystemClock
from cockpit.simulator.simulation import Simulation
from cockpit.ui.names import Name
from tests.features.conftest import shop
from tests.features.home import Home, addresses_of, home_at
from tests.features.sitting import Sitting, sitting
from tests.features.test_window_killed import changes, sound_but_hanging
from tests.kit.faulty import Behaviour, FaultyServer, faulty
from tests.kit.faulty_ways import closing, relaying

pytestmark = pytest.mark.slow

SLEEP_S = 3_600.0
LOOK_S = 2.5
TIMEOUT_S = 0.4
FLAG = "coupon_v2"


class Nap(SystemClock):
    """This computer's clocks, which both jump when it wakes up."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    @override
    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.slept_s)

    @override
    def monotonic_s(self) -> float:
        return super().monotonic_s() + self.slept_s


@dataclass
class Night:
    """A window, its clock, and a network that can be taken away."""

    home: Home
    simulation: Simulation
    clock: Nap
    servers: dict[str, FaultyServer]

    def disconnect(self) -> None:
        """Take the network away."""
        for server in self.servers.values():
            server.behave = closing

    def sleep(self) -> None:
        """Let hours pass everywhere at once, as far as a test can."""
        self.simulation.advance(SLEEP_S)
        self.clock.slept_s += SLEEP_S

    def connect(self, name: str, behave: Behaviour) -> None:
        """Bring the network back."""
        self.servers[name].behave = behave

    def sound(self, name: str) -> Behaviour:
        return relaying(addresses_of(self.simulation)[name])


@pytest.fixture
def night(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Night]:
    assert qapp is not None
    with Simulation(shop(speed=1.0, history_s=900.0)) as simulation:
        home = home_at(tmp_path_factory.mktemp("night"), simulation)
        addresses = addresses_of(simulation)
        with (
            faulty(relaying(addresses["metrics"])) as metrics,
            faulty(relaying(addresses["flags"])) as flags,
        ):
            servers = {"metrics": metrics, "flags": flags}
            said = home.run("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
            assert said.status == 0, said.text
            home.say_go()
            for name, server in servers.items():
                home.change(
                    (f"url: {addresses[name]}", f"url: {server.url}\n    timeout_s: {TIMEOUT_S}")
                )
            yield Night(home, simulation, Nap(), servers)


def is_open(seen: Snapshot) -> bool:
    launch = seen.launch
    return launch is not None and launch.gate is not None and launch.gate.is_open


def all_fine(seen: Snapshot) -> bool:
    return bool(seen.flows) and all(one.state is TileState.OK for one in seen.flows)


def test_nothing_old_counts_and_nothing_old_is_sent_after_the_computer_slept(
    night: Night,
) -> None:
    limits = Limits(read_back_s=0.5)
    with sitting(night.home, clock=night.clock, limits=limits) as here:
        here.until(lambda seen: is_open(seen) and all_fine(seen), "an open gate")
        here.walker.pump(0.3)
        seen = woken(here, night)
        assert not is_open(seen)
        assert {one.state for one in seen.flows} == {TileState.UNKNOWN}
        assert {one.state for one in seen.kpis} == {TileState.UNKNOWN}
        assert {one.state for one in seen.levers} == {TileState.UNKNOWN}
        assert all(one.age_s is not None and one.age_s >= SLEEP_S for one in seen.flows)
        assert not here.is_green_in(here.workplace.window.stack)
        assert here.says(here.workplace.room.say.ago(SLEEP_S), here.workplace.window.stack)
        here.workplace.window.go("rollout")
        here.walker.pump(0.1)
        assert not here.walker.is_there(Name.ADVANCE)
        night.connect("metrics", night.sound("metrics"))
        night.connect("flags", sound_but_hanging(addresses_of(night.simulation)["flags"]))
        here.read_now()
        here.until(lambda seen: all_fine(seen) and is_open(seen), "the same gate as before")

        here.walker.hold_down(Name.OFF)
        flags = night.servers["flags"]
        here.walker.until(lambda: bool(changes(flags)), "the request")
        here.walker.until(lambda: here.walker.is_there("unknown.read"), "that nobody knows")
        seen = woken(here, night)
        night.connect("metrics", night.sound("metrics"))
        night.connect("flags", sound_but_hanging(addresses_of(night.simulation)["flags"]))
        sent_count = len(changes(flags))
        here.read_now()
        here.walker.pump(LOOK_S)
        assert len(changes(flags)) == sent_count
        (left,) = [one for one in here.newest.operations if one.status is not Status.CONFIRMED]
        assert left.target == FLAG
        assert not is_open(here.newest)
        assert here.walker.is_there("unknown.again")


def woken(here: Sitting, night: Night) -> Snapshot:
    """Let the computer sleep and wake up, and return the first picture after it.

    What was asked before is over by then: an answer that meets one clock before its jump and the
    other one after it would show a shop whose clock is an hour off, which no sleep does.
    """
    night.disconnect()
    here.walker.pump(2 * TIMEOUT_S)
    night.sleep()
    woke_at = night.clock.now()
    return here.until(lambda seen: seen.at >= woke_at, "the first picture of the day")
