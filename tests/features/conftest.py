"""What tests of the whole program share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import MetricsSettings, SimulationSettings
from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, home_at

NPE = Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05)
ATTEMPTS_PER_S = 1_500.0
"""So busy that a stage of one per cent is proved within half an hour."""


def shop(*, speed: float = 0.0, history_s: float = 3_600.0) -> SimulationSettings:
    """Return a shop at an even pace, whose coupons break once 5 % have the new version."""
    return SimulationSettings(
        speed=speed,
        traffic=TrafficSettings(
            attempts_per_s=ATTEMPTS_PER_S, has_daily_shape=False, faults=(NPE,)
        ),
        metrics=MetricsSettings(history_s=history_s),
        flags=FlagSettings(client_delay_s=0.05),
        deploys=DeploySettings(service="shop-app"),
    )


@pytest.fixture(autouse=True)
def _windows_end_where_they_were_made() -> Iterator[None]:
    """Collect on this thread alone: a simulator's would destroy what is left of a closed window."""
    was_enabled = gc.isenabled()
    gc.disable()
    yield
    gc.collect()
    if was_enabled:
        gc.enable()


@pytest.fixture(scope="module")
def still() -> Iterator[Simulation]:
    """Run a simulation whose time is stepped."""
    with Simulation(shop()) as simulation:
        yield simulation


@pytest.fixture(scope="module")
def lively() -> Iterator[Simulation]:
    """Run a simulation whose time is that of this computer."""
    with Simulation(shop(speed=1.0, history_s=900.0)) as simulation:
        yield simulation


@pytest.fixture
def home(lively: Simulation, tmp_path: Path) -> Home:
    """Return a new computer whose workspace is connected to the lively shop."""
    return home_at(tmp_path, lively)
