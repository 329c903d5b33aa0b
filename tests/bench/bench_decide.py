"""`cockpit decide`: one line and four hundred mixed ones, from start to end of the process."""

import json
import subprocess
import sys
import time

from tests.app.decide.examples import asked, examples
from tests.bench.figures import line, percentile, target

ROUNDS = 7
LINES_COUNT = 400
ONE_TARGET_S, MIXED_TARGET_S = 1.5, 10.0


def main() -> None:
    """Measure and print."""
    sent = [json.dumps(asked(one)).encode() + b"\n" for one in examples("samples.jsonl")]
    sent.sort(key=len)
    mixed = b"".join((sent * (LINES_COUNT // len(sent) + 1))[:LINES_COUNT])
    longest = sent[-1]
    _took_s(longest)  # compiles
    first = [_took_s(sent[0]) for _round in range(ROUNDS)]
    slowest = [_took_s(longest) for _round in range(ROUNDS)]
    many = [_took_s(mixed) for _round in range(ROUNDS)]
    print(line("one short line", first, pct=100))
    print(line(f"one line of {len(longest):,} bytes", slowest, pct=100))
    print(line(f"{LINES_COUNT} mixed lines of {len(mixed):,} bytes", many, pct=100))
    print(target("one line, the slowest of all", max(first + slowest), ONE_TARGET_S, "s"))
    print(target("400 mixed lines, median", percentile(many, 50), MIXED_TARGET_S, "s"))


def _took_s(sent: bytes) -> float:
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "cockpit", "decide"], input=sent, check=True, capture_output=True
    )
    took_s = time.monotonic() - began_s
    assert done.stdout.count(b"\n") == sent.count(b"\n")
    return took_s


if __name__ == "__main__":
    main()
