"""What tests of the simulator share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.simulation import Simulation

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
