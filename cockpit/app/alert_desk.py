"""What people do with alerts: put one aside for a while, take it back, say if it was of use."""

from collections.abc import Collection
from datetime import timedelta

from cockpit.app.history import new_rows
from cockpit.domain.alert_codes import DeskCode
from cockpit.domain.alert_events import AlertRated, AlertShelved, AlertUnshelved
from cockpit.domain.alert_words import key_of
from cockpit.domain.episodes import Episode, Episodes
from cockpit.domain.events import Entry
from cockpit.domain.message import Message, message
from cockpit.ports.clock import Clock
from cockpit.ports.journal import Journal, Runs

MOST_MINUTES = 30.0
"""Nothing is put aside for longer: whoever still wants it so has to say so again."""

MOST_REASON = 200


class AlertDesk:
    """Alerts of one service, by their key or the name of their flow. May raise `JournalError`.

    Nothing is put aside in silence: it takes a name and a reason, and it never touches a gate.
    """

    def __init__(
        self, *, journal: Journal, clock: Clock, runs: Runs, actor: str, is_drill: bool = False
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._runs = runs
        self._actor = actor
        self._is_drill = is_drill
        self._episodes, self._seq = Episodes(), 0

    def episodes(self) -> Episodes:
        """Return what the journal tells of alerts by now."""
        rows = new_rows(self._journal, self._seq)
        if rows:
            self._seq = rows[-1].seq
            self._episodes = self._episodes.after(row.entry for row in rows)
        return self._episodes

    def shelve(self, given: str, *, minutes: float, reason: str) -> Message | None:
        """Put an alert that goes on aside, or return why not."""
        reason = reason.strip()
        if not 0 < minutes <= MOST_MINUTES:  # NaN is neither
            return message(DeskCode.TOO_LONG, most_count=MOST_MINUTES)
        if not reason:
            return message(DeskCode.NO_REASON)
        if len(reason) > MOST_REASON:
            return message(DeskCode.LONG_REASON, most_count=MOST_REASON)
        running = self._running(given)
        if isinstance(running, Message):
            return running
        until_at = self._clock.now() + timedelta(minutes=minutes)
        self._append(AlertShelved(running.alert_id, running.key, until_at, reason), running)
        return None

    def unshelve(self, given: str) -> Message | None:
        """Take an alert back, or return why not."""
        episodes = self.episodes()
        key = key_of(given, episodes.shelved)
        if key is None:
            return message(DeskCode.NOT_ASIDE, given=given)
        running = episodes.running.get(key)
        alert_id = "" if running is None else running.alert_id
        self._append(AlertUnshelved(alert_id, key, "person"), running)
        return None

    def rate(self, given: str, *, is_useful: bool) -> Message | None:
        """Say whether an alert was of use, or return why not.

        `given` is its id, or the key or flow of the last alert there. The last word counts.
        """
        episodes = self.episodes()
        episode = episodes.of(given)
        if episode is None:
            by_key = {one.key: one for one in episodes.all.values()}
            key = key_of(given, by_key)
            if key is None:
                return _none_called(given, by_key, DeskCode.NO_SUCH_ALERT, DeskCode.NONE_EVER)
            episode = by_key[key]
        if episode.ratings.get(self._actor) is not is_useful:
            self._append(AlertRated(episode.alert_id, episode.key, is_useful), episode)
        return None

    def _running(self, given: str) -> Episode | Message:
        """Return the alert that goes on, by its id, its key or its flow; or why there is none."""
        running = self.episodes().running
        found = next((one for one in running.values() if one.alert_id == given), None)
        if found is not None:
            return found
        key = key_of(given, running)
        if key is None:
            return _none_called(given, running, DeskCode.NOT_RUNNING, DeskCode.NONE_RUNNING)
        return running[key]

    def _append(
        self, event: AlertShelved | AlertUnshelved | AlertRated, episode: Episode | None
    ) -> None:
        self._journal.append(
            Entry(
                at=self._clock.now(),
                monotonic_s=self._clock.monotonic_s(),
                run_id=self._runs.run_id,
                actor=self._actor,
                event=event,
                is_drill=self._is_drill or (episode is not None and episode.is_drill),
            )
        )


def _none_called(
    given: str, keys: Collection[str], code: DeskCode, without_any: DeskCode
) -> Message:
    if not keys:
        return message(without_any)
    return message(code, given=given, known=", ".join(sorted(keys)))
