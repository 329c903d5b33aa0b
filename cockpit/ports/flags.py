"""Feature flags, as the cockpit needs them."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from cockpit.ports.sources import Contact


class FlagState(Struct, frozen=True):
    """A flag in one environment as the admin API has it.

    `exposure_pct` is the percentage of its one gradual rollout; None when it has none, or more
    than one, or one with constraints, so that no single number tells who gets it.
    `has_strategies` False means that switching it on would create a 100 % rollout by itself.
    """

    flag: str
    environment: str
    enabled: bool
    exposure_pct: float | None
    has_strategies: bool


class ServedFlag(Struct, frozen=True):
    """A flag as clients are told by the evaluation API, at one look.

    A flag that the API does not list is not served: `enabled` is False then. `revision` is the
    server's own number of the state, when it tells one.
    """

    flag: str
    enabled: bool
    exposure_pct: float | None
    revision: int | None
    contact: Contact


class FlagEvent(Struct, frozen=True):
    """A change that the flag server itself recorded."""

    event_id: int
    kind: str
    flag: str
    environment: str | None
    by: str
    at: datetime


class FlagControl(Protocol):
    """A flag server, for one project and environment. Every call may raise `SourceError`.

    A change is desired state: asking twice is the same as asking once. `operation_id` travels
    with the request, so that the server's logs can be matched with the journal.
    """

    def list_flags(self) -> tuple[FlagState, ...]:
        """Return all flags, archived ones left out."""
        ...

    def read(self, flag: str) -> FlagState:
        """Return the flag as the admin API has it now."""
        ...

    def served(self, flag: str) -> ServedFlag:
        """Return the flag as clients are told now; this is the only proof of an effect."""
        ...

    def turn_off(self, flag: str, *, operation_id: str) -> None:
        """Switch the flag off for everybody in the environment."""
        ...

    def turn_on(self, flag: str, *, operation_id: str) -> None:
        """Switch the flag on; refused here when the flag has no strategy of its own."""
        ...

    def set_exposure(self, flag: str, exposure_pct: float, *, operation_id: str) -> None:
        """Set the percentage of the flag's one gradual rollout."""
        ...

    def events(self, flag: str, *, since: datetime) -> tuple[FlagEvent, ...]:
        """Return the server's own record of changes to the flag, oldest first."""
        ...

    def own_name(self) -> str | None:
        """Return the name that events in our own name bear; None when the server tells none."""
        ...

    def warm(self) -> Contact:
        """Ask something cheap and authorised, which also keeps the connection open."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
