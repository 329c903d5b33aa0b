"""From the start of the process to the first output of `cockpit status`, and what is imported."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import line, percentile, target
from tests.bench.world import ROOT, Addresses, simulator, workspace_in

ROUNDS = 7
TARGET_S = 1.5
DEAREST = 10
IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


def main() -> None:
    """Measure and print."""
    with (
        simulator() as at,
        tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name,
    ):
        folder = Path(name)
        file = workspace_in(folder, at)
        _first_output_s(folder, file, at)  # compiles, and begins the journal
        pythons = [_bare_python_s() for _round in range(ROUNDS)]
        firsts = [_first_output_s(folder, file, at) for _round in range(ROUNDS)]
        dearest = _dearest(folder, file, at)
    print(line("bare python", pythons, pct=100))
    print(line("cockpit status, first output", firsts, pct=100))
    print(f"the ten modules whose own import costs most, of {sum(dearest.values()):.0f} ms:")
    for module, own_ms in sorted(dearest.items(), key=lambda one: -one[1])[:DEAREST]:
        print(f"  {own_ms:7.1f} ms  {module}")
    print(target("first output of status, median", percentile(firsts, 50), TARGET_S, "s"))


def _bare_python_s() -> float:
    began_s = time.monotonic()
    subprocess.run([sys.executable, "-c", "print()"], check=True, capture_output=True)
    return time.monotonic() - began_s


def _first_output_s(folder: Path, file: Path, at: Addresses) -> float:
    began_s = time.monotonic()
    with _status(folder, file, at) as child:
        assert child.stdout is not None
        assert child.stdout.read(1)
        took_s = time.monotonic() - began_s
        child.communicate()
    return took_s


def _dearest(folder: Path, file: Path, at: Addresses) -> dict[str, float]:
    with _status(folder, file, at, "-X", "importtime") as child:
        _out, error = child.communicate()
    found = (IMPORTED.match(row) for row in error.decode().splitlines())
    return {one[3]: int(one[1]) / 1000 for one in found if one is not None}


def _status(folder: Path, file: Path, at: Addresses, *options: str) -> "subprocess.Popen[bytes]":
    words = ["-m", "cockpit", "-w", str(file), "--as", "mina", "--secrets-from-stdin", "status"]
    home = folder / "home"
    home.mkdir(exist_ok=True)
    child = subprocess.Popen(
        [sys.executable, *options, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        },
    )
    assert child.stdin is not None
    lines = "".join(f"{name}={secret}\n" for name, secret in at.secrets.items())
    child.stdin.write(f"{lines}\n".encode())
    child.stdin.flush()
    return child


if __name__ == "__main__":
    main()
