"""What tests of the simulator share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.flags.store import Author
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.simulation import Simulation
from tests.simulator.flag_server import ADMIN, CLIENT, PERSON, VIEWER

START_AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def still() -> SimulationSettings:
    """Time stands still until it is stepped; clients of the flag server see changes at once."""
    return SimulationSettings(
        start_at=START_AT, speed=0.0, flags=FlagSettings(client_delay_s=0.0, rollout_pct=20)
    )


@pytest.fixture
def simulation(still: SimulationSettings) -> Iterator[Simulation]:
    with Simulation(still) as running:
        yield running


@pytest.fixture
def server() -> FlagServer:
    """Have the flag new-checkout with 5 % in production, and two events."""
    settings = FlagSettings(
        admin_tokens={ADMIN: "nobody", PERSON: "mina@shop.example"},
        viewer_token=VIEWER,
        client_token=CLIENT,
    )
    made = FlagServer(settings, 1, lambda: 1_795_000_000.0)
    author = Author("founder", 1)
    made.store.create("new-checkout", author, description="x")
    rollout = {"name": "flexibleRollout", "parameters": {"rollout": "5"}}
    made.store.add_strategy("new-checkout", "production", author, rollout)
    made.open_to_clients(0.0, 1)
    return made
