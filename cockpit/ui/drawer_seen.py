"""Which alerts a person has had the time to see: what is new stays marked, and what was loud stays.

Nobody has to acknowledge anything. An alert is seen once it stood in an open drawer of the window
that somebody works in for a few seconds. One that asked for a hand and was over before that stays
in the list until then.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.domain.alert_words import AlertGrade

if TYPE_CHECKING:  # there are no alerts to see before the journal is read
    from cockpit.app.alert_view import AlertView


SEEN_AFTER = timedelta(seconds=5)
FRESH = timedelta(seconds=60)
"""An alert that began longer ago was there before the window, and makes no sound."""


class Seen:
    """What has been seen since the window is open."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._shown_at: dict[str, datetime] = {}
        self._loud: set[str] = set()
        self._has_begun = False

    def take(
        self,
        alerts: "Iterable[AlertView]",
        past: "Iterable[AlertView]",
        at: datetime,
        *,
        is_looked_at: bool,
    ) -> None:
        """Note what is shown at this instant. What was over when the window opened is old."""
        past = tuple(past)
        if not self._has_begun and past:
            self._has_begun = True
            self._seen |= {one.alert_id for one in past if at - (one.ended_at or at) >= FRESH}
        if not is_looked_at:
            self._shown_at.clear()
            return
        for one in (*alerts, *past):
            since_at = self._shown_at.setdefault(one.alert_id, at)
            if one.alert_id and at - since_at >= SEEN_AFTER:
                self._seen.add(one.alert_id)

    def is_new(self, alert: "AlertView") -> bool:
        """Return whether nobody has seen it yet."""
        return alert.alert_id not in self._seen

    def latched(self, past: "Iterable[AlertView]") -> "tuple[AlertView, ...]":
        """Return those that asked for a hand and were over before anybody saw them."""
        return tuple(one for one in past if one.grade is AlertGrade.ACT_NOW and self.is_new(one))

    def is_sound_due(self, alerts: "Iterable[AlertView]", at: datetime) -> bool:
        """Return whether something asks for a hand that did not before; once for each."""
        loud = {
            one.key: one
            for one in alerts
            if one.grade is AlertGrade.ACT_NOW and one.ended_at is None
        }
        fresh = [key for key, one in loud.items() if key not in self._loud]
        self._loud = set(loud)
        return any(at - loud[key].since_at < FRESH + SEEN_AFTER for key in fresh)
