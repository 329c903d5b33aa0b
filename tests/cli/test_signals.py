"""Ctrl+C, a request to end, a closed terminal: a sentence or silence, and never a traceback."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cockpit.cli import signals

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP")]


@pytest.fixture(autouse=True)
def _nothing_is_ignored() -> Iterator[None]:
    """Let none be ignored here and in programs that are started, such as by `nohup ./dev test`."""
    before = {one: signal.getsignal(one) for one in SIGNALS}
    for one, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(one, signal.SIG_DFL)
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_one_interrupts_and_the_second_one_ends(number: signal.Signals) -> None:
    signals.interrupt()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    assert [signal.getsignal(one) for one in SIGNALS] == [signal.SIG_DFL] * len(SIGNALS)


@pytest.mark.parametrize("number", SIGNALS)
def test_one_that_is_ignored_stays_so(number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_IGN)
    signals.end_at_once()
    signals.interrupt()
    signal.raise_signal(number)
    assert signal.getsignal(number) is signal.SIG_IGN


SCRIPT = """
import signal, sys
from cockpit.cli import door, program
number, moment = signal.Signals(int(sys.argv.pop(1))), sys.argv.pop(1)

def now(*_, **__):
    signal.raise_signal(number)

if moment == "reading in":
    door.run = now
elif moment == "at work":
    program.build = now
else:
    program.run = lambda *_, **__: 0
    sys.exit = now
from cockpit.__main__ import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("moment", ["reading in", "at work", "leaving"])
def test_no_moment_of_a_call_ends_in_a_traceback(number: signal.Signals, moment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(int(number)), moment, "--lang", "en", "schema"],
        capture_output=True,
        check=False,
        timeout=30,
    )
    is_told = moment == "at work"
    assert done.returncode == (2 if is_told else -number)
    assert done.stdout == b""
    assert done.stderr.startswith(b"Interrupted.") if is_told else done.stderr == b""
    assert len(done.stderr.splitlines()) == int(is_told)
