"""Everything that can be chosen about a simulation."""

from dataclasses import dataclass, field
from datetime import datetime

from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.shop.settings import TrafficSettings

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """How the shop's own metric server keeps time: scrapes, how long they stay, who may ask.

    `history_s` seconds before the start are filled with the same traffic, `history_step_s` apart.
    Of `past_s` before those only increases by version and platform can be asked for.
    """

    scrape_s: float = 5.0
    retention_s: float = 4 * 3600.0
    history_s: float = 0.0
    history_step_s: float = 15.0
    past_s: float = 0.0
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Ports:
    """Port numbers on this computer; 0 takes a free one."""

    shop: int = 0
    metrics: int = 0
    flags: int = 0
    deploys: int = 0
    control: int = 0


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """A simulation. The same settings and the same steps give the same numbers.

    `start_at` None is now; `speed` 0 means that time moves only when it is stepped.
    """

    seed: int = 1
    start_at: datetime | None = None
    speed: float = 1.0
    tick_s: float = 1.0
    traffic: TrafficSettings = field(default_factory=TrafficSettings)
    metrics: MetricsSettings = field(default_factory=MetricsSettings)
    flags: FlagSettings = field(default_factory=FlagSettings)
    deploys: DeploySettings = field(default_factory=DeploySettings)
    ports: Ports = field(default_factory=Ports)

    def __post_init__(self) -> None:
        if self.start_at is not None and self.start_at.tzinfo is None:
            msg = "start_at needs a time zone"
            raise ValueError(msg)
        if self.tick_s <= 0 or self.speed < 0:
            msg = "tick_s must be more than 0, speed not negative"
            raise ValueError(msg)
        ticks = self.metrics.scrape_s / self.tick_s
        if ticks < 1 or abs(ticks - round(ticks)) > _ROUNDING:
            msg = "scrape_s must be a whole number of ticks"
            raise ValueError(msg)
