"""What is really loaded; the contracts in pyproject.toml only read the source."""

import subprocess
import sys
from pkgutil import walk_packages

import pytest

import cockpit.domain
import cockpit.ports

pytestmark = pytest.mark.slow

HEAVY = (
    "PySide6",
    "httpx",
    "keyring",
    "pyqtgraph",
    "sqlalchemy",
    "sqlmodel",
)
ONLY_LATER = ("numpy", "pydantic", "rich.markdown")
"""What most commands need, but not the command line by itself: help must come at once."""

LIGHT_PACKAGES = (cockpit.domain, cockpit.ports)
LIGHT = [
    "cockpit.cli",
    *(
        found.name
        for package in LIGHT_PACKAGES
        for found in walk_packages(package.__path__, f"{package.__name__}.")
    ),
]


def loaded_after(statements: str) -> set[str]:
    """Return the heavy packages that a fresh Python has loaded after these statements."""
    script = (
        f"import sys\n{statements}\n"
        f"print(*[name for name in {HEAVY + ONLY_LATER!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stdout.split())


def test_domain_ports_and_command_line_load_without_the_heavy_packages() -> None:
    assert len(LIGHT) > len(LIGHT_PACKAGES)
    loaded = loaded_after("\n".join(f"import {name}" for name in LIGHT))
    assert loaded & set(HEAVY) == set()


def test_the_command_line_knows_its_commands_before_anything_heavy_is_loaded() -> None:
    assert loaded_after("import cockpit.cli.program") == set()


def test_the_first_figures_wait_for_no_package_of_the_journal_or_the_keyring() -> None:
    parts = ("inquiries", "live", "secrets", "window", "workplace")
    loaded = loaded_after("\n".join(f"import cockpit.bootstrap.{part}" for part in parts))
    assert "PySide6" in loaded
    assert loaded & {"keyring", "pyqtgraph", "sqlalchemy", "sqlmodel"} == set()


@pytest.mark.parametrize("name", HEAVY + ONLY_LATER)
def test_a_heavy_package_would_be_seen(name: str) -> None:
    assert name in loaded_after(f"import {name}")
