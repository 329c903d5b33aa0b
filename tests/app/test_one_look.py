"""One look asks everything once, and waits for nobody for ever."""

from collections import Counter
from collections.abc import Callable

from cockpit.app.asking import in_place
from cockpit.app.monitor import Monitor
from cockpit.app.one_look import one_shot
from cockpit.app.snapshot import SourceState, TileState
from tests.kit.metrics import ATTEMPTS, RESULTS
from tests.kit.monitoring import cockpit, workspace


class Now:
    """A core lane that runs what is submitted at once."""

    def submit(self, task: Callable[[], None]) -> None:
        task()


def test_a_look_asks_all_sources_once_and_hands_on_what_is_seen() -> None:
    given = cockpit()
    given.launch(5)
    snapshot = one_shot(given.monitor, Now(), 5.0)
    assert snapshot.flows[0].state is TileState.OK
    assert snapshot.levers[0].state is TileState.OK
    shapes = Counter((shape, metric) for shape, metric, _ in given.metrics.calls)
    assert shapes["samples", ATTEMPTS] == 2, "one for each flow, shared with the KPI"
    assert shapes["samples", RESULTS] == 3, "one for each flow, and the KPI's own"
    assert max(range_s for *_, range_s in given.metrics.calls) <= 21_600.0


def test_a_look_does_not_wait_for_ever() -> None:
    given = cockpit()
    monitor = Monitor(
        workspace=workspace(),
        metrics={"metrics": given.metrics},
        flags={"flags": given.flags},
        journal=given.journal,
        clock=given.clock,
        asks={"metrics": lambda _call, _then: None, "flags": in_place},
        disk=in_place,
        publish=given.publish,
        jitter=lambda: 0.5,
    )
    snapshot = one_shot(monitor, Now(), 0.01)
    assert snapshot.levers[0].state is TileState.OK
    assert snapshot.sources[0].state is SourceState.WAITING
    assert snapshot.state is TileState.UNKNOWN
