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


WITH_THE_JOURNAL = (
    "cockpit.app.actions",
    "cockpit.app.alerts",
    "cockpit.app.comparing",
    "cockpit.app.delivery",
    "cockpit.app.gating",
    "cockpit.app.history",
    "cockpit.app.journal_rows",
    "cockpit.app.launches",
    "cockpit.app.rules.file",
    "cockpit.domain.dora",
    "cockpit.domain.events",
    "cockpit.domain.gate",
    "cockpit.domain.judge",
    "cockpit.domain.launch",
    "cockpit.domain.sheet",
    "cockpit.storage.codec",
    "cockpit.ui.contacts",
    "cockpit.ui.news",
    "cockpit.ui.palette",
)
"""What a window reads with its journal, the first wish, or when there is time for it."""


def loaded_after(statements: str, looked_for: tuple[str, ...] = HEAVY + ONLY_LATER) -> set[str]:
    """Return which of these a fresh Python has loaded after these statements."""
    script = (
        f"import sys\n{statements}\n"
        f"print(*[name for name in {looked_for!r} if name in sys.modules])"
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


def test_the_first_figures_wait_for_no_rule_of_what_rests_on_the_journal() -> None:
    parts = (
        *("app.monitor", "bootstrap.live", "bootstrap.secrets"),
        *("bootstrap.window", "bootstrap.workplace", "bootstrap.workspace", "ui.pages.flow"),
    )
    statements = "\n".join(f"import cockpit.{part}" for part in parts)
    looked_for = ("cockpit.app.assess", *WITH_THE_JOURNAL)
    assert loaded_after(statements, looked_for) == {"cockpit.app.assess"}


def test_what_is_read_with_the_journal_would_be_seen() -> None:
    statements = "\n".join(f"import {name}" for name in WITH_THE_JOURNAL)
    assert loaded_after(statements, WITH_THE_JOURNAL) == set(WITH_THE_JOURNAL)


@pytest.mark.parametrize("name", HEAVY + ONLY_LATER)
def test_a_heavy_package_would_be_seen(name: str) -> None:
    assert name in loaded_after(f"import {name}")
