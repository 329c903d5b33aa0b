"""Rules about the systems outside: addresses, authentication, certificates, kinds."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cockpit.domain.message import Message, message
from cockpit.ports.sources import Auth
from cockpit.ports.workspace_fields import AddressError, web_address
from cockpit.ports.workspace_file import Kinds
from cockpit.storage.workspace_codes import RuleCode
from cockpit.storage.workspace_fields import given
from cockpit.storage.workspace_tree import Node, hint, joined, told

_SECRET_HEADERS = ("authorization", "cookie", "token", "api-key", "apikey", "secret", "password")
_METADATA_HOSTS = {"metadata", "metadata.google.internal", "instance-data"}


def source_messages(root: Node, kinds: Kinds, folder: Path) -> Iterator[Message]:
    """Yield what is wrong with the sources; files are looked for from `folder`."""
    for source in _sources(root):
        yield from _kind(source, kinds)
        yield from address_messages(source.at("url"))
        yield from address_messages(source.at("proxy"), may_be_clear=True)  # it only passes TLS on
        yield from authentication_messages(source)
        for name in ("ca_file", "client_cert"):
            yield from file_messages(source.at(name), folder)


def _sources(root: Node) -> tuple[Node, ...]:
    found = root.at("sources")
    return tuple(found.fields.values()) if found else ()


def _kind(source: Node, kinds: Kinds) -> Iterator[Message]:
    kind = source.at("kind")
    if kind is None or kind.text is None:
        return
    if kind.text not in kinds.all:
        yield told(kind, RuleCode.UNKNOWN_KIND, given=given(kind), hint=hint(kind.text, kinds.all))
    if kind.text in kinds.flags:
        for needed in ("project", "environment"):
            if source.at(needed) is None:
                yield _needed(source, RuleCode.NEEDED_FOR_FLAGS, needed)


def address_messages(address: Node | None, *, may_be_clear: bool = False) -> Iterator[Message]:
    """Yield what is wrong with the address of a system outside."""
    if address is None:
        return
    try:
        parts = urlsplit(web_address(address.text or ""))
    except AddressError:
        return  # the reader of fields has said so
    host = parts.hostname or ""
    if _is_link_local(host):
        yield told(address, RuleCode.LINK_LOCAL)
    elif not (parts.scheme == "https" or may_be_clear or is_loopback(host)):
        yield told(address, RuleCode.CLEARTEXT)
    if parts.query or parts.fragment:
        yield told(address, RuleCode.QUERY_IN_ADDRESS)


def authentication_messages(source: Node) -> Iterator[Message]:
    """Yield what is missing for the way in which a token travels, or is told for nothing."""
    auth = source.text_at("auth") or Auth.NONE.value
    if auth in set(Auth) - {Auth.NONE} and source.at("secret") is None:
        yield _needed(source, RuleCode.NEEDED_FOR_AUTH, "secret", auth=auth)
    if auth == Auth.BASIC and source.at("user") is None:
        yield _needed(source, RuleCode.NEEDED_FOR_AUTH, "user", auth=auth)
    secret = source.at("secret")
    if auth == Auth.NONE and secret is not None:
        yield told(secret, RuleCode.SECRET_NOT_SENT)
    headers = source.at("headers")
    for name, header in (headers.fields if headers else {}).items():
        if any(part in name.lower() for part in _SECRET_HEADERS):
            yield told(header, RuleCode.SECRET_HEADER)


def file_messages(node: Node | None, folder: Path) -> Iterator[Message]:
    """Yield that a file is not there; it is looked for from `folder`."""
    if node is None or not node.text:
        return
    try:
        file = folder / Path(node.text).expanduser()
        is_there = file.is_file()
    except (OSError, ValueError, RuntimeError):  # no name that a disk could hold
        file, is_there = folder / node.text, False
    if not is_there:
        yield told(node, RuleCode.NO_SUCH_FILE, file=str(file))


def _needed(source: Node, code: RuleCode, name: str, **values: str) -> Message:
    return message(code, line=source.line, field=joined(source.path, name), **values)


def is_loopback(host: str) -> bool:
    """Return whether the host is this computer, by its name or its number."""
    number = _number(host)
    return number.is_loopback if number else host == "localhost" or host.endswith(".localhost")


def _is_link_local(host: str) -> bool:
    number = _number(host)
    if number is None:
        return host.rstrip(".") in _METADATA_HOSTS
    return number.is_link_local or number.is_unspecified or number == ip_address("fd00:ec2::254")


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """Return the host as a number; the system's own reader also takes 0xa9fea9fe and 2852039166."""
    try:
        number = ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    return getattr(number, "ipv4_mapped", None) or number
