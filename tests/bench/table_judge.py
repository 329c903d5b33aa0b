"""How often the judge is wrong, how soon it is right, and how well it foretells its answer.

    .venv/bin/python -m tests.bench.table_judge           # some two minutes
    .venv/bin/python -m tests.bench.table_judge --small   # some seconds, wider limits

Streams of known truth from fixed seeds (`tests/kit/streams.py`), judged in arrays
(`tests/kit/fleet.py`, which a test holds against the product) and, where it is told when an answer
comes, by the product itself. `tests/domain/test_judge_simulated.py` holds the limits.
"""

import sys
from collections.abc import Iterator

from msgspec import Struct

from tests.kit import judged, streams
from tests.kit.judged import RETRY_DISCOUNT

GROUPS = {
    "ok": streams.ok,
    "external": streams.external,
    "ramp": streams.ramp,
    "better": streams.better,
}
TRIES = (2.0, 3.0, 5.0)
FOUND_RATIO, MOST_DELAY_MIN = 38 / 40, 3.0


class Size(Struct, frozen=True):
    """How many launches, breakages, versions at the margin, answers foretold and days."""

    launches: int
    breakages: int
    at_the_margin: int
    foretold: int
    days: int
    most_false_ratio: float
    most_wrong_pass_ratio: float
    least_foretold_ratio: float


SMALL = Size(40, 80, 300, 40, 30, 0.05, 0.07, 0.65)
FULL = Size(1_000, 2_000, 5_000, 1_000, 3_000, 0.02, 0.05, 0.80)


class Figure(Struct, frozen=True):
    """One line: what was measured; `is_reached` is None where nothing is asked of it."""

    what: str
    measured: str
    wanted: str = ""
    is_reached: bool | None = None


def figures(size: Size) -> Iterator[Figure]:
    """Yield the whole table."""
    yield from _false_fails(size)
    yield from _breakages(size)
    yield from _wrong_passes(size)
    yield from _retried(size)
    yield from _foretold(size)
    yield from _pages(size)


def _false_fails(size: Size) -> Iterator[Figure]:
    for number, (name, group) in enumerate(GROUPS.items()):
        ratio = judged.false_fails(group, size.launches, seed=100 + number)
        limit = min(size.most_false_ratio, 0.01) if name == "external" else size.most_false_ratio
        limit = size.most_false_ratio if size is SMALL else limit
        what = f"false FAIL per launch of 12 metrics, 4 stages of 60 min: {name}"
        yield Figure(what, f"{ratio:.2%} of {size.launches}", f"<= {limit:.0%}", ratio <= limit)
    ratio = judged.false_fails(streams.subtle, size.launches // 4, seed=104)
    what = "FAIL per launch when all 12 are 1.1 or 1.2 times as bad: subtle"
    yield Figure(what, f"{ratio:.1%} of {size.launches // 4}")


def _breakages(size: Size) -> Iterator[Figure]:
    found = judged.breakages(size.breakages, seed=110)
    ratio = found.found_count / found.count
    yield Figure(
        "bad found within the hour",
        f"{ratio:.1%} of {found.count}",
        f">= {FOUND_RATIO:.0%}",
        ratio >= FOUND_RATIO,
    )
    yield Figure(
        "bad: median blocks of a minute to the FAIL",
        f"{found.median_min:g}",
        f"<= {MOST_DELAY_MIN:g}",
        found.median_min <= MOST_DELAY_MIN,
    )
    early = found.early_count / found.count
    limit = judged.CONTRACT_ALPHA
    yield Figure(
        "bad: called before it broke", f"{early:.2%}", f"<= {limit:.0%} (alpha)", early <= limit
    )


def _wrong_passes(size: Size) -> Iterator[Figure]:
    for number, exposure in enumerate((0.01, 0.05, 0.20)):
        ratio = judged.wrong_passes(size.at_the_margin, exposure, seed=120 + number)
        limit = size.most_wrong_pass_ratio
        what = f"wrong PASS exactly at the margin, {exposure:.0%} exposure"
        yield Figure(
            what, f"{ratio:.1%} of {size.at_the_margin}", f"<= {limit:.0%}", ratio <= limit
        )


def _retried(size: Size) -> Iterator[Figure]:
    for number, tries in enumerate(TRIES):
        count, seed = size.at_the_margin, 130 + number
        raw = judged.retried_fails(count, tries, 1.0, seed)
        weighed = judged.retried_fails(count, tries, RETRY_DISCOUNT, seed)
        what = f"false FAIL on attempts, {tries:g} tries on average: as they are, weighed"
        is_reached = weighed <= judged.CONTRACT_ALPHA
        yield Figure(what, f"{raw:.0%}, {weighed:.2%}", "weighed <= 1%", is_reached)


def _foretold(size: Size) -> Iterator[Figure]:
    launch = judged.told_at_the_start(size.foretold, 4, 3, seed=140)
    limit = size.least_foretold_ratio
    ratio = launch.within_a_factor_2
    yield Figure(
        "time to the answer of a launch (4 flows, 3 platforms), told at its start, within x2",
        f"{ratio:.1%} of {len(launch.told_s)}",
        f">= {limit:.0%}",
        ratio >= limit,
    )
    yield Figure("  came by the time that is told as the latest", f"{launch.in_time:.1%}")
    row = judged.told_at_the_start(size.foretold // 2, 1, 3, seed=141)
    one = judged.told_at_the_start(size.foretold // 2, 1, 1, seed=142)
    doubt = judged.told_in_doubt(size.foretold, seed=143)
    parts = (("one flow, 3 platforms", row), ("one flow, no platforms", one))
    for name, told in (*parts, ("a FAIL, told when the evidence is 10", doubt)):
        shown = f"{told.within_a_factor_2:.1%}, {told.in_time:.1%} of {len(told.told_s)}"
        yield Figure(f"  {name}: within x2, by the latest", shown)


def _pages(size: Size) -> Iterator[Figure]:
    naive = judged.pages_a_day(size.days, seed=150, has_gate=False)
    gated = judged.pages_a_day(size.days, seed=150, has_gate=True)
    yield Figure("pages a day at 60 requests an hour, half the budget, no gate", f"{naive:.2f}")
    is_reached = gated <= judged.RARE_PAGES_A_DAY
    yield Figure("pages a day, with the gate for low traffic", f"{gated:.4f}", "0.00", is_reached)


def main() -> None:
    """Print the table; end with 1 when something is not reached."""
    size = SMALL if "--small" in sys.argv else FULL
    missed = 0
    for figure in figures(size):
        mark = {None: " ", True: "+", False: "-"}[figure.is_reached]
        print(f"{mark} {figure.what:<92} {figure.measured:<20} {figure.wanted}", flush=True)
        missed += figure.is_reached is False
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
