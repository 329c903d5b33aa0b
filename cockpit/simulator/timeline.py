"""Letting simulated time pass: traffic in small ticks, polls and scrapes when they are due."""

import threading
import time

from cockpit.simulator.clock import SimulatedClock
from cockpit.simulator.deploys.jobs import DeployBoard
from cockpit.simulator.metrics.history import History
from cockpit.simulator.metrics.page import metrics_page
from cockpit.simulator.settings import SimulationSettings
from cockpit.simulator.shop.flag_poll import FlagPoll
from cockpit.simulator.shop.shop import Shop

POLL_GAP_S = 0.05  # of real time, between two polls of one step
POLL_GAP_AFTER_FAILURE_S = 1.0
_HALF_MS = 0.0005


class Timeline:
    """Ticks the shop up to the time of the clock. Any thread may call; one works at a time."""

    def __init__(
        self,
        settings: SimulationSettings,
        *,
        clock: SimulatedClock,
        shop: Shop,
        history: History,
        board: DeployBoard,
        poll: FlagPoll,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._shop = shop
        self._history = history
        self._board = board
        self._poll = poll
        self._start_s = clock.now()
        self._tick_count = 0
        self._scrape_each = round(settings.metrics.scrape_s / settings.tick_s)
        self._next_poll_s = self._start_s + settings.flags.poll_s
        self._may_poll_at_s = 0.0  # of real time
        self._passing = threading.Lock()
        self._guard = threading.Lock()  # of the shop

    def begin(self) -> None:
        """Ask for the flags, fill the history before the start, and scrape once."""
        self._poll.ask()
        chosen = self._settings.metrics
        with self._passing:
            self._shop.meet(self._poll.flags, deployed=False)
            for left in reversed(range(int(chosen.history_s // chosen.history_step_s))):
                at_s = self._start_s - (left + 1) * chosen.history_step_s
                self._shop.tick(at_s, chosen.history_step_s)
                self._scrape(at_s)
            self._look_around()
            self._scrape(self._start_s)

    def next_tick_s(self) -> float:
        """Return the simulated instant of the next tick."""
        return self._start_s + (self._tick_count + 1) * self._settings.tick_s

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once; everything due in between has happened on return."""
        if seconds < 0:
            msg = f"time goes forward only, not by {seconds} seconds"
            raise ValueError(msg)
        if self._clock.speed > 0:
            self._clock.advance(seconds)
            self.catch_up()
            return
        with self._passing:
            until_s = self._clock.now() + seconds
            self._may_poll_at_s = 0.0
            while self.next_tick_s() <= until_s + _HALF_MS:
                self._clock.move_to(self.next_tick_s())
                self._poll_when_due()
                self._tick()
            self._clock.move_to(until_s)

    def catch_up(self) -> None:
        """Let happen what is due by now."""
        with self._passing:
            while self.next_tick_s() <= self._clock.now() + _HALF_MS:
                self._tick()

    def page(self) -> str:
        """Return the shop's metrics page of this moment."""
        with self._guard:
            values, present = self._shop.snapshot()
            return metrics_page(self._shop.catalogue.series, values, present)

    def _tick(self) -> None:
        at_s = self.next_tick_s()
        with self._guard:
            self._look_around()
            self._shop.tick(at_s, self._settings.tick_s)
        self._tick_count += 1
        if self._tick_count % self._scrape_each == 0 and self._shop.troubles.is_scraped:
            self._scrape(at_s)

    def _look_around(self) -> None:
        deployed = self._board.current()[0] == self._settings.traffic.new_version
        self._shop.meet(self._poll.flags, deployed=deployed)

    def _scrape(self, at_s: float) -> None:
        self._history.append(round(at_s * 1000), *self._shop.snapshot())

    def _poll_when_due(self) -> None:
        """Poll, but not many times in the same real moment: another server's flags stand still."""
        if self._clock.now() + _HALF_MS < self._next_poll_s:
            return
        self._next_poll_s += self._settings.flags.poll_s
        if time.monotonic() < self._may_poll_at_s:
            return
        failed = self._poll.failed_count
        self._poll.ask()
        gap_s = POLL_GAP_S if self._poll.failed_count == failed else POLL_GAP_AFTER_FAILURE_S
        self._may_poll_at_s = time.monotonic() + gap_s
