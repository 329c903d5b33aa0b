"""What the models find wrong with the fields, told with line, path and what is wanted."""

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cockpit.domain.message import Message, Value, message
from cockpit.ports.selectors import SelectorError
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_fields import AddressError, AddressFault, InstantError, ZoneError
from cockpit.storage.workspace_codes import FieldCode, HintCode
from cockpit.storage.workspace_secrets import looks_secret
from cockpit.storage.workspace_tree import Node, hint, joined, told

Step = str | int

_LIMITS: dict[str, tuple[FieldCode, str]] = {
    "greater_than": (FieldCode.NOT_ABOVE, "gt"),
    "less_than": (FieldCode.NOT_BELOW, "lt"),
    "greater_than_equal": (FieldCode.TOO_SMALL, "ge"),
    "less_than_equal": (FieldCode.TOO_BIG, "le"),
}
_PLAIN: dict[str, FieldCode] = {
    "string_type": FieldCode.NOT_TEXT,
    "string_too_short": FieldCode.EMPTY_TEXT,
    "float_parsing": FieldCode.NOT_A_NUMBER,
    "float_type": FieldCode.NOT_A_NUMBER,
    "finite_number": FieldCode.NOT_A_NUMBER,
    "int_parsing": FieldCode.NOT_WHOLE,
    "int_parsing_size": FieldCode.NOT_WHOLE,
    "int_type": FieldCode.NOT_WHOLE,
    "model_type": FieldCode.NOT_A_SECTION,
    "model_attributes_type": FieldCode.NOT_A_SECTION,
    "dict_type": FieldCode.NOT_A_SECTION,
    "tuple_type": FieldCode.NOT_A_LIST,
}
_CHOICE = re.compile(r"'([^']*)'")


def field_messages(root: Node, error: ValidationError) -> Iterator[Message]:
    """Yield a message for each field that the models refuse."""
    for found in error.errors(include_url=False, include_input=False):
        context = found.get("ctx", {})
        node = _node(root, found["loc"])
        match found["type"]:
            case "missing":
                path = joined(node.path, str(found["loc"][-1]))
                yield message(FieldCode.MISSING, line=node.line, field=path)
            case "extra_forbidden":
                known = hint(str(found["loc"][-1]), _fields_at(found["loc"][:-1]))
                yield told(node, FieldCode.UNKNOWN, hint=known)
            case "too_short":
                if not node.items:  # else its items were refused, and each has said why
                    yield told(node, FieldCode.EMPTY_LIST)
            case "union_tag_not_found" if node.fields:
                path = joined(node.path, "kind")
                yield message(FieldCode.MISSING, line=node.line, field=path)
            case "union_tag_invalid":
                chosen = node.fields["kind"]
                if chosen.content is None:
                    yield told(chosen, FieldCode.NO_VALUE)
                else:
                    yield _not_one_of(chosen, context["expected_tags"])
            case kind if node.content is None:
                yield told(node, FieldCode.NO_VALUE)
            case kind:
                yield _value_message(node, kind, context)


def _value_message(node: Node, kind: str, context: dict[str, Any]) -> Message:
    if kind in _LIMITS:
        code, name = _LIMITS[kind]
        return told(node, code, given=given(node), limit=context[name])
    if kind == "value_error":
        return _own_message(node, context["error"])
    if kind == "string_pattern_mismatch":
        return told(node, FieldCode.NOT_A_NAME, given=given(node))
    if kind == "string_too_long":
        return told(node, FieldCode.LONG_TEXT, limit_count=context["max_length"])
    if kind in {"enum", "literal_error"}:
        return _not_one_of(node, context["expected"])
    return told(node, _PLAIN.get(kind, FieldCode.WRONG))


def _not_one_of(node: Node, choices: str) -> Message:
    """Return that the value is none of the choices, which the models give in quotes."""
    names = ", ".join(_CHOICE.findall(choices))
    return told(node, FieldCode.NOT_ONE_OF, given=given(node), names=names)


def _own_message(node: Node, error: ValueError) -> Message:
    match error:
        case SelectorError():
            return told(node, FieldCode.NOT_A_SELECTOR, position=error.position + 1)
        case AddressError(fault=AddressFault.USER):
            return told(node, FieldCode.USER_IN_ADDRESS)
        case ZoneError():
            return told(node, FieldCode.NOT_A_ZONE, given=given(node))
        case InstantError():
            return told(node, FieldCode.NOT_AN_INSTANT)
        case _:
            return told(node, FieldCode.NOT_AN_ADDRESS)


def given(node: Node) -> Value:
    """Return the text of the node for a sentence, hidden when it may be a secret."""
    text = node.text
    return message(HintCode.HIDDEN) if text is not None and looks_secret(text) else text


def _node(root: Node, steps: Iterable[Step]) -> Node:
    """Return the node at the end of the steps, or the last one on the way that is there."""
    node = root
    for step in steps:
        if isinstance(step, int):
            node = node.items[step]
        elif step in node.fields:
            node = node.fields[step]
        elif step != node.text_at("kind"):  # the models name the kind that they tried as a step
            break
    return node


def _fields_at(steps: Iterable[Step]) -> frozenset[str]:
    """Return the names of the fields that the section there may have."""
    kind: Any = Workspace
    for step in steps:
        models = tuple(_models(kind))
        tried = next((model for model in models if step in _kinds(model)), None)
        if tried is not None:
            kind = tried
        elif models and isinstance(step, str):
            kind = models[0].model_fields[step].annotation
        else:  # an item of a list, or a section with a free name
            kind = next(part for part in get_args(kind)[::-1] if part is not Ellipsis)
    return frozenset(next(_models(kind)).model_fields)


def _models(kind: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation may be anything
    """Yield each model that the annotation is, or may be."""
    if get_origin(kind) is Annotated:
        yield from _models(get_args(kind)[0])
    elif get_origin(kind) in {Union, UnionType}:
        for part in get_args(kind):
            yield from _models(part)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind


def _kinds(model: type[BaseModel]) -> tuple[Any, ...]:
    """Return the kind that the model is for, where there are several to choose from."""
    field = model.model_fields.get("kind")
    return () if field is None else get_args(field.annotation)
