"""Notes to a real Alertmanager, and over a real session bus."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.connectors.contracts_carriers import refuse, walk
from tests.kit.real.alertmanager import running_alertmanager
from tests.kit.real.parts import needed


def test_alertmanager_keeps_alerts_as_our_own_does(tmp_path: Path) -> None:
    with running_alertmanager(needed("alertmanager"), tmp_path) as url:
        walk(url)
        refuse(url)


def test_notes_arrive_at_the_service_of_a_real_session_bus() -> None:
    needed("gnome-keyring")  # dbus comes along with it
    program = shutil.which("dbus-run-session")
    assert program is not None
    module = [sys.executable, "-X", "utf8", "-m", "tests.kit.real.desktop_notes"]
    done = subprocess.run(
        [program, "--", *module], capture_output=True, encoding="utf-8", timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first[3:5] == ["쿠폰 <b>실패</b>", "a &lt; b"]
    assert first[6] == {"urgency": ["y", 2]}
    assert (first[1], second[1]) == (0, 9)
