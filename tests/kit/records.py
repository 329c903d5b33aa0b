"""Records of `cockpit rules` at a scripted server."""

from cockpit.app.plan import planned
from cockpit.app.rules.counts import Counts, counts_of
from cockpit.app.rules.series import increase_name
from cockpit.ports.workspace import Workspace
from tests.kit.metrics import FakeShop


def counts(workspace: Workspace, flow: str) -> tuple[Counts, ...]:
    """Return what is counted for the promises of a flow."""
    (plan,) = [one for one in planned(workspace).flows if one.flow.name == flow]
    return tuple(counts_of(plan, workspace.service.name))


def record(shop: FakeShop, counted: Counts, range_s: float, total: float, bad: float) -> None:
    """Have the server show a record of now, as its rules would have written it."""
    now_s = shop.clock.now().timestamp()
    labels = frozenset(counted.labels.items())
    for metric, value in ((counted.events_of, total), (counted.bad_of, bad)):
        shop.counters[increase_name(metric, range_s), labels] = [(now_s, value)]


def record_all(shop: FakeShop, workspace: Workspace, *, bad_ratio: float) -> None:
    """Have the server show every long window of every promise, with a million events a day."""
    for flow in workspace.flows:
        for counted in counts(workspace, flow.name):
            for days in (1, 3, counted.objective.period_s / 86_400.0):
                total = days * 1e6
                record(shop, counted, days * 86_400.0, total, bad_ratio * total)
