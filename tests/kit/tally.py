"""Add up what runs of pytest have written, by kind; no test at all is a failure."""

import sys
from collections import Counter, defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

KINDS = {
    "tests.real": "real servers",
    "tests.features.kill": "kill subset",
    "tests.features": "features",
    "tests.ui": "window",
    "tests": "unit",
}
"""The first name that a test's module begins with is its kind."""

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


def split(files: list[Path]) -> str:
    """Return a line for each kind of test: how many there were, and their seconds added up."""
    counts: Counter[str] = Counter()
    sums_s: defaultdict[str, float] = defaultdict(float)
    for file in files:
        if not file.exists():
            continue
        for case in ET.parse(file).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
            module = f"{case.get('classname', '')}."
            kind = next(
                (k for start, k in KINDS.items() if module.startswith(f"{start}.")), "other"
            )
            counts[kind] += 1
            sums_s[kind] += float(case.get("time", "0"))
    rows = [f"  {kind:<14} {counts[kind]:>5} tests {sums_s[kind]:>7.1f} s" for kind in counts]
    return "\n".join(["their time, several at once:", *sorted(rows)])


if __name__ == "__main__":
    written = [Path(name) for name in sys.argv[1:]]
    print(split(written))
    line, is_well = tally(written)
    print(f"{f' all tests: {line} ':=^80}")
    sys.exit(not is_well)
