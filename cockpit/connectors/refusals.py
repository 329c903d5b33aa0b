"""What a status that is no success means, for servers that speak plain HTTP."""

import math
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.reply import Reply
from cockpit.domain.message import message
from cockpit.ports.errors import Refusal, RefusedError, SourceError, UnreachableError

RETRY_AFTER_CAP_S = 300.0

_MEANINGS: dict[int, tuple[SourceCode, Refusal]] = {
    401: (SourceCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
    403: (SourceCode.NOT_ALLOWED, Refusal.NOT_ALLOWED),
    404: (SourceCode.NOT_FOUND, Refusal.NOT_FOUND),
    409: (SourceCode.CONFLICT, Refusal.CONFLICT),
    410: (SourceCode.NOT_FOUND, Refusal.NOT_FOUND),
    412: (SourceCode.CONFLICT, Refusal.CONFLICT),
    423: (SourceCode.CONFLICT, Refusal.CONFLICT),
    429: (SourceCode.TOO_MANY, Refusal.TOO_MANY),
}
_BAD_REQUESTS = {400, 405, 406, 411, 413, 414, 415, 422, 431}
_GAVE_UP_WAITING = 408


def failure_of(reply: Reply) -> SourceError | None:
    """Return the error that this answer means; None for a success.

    A status of 500 or more is no refusal: a proxy may have given up after the server had done it.
    """
    status = reply.status
    if status // 100 == 2 or status == 304:  # noqa: PLR2004 - as HTTP counts
        return None
    if status // 100 == 3:  # noqa: PLR2004 - as HTTP counts
        return reply.bad(SourceCode.ADDRESS_CHANGED, status=status)
    if status == _GAVE_UP_WAITING or status // 100 == 5:  # noqa: PLR2004 - as HTTP counts
        text = message(SourceCode.SERVER_ERROR, source=reply.source, status=status)
        return UnreachableError(text, may_have_applied=reply.is_to_change)
    if status // 100 != 4:  # noqa: PLR2004 - as HTTP counts
        return reply.bad(SourceCode.UNASKED_STATUS, status=status)
    if status in _BAD_REQUESTS:
        return refused(reply, SourceCode.BAD_REQUEST, Refusal.BAD_REQUEST)
    code, refusal = _MEANINGS.get(status, (SourceCode.REFUSED, Refusal.OTHER))
    return refused(reply, code, refusal)


def refused(
    reply: Reply, code: StrEnum, refusal: Refusal, **values: str | float | None
) -> RefusedError:
    """Return the refusal, with how long to wait if the server says so."""
    wait_s = retry_after_s(reply)
    text = message(code, source=reply.source, status=reply.status, retry_s=wait_s, **values)
    return RefusedError(text, refusal, retry_after_s=wait_s)


def retry_after_s(reply: Reply) -> float | None:
    """Return how long the server asks to be left alone, at most five minutes; None if it does not.

    The header holds seconds or a date (RFC 9110, 10.2.3); a date counts from the server's own.
    """
    asked = reply.headers.get("retry-after", "").strip()
    try:
        wait_s = float(asked)
    except ValueError:
        until, sent = http_date(asked), http_date(reply.headers.get("date", ""))
        if until is None:
            return None
        wait_s = (until - (sent or reply.contact.at)).total_seconds()
    if not math.isfinite(wait_s):
        return None
    return min(max(wait_s, 0.0), RETRY_AFTER_CAP_S)


def http_date(text: str) -> datetime | None:
    """Return the instant of a Date header; None when it is missing or no date."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else None
