"""How long `./dev demo` takes when everything is set up already."""

import os
import subprocess
import time

from tests.bench.figures import line, percentile, target
from tests.bench.world import ROOT

ROUNDS = 3
TARGET_S = 15.0


def main() -> None:
    """Measure and print; the first round counts as the others do."""
    times = [_demo_s() for _round in range(ROUNDS)]
    print(line("./dev demo, repeated", times, pct=100, unit_ms=False))
    print(target("./dev demo, median", percentile(times, 50), TARGET_S, "s"))


def _demo_s() -> float:
    began_s = time.monotonic()
    done = subprocess.run(
        ["./dev", "demo"], cwd=ROOT, env=os.environ, capture_output=True, check=False
    )
    took_s = time.monotonic() - began_s
    if done.returncode:
        print(done.stdout.decode()[-2000:], done.stderr.decode()[-2000:])
    return took_s


if __name__ == "__main__":
    main()
