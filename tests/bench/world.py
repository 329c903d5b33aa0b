"""What measurements run in: the simulator in a process of its own, and a cockpit that watches."""

import multiprocessing
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

from msgspec import Struct

from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionProgress, Limits, Step
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.live import Live
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.cli.look import INTERVAL_S
from cockpit.cli.opening import KEEP_WARM_S
from cockpit.domain.message import Message
from cockpit.domain.operations import Outcome
from cockpit.simulator.settings import MetricsSettings, SimulationSettings
from cockpit.simulator.simulation import Simulation
from cockpit.storage.workspace_template import template, write_template

ROOT = Path(__file__).parents[2]
HISTORY_S = 1_800.0
SETTLED_WITHIN_S = 30.0


class Addresses(Struct, frozen=True):
    """Where the simulator answers, and the secrets by the names of the template."""

    metrics: str
    flags: str
    deploys: str
    secrets: dict[str, str]


@contextmanager
def simulator() -> Iterator[Addresses]:
    """Run a shop with half an hour of history; start it before any thread."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_simulate, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _simulate(pipe: Connection) -> None:
    settings = SimulationSettings(metrics=MetricsSettings(history_s=HISTORY_S))
    with Simulation(settings) as simulation:
        at, flags = simulation.addresses, settings.flags
        secrets = {
            "unleash-admin": next(iter(flags.admin_tokens)),
            "unleash-client": flags.client_token,
            "deploy": settings.deploys.token,
        }
        pipe.send(Addresses(at.metrics, at.flags, at.deploys, secrets))
        pipe.recv()  # until it is killed


def workspace_in(folder: Path, at: Addresses, *, flags_url: str | None = None) -> Path:
    """Write a workspace for these servers and return its file."""
    text = template(
        ROOT / "resources",
        metrics_url=at.metrics,
        flags_url=flags_url or at.flags,
        deploy_url=at.deploys,
    )
    return write_template(folder / "workspace", text)


class Watch:
    """A watch that goes on, with the services, lanes and warm connection of `cockpit watch`."""

    def __init__(self, live: Live, happened: "SimpleQueue[ActionEvent]", journal: Path) -> None:
        self.live = live
        self.journal = journal
        self._happened = happened

    def settled(self) -> ActionProgress:
        """Return the next outcome of an order; raise `queue.Empty` when none comes."""
        while True:
            event = self._happened.get(timeout=SETTLED_WITHIN_S)
            if isinstance(event, ActionProgress) and _is_first_outcome(event):
                assert event.outcome is Outcome.CONFIRMED, event.detail
                return event


@contextmanager
def watching(folder: Path, file: Path, secrets: dict[str, str]) -> Iterator[Watch]:
    """Watch a workspace; return once the first snapshot has come."""
    happened: SimpleQueue[ActionEvent] = SimpleQueue()
    shown: SimpleQueue[Snapshot] = SimpleQueue()
    opened = opened_workspace(file, root=folder / "home")
    surroundings = Surroundings(
        secrets=session_store(opened.workspace, secrets),
        keys=None,
        root=folder / "home",
        limits=Limits(keep_warm_s=KEEP_WARM_S),
    )
    with ExitStack() as stack:
        cockpit = stack.enter_context(Cockpit(opened, "bench", surroundings, _say))
        live = stack.enter_context(
            Live(
                cockpit,
                publish=happened.put,
                show=shown.put,
                tell=_say,
                interval_s=INTERVAL_S,
            )
        )
        shown.get(timeout=SETTLED_WITHIN_S)
        yield Watch(live, happened, cockpit.places.journal_file)


def _is_first_outcome(event: ActionProgress) -> bool:
    return event.step is Step.SETTLED and event.server_event_id is None


def _say(told: Message) -> None:
    print("said:", told.code)
