"""Which addresses a request may go to."""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

from msgspec import Struct

from cockpit.connectors.codes import SettingsCode
from cockpit.domain.message import message
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError

_PLAIN = re.compile(r"[!-~]+")
_PORTS = {"http": 80, "https": 443}
_METADATA_V6 = ipaddress.ip_address("fd00:ec2::254")  # where a cloud hands out its own keys


class Address(Struct, frozen=True):
    """Where a source lives: one origin, and the path that all its paths begin with."""

    scheme: str
    host: str
    port: int
    base_path: str

    @property
    def is_cleartext(self) -> bool:
        """Whether everybody on the way can read what is sent."""
        return self.scheme == "http"

    @property
    def base_url(self) -> str:
        """Return the origin and the base path, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.base_path}"


def address_of(url: str, source: str) -> Address:
    """Return the parts of a source's url; raise `UnreachableError` for one that must not be used.

    Refused are other schemes than http and https, http to another computer, user and password in
    the url, link-local addresses, queries and fragments.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        parts, port, host = None, None, ""
    if parts is None or not _PLAIN.fullmatch(url.replace(parts.hostname or "", host)):
        raise _unusable(SettingsCode.BAD_URL, source)
    if parts.scheme not in _PORTS:
        raise _unusable(SettingsCode.SCHEME, source)
    if "@" in parts.netloc:
        raise _unusable(SettingsCode.CREDENTIALS, source)
    if not host or parts.query or parts.fragment or "\\" in url or port == 0:
        raise _unusable(SettingsCode.BAD_URL, source)
    if is_forbidden(host):
        raise _unusable(SettingsCode.FORBIDDEN_ADDRESS, source)
    if parts.scheme == "http" and not is_loopback(host):
        raise _unusable(SettingsCode.CLEARTEXT, source)
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"))


def is_loopback(host: str) -> bool:
    """Return whether the name or address is this computer itself."""
    address = _literal(host)
    return host == "localhost" if address is None else address.is_loopback


def is_forbidden(host: str) -> bool:
    """Return whether the address is link-local: there, clouds hand out their own keys.

    A name is never forbidden by itself; the addresses that it stands for are looked at later.
    """
    address = _literal(host)
    if address is None:
        return False
    return address.is_link_local or address.is_multicast or address == _METADATA_V6


def segment(name: str, source: str, code: StrEnum = SettingsCode.OPTION) -> str:
    """Return a name as one segment of a path; raise `RefusedError` for one that would move it."""
    if name in {"", ".", ".."} or not name.isprintable():
        raise RefusedError(message(code, source=source, option=name[:80]), Refusal.BAD_REQUEST)
    return quote(name, safe="")


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _unusable(code: SettingsCode, source: str) -> UnreachableError:
    return UnreachableError(message(code, source=source))
