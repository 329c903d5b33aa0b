"""What judging 36 comparisons of three platforms costs the core lane, whole and in slices.

.venv/bin/python -m tests.bench.bench_judgement
"""

import gc
import time

import numpy as np

from cockpit.app.past import Past
from cockpit.app.release import release
from cockpit.app.sights import Sights
from cockpit.app.trials import Trials
from cockpit.domain.cause import Moments, find_cause
from cockpit.domain.comparison import Block, Comparison
from cockpit.domain.judge import judge
from cockpit.domain.launch import Launch, Stage
from cockpit.domain.outcomes import Outcomes, Pair
from cockpit.domain.verdict import Rule
from cockpit.ports.workspace import Workspace
from tests.bench.figures import line, percentile, target
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD
from tests.kit.monitoring import flow, workspace

SERIES, PLATFORMS = 36, ("android", "ios", "web")
ROUNDS, STAGE_S, WATCHED_S, ASKED_EVERY_S = 200, 1_800, 120, 5
WHOLE_MS, SLICE_MS = 20.0, 2.0
LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina", stages=(Stage(5.0, NOON, "o1"),))


def main() -> None:
    """Measure and print."""
    gc.disable()  # as in the program, which freezes what it has loaded
    _judging()
    _snapshots()


def _judging() -> None:
    """Print what the arithmetic alone takes: a block more, the verdict and the cause of each."""
    chance = np.random.default_rng(1)
    comparisons = [Comparison(Rule(alpha=0.001, block_s=15.0)) for _ in range(SERIES)]
    took_s: list[float] = []
    for _ in range(ROUNDS):
        blocks = [_block(chance) for _ in comparisons]
        began_s = time.thread_time()
        for place, block in enumerate(blocks):
            comparisons[place] = comparisons[place].after(block)
            verdict = judge(comparisons[place])
            moments = {
                one.name: Moments(one.counts.old, one.counts.old, one.counts.new)
                for one in comparisons[place].strata
            }
            find_cause(moments, stream=verdict)
        took_s.append(time.thread_time() - began_s)
    print(line("36 comparisons: a block, verdict and cause", took_s, pct=99))
    print(target("judging 36 series", percentile(took_s, 50) * 1000, WHOLE_MS, "ms"))


def _block(chance: np.random.Generator) -> Block:
    def side(per_block: float) -> Outcomes:
        total = int(chance.poisson(per_block))
        return Outcomes(total, int(chance.binomial(total, 0.02)))

    return {name: Pair(side(40.0), side(700.0)) for name in PLATFORMS}


def _snapshots() -> None:
    """Print what a whole release board takes, counting of samples included."""
    table = Table(_workspace(), before_s=900.0, flows=_names(), share=lambda _at_s: 0.05)
    trials, sights, slices = Trials(), Sights(), _Slices()
    after_s: list[float] = []
    between_s: list[float] = []
    for second in range(STAGE_S):
        table.clock.move(1.0)
        has_asked = second % ASKED_EVERY_S == 0
        if has_asked:
            table.ask(reach_s=STAGE_S + 600.0)
        if second < STAGE_S - WATCHED_S:
            continue
        sights.begin()
        slices.begin()
        began_s = time.thread_time()
        release(
            table.desk(),
            trials,
            Past(),
            LAUNCH,
            slices.breathe,
            served_ratio=0.05,
            sights=sights,
        )
        (after_s if has_asked else between_s).append(time.thread_time() - began_s)
        slices.breathe()
        if second == STAGE_S - WATCHED_S:
            after_s.clear()  # half an hour at once
            slices.took_s.clear()
    print(f"the board of a release with {SERIES + 1} rows, {STAGE_S / 60:.0f} min into a stage")
    print(line("a snapshot between two answers of the source", between_s, pct=99))
    print(line("a snapshot after an answer, counting included", after_s, pct=99))
    print(line("slices between two breaths", slices.took_s, pct=99.9))
    print(target("longest slice", percentile(slices.took_s, 100) * 1000, SLICE_MS, "ms"))


class _Slices:
    """How long the core lane was held from one breath to the next."""

    def __init__(self) -> None:
        self.took_s: list[float] = []
        self._since_s = 0.0

    def begin(self) -> None:
        """Begin a snapshot."""
        self._since_s = time.thread_time()

    def breathe(self) -> None:
        """End a slice."""
        now_s = time.thread_time()
        self.took_s.append(now_s - self._since_s)
        self._since_s = now_s


def _names() -> tuple[str, ...]:
    return tuple(f"flow_{number:02}" for number in range(SERIES // 2))


def _workspace() -> Workspace:
    return workspace(flows=[flow(name) for name in _names()], kpis=[], levers={}, rollout={})


if __name__ == "__main__":
    main()
