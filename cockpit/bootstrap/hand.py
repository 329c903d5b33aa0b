"""Who writes, and in which run: what every row of the journal carries."""

from typing import TYPE_CHECKING

from msgspec import Struct

from cockpit.bootstrap.absent import LoneRun
from cockpit.host.places import Places
from cockpit.host.runs import LockedRuns
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Runs

if TYPE_CHECKING:  # rows are read with the first that is written
    from cockpit.domain.events import Entry, Event


class Hand(Struct, frozen=True):
    """Who writes: the person, the run and the clock that every row carries."""

    person: str
    runs: Runs
    clock: Clock
    is_drill: bool = False

    def stamped(self, event: "Event") -> "Entry":
        """Return the event as an entry of this hand, now."""
        from cockpit.domain.events import Entry

        return Entry(
            at=self.clock.now(),
            monotonic_s=self.clock.monotonic_s(),
            run_id=self.runs.run_id,
            actor=self.person,
            event=event,
            is_drill=self.is_drill,
        )


def begun_run(places: Places) -> LockedRuns | LoneRun:
    """Return this run, with its lock file where one can be made."""
    try:
        return LockedRuns(places.runs)
    except OSError:
        return LoneRun()
