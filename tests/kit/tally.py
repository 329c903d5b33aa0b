"""Add up what several runs of pytest have written; no test at all is a failure."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

WORDS = {"failures": "failed", "errors": "errors", "skipped": "skipped"}


def tally(files: list[Path]) -> tuple[str, bool]:
    """Return one line in pytest's words for these JUnit files, and whether all is well."""
    sums: Counter[str] = Counter()
    took_s = 0.0
    for file in files:
        if not file.exists():
            continue
        for suite in ET.parse(file).iter("testsuite"):  # noqa: S314 - pytest wrote it a moment ago
            took_s += float(suite.get("time", "0"))
            for name in ("tests", *WORDS):
                sums[name] += int(suite.get(name, "0"))
    passed_count = sums["tests"] - sum(sums[name] for name in WORDS)
    parts = [f"{sums[name]} {word}" for name, word in WORDS.items() if sums[name]]
    is_well = passed_count > 0 and not sums["failures"] and not sums["errors"]
    return f"{', '.join([f'{passed_count} passed', *parts])} in {took_s:.2f}s", is_well


if __name__ == "__main__":
    line, is_well = tally([Path(name) for name in sys.argv[1:]])
    print(f"{f' all tests: {line} ':=^80}")
    sys.exit(not is_well)
