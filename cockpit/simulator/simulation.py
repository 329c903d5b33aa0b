"""A whole simulation: the shop and its five servers, started and stopped together."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from cockpit.simulator.clock import SimulatedClock
from cockpit.simulator.control import control_handler
from cockpit.simulator.deploys.jobs import DeployBoard
from cockpit.simulator.deploys.server import deploy_handler
from cockpit.simulator.flags.server import FlagServer
from cockpit.simulator.flags.store import Author
from cockpit.simulator.metrics.history import History
from cockpit.simulator.metrics.server import query_handler, shop_handler
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.shop.faults import Fault, FaultKind, FaultPlan
from cockpit.simulator.shop.flag_poll import FlagPoll
from cockpit.simulator.shop.past import Past
from cockpit.simulator.shop.shop import Shop
from cockpit.simulator.threads import Thread, start_thread
from cockpit.simulator.timeline import Timeline
from cockpit.simulator.web import Handler, WebServer, stop_all

FOUNDER = Author("simulator", 1)
WAKE_S = 0.5  # so that Ctrl+C is heard on Windows


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers are: `shop` has /metrics, `metrics` the query API."""

    shop: str
    metrics: str
    flags: str
    deploys: str
    control: str


class Simulation:
    """Runs from `start` to `stop`, or as a context manager; it can be started once.

    `clock`, `flag_server`, `board` and `history` may be looked at from any thread.
    """

    def __init__(self, settings: SimulationSettings) -> None:
        self.settings = settings
        start_s = time.time() if settings.start_at is None else settings.start_at.timestamp()
        self.clock = SimulatedClock(round(start_s, 3), settings.speed)
        versions = (settings.traffic.baseline_version, settings.traffic.new_version)
        self._faults = FaultPlan(settings.traffic.faults, self.clock.now())
        self._shop = Shop(settings.traffic, settings.seed, self._faults)
        kept_s = max(settings.metrics.retention_s, settings.metrics.history_s)
        past = Past(
            settings.traffic,
            settings.seed,
            end_s=self.clock.now() - settings.metrics.history_s,
            length_s=settings.metrics.past_s,
        )
        self.history = History(self._shop.catalogue.series, kept_s, past)
        self.flag_server = FlagServer(settings.flags, settings.seed, self.clock.now)
        self.board = DeployBoard(
            settings.deploys,
            versions,
            self.clock.now,
            is_new_deployed=settings.traffic.is_deployed,
        )
        self._alerts: list[dict[str, object]] = []
        self._servers: list[WebServer] = []
        self._threads: list[Thread] = []
        self._stopping = threading.Event()
        self._addresses: Addresses | None = None
        self._timeline: Timeline | None = None
        self._poll: FlagPoll | None = None

    def start(self) -> None:
        """Open the servers, fill the history, and let time begin."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Close every port and wait for every thread; a second call does nothing."""
        self._stopping.set()
        self.clock.close()
        for thread in self._threads:
            thread.join()
        stop_all(self._servers)
        self._threads, self._servers = [], []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def addresses(self) -> Addresses:
        """Return where the servers are; only once it is started."""
        if self._addresses is None:
            msg = "the simulation has not been started"
            raise RuntimeError(msg)
        return self._addresses

    def advance(self, seconds: float) -> None:
        """Let simulated seconds pass at once; what is due in between has happened on return."""
        self._running().advance(seconds)

    def set_speed(self, speed: float) -> None:
        """Change the simulated seconds in a real one; 0 holds time still."""
        self.clock.set_speed(speed)

    def inject(self, fault: Fault) -> None:
        """Plan a fault from now on."""
        self._faults.add(fault, self.clock.now())

    def clear(self, kind: FaultKind) -> None:
        """End every fault of a kind."""
        self._faults.clear(kind)

    def deploy(self, version: str) -> None:
        """Deploy a version at once."""
        if version not in self.board.versions:
            msg = f"there is no version {version}"
            raise ValueError(msg)
        self.board.deploy(version)

    def fail_rollbacks(self, at_step: int | None) -> None:
        """Make later rollbacks fail at a step (from 1), or succeed again."""
        self.board.fail_at_step = at_step

    def maintain_flags(self, *, on: bool) -> None:
        """Switch the flag server's maintenance mode."""
        self.flag_server.in_maintenance = on

    def tell_alerts(self, alerts: list[dict[str, object]]) -> None:
        """Have the metric server say from now on that these alerts are active."""
        self._alerts = alerts

    def state(self) -> dict[str, object]:
        """Return what is going on, for people and scripts."""
        now_s, audience = self.clock.now(), self._shop.audience
        return {
            "now_s": now_s,
            "speed": self.clock.speed,
            "deployed": self.board.current()[0],
            "exposure_ratio": audience.exposure_ratio,
            "flags": dict(audience.enabled),
            "failed_polls": 0 if self._poll is None else self._poll.failed_count,
            "faults": self._faults.state(now_s),
            "flags_in_maintenance": self.flag_server.in_maintenance,
        }

    def _start(self) -> None:
        chosen, ports = self.settings, self.settings.ports
        self._found_flags()
        self.flag_server.open_to_clients(chosen.flags.client_delay_s, chosen.seed)
        flags = self._serve("flags", self.flag_server.answer, ports.flags)
        poll = FlagPoll(
            chosen.flags.server_url or flags.url,
            chosen.flags.server_token or chosen.flags.client_token,
        )
        timeline = Timeline(
            chosen,
            clock=self.clock,
            shop=self._shop,
            history=self.history,
            board=self.board,
            poll=poll,
        )
        self._timeline, self._poll = timeline, poll
        timeline.begin()
        shop = self._serve("shop", shop_handler(timeline.page), ports.shop)
        now, token = self.clock.now, chosen.metrics.token
        queries = query_handler(self.history, now, token, lambda: self._alerts)
        metrics = self._serve("metrics", queries, ports.metrics)
        rollbacks = deploy_handler(self.board, now, chosen.deploys.token)
        deploys = self._serve("deploys", rollbacks, ports.deploys)
        control = self._serve("control", control_handler(self), ports.control)
        self._addresses = Addresses(shop.url, metrics.url, flags.url, deploys.url, control.url)
        self._threads.append(start_thread("timeline", self._pass_time))
        self._threads.append(start_thread("flag poll", self._poll_flags))

    def _serve(self, name: str, handler: Handler, port: int) -> WebServer:
        server = WebServer(name, handler, self.clock, port=port)
        self._servers.append(server)
        return server

    def _found_flags(self) -> None:
        """Set up the flags with which the shop begins: kill switches on, the release at 0 %."""
        store, traffic = self.flag_server.store, self.settings.traffic
        release, coupon = traffic.release_flag, traffic.coupon_flag
        store.create(coupon, FOUNDER, kind="kill-switch", description="New coupon engine")
        store.create(release, FOUNDER, description=f"Who gets {traffic.new_version}")
        store.create("checkout_v2", FOUNDER, kind="kill-switch", description="New checkout")
        store.create("search_ranking_v3", FOUNDER, kind="experiment")
        rollout = str(self.settings.flags.rollout_pct)
        body = {"name": "flexibleRollout", "parameters": {"rollout": rollout}}
        for environment in ("development", "production"):
            store.switch(coupon, environment, FOUNDER, on=True)
            store.switch("checkout_v2", environment, FOUNDER, on=True)
            store.add_strategy(release, environment, FOUNDER, body)
            store.switch(release, environment, FOUNDER, on=True)

    def _pass_time(self) -> None:
        timeline = self._running()
        while self.clock.wait_until(timeline.next_tick_s()):
            timeline.catch_up()

    def _poll_flags(self) -> None:
        """While time runs the shop polls in real time; while it is stepped, the timeline does."""
        poll = self._poll
        while poll is not None and not self._stopping.wait(self.settings.flags.poll_s):
            if self.clock.speed > 0:
                poll.ask()

    def _running(self) -> Timeline:
        if self._timeline is None:
            msg = "the simulation has not been started"
            raise RuntimeError(msg)
        return self._timeline


def run(
    settings: SimulationSettings,
    ready: Callable[[Simulation], None],
    stopping: threading.Event | None = None,
) -> None:
    """Run a simulation until `stopping` is set or Ctrl+C; `ready` is called once it answers."""
    until = threading.Event() if stopping is None else stopping
    with Simulation(settings) as simulation:
        ready(simulation)
        while not until.wait(WAKE_S):
            pass
