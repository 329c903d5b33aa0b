"""An event of every kind that a journal may hold, with all of its fields filled in."""

from datetime import UTC, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from cockpit.app.row_codes import RowCode
from cockpit.domain.events import Event, UnknownEvent
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever, Order, Stamps, Target

NOON = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
ORDER = Order("op-1", Lever.FLAG_OFF, Target("flags", "production", "coupon_v2"), NOON)
KINDS = [kind for kind in get_args(Event) if kind is not UnknownEvent]


def example(hint: Any) -> Any:
    """Return some value of a type."""
    known = {
        str: "text",
        int: 7,
        float: 0.5,
        bool: True,
        datetime: NOON,
        Message: message(RowCode.BEGUN),
        Order: ORDER,
        Stamps: Stamps(NOON),
    }
    if hint in known:
        return known[hint]
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and issubclass(hint, Struct):
        return made(hint)
    if isinstance(hint, type):
        return next(iter(hint))  # type: ignore[call-overload]  # an enum
    return example(next(one for one in get_args(hint) if one is not NoneType))


def made(kind: type[Any]) -> Event:
    """Return an event of a kind with every field filled in."""
    hints = get_type_hints(kind)
    values = {name: example(hints[name]) for name in kind.__struct_fields__ if name != "kind"}
    event: Event = kind(**values)
    return event
