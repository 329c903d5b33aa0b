"""Each module that does something is tested in the folder of its room."""

import ast
from pathlib import Path

import pytest

from tests.architecture.repository import TOP, modules, name_of

pytestmark = pytest.mark.slow

ROOMS = ("app", "connectors", "domain", "ports", "storage")

# Module, and where its tests are instead.
TESTED_ELSEWHERE: dict[str, str] = {}


def does_something(path: Path) -> bool:
    """Return whether a function of the module has a body; values and protocols have none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        not all(
            isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) for line in body
        )
        for body in (node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    )


def dotted(path: Path) -> str:
    """Return the name by which the module is imported."""
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by_tests_of(room: str) -> set[str]:
    """Return what the test modules of a room import, and what they import from it."""
    names: set[str] = set()
    for path in modules(f"tests/{room}"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def has_a_mirror(path: Path, room: str) -> bool:
    """Return whether the tests of the room have a module of the same name."""
    return (TOP / "tests" / room / f"test_{path.stem}.py").exists()


def untested() -> set[str]:
    """Return the modules that do something, have no mirror, and that no test of a room imports."""
    found: set[str] = set()
    for room in ROOMS:
        imported = imported_by_tests_of(room)
        found |= {
            name_of(path)
            for path in modules(f"cockpit/{room}")
            if dotted(path) not in imported
            and not has_a_mirror(path, room)
            and does_something(path)
        }
    return found


def test_every_module_is_tested_in_its_room_or_says_where() -> None:
    assert sorted(untested() - TESTED_ELSEWHERE.keys()) == []


def test_a_reason_is_kept_only_as_long_as_it_is_needed() -> None:
    assert sorted(TESTED_ELSEWHERE.keys() - untested()) == []
