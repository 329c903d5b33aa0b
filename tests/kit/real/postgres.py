"""A real PostgreSQL of our own: fresh, fast, forgetful."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kit.real.process import Process, free_port

READY_WITHIN_S = 30.0


@contextmanager
def running_postgres(programs: Path, *, owner: str = "cockpit") -> Iterator[str]:
    """Run a new cluster and give the address of its database; nothing of it is kept.

    PostgreSQL refuses to run as root, so root lends it to the user `postgres`, who
    comes with the package. The folder is outside pytest's, which that user may not enter.
    """
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="cockpit-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        port = free_port()
        process = _start(programs, folder, port, owner, user)
        try:
            ready: list[str | Path] = [
                programs / "pg_isready",
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
            ]
            process.wait_until(
                lambda: subprocess.run(ready, check=False).returncode == 0, READY_WITHIN_S
            )
            yield f"postgres://{owner}@127.0.0.1:{port}/postgres"
        finally:
            process.stop(signal.SIGINT)  # the "fast" stop: do not wait for clients
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path, port: int, owner: str, user: str | None) -> Process:
    data = folder / "data"
    kind = ["--auth=trust", "--encoding=UTF8", "--locale=C"]
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", owner, "--no-sync", *kind],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
    )
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Process(
        [programs / "postgres", "-D", data, "-p", str(port), *options],
        folder / "postgres.log",
        folder=folder,
        user=user,
    )
