"""A world to try the cockpit in: the simulator, a workspace for it, and time that can hurry."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from cockpit.bootstrap.cockpit import Surroundings
from cockpit.bootstrap.demo_scenarios import FAULTS, Scenario, promised
from cockpit.bootstrap.folders import resources_folder
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.simulator import running
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.host.places import places_for
from cockpit.ports.workspace_file import WorkspaceFile
from cockpit.simulator.deploys.settings import DeploySettings
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.settings import MetricsSettings, SimulationSettings
from cockpit.simulator.shop.settings import TrafficSettings
from cockpit.simulator.simulation import Simulation
from cockpit.storage.workspace_template import template, write_template

SERVICE = "shop-app"
HISTORY_S = 5_400.0
PAST_S = 30 * 86_400.0
"""A month: what is usual is known, and what is left of each budget."""
ATTEMPTS_PER_S = 6_000.0
"""So busy that a stage of one per cent is proved within minutes."""

PACE = 5.0

EDIT = """
UPDATE log SET body = CAST(replace(CAST(body AS TEXT), 'confirmed', 'unconfirm') AS BLOB)
WHERE seq = (SELECT min(seq) FROM log WHERE instr(CAST(body AS TEXT), 'confirmed'))
"""
"""What somebody would do to a journal who wants an outcome to read otherwise."""


class DemoClock:
    """Tells the simulator's time. Waiting lets it pass, `pace` simulated seconds in a real one.

    A simulation that runs by itself is waited for at its own speed.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self.pace = PACE

    def now(self) -> datetime:
        """Return the simulated instant, in UTC."""
        return datetime.fromtimestamp(self._simulation.clock.now(), UTC)

    def monotonic_s(self) -> float:
        """Return simulated seconds."""
        return self._simulation.clock.now()

    def wait_s(self, seconds: float) -> None:
        """Let simulated seconds pass, and the real ones that belong to them."""
        if seconds <= 0:
            return
        speed = self._simulation.clock.speed
        time.sleep(seconds / (speed or self.pace))  # noqa: TID251 - the clock of a demo waits here
        if not speed:
            self._simulation.advance(seconds)

    @contextmanager
    def hurried(self, pace: float) -> Iterator[None]:
        """Go faster for a while, when nothing has to happen at its own speed."""
        before, self.pace = self.pace, pace
        try:
            yield
        finally:
            self.pace = before


class World(Struct, frozen=True):
    """A simulation under way and a workspace that is connected to it."""

    simulation: Simulation
    clock: DemoClock
    file: WorkspaceFile
    surroundings: Surroundings
    root: Path


@contextmanager
def demo_world(
    folder: Path, seed: int, *, speed: float = 0.0, scenario: Scenario = Scenario.COUPON
) -> Iterator[World]:
    """Run the simulator with the scenario's fault waiting for its stage, all files in `folder`.

    With a `speed` time passes by itself, else only while somebody waits. No key touches the
    keyring, and no token leaves this process but for its own servers.
    """
    settings = SimulationSettings(
        seed=seed,
        speed=speed,
        traffic=TrafficSettings(
            attempts_per_s=ATTEMPTS_PER_S,
            has_daily_shape=False,
            faults=(FAULTS[scenario],),
        ),
        metrics=MetricsSettings(history_s=HISTORY_S, past_s=PAST_S),
        flags=FlagSettings(client_delay_s=0.4),
        deploys=DeploySettings(service=SERVICE),
    )
    with Simulation(settings) as simulation:
        clock = DemoClock(simulation)
        file = _workspace(folder, simulation, scenario)
        secrets = session_store(file.workspace, dict(running(simulation).secrets))
        surroundings = Surroundings(
            secrets=secrets, keys=None, clock=clock, root=folder / "home", is_drill=True
        )
        yield World(simulation, clock, file, surroundings, folder)


def _workspace(folder: Path, simulation: Simulation, scenario: Scenario) -> WorkspaceFile:
    at = simulation.addresses
    anchors = folder / "anchors"
    anchors.mkdir()
    text = template(
        resources_folder(),
        metrics_url=at.metrics,
        flags_url=at.flags,
        deploy_url=at.deploys,
        service=SERVICE,
        rollout_flag=simulation.settings.traffic.release_flag,
        anchor_folder=anchors,
    )
    file = write_template(folder / "workspace", promised(scenario, text))
    return opened_workspace(file, root=folder / "home")


def edited_copy(world: World) -> Path:
    """Return a copy of the journal in which somebody has changed one letter of an outcome."""
    places = places_for(world.file.file, SERVICE, root=world.surroundings.root)
    copy = world.root / "edited.db"
    with (
        closing(sqlite3.connect(places.journal_file)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        for trigger in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            target.execute(f"DROP TRIGGER {trigger[0]}")
        target.execute(EDIT)
        target.commit()
    return copy
