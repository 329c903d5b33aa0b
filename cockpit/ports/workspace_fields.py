"""The kinds of field in a workspace file, and what is wrong with a value that is none."""

from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from cockpit.ports.selectors import parsed

READ = "read"
"""Under this name a kind of field keeps what makes a value of the text, or says what is wrong."""


Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}$")]
"""A name that other parts of the file and the command line use."""

Text = Annotated[str, Meta(min_length=1, max_length=200, extra={READ: str.strip})]
Ratio = Annotated[float, Meta(gt=0, lt=1)]
Percent = Annotated[float, Meta(gt=0, le=100)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the file: frozen, and strict about unknown fields."""


class AddressFault(StrEnum):
    """What is wrong with an address."""

    SHAPE = "shape"
    USER = "user"


class AddressError(ValueError):
    """The text is no address of a web server."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class InstantError(ValueError):
    """The text is no instant with its time zone."""


class ZoneError(ValueError):
    """The text names no time zone of the IANA database."""


def web_address(text: str) -> str:
    """Return the address without a slash at its end; raise `AddressError` when it is none."""
    if any(character <= " " or character in "\x7f\\" for character in text):
        raise AddressError(AddressFault.SHAPE)  # a parser would drop some of them silently
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        raise AddressError(AddressFault.SHAPE) from error
    if not is_whole:
        raise AddressError(AddressFault.SHAPE)
    if "@" in parts.netloc:
        raise AddressError(AddressFault.USER)
    return text.rstrip("/")


def instant(text: object) -> datetime:
    """Return the instant that the text gives in ISO 8601; raise `InstantError` when it has no zone.

    A number is no instant: 20261224 would be a second in 1970.
    """
    try:
        at = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    except ValueError as error:
        raise InstantError from error
    if at.tzinfo is None:
        raise InstantError
    return at


def _selector(text: str) -> str:
    parsed(text)
    return text


SelectorText = Annotated[str, Meta(max_length=2_000, extra={READ: _selector})]
"""A selector in PromQL's notation."""

WebAddress = Annotated[str, Meta(max_length=2_000, extra={READ: web_address})]

USUAL_HEADER = "Authorization"
UserName = Annotated[Text | None, Meta(description="User name for `auth: basic`.")]
TokenHeader = Annotated[
    Name, Meta(description="Header that carries the token for `auth: headers`.")
]
CaFile = Annotated[
    Text | None, Meta(description="Certificates to trust, PEM, relative to this file.")
]
Proxy = Annotated[WebAddress | None, Meta(description="Proxy to go through.")]
TimeoutSeconds = Annotated[
    float,
    Meta(gt=0, le=60, description="Seconds after which a request ends, everything included."),
]
"""How a server is reached, sources and channels alike."""


def zone(text: str) -> tzinfo | None:
    """Return the time zone; None where the computer knows of none, as Windows by itself.

    Raises `ZoneError` when the computer knows zones, but not this one.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones  # few name one

    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if available_timezones():
            raise ZoneError from error
        return None


def _zone_name(text: str) -> str:
    zone(text)
    return text


ZoneName = Annotated[str, Meta(max_length=60, extra={READ: _zone_name})]
"""A time zone, such as Asia/Seoul."""

Instant = Annotated[datetime, Meta(tz=True, extra={READ: instant})]
