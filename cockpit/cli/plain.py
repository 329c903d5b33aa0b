"""Frozen values as plain JSON, for scripts."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from math import isfinite
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from cockpit.domain.message import Message

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def plain(value: object) -> Plain:
    """Return the value as JSON has it: instants in RFC 3339, no number that is not finite.

    A message is its code and its values, an array the list of its numbers. What JSON cannot say
    becomes null, never a made-up value. What a verdict rests on is left out.
    """
    match value:
        case Message(code=code, values=values):
            return {"code": code, "values": plain(dict(values))}
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
        case _ if callable(as_list := getattr(value, "tolist", None)):
            return plain(as_list())  # an array of numpy, which is not imported for this
        case Struct():
            return {name: plain(one) for name, one in asdict(value).items() if _is_told(one)}
        case _:
            return _scalar(value)


def _is_told(value: object) -> bool:
    return bool(getattr(value, "IS_TOLD", True))


def _scalar(value: object) -> str | float | bool | None:
    match value:
        case Enum():
            return _scalar(value.value)
        case datetime():
            return value.isoformat()
        case float():
            return value if isfinite(value) else None
        case None | bool() | int() | str():
            return value
        case _:
            return str(value)
