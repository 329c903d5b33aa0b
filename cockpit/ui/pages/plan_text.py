"""The plan of a launch: which baseline to propose, and instants as people type them."""

from datetime import UTC, datetime

from cockpit.app.snapshot import Snapshot, VersionView
from cockpit.ui.say import Say

TIME_FORM = "%Y-%m-%d %H:%M"


class NotATimeError(ValueError):
    """The text is no instant; `given` is what was typed."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given


def proposed(snapshot: Snapshot) -> VersionView | None:
    """Return the version that most users have; None when the metrics show none."""
    return max(snapshot.versions, key=lambda one: one.share_ratio, default=None)


def instant(text: str, now: datetime, say: Say) -> datetime | None:
    """Return the instant that was typed in the window's zone: with its day, or an hour of today.

    None when nothing was typed; raises `NotATimeError` for what is no time.
    """
    plain = text.strip()
    if not plain:
        return None
    today = say.local(now)
    for form, whole in ((TIME_FORM, plain), (TIME_FORM, f"{today:%Y-%m-%d} {plain}")):
        try:
            typed = datetime.strptime(whole, form)  # noqa: DTZ007 - gets its zone below
        except ValueError:
            continue
        guess = say.local(typed.replace(tzinfo=UTC))
        zone = say.local(guess - (guess.utcoffset() or guess - guess)).tzinfo
        return typed.replace(tzinfo=zone).astimezone(UTC)
    raise NotATimeError(plain)


def example(now: datetime, say: Say) -> str:
    """Return how a time is typed."""
    return f"{say.local(now):%Y-%m-%d} 10:00"
