"""Read alerts out of the answers of `/api/v1/alerts`.

https://prometheus.io/docs/prometheus/latest/querying/api/#alerts. vmalert (through
VictoriaMetrics), Thanos and Mimir answer in the same shape with more fields, which are left alone.
"""

from datetime import datetime

from cockpit.connectors.decode import ShapeError, items, printable, record, text, text_or_none
from cockpit.ports.server_alerts import ServerAlert

MOST_ALERTS = 500
"""More are a flood that nobody reads; the others are counted."""

STATES = {"firing": True, "pending": False}
QUIET = "inactive"
MOST_WORDS = 40
"""So many labels or annotations of one alert are kept: more only cost."""


def alerts_of(data: object, secrets: tuple[str, ...]) -> tuple[tuple[ServerAlert, ...], int]:
    """Return the alerts of an answer's `data`, those that fire first, and how many were too many.

    Raises `ShapeError`. What the texts hold is made printable, and cut where it is long.
    """
    fields = record(data, "data")
    told = [record(one, "alerts") for one in items(fields.get("alerts"), "alerts")]
    states = [_state(one) for one in told]
    going = [one for one, state in zip(told, states, strict=True) if state is not None]
    going.sort(key=lambda one: one["state"] != "firing")
    found = tuple(_alert(one, secrets) for one in going[:MOST_ALERTS])
    return found, len(going) - len(found)


def _state(fields: dict[str, object]) -> bool | None:
    """Return whether it fires; None when it does nothing."""
    state = text(fields, "state")
    if state == QUIET:
        return None
    if state not in STATES:
        raise ShapeError(field="state")
    return STATES[state]


def _alert(fields: dict[str, object], secrets: tuple[str, ...]) -> ServerAlert:
    return ServerAlert(
        labels=_words(fields, "labels", secrets),
        annotations=_words(fields, "annotations", secrets),
        is_firing=STATES[text(fields, "state")],
        active_at=_instant(text_or_none(fields, "activeAt")),
    )


def _words(fields: dict[str, object], key: str, secrets: tuple[str, ...]) -> dict[str, str]:
    if fields.get(key) is None:
        return {}
    words = record(fields[key], key)
    kept = list(words)[:MOST_WORDS]
    return {printable(name, secrets): printable(text(words, name), secrets) for name in kept}


def _instant(told: str | None) -> datetime | None:
    """Return the instant; None for none, for one without zone, and for the year 1 (Go's none)."""
    try:
        at = datetime.fromisoformat(told or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year > 1 else None
