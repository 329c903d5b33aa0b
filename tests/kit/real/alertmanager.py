"""A real Alertmanager that tells nobody."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kit.real.process import Process, answers, free_port

READY_WITHIN_S = 20.0


@contextmanager
def running_alertmanager(program: Path, folder: Path) -> Iterator[str]:
    """Run Alertmanager with its data in `folder`, give its address, and end it."""
    # Without an address for its cluster it looks for a private network, and may find none.
    settings = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}
    (folder / "alertmanager.yml").write_text(json.dumps(settings), encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    command: list[str | Path] = [
        program,
        f"--config.file={folder / 'alertmanager.yml'}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--cluster.listen-address=",
        "--log.level=warn",
    ]
    process = Process(command, folder / "alertmanager.log")
    try:
        process.wait_until(lambda: answers(f"http://{address}/-/ready"), READY_WITHIN_S)
        yield f"http://{address}"
    finally:
        process.stop()
