"""Nobody listens: a pipe without a reader, a full disk behind standard output, a lost terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.simulator.flags.store import Author
from cockpit.simulator.simulation import Simulation
from tests.features.home import Home

pytestmark = pytest.mark.slow

FLAG = "coupon_v2"
ENDS_WITHIN_S = 60.0
NO_KEYRING = "This computer has no keyring"


def turned_on(simulation: Simulation) -> None:
    store = simulation.flag_server.store
    store.switch(FLAG, "production", Author("somebody", 1), on=True)


def said_to(home: Home, out: int, *arguments: str) -> tuple[int, list[str]]:
    """Run the program with its results going to `out`; return its status and its complaints."""
    done = subprocess.run(
        [sys.executable, "-m", "cockpit", *home.command(*arguments)],
        input=home.given(),
        stdout=out,
        stderr=subprocess.PIPE,
        env={**os.environ, **home.env},
        check=False,
        timeout=ENDS_WITHIN_S,
    )
    told = done.stderr.decode().splitlines()
    return done.returncode, [line for line in told if not line.startswith(NO_KEYRING)]


def without_reader() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_an_off_goes_out_though_nobody_reads_what_it_says(home: Home, lively: Simulation) -> None:
    turned_on(lively)
    out = without_reader()
    try:
        status, err = said_to(home, out, "off", FLAG, "--no-wait")
    finally:
        os.close(out)
    assert (status, err) == (0, [])
    assert not lively.flag_server.store.here(FLAG, "production").enabled


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_an_off_goes_out_though_its_words_find_a_full_disk(home: Home, lively: Simulation) -> None:
    turned_on(lively)
    with Path("/dev/full").open("wb") as full:
        status, err = said_to(home, full.fileno(), "off", FLAG, "--no-wait")
    assert status == 2
    assert ["could not be printed" in line for line in err] == [True]
    assert home.run("unresolved", "list").status == 0


def test_a_watch_that_nobody_reads_ends(home: Home) -> None:
    out = without_reader()
    try:
        status, err = said_to(home, out, "watch")
    finally:
        os.close(out)
    assert status in {0, 1, 2}
    assert err == []
