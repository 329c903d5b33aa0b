"""From the start of a process to the window's first frame, and to its first board that is live.

The limit of the same run is a window with nothing in it. Every round starts all ways once, so that
they meet the same load. With `--imports` it also says which packages cost what.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.bench.figures import line, percentile, target
from tests.bench.world import ROOT, simulator, workspace_in

ROUNDS = 9
FIRST_TIMES, LIVE_TIMES = 2.0, 4.0
DEAREST = 16
PATIENCE_S = 60.0
IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def main() -> None:
    """Measure and print."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    with simulator() as at, tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name:
        folder = Path(name)
        file = workspace_in(folder, at)
        _moments(folder, file)  # compiles, and begins the journal
        for _round in range(ROUNDS):
            found["empty"].append(_ran(folder, "tests.bench.start_empty")["painted"])
            for moment, took_s in _moments(folder, file).items():
                found[moment].append(took_s)
        dearest = _imports(folder, file) if "--imports" in sys.argv else {}
    empty_s = percentile(found["empty"], 50)
    print(line("an empty window, painted", found["empty"], pct=100))
    for moment in ("painted", "window", "connected", "live"):
        print(line(f"the window: {moment}", found[moment], pct=100))
    for package, own_ms in sorted(dearest.items(), key=lambda one: -one[1])[:DEAREST]:
        print(f"  {own_ms:7.1f} ms  {package}")
    painted_s, live_s = percentile(found["painted"], 50), percentile(found["live"], 50)
    print(target("first frame / an empty window, median", painted_s / empty_s, FIRST_TIMES, "x"))
    print(target("first live board / an empty window", live_s / empty_s, LIVE_TIMES, "x"))


def _moments(folder: Path, file: Path) -> dict[str, float]:
    return _ran(folder, "tests.bench.start_window", "open", str(file))


def _ran(folder: Path, module: str, *arguments: str) -> dict[str, float]:
    """Return when the moments of a fresh process were reached, in seconds since its start."""
    began_s = time.monotonic()
    done = _run(folder, "-m", module, *arguments)
    rows = (row.split() for row in done.stdout.splitlines())
    return {moment: float(at_s) - began_s for moment, at_s in rows}


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
