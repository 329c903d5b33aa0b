"""Write canonical JSON (RFC 8785), and tell whether stored bytes are, both quickly."""

import json
from functools import lru_cache
from typing import cast

import rfc8785
from pydantic_core import from_json, to_json

MAX_INT = 2**53 - 1
"""The largest integer that canonical JSON may hold, both ways."""

_PLAIN_FROM, _PLAIN_TO = 1e-4, 1e15
_ALWAYS_PLAIN = frozenset({str, bool, type(None)})


def canonical(tree: object) -> bytes:
    """Return the canonical form; raise `rfc8785.CanonicalizationError` where there is none.

    A tree whose names are in order, and whose numbers and names every writer writes alike, is
    written by the quick one.
    """
    if isinstance(tree, dict) and _is_plain(tree):
        return to_json(tree)
    return rfc8785.dumps(tree)  # type: ignore[arg-type]  # it checks


def parsed_if_canonical(body: bytes) -> dict[str, object] | None:
    """Return the object when `body` is exactly its canonical form; None when it is not.

    Most rows are told by writing the parsed object again and looking at the order of its names.
    Numbers and names in which RFC 8785 and that writer may differ go the long way.
    """
    try:
        tree = from_json(body, allow_inf_nan=False, cache_strings="keys")
        if to_json(tree) == body and isinstance(tree, dict) and _is_plain(tree):
            return tree
    except (ValueError, RecursionError):
        return None
    return _the_long_way(body)


def whole_number(text: str) -> int | float:
    """Return a number that is written without a point; past 2^53 it was a float once.

    RFC 8785 writes the float 1e20 as 100000000000000000000.
    """
    number = int(text)
    return number if abs(number) <= MAX_INT else float(number)


def _the_long_way(body: bytes) -> dict[str, object] | None:
    try:
        tree = json.loads(body.decode(), parse_int=whole_number)
        return tree if isinstance(tree, dict) and rfc8785.dumps(tree) == body else None
    except (ValueError, OverflowError, RecursionError, rfc8785.CanonicalizationError):
        return None


def _is_plain(tree: dict[str, object]) -> bool:
    if not _is_in_order(tuple(tree)):
        return False
    for item in tree.values():  # a loop: verify spends its time here
        if item.__class__ not in _ALWAYS_PLAIN and not _is_plain_item(item):
            return False
    return True


def _is_plain_item(item: object) -> bool:
    if item.__class__ is dict:
        return _is_plain(cast("dict[str, object]", item))
    if isinstance(item, float):
        return _PLAIN_FROM <= abs(item) < _PLAIN_TO and not item.is_integer()
    if isinstance(item, int):
        return abs(item) <= MAX_INT
    if item.__class__ is list:
        return all(map(_is_plain_item, cast("list[object]", item)))
    return item.__class__ in _ALWAYS_PLAIN


@lru_cache(maxsize=1024)
def _is_in_order(names: tuple[str, ...]) -> bool:
    """Return whether names are sorted; RFC 8785 and Python sort alike in ASCII."""
    return "".join(names).isascii() and list(names) == sorted(names)
