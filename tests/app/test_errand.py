"""An order is carried out on one thread: recorded, sent, looked for, and watched until safe."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cockpit.app.errand import Errand
from cockpit.app.snapshot import OperationView, Snapshot, TileState
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order
from cockpit.domain.standings import Status
from tests.kit.bench import Bench
from tests.kit.fakes_acting import NOON, no_answer


@dataclass
class Desk:
    """An errand over fakes. `views` has what the boards show of operations, by looks taken."""

    bench: Bench = field(default_factory=Bench)
    looks: int = 0
    afters: list[int] = field(default_factory=list)
    views: Callable[[int], tuple[OperationView, ...]] = lambda _looks: ()

    def __post_init__(self) -> None:
        self.errand = Errand(
            actions=self.bench.actions,
            watch=self.watch,
            clock=self.bench.clock,
            after=lambda: self.afters.append(len(self.bench.flags.sent())),
        )

    def watch(self) -> Snapshot:
        self.looks += 1
        told, shown = Message("test.verdict"), self.views(self.looks)
        nothing: tuple[()] = ()
        return Snapshot(
            at=NOON,
            service="shop",
            state=TileState.OK,
            verdict=told,
            operations=shown,
            launch=None,
            release=None,
            flows=nothing,
            kpis=nothing,
            crash_free=nothing,
            versions=nothing,
            levers=nothing,
            sources=nothing,
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def view(order: Order, *, is_back: bool) -> OperationView:
    return OperationView(
        order.operation_id,
        order.lever,
        order.target.name,
        Status.CONFIRMED,
        Message("test.told"),
        NOON,
        NOON,
        NOON,
        NOON if is_back else None,
    )


def test_an_order_that_is_seen_at_once_is_returned_settled(desk: Desk) -> None:
    done = desk.errand.carry_out(desk.bench.order(), patience_s=0.0)
    assert done is not None
    assert done.status is Status.CONFIRMED


def test_what_follows_an_outcome_never_comes_before_the_request(desk: Desk) -> None:
    desk.errand.carry_out(desk.bench.order(), patience_s=0.0)
    assert desk.afters
    assert min(desk.afters) == 1


def test_an_order_that_is_refused_sends_nothing_and_returns_none(desk: Desk) -> None:
    step = desk.bench.order(Lever.EXPOSURE, exposure_pct=100.0)
    desk.bench.flags.read_error = no_answer()
    assert desk.errand.carry_out(step, patience_s=10.0) is None
    assert desk.bench.flags.sent() == []
    assert desk.afters == []


def test_an_unknown_outcome_is_pursued_as_long_as_patience_lasts(desk: Desk) -> None:
    desk.bench.flags.served_error = desk.bench.flags.read_error = no_answer()
    began_s = desk.bench.clock.monotonic_s()
    done = desk.errand.carry_out(desk.bench.order(), patience_s=30.0)
    assert done is not None
    assert done.status is Status.UNKNOWN
    assert 30.0 <= desk.bench.clock.monotonic_s() - began_s < 60.0


def test_an_unknown_outcome_is_settled_by_a_later_look(desk: Desk) -> None:
    desk.bench.flags.served_error = desk.bench.flags.read_error = no_answer()
    order = desk.bench.order()
    done = desk.errand.carry_out(order, patience_s=0.0)
    assert done is not None
    assert done.status is Status.UNKNOWN
    desk.bench.flags.served_error = desk.bench.flags.read_error = None
    later = desk.errand.pursue(order.operation_id, patience_s=60.0)
    assert later is not None
    assert later.status is Status.CONFIRMED


def test_an_operation_that_nobody_knows_is_not_waited_for(desk: Desk) -> None:
    began_s = desk.bench.clock.monotonic_s()
    assert desk.errand.pursue("nobody", patience_s=60.0) is None
    assert desk.bench.clock.monotonic_s() == began_s


def test_the_watch_ends_when_the_metric_is_back(desk: Desk) -> None:
    order = desk.bench.order()
    desk.errand.carry_out(order, patience_s=0.0)
    desk.views = lambda looks: (view(order, is_back=looks >= 4),)
    shown: list[Snapshot] = []
    before_count = len(desk.afters)
    safe = desk.errand.until_safe(order.operation_id, patience_s=60.0, show=shown.append)
    assert safe is not None
    assert safe.back_in_band_at == NOON
    assert len(shown) == desk.looks == 4
    assert len(desk.afters) == before_count + 1


def test_a_metric_that_does_not_come_back_is_never_called_safe(desk: Desk) -> None:
    order = desk.bench.order()
    desk.errand.carry_out(order, patience_s=0.0)
    desk.views = lambda _looks: (view(order, is_back=False),)
    assert desk.errand.until_safe(order.operation_id, patience_s=10.0) is None


def test_another_operation_that_is_back_says_nothing_of_this_one(desk: Desk) -> None:
    order, other = desk.bench.order(), desk.bench.order()
    desk.views = lambda _looks: (view(other, is_back=True),)
    assert desk.errand.until_safe(order.operation_id, patience_s=5.0) is None
