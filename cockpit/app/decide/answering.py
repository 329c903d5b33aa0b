"""One line in, one answer out, whatever the line is."""

import json
import logging
from codecs import BOM_UTF8
from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from cockpit.app.decide.codes import DecideCode
from cockpit.app.decide.fields import Place, Repeated, WrongInputError
from cockpit.app.decide.ops import OPS
from cockpit.domain.message import Message, message

MOST_DIGITS, MOST_LETTERS = 300, 100
OF_EXAMPLES = ("title", "expect", "tol")
"""What a worked example says besides, for whoever checks the answer; so it can be sent as it is."""

log = logging.getLogger(__name__)


class Answer(Struct, frozen=True):
    """What a line gets: `out`, or else the `problem`; the id is None when there is none to tell."""

    id: str | None
    out: Mapping[str, object] | None = None
    problem: Message | None = None


def answer(line: bytes) -> Answer:
    """Return the answer to a line; nothing is raised, so that the next one is answered too."""
    id_: str | None = None
    try:
        place = Place(_json(line), "")
        if not isinstance(place.value, dict):
            return Answer(None, problem=message(DecideCode.NOT_OBJECT))
        id_ = place.members().needed("id").text()
        fields = place.fields("id", "op", "in", *OF_EXAMPLES)
        name = fields.needed("op").text()
        operation = OPS.parts().get(name)
        if operation is None:
            near = ", ".join(get_close_matches(name[:MOST_LETTERS], OPS.parts(), n=3, cutoff=0.0))
            return Answer(id_, problem=message(DecideCode.UNKNOWN_OP, op=name, near=near))
        return Answer(id_, operation(fields.needed("in")))
    except WrongInputError as wrong:
        return Answer(id_, problem=wrong.message)
    except Exception as error:
        # An operation may be a plug-in's; and a mistake of ours must not cost the other lines.
        log.exception("a line could not be answered")
        return Answer(id_, problem=message(DecideCode.BROKEN, error=type(error).__name__))


def too_long(limit_bytes: int) -> Answer:
    """Return the answer to a line of more than `limit_bytes`, which nobody reads."""
    return Answer(None, problem=message(DecideCode.TOO_LONG, limit_bytes=limit_bytes))


def _json(line: bytes) -> object:
    """Return what the line says; an object in it with a name given twice is a `Repeated`."""
    try:
        text = line.removeprefix(BOM_UTF8).rstrip(b"\r\n").decode()
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except UnicodeDecodeError:
        raise WrongInputError(message(DecideCode.NOT_UTF8)) from None
    except json.JSONDecodeError as error:
        raise WrongInputError(message(DecideCode.NOT_JSON, position=error.pos + 1)) from None
    except RecursionError:
        raise WrongInputError(message(DecideCode.TOO_DEEP)) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            return Repeated(pairs, name)
        found[name] = value
    return found


def _whole(digits: str) -> int:
    """Return the number; of a longer one than Python reads its beginning, which no field allows."""
    return int(digits[:MOST_DIGITS])
