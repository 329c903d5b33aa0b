"""What a snapshot with four flows and their charts costs the core lane, and what it keeps."""

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from cockpit.app.asking import answered
from cockpit.app.chart_plan import STEPS_S
from cockpit.app.monitor import Monitor
from cockpit.ports.workspace import Workspace
from tests.bench.figures import line, percentile, target
from tests.kit.metrics import NEW, Moment
from tests.kit.monitoring import Cockpit, cockpit, flow, workspace

FLOWS = ("coupon", "checkout", "cart", "login")
WARM_S, WATCHED_S, TICK_S = 60, 180, 0.25
SLICE_MS = 2.0
HOUR_S = 3_600.0
HOURS = 8
KEPT_S = 8_000.0
GROWTH_MIB = 1.0


class Core:
    """The core lane: what runs here is timed, what waits for the outside is not."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self.slices_s: list[float] = []
        self._waiting: list[Callable[[], None]] = []
        self._since_s = 0.0

    def ask(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Keep the call until the core has nothing to do."""
        self._waiting.append(lambda: self._outside(call, then))

    def breathe(self) -> None:
        """End a slice."""
        now_s = time.thread_time()
        self.slices_s.append(now_s - self._since_s)
        self._since_s = now_s

    def run(self, task: Callable[[], None]) -> None:
        """Run on the lane, and whatever comes of it."""
        self._timed(task)
        while self._waiting:
            self._waiting.pop(0)()

    def _outside(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        answer = answered(call)
        self._timed(lambda: then(answer))

    def _timed(self, task: Callable[[], None]) -> None:
        began_s = self._since_s = time.thread_time()
        task()
        self.breathe()
        self.spent_s += time.thread_time() - began_s


def main() -> None:
    """Measure and print."""
    given, core, took_s = watched()
    _run(given, core, WARM_S)
    gc.collect()
    gc.disable()  # the shop has millions of numbers, which are none of ours to look through
    core.spent_s, core.slices_s = 0.0, []
    took_s.clear()
    _run(given, core, WATCHED_S)
    print(line("one snapshot, four flows and charts of an hour", took_s, pct=99))
    print(line("slices between two breaths", core.slices_s, pct=99.9))
    print(f"core lane: {core.spent_s / WATCHED_S * 1000:.1f} ms of processor time a second")
    longest_ms = percentile(core.slices_s, 100) * 1000
    print(target("longest slice of steady watching", longest_ms, SLICE_MS, "ms"))
    for range_s in (*STEPS_S, HOUR_S):
        core.slices_s = []
        core.run(lambda range_s=range_s: given.monitor.show_range(range_s))  # type: ignore[misc]
        _run(given, core, 10)
        longest_ms = percentile(core.slices_s, 100) * 1000
        what = f"longest slice, filling {range_s / 60:.0f} min"
        print(target(what, longest_ms, SLICE_MS, "ms"))
    if "--long" in sys.argv:
        _soak()


def _soak() -> None:
    """Print what the program's own objects take after the first hour, and after the eighth."""
    given, core, _ = watched()
    kept: list[float] = []
    tracemalloc.start()
    for _hour in range(HOURS):
        for _ in range(round(HOUR_S / 10)):
            given.clock.move(10.0)
            core.run(given.monitor.tick)
            del given.seen[:-1]
            core.slices_s = []
        forget(given)
        gc.collect()
        own = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*/cockpit/*")])
        kept.append(sum(one.size for one in own.statistics("filename")) / 2**20)
    tracemalloc.stop()
    print("kept, MiB by the hour: " + " ".join(f"{one:.2f}" for one in kept))
    print(target("growth from the first hour to the eighth", kept[-1] - kept[0], GROWTH_MIB, "MiB"))


def watched() -> tuple[Cockpit, Core, list[float]]:
    """Return a cockpit with a launch, its core lane, and how long each snapshot takes, in s."""
    given = cockpit(
        _workspace(),
        before_s=KEPT_S,
        flows=FLOWS,
        share=lambda _at_s: 0.05,
        bad_ratio=_bad_ratio,
    )
    core, took_s = Core(), list[float]()
    monitor = Monitor(
        workspace=_workspace(),
        metrics={"metrics": given.metrics},
        flags={"flags": given.flags},
        journal=given.journal,
        clock=given.clock,
        asks={"metrics": core.ask, "flags": core.ask},
        disk=core.ask,
        publish=given.publish,
        jitter=lambda: 0.5,
        breathe=core.breathe,
    )
    show = monitor.snapshot

    def timed() -> Any:
        began_s = time.thread_time()
        snapshot = show()
        took_s.append(time.thread_time() - began_s)
        return snapshot

    monitor.snapshot = timed  # type: ignore[method-assign]
    given.monitor = monitor
    given.launch(5)
    return given, core, took_s


def _workspace() -> Workspace:
    kpis = [
        {
            "name": f"kpi_{name}",
            "source": "metrics",
            "events": f'shop_flow_attempts_total{{flow="{name}",try="first"}}',
            "good": f'shop_flow_results_total{{flow="{name}",result="ok"}}',
        }
        for name in FLOWS[:3]
    ]
    flows = [flow("coupon", flag="coupon_v2"), *(flow(name) for name in FLOWS[1:])]
    return workspace(flows=flows, kpis=kpis)


def _bad_ratio(moment: Moment) -> float:
    return 0.03 if moment.version == NEW and moment.flow == "coupon" else 0.02


def _run(given: Cockpit, core: Core, seconds: float) -> None:
    for _ in range(round(seconds / TICK_S)):
        given.clock.move(TICK_S)
        core.run(given.monitor.tick)
    del given.seen[:-1]


def forget(given: Cockpit) -> None:
    """Have the shop forget what nobody asks for any more: its growth is none of ours."""
    until_s = given.clock.now().timestamp() - KEPT_S
    for points in given.shop.counters.values():
        points[:] = [one for one in points if one[0] > until_s]


if __name__ == "__main__":
    main()
