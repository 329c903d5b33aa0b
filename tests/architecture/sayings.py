"""The codes of all rooms, and the values that the source gives each of them."""

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from tests.architecture.repository import TOP, modules


def code_enums() -> dict[str, type[StrEnum]]:
    """Return every enum of codes by its name: those in `codes.py` and `…_codes.py`."""
    found: dict[str, type[StrEnum]] = {}
    for path in modules("cockpit"):
        if path.stem == "codes" or path.stem.endswith("_codes"):
            name = ".".join(path.relative_to(TOP).with_suffix("").parts)
            for thing in vars(import_module(name)).values():
                if isinstance(thing, type) and thing.__module__ == name:
                    assert issubclass(thing, StrEnum), thing
                    assert thing.__name__ not in found, f"two enums are named {thing.__name__}"
                    found[thing.__name__] = thing
    return found


def given_values() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield code, place and the names of its values, for each call that names a code.

    A call counts when it is to `message`, to the `say` of a window, or to a function that hands
    the code on to one of them; what such a function adds by itself is included. Calls with values
    that only the run knows are left out.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules("cockpit")}
    enums = code_enums()
    added = _added(trees)
    for path, tree in trees.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = _key(path, call.func)
            if name not in added or any(keyword.arg is None for keyword in call.keywords):
                continue
            names = _keywords(call) | added[name]
            for code in _codes(call, enums):
                yield code, f"{path.relative_to(TOP).as_posix()}:{call.lineno}", names


def _added(trees: Mapping[Path, ast.Module]) -> dict[str, frozenset[str]]:
    """Return what each function that hands a code on adds to its values, by its key."""
    every = [
        (path, node)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    defined = {_key(path, ast.Name(function.name)) for path, function in every}
    functions = [(path, one) for path, one in every if "code" in _parameters(one)]
    kept = {f"{path}:_say" for path in trees} - defined  # where a class keeps the window's `say`
    added: dict[str, frozenset[str]] = dict.fromkeys({"message", "say", *kept}, frozenset())
    before = 0
    while before != len(added):
        before = len(added)
        for path, function in functions:
            for names in _handed_on(path, function, added):
                added.setdefault(_key(path, ast.Name(function.name)), names)
    return added


def _handed_on(
    path: Path, function: ast.FunctionDef, added: dict[str, frozenset[str]]
) -> Iterator[frozenset[str]]:
    """Yield the values that go along where the function hands its parameter `code` on."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (key := _key(path, node.func)) in added:
            handed = {part.id for part in node.args if isinstance(part, ast.Name)}
            yield from [_keywords(node) | added[key]] * ("code" in handed)


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)}


def _codes(call: ast.Call, enums: dict[str, type[StrEnum]]) -> Iterator[str]:
    for argument in call.args:
        parts = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
        for part in parts:
            if isinstance(part, ast.Attribute) and (enum := enums.get(_name(part.value))):
                yield enum[part.attr].value


def _keywords(call: ast.Call) -> frozenset[str]:
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg is not None)


def _key(path: Path, function: ast.expr) -> str:
    """Return the name of a function, with its module when nobody else can call it."""
    name = _name(function)
    return f"{path}:{name}" if name.startswith("_") else name


def _name(node: ast.expr) -> str:
    return str(getattr(node, "id", None) or getattr(node, "attr", ""))
