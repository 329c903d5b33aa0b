"""A server in a process of its own, watched until it answers and ended by its id."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

LOOK_EVERY_S = 0.05
STOP_WITHIN_S = 10.0


class ServerDiedError(Exception):
    """The server ended, or did not answer in time; the text is the end of its log."""


def free_port() -> int:
    """Return a loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Return whether a GET of this address is answered with a 2xx code."""
    try:
        with urlopen(url, timeout=2):  # noqa: S310 - our own address
            return True
    except (URLError, OSError):
        return False


class Process:
    """One child process that writes its log to a file.

    It leads a process group of its own, so that nothing that it starts is left behind.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        user: str | None = None,
    ) -> None:
        self._log = log
        with log.open("ab") as out:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **(environment or {})},
                cwd=folder,
                user=user,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def wait_until(self, is_true: Callable[[], bool], within_s: float) -> None:
        """Wait until `is_true()`; raise ServerDiedError when the process ends or time is up."""
        until_s = monotonic() + within_s
        while not is_true():
            if self.has_ended(LOOK_EVERY_S):
                raise ServerDiedError(self._last_lines())
            if monotonic() > until_s:
                msg = f"no answer within {within_s} s\n{self._last_lines()}"
                raise ServerDiedError(msg)

    def has_ended(self, within_s: float) -> bool:
        """Wait at most so long for the end of the process, and return whether it came."""
        try:
            self._child.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, polite: signal.Signals = signal.SIGTERM) -> None:
        """Ask the process to end; one that does not within ten seconds is killed."""
        if not self.has_ended(0):
            self._child.send_signal(polite)
            self.has_ended(STOP_WITHIN_S)
        self.kill()

    def kill(self) -> None:
        """Kill the process and everything that it started, at once."""
        with suppress(ProcessLookupError):  # nothing of it is left
            os.killpg(self.pid, signal.SIGKILL)
        self._child.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the process hang for a while: it keeps its connections and answers nothing."""
        os.killpg(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.pid, signal.SIGCONT)

    def _last_lines(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
