"""Alerts as a metrics server tells them: what its own rules say right now."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from cockpit.domain.message import Message
from cockpit.ports.sources import Contact


class ServerAlert(Struct, frozen=True):
    """One alert of the server, in its own words.

    It is pending while its condition has not lasted long enough. `active_at` is on the server's
    clock; None when it tells none.
    """

    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    is_firing: bool
    active_at: datetime | None

    @property
    def name(self) -> str:
        """Return what its rule is called."""
        return self.labels.get("alertname", "")


class AlertsTold(Struct, frozen=True):
    """What the server told; with `warnings` it may be partial.

    `left_out_count` alerts were too many to be taken. Right after a start a server tells none
    until it has worked out its rules: no alerts are no proof that all is well.
    """

    alerts: tuple[ServerAlert, ...]
    warnings: tuple[Message, ...]
    contact: Contact
    left_out_count: int = 0
