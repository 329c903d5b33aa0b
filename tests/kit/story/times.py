"""When everything in the story happens, on 17 November 2026 in Seoul."""

from datetime import UTC, datetime, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")

DAY_S = 86_400.0


def at(clock: str, day: str = "2026-11-17") -> datetime:
    """Return the instant `HH:MM` or `HH:MM:SS` of a day in Seoul, in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=KST).astimezone(UTC)


PLANNED = at("09:31:00")
GO = at("10:02:00")
DEPLOYED = at("10:03:30")
STAGE_1 = at("10:05:00")
CALM = at("10:20:00")
STAGE_5 = at("10:38:20")
FLAG_ON = at("10:42:00")
BROKEN = at("10:45:30")
DETECTED = at("10:49:10")
NOW = at("10:50:51")
ASKED_OFF = at("10:54:02")
UNKNOWN_AT = at("10:55:10")
SEEN_OFF = at("10:55:48")
CLIENTS_BY = at("10:56:03")
BACK = at("10:58:20")
AFTER = at("11:10:24")
SLOWED = at("12:31:00")
