"""From the start of a process to the window's first frame, and to its first board that is live.

The limit of the same run is a window with nothing in it; beside stands what the libraries alone
take until one answer is painted. Every round starts all ways once, so that they meet the same
load; what a processor worked for them tells more on a busy computer. With `--imports` it also says
which packages cost what.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from tests.bench.figures import line, percentile, target
from tests.bench.world import ROOT, simulator, workspace_in

ROUNDS = 9
FIRST_TIMES, LIVE_TIMES = 2.0, 4.0
DEAREST = 16
PATIENCE_S = 60.0
Moment: TypeAlias = tuple[float, float]
"""Seconds since the start of the process, and what it had worked by then."""

IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def main() -> None:
    """Measure and print."""
    found: defaultdict[str, list[Moment]] = defaultdict(list)
    with simulator() as at, tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name:
        folder = Path(name)
        file = workspace_in(folder, at)
        _moments(folder, file)  # compiles, and begins the journal
        for _round in range(ROUNDS):
            found["empty"].append(_ran(folder, "tests.bench.start_empty")["painted"])
            bare = _ran(folder, "tests.bench.start_libraries", str(file))
            found["libraries"].append(bare["live"])
            for moment_name, moment in _moments(folder, file).items():
                found[moment_name].append(moment)
        dearest = _imports(folder, file) if "--imports" in sys.argv else {}
    _print("an empty window, painted", found["empty"])
    _print("our libraries alone: live", found["libraries"])
    for moment_name in ("painted", "window", "connected", "live"):
        _print(f"the window: {moment_name}", found[moment_name])
    for package, own_ms in sorted(dearest.items(), key=lambda one: -one[1])[:DEAREST]:
        print(f"  {own_ms:7.1f} ms  {package}")
    least = _middle(found["libraries"], 1) / _middle(found["empty"], 1)
    print(f"our libraries alone: {least:.2f} x the processor time of an empty window")
    for what, at_moment, limit in (
        ("first frame", "painted", FIRST_TIMES),
        ("first live board", "live", LIVE_TIMES),
    ):
        worked = _middle(found[at_moment], 1) / _middle(found["empty"], 1)
        print(f"{what}: {worked:.2f} x the processor time of an empty window")
        times = _middle(found[at_moment], 0) / _middle(found["empty"], 0)
        print(target(f"{what} / an empty window, median", times, limit, "x"))


def _print(what: str, moments: Sequence[Moment]) -> None:
    print(line(what, [took_s for took_s, _worked_s in moments], pct=100))
    print(f"{'  processor':<44} p50 {_middle(moments, 1) * 1000:8.2f} ms")


def _middle(moments: Sequence[Moment], which: int) -> float:
    return percentile([one[which] for one in moments], 50)


def _moments(folder: Path, file: Path) -> dict[str, Moment]:
    return _ran(folder, "tests.bench.start_window", "open", str(file))


def _ran(folder: Path, module: str, *arguments: str) -> dict[str, Moment]:
    """Return when the moments of a fresh process were reached."""
    began_s = time.monotonic()
    done = _run(folder, "-m", module, *arguments)
    rows = (row.split() for row in done.stdout.splitlines())
    return {name: (float(at_s) - began_s, float(worked_s)) for name, at_s, worked_s in rows}


def _imports(folder: Path, file: Path) -> dict[str, float]:
    """Return what the packages cost by themselves until the board is live, in ms."""
    words = ("-X", "importtime", "-m", "tests.bench.start_window", "open", str(file))
    sums: defaultdict[str, float] = defaultdict(float)
    for row in _run(folder, *words).stderr.splitlines():
        if one := IMPORTED.match(row):
            parts = one[2].split(".")
            sums[".".join(parts[: 2 if parts[0] == "cockpit" else 1])] += int(one[1]) / 1000
    return dict(sums)


def _run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "HOME": str(home)},
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
    )


if __name__ == "__main__":
    main()
