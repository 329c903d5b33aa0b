"""Tell whether stored bytes are canonical JSON (RFC 8785), quickly."""

import json

import rfc8785
from pydantic_core import from_json, to_json

MAX_INT = 2**53 - 1
"""The largest integer that canonical JSON may hold, both ways."""

_PLAIN_FROM, _PLAIN_TO = 1e-4, 1e15


def parsed_if_canonical(body: bytes) -> dict[str, object] | None:
    """Return the object when `body` is exactly its canonical form; None when it is not.

    Most rows are told by writing the parsed object again and looking at the order of its names.
    Numbers and names in which RFC 8785 and that writer may differ go the long way.
    """
    try:
        tree = from_json(body, allow_inf_nan=False, cache_strings="keys")
        if not isinstance(tree, dict) or to_json(tree) != body:
            return _the_long_way(body)
        plain = _is_plain(tree)
    except (ValueError, RecursionError):
        return None
    return tree if plain else _the_long_way(body)


def _the_long_way(body: bytes) -> dict[str, object] | None:
    try:
        tree = json.loads(body.decode())
        return tree if isinstance(tree, dict) and rfc8785.dumps(tree) == body else None
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return None


def _is_plain(tree: dict[str, object] | list[object]) -> bool:
    if isinstance(tree, dict):
        names = list(tree)
        if names != sorted(names) or not "".join(names).isascii():
            return False
        items = list(tree.values())
    else:
        items = tree
    for item in items:
        kind = item.__class__
        if kind is float:
            if not _PLAIN_FROM <= abs(item) < _PLAIN_TO or item.is_integer():  # type: ignore[arg-type,attr-defined]  # a float
                return False
        elif kind is int:
            if abs(item) > MAX_INT:  # type: ignore[arg-type]  # an int
                return False
        elif (kind is dict or kind is list) and not _is_plain(item):  # type: ignore[arg-type]  # either
            return False
    return True
