"""The servers' own alerts come after the first figures."""

from cockpit.app.asking import in_place
from cockpit.app.server_alerts import ServerAlerts
from cockpit.app.server_view import NOTHING_HEARD
from cockpit.app.server_watch import BEGIN_S, ServerWatch
from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.message import Message
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import FakeMetrics, FakeShop
from tests.kit.monitoring import workspace

SEEN = Snapshot(
    NOON,
    "shop-app",
    TileState.UNKNOWN,
    Message("test.seen"),
    (),
    None,
    None,
    (),
    (),
    (),
    (),
    (),
    (),
)


class Watch:
    """A watch over a fake server that answers at once."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        metrics = {"metrics": FakeMetrics(FakeShop(self.clock, NOON.timestamp() - 60))}
        asks, may_ask = {"metrics": in_place}, lambda _source, _now_s: True
        self.server = ServerWatch(
            self.clock, lambda: ServerAlerts(workspace(), metrics, self.clock, asks, may_ask)
        )
        self.notes_count = 0

    def note(self) -> None:
        self.notes_count += 1


def test_nothing_is_asked_before_the_first_figures_are_on_the_screen() -> None:
    watch = Watch()
    watch.server.tick(watch.note)
    assert watch.notes_count == 0
    assert watch.server.beside(SEEN) is SEEN
    assert SEEN.server is NOTHING_HEARD


def test_then_their_answer_stands_beside_ours() -> None:
    watch = Watch()
    watch.server.tick(watch.note)
    watch.clock.move(BEGIN_S)
    watch.server.tick(watch.note)
    assert watch.notes_count == 1
    assert watch.server.beside(SEEN).server.unknown is None
