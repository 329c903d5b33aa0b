"""The lock files fit each other and what pyproject.toml asks for."""

import json
import re
import tomllib

import pytest

from tests.architecture.repository import TOP

RUN, DEV = "requirements.lock", "requirements-dev.lock"
LOCKS = [RUN, DEV, "requirements-uv.lock", "requirements-real.lock"]


def locked(lock: str) -> list[str]:
    """Return the lines `name==version ; marker` of a lock file."""
    text = (TOP / lock).read_text(encoding="utf-8")
    return [line.removesuffix(" \\") for line in text.splitlines() if re.match(r"[a-z]", line)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_with_a_hash(lock: str) -> None:
    entries = re.split(r"^(?=[a-z])", (TOP / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = [entry for entry in entries if entry.strip()]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_program_runs_with_the_versions_that_were_tested() -> None:
    tested = {line.split(" ")[0] for line in locked(DEV)}
    assert {line.split(" ")[0] for line in locked(RUN)} - tested == set()


def test_every_dependency_that_is_asked_for_is_locked() -> None:
    asked = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^\w.-]", line)[0] for line in asked["dependencies"]}
    names = {line.split("==")[0] for line in locked(RUN)}
    assert {re.sub(r"[._]", "-", name).lower() for name in wanted} - names == set()


def test_the_packages_of_the_servers_are_locked_without_addresses() -> None:
    text = (TOP / "tests/kit/real/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
