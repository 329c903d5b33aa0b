"""Talk to one source over HTTP: one origin, one token, one deadline, one cap on the size.

Requests go straight to the transport of httpx. Its `Client` would add cookies, redirects, proxies
and certificates from the environment, and log lines with whole urls; none of them is wanted.
"""

import base64
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx

from cockpit.connectors.addresses import Address, address_of
from cockpit.connectors.codes import SettingsCode, SourceCode
from cockpit.connectors.deadline import EXCHANGE, DeadlineBackend, Exchange
from cockpit.connectors.decode import DecodeError, unpacked
from cockpit.connectors.refusals import failure_of, http_date
from cockpit.connectors.reply import Reply
from cockpit.connectors.retries import again
from cockpit.connectors.tls import context_for
from cockpit.domain.message import message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import BadAnswerError, SourceError, UnreachableError
from cockpit.ports.sources import Auth, Contact, SourceSettings

IDLE_S = 10.0
"""A connection idle for longer is not used again: many servers close theirs after 15 s or more,
and a request that crosses with the closing is lost without anybody knowing."""

HALF_TICK_S = 0.5
"""A Date header is cut to whole seconds, so the clock behind it is half a second further."""

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""What ends a request before the source gets any of it, even if a proxy was spoken to."""

Pairs: TypeAlias = Sequence[tuple[str, str]]
Explain: TypeAlias = Callable[[Reply], SourceError | None]

logging.getLogger("httpcore").setLevel(logging.CRITICAL)  # at DEBUG it prints all headers

_VISIBLE = re.compile(r"[!-~]+")
_VISIBLE_OR_SPACE = re.compile(r"[ -~]*")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_JSON = (("Content-Type", "application/json"),)
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@dataclass(frozen=True, slots=True)
class Client:
    """The requests to one source. `get` and `ask` may be repeated, `post` and `patch` never are.

    Every request raises a `SourceError` unless the answer is a success (or a 304); `explain` may
    know better than the status what an answer means. A path begins with a slash and follows the
    source's own base path, so nothing is ever sent to another origin.
    """

    source: str
    transport: httpx.BaseTransport = field(repr=False)
    base_url: str
    headers: Pairs = field(repr=False)
    clock: Clock = field(repr=False)
    deadline_s: float
    max_bytes: int
    explain: Explain = field(repr=False, default=failure_of)

    def get(self, path: str, params: Pairs = (), *, headers: Pairs = ()) -> Reply:
        """Read something."""
        target = f"{path}?{urlencode(params)}" if params else path
        return again(lambda ends_s: self._once("GET", target, headers, None, ends_s), self._end_s())

    def ask(self, path: str, form: Pairs) -> Reply:
        """Read something whose question is too long for a url."""
        body = urlencode(form).encode("ascii")
        return again(lambda ends_s: self._once("POST", path, _FORM, body, ends_s), self._end_s())

    def post(self, path: str, body: bytes | None = None, *, headers: Pairs = ()) -> Reply:
        """Change something; `body` is JSON."""
        return self._change("POST", path, body, headers)

    def patch(self, path: str, body: bytes, *, headers: Pairs = ()) -> Reply:
        """Change a part of something; `body` is JSON."""
        return self._change("PATCH", path, body, headers)

    def close(self) -> None:
        """Give the connections back."""
        self.transport.close()

    def _change(self, method: str, path: str, body: bytes | None, headers: Pairs) -> Reply:
        kind = () if body is None else _JSON
        return self._once(method, path, (*kind, *headers), body, self._end_s(), is_to_change=True)

    def _end_s(self) -> float:
        return time.monotonic() + self.deadline_s

    def _once(
        self,
        method: str,
        target: str,
        headers: Pairs,
        body: bytes | None,
        ends_s: float,
        *,
        is_to_change: bool = False,
    ) -> Reply:
        exchange = Exchange(ends_s)
        token = EXCHANGE.set(exchange)
        began_s = time.monotonic()
        try:
            request = httpx.Request(
                method,
                self.base_url + target,
                headers=[*self.headers, *headers],
                content=body,
                extensions={"timeout": {"pool": max(ends_s - began_s, 0.0)}},
            )
            response = self.transport.handle_request(request)
            try:
                content = unpacked(
                    response.iter_raw(),
                    response.headers.get("content-encoding", "").strip().lower(),
                    self.max_bytes,
                )
            finally:
                response.close()
        except httpx.HTTPError as error:
            failure = self._broken(error, exchange, is_to_change=is_to_change)
        except DecodeError as error:
            text = message(error.code, source=self.source, max_bytes=self.max_bytes)
            failure = BadAnswerError(text, may_have_applied=is_to_change)
        else:
            names = {name.lower(): value for name, value in response.headers.items()}
            contact = self._contact(exchange, began_s, names.get("date", ""))
            reply = Reply(self.source, response.status_code, names, content, contact, is_to_change)
            known = self.explain(reply)
            if known is None:
                return reply
            failure = known
        finally:
            EXCHANGE.reset(token)
        raise failure  # outside of the handlers: an error of ours carries no error of theirs

    def _contact(self, exchange: Exchange, began_s: float, date: str) -> Contact:
        at, now_s = self.clock.now(), time.monotonic()
        wrote_s, heard_s = exchange.wrote_s or began_s, exchange.heard_s or now_s
        sent = http_date(date)
        skew_s = None
        if sent is not None:
            middle = at - timedelta(seconds=now_s - (wrote_s + heard_s) / 2)
            skew_s = (sent - middle).total_seconds() + HALF_TICK_S
        return Contact(at, heard_s - wrote_s, skew_s)

    def _broken(
        self, error: httpx.HTTPError, exchange: Exchange, *, is_to_change: bool
    ) -> SourceError:
        code = exchange.fault or _code_of(error, exchange)
        text = message(code, source=self.source, deadline_s=self.deadline_s)
        applied = is_to_change and exchange.is_sent and not isinstance(error, NOT_SENT)
        if code is SourceCode.NOT_HTTP:
            return BadAnswerError(text, may_have_applied=applied)
        return UnreachableError(text, may_have_applied=applied)


def _code_of(error: httpx.HTTPError, exchange: Exchange) -> StrEnum:
    match error:
        case httpx.TimeoutException():
            return SourceCode.TIMEOUT
        case httpx.ConnectError():
            return SourceCode.NO_CONNECTION
        case httpx.ProxyError():
            return SourceCode.PROXY
        case httpx.ProtocolError() if not exchange.is_cut:
            return SourceCode.NOT_HTTP
        case _:
            return SourceCode.CUT_OFF


def open_client(
    settings: SourceSettings,
    clock: Clock,
    *,
    explain: Explain = failure_of,
    transport: httpx.BaseTransport | None = None,
) -> Client:
    """Return the client for a source; no connection is made yet.

    Raises `UnreachableError` for settings that must not be used. `clock` tells the instants of
    contacts; the deadline runs on the computer's own. `transport` is for tests.
    """
    address = address_of(settings.url, settings.name)
    return Client(
        source=settings.name,
        transport=transport or _transport(settings, address),
        base_url=address.base_url,
        headers=_headers(settings),
        clock=clock,
        deadline_s=settings.deadline_s,
        max_bytes=settings.max_bytes,
        explain=explain,
    )


def with_token(client: Client, settings: SourceSettings) -> Client:
    """Return a client for the same origin and over the same connections, with another token."""
    return replace(client, headers=_headers(settings))


def _transport(settings: SourceSettings, address: Address) -> httpx.BaseTransport:
    context = None if address.is_cleartext else context_for(settings)
    transport = httpx.HTTPTransport(verify=context or False, trust_env=False)
    transport._pool = httpcore.ConnectionPool(  # noqa: SLF001 - httpx has no other door
        ssl_context=context,
        proxy=_proxy(settings, address),
        max_connections=4,
        keepalive_expiry=IDLE_S,
        network_backend=DeadlineBackend(only_loopback=address.is_cleartext),
    )
    return transport


def _proxy(settings: SourceSettings, address: Address) -> httpcore.Proxy | None:
    if settings.proxy is None:
        return None
    try:
        parts = urlsplit(settings.proxy)
        is_usable = parts.scheme == "http" and parts.hostname and parts.port != 0
    except ValueError:
        raise UnreachableError(message(SettingsCode.PROXY, source=settings.name)) from None
    # Through a proxy only TLS: cleartext would show it the token.
    if not is_usable or "@" in parts.netloc or address.is_cleartext:
        raise UnreachableError(message(SettingsCode.PROXY, source=settings.name))
    return httpcore.Proxy(settings.proxy)


def _headers(settings: SourceSettings) -> Pairs:
    headers = [("Accept", "application/json"), ("Accept-Encoding", "gzip"), *settings.headers]
    token = settings.token
    if token is not None and settings.auth is not Auth.NONE:
        headers.append(_authorised(settings, token))
    for name, value in headers:
        if not _HEADER_NAME.fullmatch(name) or not _VISIBLE_OR_SPACE.fullmatch(value):
            raise UnreachableError(message(SettingsCode.HEADER, source=settings.name))
    return tuple(headers)


def _authorised(settings: SourceSettings, token: str) -> tuple[str, str]:
    if not _VISIBLE.fullmatch(token):
        raise UnreachableError(message(SettingsCode.TOKEN, source=settings.name))
    if settings.auth is Auth.BASIC:
        pair = f"{settings.user or ''}:{token}".encode()
        return "Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}"
    if settings.auth is Auth.BEARER:
        return "Authorization", f"Bearer {token}"
    return settings.token_header, token
