"""Connector: Alertmanager, which groups, silences and routes alerts to whoever is on call.

`POST /api/v2/alerts` with a list of `{labels, annotations, startsAt, endsAt, generatorURL}`
answers 200 with nothing (alertmanager, api/v2/openapi.yaml). Labels tell alerts apart, so the same
alert may be sent any number of times. Clients send an alert again for as long as it lasts; one
that is not sent again ends at its `endsAt` (prometheus.io, "Alerts API"). As Prometheus does, the
end is set to four times the pause between two sendings, so that a lost one changes nothing and a
cockpit that is gone leaves no alert behind. `GET /api/v2/alerts?filter=name="value"` shows what
goes on.
"""

import json
import re
from datetime import UTC, datetime, timedelta

from cockpit.connectors import decode
from cockpit.connectors.http import Client, open_client
from cockpit.connectors.notify import CARRIERS, CarrierKind
from cockpit.ports.channels import Carrier, Manner, Note, NoteKind, Receipt, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.sources import SourceSettings

PATH = "/api/v2/alerts"
LASTS = timedelta(minutes=4)
"""How long an alert goes on without being sent again."""

SKEW_THAT_MATTERS_S = 5.0
"""A Date header has whole seconds alone: clocks that differ by less count as the same."""

MOST_TEXT = 1_000
SEVERITIES = {Urgency.ACT_NOW: "critical", Urgency.WATCH: "warning", Urgency.NEWS: "info"}
NAMES = {
    NoteKind.ALERT: "ReleaseCockpitAlert",
    NoteKind.SUMMARY: "ReleaseCockpitSummary",
    NoteKind.LOG: "ReleaseCockpitLaunchLog",
    NoteKind.TEST: "ReleaseCockpitTest",
}
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Alertmanager:
    """One Alertmanager. `labels` go with every alert; what the note itself says comes first."""

    def __init__(self, client: Client, clock: Clock, labels: tuple[tuple[str, str], ...]) -> None:
        self._client = client
        self._clock = clock
        self._labels = labels
        self._skew_s = 0.0

    def send(self, note: Note) -> Receipt:
        """Send the alert, or its end once the note has one.

        Alertmanager goes by its own clock: an end that is past there ends the alert at once. So
        when its answer tells of a clock far from ours, the alert is sent again by that clock.
        """
        known_s = self._skew_s
        receipt = self._send(note)
        if abs(self._skew_s - known_s) > SKEW_THAT_MATTERS_S:
            receipt = self._send(note)
        return receipt

    def _send(self, note: Note) -> Receipt:
        there = timedelta(seconds=self._skew_s)
        alert = content(note, self._labels, self._clock.now(), there)
        reply = self._client.post(PATH, json.dumps([alert], ensure_ascii=False).encode())
        reply.must_not_be_a_page()
        skew_s = reply.contact.skew_s or 0.0
        # A second less, so that what has ended here has surely ended there.
        self._skew_s = skew_s - 1.0 if abs(skew_s) > SKEW_THAT_MATTERS_S else 0.0
        return Receipt(reply.contact.at, reply.status)

    def shows(self, note: Note) -> bool | None:
        """Return whether the alert goes on there."""
        wanted = labels_of(note, self._labels)
        matchers = tuple(("filter", f"{name}={_quoted(text)}") for name, text in wanted.items())
        reply = self._client.get(PATH, matchers)
        with reply.reading():
            listed = [decode.record(one, "[]") for one in decode.items(reply.json(), "[]")]
            found = [decode.record(one.get("labels"), "labels") for one in listed]
        return wanted in found

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def content(
    note: Note,
    labels: tuple[tuple[str, str], ...],
    now: datetime,
    there: timedelta = timedelta(),
) -> dict[str, object]:
    """Return the note as an alert. Without an end of its own it lasts a while from `now` on.

    `there` is the server's clock minus ours.
    """
    ends_at = note.until_at or now + LASTS
    annotations = {"summary": note.title[:MOST_TEXT], "description": note.text[:MOST_TEXT]}
    link = {} if note.link is None else {"runbook_url": note.link}
    return {
        "labels": labels_of(note, labels),
        "annotations": annotations | link,
        "startsAt": _instant(min(note.since_at, ends_at) + there),
        "endsAt": _instant(ends_at + there),
        **({} if note.link is None else {"generatorURL": note.link}),
    }


def labels_of(note: Note, labels: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return what tells this alert from others, without names that Alertmanager does not take."""
    own = (*note.facts, ("alertname", NAMES[note.kind]), ("severity", SEVERITIES[note.urgency]))
    # An empty label is none, and would not come back.
    return {name: text for name, text in (*labels, *own) if _LABEL.fullmatch(name) and text}


def _quoted(text: str) -> str:
    """Return the text as a matcher has it, in quotes."""
    return json.dumps(text, ensure_ascii=False)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def connect(settings: SourceSettings, clock: Clock) -> Carrier:
    """Open the Alertmanager at `settings.url`, whose `options` are labels; nothing is sent yet."""
    return Alertmanager(open_client(settings, clock), clock, settings.options)


CARRIERS.add("alertmanager", CarrierKind(connect, Manner(keeps_alarms=True, may_repeat=True)))
