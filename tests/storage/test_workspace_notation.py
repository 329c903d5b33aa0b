"""Notation that a person would not write is refused, with its line."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_notation import MOST_DEPTH, read_notation
from cockpit.storage.workspace_tree import plain
from tests.storage.workspaces import GOOD, changed, places, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: [1\nb: 2\n", [("not_yaml", 2, None)], id="a bracket left open"),
        pytest.param("a: 1\n\tb: 2\n", [("tab", 2, None)], id="a tab"),
        pytest.param("a:\n  \tb: 2\n  c: [\n", [("tab", 2, None)], id="a tab after blanks"),
        pytest.param("a: 1\nb: \t[\n", [("not_yaml", 3, None)], id="a tab that is allowed"),
        pytest.param('a: "\\xZZ"\n', [("not_yaml", 1, None)], id="an escape of nothing"),
        pytest.param('a: "\\UFFFFFFFF"\n', [("not_yaml", 1, None)], id="an escape past Unicode"),
        pytest.param(
            "a: 1\nb: \x00\nc: \x1b\n",
            [("control_character", 2, None), ("control_character", 3, None)],
            id="control characters",
        ),
        pytest.param("a: 1\n---\nb: 2\n", [("several_documents", 2, None)], id="two documents"),
        pytest.param("a: &x 1\nb: *x\n", [("alias", 1, None), ("alias", 2, None)], id="an alias"),
        pytest.param(
            "a: 1\nb: !!python/object/apply:os.system [ls]\n",
            [("tag", 2, None)],
            id="a Python object",
        ),
        pytest.param(
            "a: !secret x\nb: !!binary aGk=\n",
            [("tag", 1, None), ("tag", 2, None)],
            id="other tags",
        ),
        pytest.param(
            "a: 1\nb:\n  c: 2\n  c: 3\na: 4\n",
            [("duplicate_field", 4, "b.c"), ("duplicate_field", 5, "a")],
            id="fields given twice",
        ),
        pytest.param("? [a, b]\n: 1\n", [("key_not_text", 1, None)], id="a list as a field"),
        pytest.param("a: 1\n~: 2\n", [("key_not_text", 2, None)], id="nothing as a field"),
        pytest.param("<<: *x\n", [("alias", 1, None)], id="a merge"),
        pytest.param("a: " + "[" * (MOST_DEPTH + 1), [("too_deep", 1, None)], id="deep lists"),
    ],
)
def test_it_is_refused_with_its_line(text: str, expected: list[tuple[str, object, object]]) -> None:
    assert places(read_notation(text)[1]) == expected


def test_what_is_plain_is_read_as_text_without_complaint() -> None:
    text = "a: !!str 1\nb: [no, 0x1F, 1e3, ~, 'null', ]\nc: {d: 2026-01-01}\ne: |\n  two\n  lines\n"
    root, wrong = read_notation(text)
    assert wrong == ()
    assert root is not None
    assert plain(root) == {
        "a": "1",
        "b": ["no", "0x1F", "1e3", None, "null"],
        "c": {"d": "2026-01-01"},
        "e": "two\nlines\n",
    }


def test_a_bomb_of_aliases_costs_nothing() -> None:
    levels = "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 40))
    root, wrong = read_notation(f"l0: &l0 [x, x]\n{levels}")
    assert root is not None
    assert {told.code for told in wrong} == {"workspace.alias"}


def test_a_hundred_thousand_brackets_are_not_followed() -> None:
    assert places(read_notation("[" * 100)[1]) == [("too_deep", 1, None)]
    assert places(read_notation("[" * 100_000)[1]) == [("not_yaml", 1, None)]


def test_a_line_that_is_wrong_by_itself_is_said_once(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("target: 0.97", "target: &x abc")))
    assert places(told) == [("alias", 20, None)]


def test_every_place_in_nested_lists_has_its_own_line() -> None:
    text = "a:\n  - b:\n      - 1\n      -\n        2\n    c: [3,\n      4]\n"
    root, _ = read_notation(text)
    assert root is not None
    (item,) = root.items_at("a")
    assert [(node.path, node.line) for node in item.items_at("b")] == [
        ("a[0].b[0]", 3),
        ("a[0].b[1]", 5),
    ]
    assert [node.line for node in item.items_at("c")] == [6, 7]


def test_the_good_file_is_good_notation() -> None:
    assert read_notation(GOOD)[1] == ()
