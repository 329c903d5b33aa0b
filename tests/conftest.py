"""What every test gets: no screen, this computer only, no stray thread, a quiet log."""

import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import settings
from typing_extensions import override
from xdist.scheduler import LoadFileScheduling

from tests.kit.sharing import ServersTogether, begins

pytest_plugins = ["tests.kit.real.fixtures"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shell that starts a command in the background has it ignore Ctrl+C, and so would each program
# that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

THREAD_ENDS_WITHIN_S = 2.0

# The usual run gives the same verdict for the same code; `./dev full` looks further, by chance.
settings.register_profile("usual", max_examples=50, derandomize=True, database=None, deadline=None)
settings.register_profile("long", max_examples=1_000, print_blob=True, deadline=None)
settings.register_profile("fast", settings.get_profile("usual"), max_examples=5)
settings.load_profile("usual")


class _Kept(logging.Handler):
    """Keeps what is logged, so that it can be looked at when the test is over."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_collection_finish() -> None:
    """Leave out the tests themselves when garbage is looked for: a tenth of a run went there."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before pytest looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what lies in tests/real, to be left out by `-m "not real"`, and what is not counted.

    When the order has been shuffled, what takes long goes first, so that nobody waits for it alone.
    """
    for item in items:
        if "real" in item.path.relative_to(item.config.rootpath).parts[:-1]:
            item.add_marker(pytest.mark.real)
        if item.get_closest_marker("slow") is not None:
            item.add_marker(pytest.mark.no_cover)  # being counted would take as long again
    yield
    items.sort(key=lambda item: begins(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Share tests out by file, and leave all that need a real server to one worker."""
    return ServersTogether(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(autouse=True)
def _no_warning_in_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning without the mark `logs_warnings`, on whatever thread."""
    kept = _Kept()
    logger = logging.getLogger("cockpit")
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    if request.node.get_closest_marker("logs_warnings") is None:
        assert not kept.lines, f"logged, and not expected: {kept.lines}"


def _is_this_computer(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else ""
    if host in {"", "localhost"}:
        return True
    try:
        return ip_address(host.split("%", 1)[0]).is_loopback
    except ValueError:  # a name: it would have to be looked up first
        return False


@pytest.fixture(autouse=True)
def _only_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that tries to reach another computer."""
    plain = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}

    def guarded(name: str) -> Any:
        def reach(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_this_computer(address):
                pytest.fail(f"a test tried to reach {address}")
            return plain[name](self, address)

        return reach

    for name in plain:
        monkeypatch.setattr(socket.socket, name, guarded(name))


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running which would keep the program alive."""
    before = set(threading.enumerate())
    yield
    new = [thread for thread in set(threading.enumerate()) - before if not thread.daemon]
    for thread in new:
        _join(thread)
    left = [thread.name for thread in new if thread.is_alive()]
    assert not left, f"threads left running: {left}"


def _join(thread: threading.Thread) -> None:  # noqa: TID251 - waits for one, makes none
    """Wait until it has ended; one that a server is only about to start cannot be joined yet."""
    until_s = time.monotonic() + THREAD_ENDS_WITHIN_S
    pause = threading.Event()
    while thread.ident is None and time.monotonic() < until_s:
        pause.wait(0.01)
    if thread.ident is not None:
        thread.join(THREAD_ENDS_WITHIN_S)
