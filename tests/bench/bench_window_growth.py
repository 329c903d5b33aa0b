"""What a window keeps in eight hours: the memory of the process, hour by hour.

Time is stepped: every simulated second the monitor asks a fake shop, and each of its snapshots is
shown and painted in the real window, whose pages change every half minute. The shop's own history
has its whole length from the beginning, so it does not count. `--hours N` plays so many.
"""

import argparse
import gc
import os
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from cockpit.ui.band import Environment
from cockpit.ui.collecting import OLD_EVERY_MS, Collecting
from cockpit.ui.pages import PAGES
from cockpit.ui.shell import Shell
from cockpit.ui.window import Window
from tests.bench.bench_snapshot import Core, forget, watched
from tests.bench.figures import line, target
from tests.bench.seat import SIZE, until
from tests.kit.monitoring import Cockpit
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.setting import look, say

HOURS = 8.0
HOUR_S, FIRST_S, STEP_S = 3_600, 600, 1
SWITCH_EVERY_S, FORGET_EVERY_S, STEP_UP_EVERY_S = 30, 300, 3_600
LADDER_PCT = (20.0, 100.0)
GROWTH_MIB = 30.0
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--hours", type=float, default=HOURS)
    seconds = round(asked.parse_known_args()[0].hours * HOUR_S)
    window, shell = _window()
    given, core, took_s = watched()
    collecting = Collecting()
    collecting.start()
    kept, shown_s = {0: _rss_mib()}, np.zeros(seconds)  # here once, so that it does not grow
    ladder, pages = list(LADDER_PCT), list(PAGES)
    for second in range(STEP_S, seconds + 1, STEP_S):
        given.clock.move(STEP_S)
        core.run(given.monitor.tick)
        began_s = time.thread_time()
        for newest in given.seen[-1:]:  # none in the very beginning
            window.show_snapshot(newest)
        QApplication.processEvents()
        shown_s[second - 1] = time.thread_time() - began_s
        took_s.clear()
        del given.seen[:-1]  # nobody in the program keeps them
        if second % SWITCH_EVERY_S == 0:
            window.go(pages[second // SWITCH_EVERY_S % len(pages)])
        if second % STEP_UP_EVERY_S == 0 and ladder:
            given.steps(ladder.pop(0))
        _tidy(given, core, collecting, second)
        if second == FIRST_S or second % HOUR_S == 0:
            kept[second] = _rss_mib()
    shell.close()
    print(line("a snapshot shown and painted", shown_s.tolist(), pct=99.9))
    print(line("  in the last quarter", shown_s[-(seconds // 4) :].tolist(), pct=99.9))
    told = " ".join(f"{second / HOUR_S:.1f} h {mib:.0f}" for second, mib in kept.items())
    print(f"memory of the process, MiB: {told}")
    growth_mib = kept[max(kept)] - kept[FIRST_S]
    print(target("growth after the first ten minutes", growth_mib, GROWTH_MIB, "MiB"))


def _window() -> tuple[Window, Shell]:
    hands = FakeHands()
    window = Window(room(look(), say(), hands), Environment.PROD)
    hands.tell = window.hear
    made: list[bool] = []
    window.stack.made.connect(lambda: made.append(True))
    shell = Shell(look())
    window.settle(shell)
    shell.show()
    shell.resize(*SIZE)
    until(lambda: bool(made), "all pages")
    return window, shell


def _tidy(given: Cockpit, core: Core, collecting: Collecting, second: int) -> None:
    """Collect as the window's timer does, and have the fakes keep nothing that is past.

    The timer knows real minutes, and a minute of this bench takes a second or two of them.
    """
    core.slices_s.clear()
    collecting.collect()
    if second % (OLD_EVERY_MS // 1_000) == 0:
        gc.collect()
    if second % FORGET_EVERY_S == 0:
        forget(given)
        given.metrics.calls.clear()


def _rss_mib() -> float:
    statm = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(statm[1]) * PAGE_BYTES / 2**20


if __name__ == "__main__":
    main()
