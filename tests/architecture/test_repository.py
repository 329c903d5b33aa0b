"""What every file of the repository keeps to."""

import ast
import re

import pytest

from tests.architecture.repository import files, modules, name_of

pytestmark = pytest.mark.slow

LINES_MAX_COUNT = 400
NOWHERE = re.compile(rb"pypi\.org|files\.pythonhosted|registry\.npmjs|(?<![\w.])/(?:work|root)/")
TELLS_NOTHING = re.compile(r"(^|_)(works|correctly|handles)(_|$)")


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for top in ("cockpit", "tests")
        for path in modules(top)
    }
    assert lines
    assert {name: count for name, count in lines.items() if count > LINES_MAX_COUNT} == {}


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = [
        f"{name_of(path)}: {match.group().decode()}"
        for path in files()
        for match in NOWHERE.finditer(path.read_bytes())
    ]
    assert found == []


def test_the_name_of_a_test_says_what_is_true() -> None:
    empty_words = [
        f"{name_of(path)}: {node.name}"
        for path in modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and TELLS_NOTHING.search(node.name)
    ]
    assert empty_words == []


def test_every_module_says_in_one_sentence_what_the_reader_finds() -> None:
    silent = [
        name_of(path)
        for path in modules("cockpit")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
