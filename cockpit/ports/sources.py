"""How to reach a system outside, and what it was like the last time."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Auth(StrEnum):
    """How a request says who sends it."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"
    HEADERS = "headers"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source of the workspace, with its secrets already fetched for its origin.

    `token` goes out as `auth` says: the password of `user` for basic, the bearer token, or the
    value of the header `token_header`. `client_token` is the read-only token of the API that
    clients look at, for flag servers that keep two. `options` are the connector's own, such as
    project and environment. A request, name lookup and body included, ends after `deadline_s`;
    a decoded body past `max_bytes` is refused.
    """

    name: str
    kind: str
    url: str
    auth: Auth = Auth.NONE
    user: str | None = None
    token_header: str = "Authorization"  # noqa: S105 - the name of a header
    token: str | None = field(default=None, repr=False)
    client_token: str | None = field(default=None, repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    options: tuple[tuple[str, str], ...] = ()
    ca_file: str | None = None
    client_cert: str | None = None
    proxy: str | None = None
    deadline_s: float = 10.0
    max_bytes: int = 8 * 1024 * 1024


class Contact(Struct, frozen=True):
    """The last exchange with a source: when it answered, and how far its clock is from ours.

    `skew_s` is the server's clock minus ours, from its Date header and the middle of the round
    trip; None when it sent no date.
    """

    at: datetime
    round_trip_s: float
    skew_s: float | None
