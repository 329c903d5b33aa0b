"""The demo's world: its clock, its folder, its journal; nothing of it touches this computer."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from cockpit.bootstrap.audit import audited_file
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.demo import SERVICE, DemoClock, World, demo_world, edited_copy
from cockpit.bootstrap.simulator import Running, running, simulate
from cockpit.bootstrap.workspace import opened_workspace, written_template
from cockpit.domain.events import OutcomeRecorded
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Outcome, Stamps
from cockpit.simulator.simulation import Simulation
from cockpit.storage.codes import StorageCode
from tests.kit.fakes_acting import NOON


class Stepped:
    """Time that is stepped, as the simulation's."""

    def __init__(self) -> None:
        self.now_s = 1_000.0
        self.speed = 0.0
        self.clock = self

    def now(self) -> float:
        return self.now_s

    def advance(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with demo_world(tmp_path, 1) as made:
        yield made


def clock() -> tuple[DemoClock, Stepped]:
    stepped = Stepped()
    return DemoClock(cast("Simulation", stepped)), stepped


def test_it_tells_the_simulators_time() -> None:
    made, stepped = clock()
    assert made.now() == datetime.fromtimestamp(1_000.0, UTC)
    stepped.advance(5.0)
    assert made.monotonic_s() == 1_005.0


def test_waiting_lets_simulated_time_pass() -> None:
    made, _stepped = clock()
    with made.hurried(1e9):
        made.wait_s(60.0)
        made.wait_s(0.0)
        made.wait_s(-1.0)
    assert made.monotonic_s() == 1_060.0


def test_a_hurry_ends_even_when_something_breaks() -> None:
    made, _stepped = clock()
    before = made.pace

    def hurry() -> None:
        with made.hurried(1_000.0):
            assert made.pace == 1_000.0
            raise KeyError

    with pytest.raises(KeyError):
        hurry()
    assert made.pace == before


@pytest.mark.slow
def test_all_its_files_lie_in_its_folder_and_an_edited_journal_is_found(
    world: World, tmp_path: Path
) -> None:
    told: list[Message] = []
    with closing(Cockpit(world.file, "mina", world.surroundings, told.append)) as cockpit:
        detail = message(StorageCode.LOCKED)
        outcome = OutcomeRecorded("o1", Outcome.CONFIRMED, Stamps(NOON), detail, "action")
        cockpit.record(outcome)
        cockpit.tend()
        assert cockpit.places.journal_file.is_relative_to(tmp_path)
        assert cockpit.workspace.service.name == SERVICE
        assert cockpit.hand.is_drill
        assert audited_file(cockpit.places.journal_file).exit_code in {0, 2}
        forged = audited_file(edited_copy(world))
        assert (forged.exit_code, forged.report.first_bad_seq) == (1, 2)
    assert told == []


def test_the_simulators_servers_run_until_they_are_interrupted() -> None:
    seen: list[str] = []

    def ready(made: object) -> None:
        seen.append(type(made).__name__)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(seed=1, speed=1.0, history_s=0.0, ready=ready)
    assert seen == ["Running"]


@pytest.mark.slow
def test_the_simulator_knows_the_service_of_the_example_workspace(tmp_path: Path) -> None:
    (lever,) = opened_workspace(written_template(tmp_path)).workspace.levers.rollbacks
    services: list[str] = []

    def ready(made: Running) -> None:
        services.append(made.simulation.settings.deploys.service)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(seed=1, speed=1.0, history_s=0.0, ready=ready)
    assert services == [lever.service]


@pytest.mark.slow
def test_every_server_has_its_address_and_its_secret(world: World) -> None:
    made = running(world.simulation)
    assert {name for name, _url in made.addresses} == {
        "shop /metrics",
        "metrics",
        "flags",
        "deploys",
        "control",
    }
    assert {name for name, _text in made.secrets} == {"unleash-admin", "unleash-client", "deploy"}
    assert made.now() == world.clock.now()
