"""What Unleash means by its answers: refusals, strategies, the tokens' own texts.

Measured on Unleash 8.2.0; where an Enterprise server is meant, read in its source.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import TypeAlias

from msgspec import Struct

from cockpit.connectors.codes import FlagCode
from cockpit.connectors.decode import items, parsed, record, text
from cockpit.connectors.refusals import failure_of, refused
from cockpit.connectors.reply import Reply
from cockpit.ports.errors import Refusal, SourceError

GRADUAL = "flexibleRollout"
_NUMBER = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)
_TOKEN = re.compile(r"(?P<project>[^:]*):(?P<environment>[^.]+)\..+")

Meaning: TypeAlias = tuple[FlagCode, Refusal]

_MEANINGS: dict[tuple[int, str], Meaning] = {
    (400, "ArchivedFeatureError"): (FlagCode.ARCHIVED, Refusal.ARCHIVED),
    (401, "AuthenticationRequired"): (FlagCode.TOKEN_MISSING, Refusal.TOKEN_UNKNOWN),
    (401, ""): (FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
    (409, ""): (FlagCode.CONFLICT, Refusal.CONFLICT),
    (415, ""): (FlagCode.CONTENT_TYPE, Refusal.BAD_REQUEST),
}
"""What a status means, with a name of the error and with any other ("")."""


class ErrorBody(Struct, frozen=True):
    """The body of a refusal; `name` is empty in those of the token check."""

    name: str
    sentence: str
    permissions: tuple[str, ...]


def explained(reply: Reply) -> SourceError | None:
    """Return the error that an answer of Unleash means; None for a success."""
    meaning = _meaning(reply.status, _told(reply)) if reply.status >= 400 else None  # noqa: PLR2004 - HTTP
    return refused(reply, *meaning) if meaning else failure_of(reply)


def gradual_rollout(strategies: Sequence[dict[str, object]]) -> tuple[str | None, float] | None:
    """Return the id (clients are told none) and the percentage of the one gradual rollout.

    None when there is none, when there are several strategies, when the one has constraints or
    segments, and when its percentage is none: no single number tells then who gets the flag.
    Switched-off strategies count for nothing.
    """
    live = [strategy for strategy in strategies if strategy.get("disabled") is not True]
    if len(live) != 1:
        return None
    (strategy,) = live
    if text(strategy, "name") != GRADUAL or strategy.get("constraints") or strategy.get("segments"):
        return None
    told = str(record(strategy.get("parameters"), "parameters").get("rollout"))
    if not _NUMBER.fullmatch(told) or float(told) > 100:  # noqa: PLR2004 - percent
        return None
    strategy_id = strategy.get("id")
    return strategy_id if isinstance(strategy_id, str) else None, float(told)


def strategies_of(fields: dict[str, object]) -> list[dict[str, object]]:
    """Return the strategies of a flag."""
    listed = items(fields.get("strategies"), "strategies")
    return [record(strategy, "strategies") for strategy in listed]


def environment_of_token(token: str) -> str | None:
    """Return the environment that a client token names, as in `project:environment.secret`."""
    found = _TOKEN.fullmatch(token)
    return found["environment"] if found else None


def _told(reply: Reply) -> ErrorBody | None:
    """Return what an error body says; None when it is not one of Unleash's."""
    try:
        fields = record(parsed(reply.body), "{}")
        sentence = text(fields, "message")
    except ValueError:
        return None
    name, permissions = fields.get("name"), fields.get("permissions")
    return ErrorBody(
        name if isinstance(name, str) else "",
        sentence,
        tuple(map(str, permissions)) if isinstance(permissions, list) else (),
    )


def _meaning(status: int, told: ErrorBody | None) -> Meaning | None:
    if told is None:  # somebody else answered, such as a proxy
        return (FlagCode.NO_PATH, Refusal.NOT_FOUND) if status == HTTPStatus.NOT_FOUND else None
    if status == HTTPStatus.FORBIDDEN:
        return _forbidden(told)
    if status == HTTPStatus.NOT_FOUND:
        return _not_found(told.sentence)
    if status == HTTPStatus.SERVICE_UNAVAILABLE and "maintenance mode" in told.sentence:
        return FlagCode.READ_ONLY, Refusal.READ_ONLY
    return _MEANINGS.get((status, told.name)) or _MEANINGS.get((status, ""))


def _forbidden(told: ErrorBody) -> Meaning:
    if "SKIP_CHANGE_REQUEST" in (*told.permissions, *told.sentence.split('"')):
        return FlagCode.APPROVAL_NEEDED, Refusal.APPROVAL_NEEDED
    if told.sentence.startswith("invalid token"):
        return FlagCode.TOKEN_KIND, Refusal.NOT_ALLOWED
    return FlagCode.NOT_ALLOWED, Refusal.NOT_ALLOWED


def _not_found(sentence: str) -> Meaning:
    if sentence.startswith("Could not find feature flag with name"):
        return FlagCode.ARCHIVED, Refusal.ARCHIVED  # one that never was has another sentence
    if sentence.startswith("The path you were looking for"):
        return FlagCode.NO_PATH, Refusal.NOT_FOUND
    if sentence.startswith("Could not find environment"):
        return FlagCode.NO_ENVIRONMENT, Refusal.NOT_FOUND
    if "but there's a feature with that name in project" in sentence:
        return FlagCode.OTHER_PROJECT, Refusal.NOT_FOUND
    return FlagCode.NO_FLAG, Refusal.NOT_FOUND
