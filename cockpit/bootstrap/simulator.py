"""The simulator's servers alone, for people who want to look at them or point tools at them."""

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.settings import MetricsSettings, SimulationSettings
from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.simulation import Simulation, run

SERVICE = "shop-app"
"""What `cockpit init` writes, so that its example can be pointed at the simulator as it is."""


class Running(Struct, frozen=True):
    """A simulation that answers: its addresses and its secrets, by the names people know."""

    addresses: tuple[tuple[str, str], ...]
    secrets: tuple[tuple[str, str], ...]
    simulation: Simulation

    def now(self) -> datetime:
        """Return the simulated instant."""
        return datetime.fromtimestamp(self.simulation.clock.now(), UTC)


def simulate(
    *, seed: int, speed: float, history_s: float, ready: Callable[[Running], None]
) -> None:
    """Run the simulator until it is interrupted; `ready` is called once it answers.

    The coupon fault comes by itself when the release has reached 5 % of customers.
    """
    settings = SimulationSettings(
        seed=seed,
        speed=speed,
        traffic=TrafficSettings(faults=(Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05),)),
        metrics=MetricsSettings(history_s=history_s),
        deploys=DeploySettings(service=SERVICE),
    )
    run(settings, lambda simulation: ready(running(simulation)))


def running(simulation: Simulation) -> Running:
    """Return how to reach a simulation that was started."""
    at, flags = simulation.addresses, simulation.settings.flags
    return Running(
        addresses=(
            ("shop /metrics", at.shop),
            ("metrics", at.metrics),
            ("flags", at.flags),
            ("deploys", at.deploys),
            ("control", at.control),
        ),
        secrets=(
            ("unleash-admin", next(iter(flags.admin_tokens))),
            ("unleash-client", flags.client_token),
            ("deploy", simulation.settings.deploys.token),
        ),
        simulation=simulation,
    )
