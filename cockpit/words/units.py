"""Values as people read them, by the unit that ends their name."""

import math
from datetime import datetime, tzinfo

from cockpit.domain.message import Message, message
from cockpit.words.codes import WordsCode

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_NEAREST_PCT, _HALF = 0.001, 0.5
_KIB = 1_024


def number(value: float, name: str = "") -> str:
    """Return the number with thousands separators and no more digits than mean something.

    Numbers that only name something (`_id`, `port`) have no separators.
    """
    if not math.isfinite(value):
        return "-∞" if value < 0 else "∞"
    if name.endswith("_id") or name == "port":
        return str(value)
    if value == int(value):
        return f"{int(value):,}"
    size = abs(value)
    digits = 1 if size >= 10 else 2 if size >= 1 else 1 - math.floor(math.log10(size))  # noqa: PLR2004
    return f"{value:,.{min(digits, 6)}f}".rstrip("0").rstrip(".")


def ratio(value: float) -> str:
    """Return a ratio (0..1) as a percentage; close to 0 or 1 with the digits that tell it apart."""
    if value in {-1.0, 0.0, 1.0}:
        return f"{value * 100:.0f} %"
    edge_pct = round(min(abs(value), abs(1 - abs(value))) * 100, 9)
    if edge_pct < _NEAREST_PCT:  # never rounded to what it is not
        return f"< {_NEAREST_PCT} %" if abs(value) < _HALF else f"> {100 - _NEAREST_PCT} %"
    digits = max(1 - math.floor(math.log10(edge_pct)), 1)
    whole, _, decimals = f"{value * 100:.{digits}f}".partition(".")
    return f"{whole}.{decimals[0]}{decimals[1:].rstrip('0')} %"


def percent(value: float) -> str:
    """Return a percentage (0..100) as it was given."""
    return f"{number(value)} %"


def milliseconds(value: float) -> str:
    """Return milliseconds as such."""
    return f"{number(value)} ms"


def size(value: float) -> str:
    """Return bytes in the unit that keeps the number small."""
    for unit in ("B", "KiB", "MiB"):
        if abs(value) < _KIB:
            return f"{number(round(value, 1))} {unit}"
        value /= _KIB
    return f"{number(round(value, 1))} GiB"


def duration(seconds: float) -> Message:
    """Return a duration in its two largest units."""
    if math.isinf(seconds):
        return message(WordsCode.ENDLESS)
    sign, size = "-" if seconds < 0 else "", abs(seconds)
    if size < _MINUTE_S and round(size) < _MINUTE_S:
        return message(WordsCode.SECONDS, seconds=sign + _seconds(size))
    minutes, rest_s = divmod(round(size), _MINUTE_S)
    if minutes < _HOUR_S // _MINUTE_S:
        return _pair(WordsCode.MINUTES, WordsCode.MINUTES_SECONDS, sign, minutes, rest_s)
    hours, rest_minutes = divmod(round(size / _MINUTE_S), _HOUR_S // _MINUTE_S)
    if hours < _DAY_S // _HOUR_S:
        return _pair(WordsCode.HOURS, WordsCode.HOURS_MINUTES, sign, hours, rest_minutes)
    days, rest_hours = divmod(round(size / _HOUR_S), _DAY_S // _HOUR_S)
    return _pair(WordsCode.DAYS, WordsCode.DAYS_HOURS, sign, days, rest_hours)


def _pair(alone: WordsCode, both: WordsCode, sign: str, first: int, second: int) -> Message:
    if second == 0:
        return message(alone, first=f"{sign}{first:,}")
    return message(both, first=f"{sign}{first:,}", second=second)


def _seconds(size: float) -> str:
    return number(round(size)) if size >= 10 else number(round(size, 1 if size >= 1 else 3))  # noqa: PLR2004


def instant(at: datetime, zone: tzinfo | None) -> str:
    """Return the instant in the zone (the computer's own when None), which stands beside it."""
    if at.tzinfo is None:
        return f"{at:%Y-%m-%d %H:%M:%S}"
    local = _local(at, zone)
    name = local.tzname() or ""
    if not (name.isascii() and name.isalpha() and name.isupper()):  # Windows spells zones out
        name = _offset(local)
    return f"{local:%Y-%m-%d %H:%M:%S} {name}"


def moment(at: datetime, near: datetime, zone: tzinfo | None) -> str:
    """Return the instant for somebody who reads it at `near`: the time of day, without a zone.

    The day stands before it when it is another one, and the year when that is.
    """
    if at.tzinfo is None:
        return instant(at, zone)
    local, today = _local(at, zone), _local(near, zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    try:
        return at.astimezone(zone)
    except OverflowError:  # the first and the last day of all time
        return at


def _offset(local: datetime) -> str:
    text = f"{local:%z}"
    return f"UTC{text[:3]}:{text[3:5]}"
